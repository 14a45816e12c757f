import type { Channel, Inbound, ReceiveEvents, Reply, SendOutcome } from '../../src/messaging/channel.ts'

/** One line of a simulated chat, as the person sees it: what she said, or what the bot answered. */
export type SimulatorLine =
	| { id: string; from: 'person'; at: number; text: string; pressed?: string }
	| { id: string; from: 'bot'; at: number; reply: Reply }

/** What a simulated person does: types, presses a button, opens a link, shares her own number. */
export interface SimulatorInput {
	text?: string
	/** What she sees of a pressed button, when it is not the text. */
	shown?: string
	choice?: string
	pressedMessageId?: string
	start?: string
	contact?: { phone: string; own: boolean }
	name?: string
	locale?: Inbound['locale']
}

export interface Simulator extends Channel {
	/** Resolves once the message is stored; the answer comes by itself. */
	say(address: string, input: SimulatorInput): Promise<void>
	/** The chat from its beginning, edited messages in place without the press that edited them; the last 200 lines. */
	transcript(address: string): readonly SimulatorLine[]
	/** Blocks the bot or lets it in again, as a person can. */
	block(address: string, blocked: boolean): Promise<void>
	/** Forgets every chat. */
	clear(): void
}

const MAX_LINES = 200
const MAX_TEXT = 4096

class SimulatorChannel implements Simulator {
	readonly name = 'simulator'
	readonly abilities = {
		choices: 'buttons',
		maxChoices: 100,
		maxText: MAX_TEXT,
		coldStart: true,
		bulkPerSecond: 1_000,
		// a page in the same program: nobody has to be spared
		chatPerSecond: 100,
	} as const
	readonly #now: () => number
	readonly #chats = new Map<string, SimulatorLine[]>()
	readonly #sentKeys = new Map<string, string>()
	readonly #blocked = new Set<string>()
	#count = 0
	#receive: ReceiveEvents | undefined

	constructor(now: () => number) {
		this.#now = now
	}

	handle() {
		return 'simulator'
	}

	async start(receive: ReceiveEvents) {
		this.#receive = receive
	}

	async stop() {
		this.#receive = undefined
	}

	health() {
		return this.#receive ? ({ state: 'up', detail: '' } as const) : ({ state: 'off', detail: '' } as const)
	}

	async say(address: string, input: SimulatorInput) {
		const text = (input.text ?? '').slice(0, MAX_TEXT)
		const event: Inbound = {
			kind: 'message',
			channel: 'simulator',
			messageId: this.#nextId('in'),
			address,
			at: this.#now(),
			text,
			...(input.choice === undefined ? {} : { choice: input.choice }),
			...(input.pressedMessageId === undefined ? {} : { pressedMessageId: input.pressedMessageId }),
			...(input.start === undefined ? {} : { start: input.start }),
			...(input.contact === undefined ? {} : { contact: input.contact }),
			...(input.name === undefined ? {} : { name: input.name }),
			...(input.locale === undefined ? {} : { locale: input.locale }),
		}
		const pressed = input.pressedMessageId === undefined ? {} : { pressed: input.pressedMessageId }
		this.#append(address, { id: event.messageId, from: 'person', at: event.at, text: input.shown ?? text, ...pressed })
		await this.#deliver(event)
	}

	async block(address: string, blocked: boolean) {
		if (blocked) this.#blocked.add(address)
		else this.#blocked.delete(address)
		await this.#deliver({
			kind: 'linkage',
			channel: 'simulator',
			messageId: this.#nextId('link'),
			address,
			at: this.#now(),
			reachable: !blocked,
		})
	}

	async send(address: string, reply: Reply, key: string): Promise<SendOutcome> {
		if (this.#blocked.has(address)) return { kind: 'gone', reason: 'blocked' }
		const known = this.#sentKeys.get(key)
		if (known) return { kind: 'sent', platformMessageId: known }
		const id = this.#edit(address, reply) ?? this.#nextId('out')
		if (!reply.edits || id !== reply.edits) this.#append(address, { id, from: 'bot', at: this.#now(), reply })
		this.#sentKeys.set(key, id)
		return { kind: 'sent', platformMessageId: id }
	}

	transcript(address: string) {
		return this.#chats.get(address) ?? []
	}

	clear() {
		this.#chats.clear()
		this.#sentKeys.clear()
		this.#blocked.clear()
	}

	#edit(address: string, reply: Reply): string | undefined {
		const lines = this.#chats.get(address)
		const index = lines?.findIndex((line) => line.from === 'bot' && line.id === reply.edits) ?? -1
		if (!lines || index < 0) return undefined
		lines[index] = { id: lines[index]?.id ?? '', from: 'bot', at: this.#now(), reply }
		// the message itself has changed, so that the press need not stand below it
		const said = lines.findIndex((line) => line.from === 'person' && line.pressed === reply.edits)
		if (said > index) lines.splice(said, 1)
		return reply.edits
	}

	#append(address: string, line: SimulatorLine) {
		const lines = this.#chats.get(address) ?? []
		lines.push(line)
		if (lines.length > MAX_LINES) lines.splice(0, lines.length - MAX_LINES)
		this.#chats.set(address, lines)
	}

	#nextId(prefix: string) {
		this.#count += 1
		return `${prefix}-${this.#count}`
	}

	async #deliver(event: Parameters<ReceiveEvents>[0][number]['event']) {
		if (!this.#receive) throw new Error('the simulator has not been started')
		await this.#receive([{ event, payload: JSON.stringify(event) }])
	}
}

/** A chat in a page: the same port as Telegram, with the persons' side in memory. */
export function createSimulator(now: () => number): Simulator {
	return new SimulatorChannel(now)
}
