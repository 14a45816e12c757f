import { createHash } from 'node:crypto'
import type { Json } from './json.ts'

/** One message in a chat, as it went over the wire. */
export interface Kept {
	id: string
	from: 'shop' | 'person'
	at: number
	type: string
	content: Json
}

/** Somebody with WhatsApp on her phone. */
export interface Human {
	phone: string
	userId: string
	name: string
	username: string | undefined
	/** Has a user name and is not in the shop's contact book: webhooks do not show her number. */
	hidesPhone: boolean
	/** Not on WhatsApp any more, or never was. */
	gone: boolean
	blocked: boolean
	stoppedMarketing: boolean
	/** WhatsApp has shown her enough promotions for today. */
	marketingCapped: boolean
	readsAtOnce: boolean
	lastWroteAt: number
	messages: Kept[]
	read: Set<string>
	typingSince: number | undefined
}

/** Everybody whom the emulator knows, by phone and by id. */
export class People {
	readonly #byPhone = new Map<string, Human>()
	readonly #watchers = new Map<string, Set<() => void>>()

	person(phone: string, profile: { name?: string; username?: string; hidesPhone?: boolean } = {}): Human {
		const known = this.#byPhone.get(phone)
		const human: Human = known ?? {
			phone,
			userId: `HK.${BigInt(`0x${createHash('sha256').update(phone).digest('hex').slice(0, 16)}`)}`,
			name: 'Somebody',
			username: undefined,
			hidesPhone: false,
			gone: false,
			blocked: false,
			stoppedMarketing: false,
			marketingCapped: false,
			readsAtOnce: false,
			lastWroteAt: Number.NEGATIVE_INFINITY,
			messages: [],
			read: new Set(),
			typingSince: undefined,
		}
		Object.assign(human, profile)
		this.#byPhone.set(phone, human)
		return human
	}

	/** Whom a request means; ids go into another field than phones. */
	find(to: string | undefined, recipient: string | undefined): Human | undefined {
		if (to !== undefined) return this.#byPhone.get(to.replace(/^\+/, ''))
		return [...this.#byPhone.values()].find((human) => human.userId === recipient)
	}

	/** Somebody the shop writes to who is not on WhatsApp. */
	stranger(phone: string): Human {
		const human = this.person(phone)
		human.gone = true
		return human
	}

	all(): Human[] {
		return [...this.#byPhone.values()]
	}

	keep(human: Human, message: Kept) {
		human.messages.push(message)
		this.changed(human)
	}

	changed({ phone }: Human) {
		for (const watch of this.#watchers.get(phone) ?? []) watch()
	}

	/** Calls back after every change of the person's chat; the answer ends it. */
	onChange({ phone }: Human, watch: () => void): () => void {
		const watchers = this.#watchers.get(phone) ?? new Set()
		this.#watchers.set(phone, watchers.add(watch))
		return () => watchers.delete(watch)
	}
}
