import { type Answer, refuse } from './answer.ts'
import type { Time } from './time.ts'

/** How much the account may send. Infinity switches a limit off. */
export interface FloodKnobs {
	/** Messages a second to everybody together. */
	bulkPerSecond: number
	/** The same with allow_paid_broadcast. */
	paidPerSecond: number
	/** Messages a second to one chat, and how many may come at once before that counts. */
	chatPerSecond: number
	chatBurst: number
	/** Answers to somebody who wrote so recently do not count as bulk. */
	answerSeconds: number
	/** The first cool-down, and what each call made during one adds to it. */
	coolDownSeconds: number
	ignoredAddsSeconds: number
	longestSeconds: number
}

export const NO_FLOOD_LIMIT: FloodKnobs = {
	bulkPerSecond: Number.POSITIVE_INFINITY,
	paidPerSecond: Number.POSITIVE_INFINITY,
	chatPerSecond: Number.POSITIVE_INFINITY,
	chatBurst: 1,
	answerSeconds: 5,
	coolDownSeconds: 1,
	ignoredAddsSeconds: 1.5,
	longestSeconds: 60,
}

/** What is known of the real server: about 30 a second in bulk, about 1 a second to one chat with a short burst. */
export const REAL_FLOOD_LIMIT: FloodKnobs = {
	...NO_FLOOD_LIMIT,
	bulkPerSecond: 30,
	paidPerSecond: 1000,
	chatPerSecond: 1,
	chatBurst: 5,
}

interface Bucket {
	tokens: number
	at: number
}

/** Says 429 with a pause when too much is sent; who does not keep the pause gets a longer one. */
export class Flood {
	knobs: FloodKnobs
	refused = 0
	readonly #time: Time
	#coolUntil = 0
	#bulk: Bucket | undefined
	#paid: Bucket | undefined
	readonly #chats = new Map<number, Bucket>()

	constructor(knobs: FloodKnobs, time: Time) {
		this.knobs = knobs
		this.#time = time
	}

	/** Undefined when the message may go. */
	check(message: { chatId: number; paid: boolean; lastWroteAt: number }): Answer | undefined {
		const now = this.#time.now()
		const { knobs } = this
		if (now < this.#coolUntil) {
			this.#coolUntil = Math.min(this.#coolUntil + knobs.ignoredAddsSeconds * 1000, now + knobs.longestSeconds * 1000)
			return this.#tooMany(now)
		}
		const answering = now - message.lastWroteAt < knobs.answerSeconds * 1000
		if (!answering && !this.#takeBulk(message.paid, now)) {
			this.#coolUntil = now + knobs.coolDownSeconds * 1000
			return this.#tooMany(now)
		}
		const chat = refill(this.#chats.get(message.chatId), { rate: knobs.chatPerSecond, most: knobs.chatBurst, now })
		this.#chats.set(message.chatId, chat)
		if (chat.tokens >= 1) {
			chat.tokens--
			return undefined
		}
		this.refused++
		return tooMany(Math.max(1, Math.ceil((1 - chat.tokens) / knobs.chatPerSecond)))
	}

	#takeBulk(paid: boolean, now: number): boolean {
		const rate = paid ? this.knobs.paidPerSecond : this.knobs.bulkPerSecond
		const bucket = refill(paid ? this.#paid : this.#bulk, { rate, most: rate, now })
		if (paid) this.#paid = bucket
		else this.#bulk = bucket
		if (bucket.tokens < 1) return false
		bucket.tokens--
		return true
	}

	#tooMany(now: number): Answer {
		this.refused++
		return tooMany(Math.max(1, Math.ceil((this.#coolUntil - now) / 1000)))
	}
}

const tooMany = (seconds: number) => refuse(429, `retry after ${seconds}`, { retry_after: seconds })

function refill(bucket: Bucket | undefined, { rate, most, now }: { rate: number; most: number; now: number }): Bucket {
	if (!Number.isFinite(rate)) return { tokens: 1, at: now }
	if (!bucket) return { tokens: most, at: now }
	return { tokens: Math.min(most, bucket.tokens + ((now - bucket.at) / 1000) * rate), at: now }
}
