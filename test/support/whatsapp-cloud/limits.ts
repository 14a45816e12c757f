import type { Human } from './people.ts'
import { Refusal } from './refusal.ts'

export interface LimitKnobs {
	/** Messages a second of the whole number before 130429. */
	perSecond: number
	/** Seconds a message to one person costs; 45 may be owed before 131056. */
	pairSeconds: number
	/** People a day who may be written to outside their window. */
	peopleADay: number
}

/** As for a new number; the number of people a day is that of an unverified business. */
export const REAL_LIMITS: LimitKnobs = { perSecond: 80, pairSeconds: 6, peopleADay: 250 }
export const NO_LIMITS: LimitKnobs = { perSecond: 1e9, pairSeconds: 0, peopleADay: 1e9 }

const PAIR_BURST = 45
const DAY_MS = 86_400_000

/** The limits of one number, by the emulator's clock. */
export class Limits {
	readonly knobs: LimitKnobs
	readonly refused = { throughput: 0, pair: 0 }
	#recent: number[] = []
	readonly #pair = new Map<string, number>()
	readonly #reached = new Map<string, number>()
	readonly #now: () => number

	constructor(knobs: LimitKnobs, now: () => number) {
		this.knobs = knobs
		this.#now = now
	}

	/** Counts one message; refuses it at once when it is too many. */
	take({ phone }: Human | { phone: string }) {
		const now = this.#now()
		this.#recent = this.#recent.filter((at) => now - at < 1000)
		if (this.#recent.length >= this.knobs.perSecond) {
			this.refused.throughput++
			throw new Refusal(130429, 'Rate limit hit', {
				status: 429,
				details: 'Cloud API message throughput has been reached.',
			})
		}
		const spacing = this.knobs.pairSeconds * 1000
		const paidUntil = Math.max(this.#pair.get(phone) ?? 0, now) + spacing
		if (paidUntil - now > PAIR_BURST * spacing) {
			this.refused.pair++
			throw new Refusal(131056, '(Business Account, Consumer Account) pair rate limit hit')
		}
		this.#recent.push(now)
		this.#pair.set(phone, paidUntil)
	}

	/** Whether one more person may be written to outside the window today. */
	mayReach({ phone }: Human): boolean {
		const now = this.#now()
		for (const [known, at] of this.#reached) if (now - at >= DAY_MS) this.#reached.delete(known)
		if (!this.#reached.has(phone) && this.#reached.size >= this.knobs.peopleADay) return false
		this.#reached.set(phone, now)
		return true
	}
}
