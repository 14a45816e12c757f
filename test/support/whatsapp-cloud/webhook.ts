import { createHmac } from 'node:crypto'
import type { Time } from '../telegram/time.ts'
import type { Json } from './json.ts'

export interface DeliveryKnobs {
	/** The chance that a body comes a second time although it was taken. */
	duplicate: number
	/** Each body waits for so many more of the same person, and comes with them. */
	batch: number
	/** Statuses come in the wrong order. */
	reverse: boolean
}

interface WebhookDeps {
	url: () => string | undefined
	appSecret: string
	time: Time
	random: () => number
	/** Puts changes into the envelope of the account. */
	envelope: (changes: Json[]) => Json
}

const PAUSES_MS = [0, 2_000, 4_000, 8_000, 16_000, 32_000]

/** Calls the shop's webhook, signed; again with growing pauses until it says 2xx, in turn for each person. */
export class WebhookSender {
	readonly knobs: DeliveryKnobs = { duplicate: 0, batch: 1, reverse: false }
	readonly stats = { delivered: 0, failed: 0 }
	/** Every body that was sent, as it went. */
	readonly bodies: string[] = []
	readonly #deps: WebhookDeps
	readonly #tails = new Map<string, Promise<void>>()
	readonly #waiting = new Map<string, Json[]>()
	#stopped = false
	/** Ends the pauses of everybody. */
	#wake = () => {}
	readonly #woken = new Promise<void>((resolve) => {
		this.#wake = resolve
	})

	constructor(deps: WebhookDeps) {
		this.#deps = deps
	}

	push(person: string, change: Json) {
		const waiting = [...(this.#waiting.get(person) ?? []), change]
		this.#waiting.set(person, waiting)
		if (waiting.length >= this.knobs.batch) this.flush(person)
	}

	/** Sends what waits for more of the same person. */
	flush(person?: string) {
		for (const [key, changes] of this.#waiting) {
			if (person !== undefined && key !== person) continue
			this.#waiting.delete(key)
			const tail = this.#tails.get(key) ?? Promise.resolve()
			this.#tails.set(
				key,
				tail.then(() => this.#deliver(changes)),
			)
		}
	}

	/** Resolves when everything was taken. */
	async settled() {
		this.flush()
		for (;;) {
			const tails = [...this.#tails.values()]
			await Promise.all(tails)
			if (tails.length === this.#tails.size && tails.every((one) => [...this.#tails.values()].includes(one))) return
		}
	}

	async stop() {
		this.#stopped = true
		this.#wake()
		await Promise.all(this.#tails.values())
	}

	/** Sends bytes as they are, with a signature of them or another. */
	async post(body: string | Uint8Array, signature = this.sign(body)): Promise<number> {
		const url = this.#deps.url()
		if (url === undefined) return 0
		const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature }
		return await fetch(url, { method: 'POST', headers, body: Buffer.from(body) }).then(
			async (response) => {
				await response.arrayBuffer()
				return response.status
			},
			() => 0,
		)
	}

	sign(body: string | Uint8Array): string {
		return `sha256=${createHmac('sha256', this.#deps.appSecret).update(body).digest('hex')}`
	}

	async #deliver(changes: Json[]) {
		const { time, random, envelope, url } = this.#deps
		const body = JSON.stringify(envelope(changes))
		this.bodies.push(body)
		if (url() === undefined) return
		for (const pause of PAUSES_MS) {
			if (pause > 0) await Promise.race([this.#woken, new Promise<void>((resolve) => time.after(pause, resolve))])
			if (this.#stopped) return
			const status = await this.post(body)
			if (status >= 200 && status <= 299) {
				this.stats.delivered++
				if (random() < this.knobs.duplicate) await this.post(body)
				return
			}
			this.stats.failed++
		}
	}
}
