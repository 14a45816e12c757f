import type { Update } from '@grammyjs/types'
import { type Answer, accept, refuse } from './answer.ts'
import { integer, type Params } from './params.ts'
import type { Time } from './time.ts'

export interface Pending {
	update: Update
	/** Deliveries of one queue follow each other; different queues go side by side and may overtake. */
	queue: string
	expiresAt: number
}

export type UpdateBody = Omit<Update, 'update_id'>

/** Unpleasantness on the way in: chance that an update comes twice, or only after the one behind it. */
export interface DeliveryKnobs {
	duplicate: number
	reorder: number
}

/** The server keeps an update for a day, a button press for 150 seconds. */
export const UPDATE_LIFE_MS = 86_400_000
export const PRESS_LIFE_MS = 150_000

/** The queue of updates that wait for the bot, and the long poll that empties it. */
export class Updates {
	knobs: DeliveryKnobs = { duplicate: 0, reorder: 0 }
	allowed: string[] | undefined
	#pending: Pending[] = []
	#again: Update[] = []
	#held: { body: UpdateBody; queue: string; lifeMs: number } | undefined
	#nextId: number
	#poll: { answer: (answer: Answer) => void; limit: number } | undefined
	#onPush: (pending: Pending) => void = () => {}
	readonly #time: Time
	readonly #random: () => number

	constructor(time: Time, random: () => number, firstId = 100_000_001) {
		this.#time = time
		this.#random = random
		this.#nextId = firstId
	}

	/** A webhook takes over: it gets everything that waits and everything that comes. */
	listen(onPush: (pending: Pending) => void) {
		this.#onPush = onPush
		for (const pending of this.alive()) onPush(pending)
	}

	push(body: UpdateBody, queue: string, lifeMs = UPDATE_LIFE_MS) {
		const kind = Object.keys(body)[0] ?? ''
		if (this.allowed?.length && !this.allowed.includes(kind)) return
		const held = this.#held
		this.#held = undefined
		if (!held && this.knobs.reorder > 0 && this.#random() < this.knobs.reorder) {
			this.#held = { body, queue, lifeMs }
			this.#time.after(50, () => this.releaseHeld())
			return
		}
		this.#enqueue({ body, queue, lifeMs })
		if (held) this.#enqueue(held)
	}

	releaseHeld() {
		const held = this.#held
		this.#held = undefined
		if (held) this.#enqueue(held)
	}

	#enqueue({ body, queue, lifeMs }: { body: UpdateBody; queue: string; lifeMs: number }) {
		const update: Update = { update_id: this.#nextId++, ...body }
		const pending = { update, queue, expiresAt: this.#time.now() + lifeMs }
		this.#pending.push(pending)
		this.#onPush(pending)
		if (this.#poll) this.#answerPoll()
	}

	shouldRepeat(): boolean {
		return this.knobs.duplicate > 0 && this.#random() < this.knobs.duplicate
	}

	/** Updates that still wait and have not expired. */
	alive(): Pending[] {
		const now = this.#time.now()
		if (this.#pending.some((pending) => pending.expiresAt <= now))
			this.#pending = this.#pending.filter((pending) => pending.expiresAt > now)
		return this.#pending
	}

	forget(pending: Pending) {
		const index = this.#pending.indexOf(pending)
		if (index >= 0) this.#pending.splice(index, 1)
	}

	clear() {
		this.#pending = []
		this.#again = []
	}

	/** Ends the long poll that is under way, because of another one or of setWebhook. */
	interrupt(by: string) {
		this.#poll?.answer(refuse(409, `terminated by ${by}`))
	}

	#confirm(offset: number) {
		if (offset < 0) this.#pending = this.#pending.slice(offset)
		if (offset <= 0) return
		const before = this.#pending.findIndex((pending) => pending.update.update_id >= offset)
		const confirmed = this.#pending.splice(0, before < 0 ? this.#pending.length : before)
		this.#again = confirmed.filter(() => this.shouldRepeat()).map((pending) => pending.update)
	}

	#take(limit: number): Update[] {
		const repeated = this.#again.splice(0)
		const fresh = this.alive().slice(0, limit - repeated.length)
		return [...repeated, ...fresh.map((pending) => pending.update)]
	}

	/** getUpdates: confirms what is below the offset and waits until there is something or the time is over. */
	poll(params: Params, onClose: (gone: () => void) => void): Promise<Answer> {
		this.interrupt('other getUpdates request; make sure that only one bot instance is running')
		this.#confirm(integer(params, 'offset') ?? 0)
		const limit = Math.min(Math.max(integer(params, 'limit') ?? 100, 1), 100)
		const waitSeconds = Math.min(integer(params, 'timeout') ?? 0, 50)
		const ready = this.#take(limit)
		if (ready.length || waitSeconds <= 0) return Promise.resolve(accept(ready))
		return new Promise((resolve) => {
			const poll = {
				limit,
				answer: (answer: Answer) => {
					cancel()
					if (this.#poll === poll) this.#poll = undefined
					resolve(answer)
				},
			}
			const cancel = this.#time.after(waitSeconds * 1000, () => poll.answer(accept([])))
			onClose(() => poll.answer(accept([])))
			this.#poll = poll
		})
	}

	/** Lets a burst of updates gather, as the real server does, before the long poll is answered. */
	#answerPoll() {
		const poll = this.#poll
		if (!poll) return
		this.#poll = undefined
		setImmediate(() => poll.answer(accept(this.#take(poll.limit))))
	}
}
