import { createHash } from 'node:crypto'
import type { WhatsAppEmulator } from './emulator.ts'

/** Both names WhatsApp has for a person, and what she calls herself. */
export interface PersonIds {
	pn: string
	lid: string
	name: string
}

/** A message that the linked device sent, as it reached the server. */
export interface Delivered {
	/** The key of the page: true_<chat>_<id>. */
	id: string
	to: string
	type: string
	body?: string
	caption?: string
	mimetype?: string
	filename?: string
	directPath?: string
	media?: Buffer
	at: number
}

/** One line of the chat with the shop, on her phone. */
export interface ScreenLine {
	from: 'shop' | 'person'
	message: Pick<Delivered, 'type' | 'body' | 'caption'>
}

/** Somebody with WhatsApp on a phone of her own. */
export class Person {
	readonly ids: PersonIds
	readonly phone: string
	online = true
	wroteFirst = false
	/** She blocked the shop: nothing reaches her, and nobody is told. */
	blocked = false
	/** What reached her and was not taken by next(). */
	readonly inbox: Delivered[] = []
	/** The whole chat, oldest first. */
	readonly screen: ScreenLine[] = []
	/** What she could notice besides messages: composing, paused, seen. */
	readonly seen: string[] = []
	readonly #emulator: WhatsAppEmulator

	constructor(emulator: WhatsAppEmulator, { phone, name }: { phone: string; name: string }) {
		this.#emulator = emulator
		this.phone = phone
		const hash = BigInt(`0x${createHash('sha256').update(phone).digest('hex').slice(0, 13)}`)
		this.ids = { pn: `${phone}@c.us`, lid: `1${hash.toString().padStart(15, '0').slice(-14)}@lid`, name }
	}

	/** Sends a text; more fields make it another kind of message. Answers its id. */
	says(body: string, more: Record<string, unknown> = {}): string {
		this.wroteFirst = true
		this.screen.push({ from: 'person', message: { type: 'chat', body, ...more } })
		const emulator = this.#emulator
		const sender = emulator.options.hidesPhones ? undefined : this.ids
		const from = emulator.addressOf(this)
		return emulator.inject({ from, to: emulator.account.pn, sender, type: 'chat', body, ...more })
	}

	sendsPicture(bytes: Buffer, caption = ''): string {
		const directPath = this.#emulator.storeMedia(bytes, 'image/png')
		return this.says('', { type: 'image', mimetype: 'image/png', caption, directPath, size: bytes.length })
	}

	/** Her phone shows that she has read it. */
	reads(message: Delivered): void {
		this.#emulator.ack(message.id, 3)
	}

	/** The next message from the shop. */
	async next(timeoutMs = 10_000): Promise<Delivered> {
		await this.#emulator.until(() => this.inbox.length > 0, `a message to ${this.phone}`, timeoutMs)
		return this.inbox.shift() as Delivered
	}
}
