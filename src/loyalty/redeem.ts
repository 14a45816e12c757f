import type { Day } from '../domain/calendar.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export interface RedeemInput {
	memberId: number
	rewardId: number
	/** The same key gives the first answer again. */
	key: string
}

export interface Redeemed {
	redemptionId: number
	/** red_… for buttons. */
	publicId: string
	/** The same key had redeemed before. */
	again: boolean
	rewardId: number
	title: string
	costPoints: number
	/** Points left. */
	usable: number
	coupon: {
		id: number
		publicId: string
		/** As people read it: XXXX-XXXX-XXXX, or the shop's own code. */
		code: string
		state: string
		usableAt: 'counter' | 'online' | 'both'
		/** Last day on which it is good; null = no end. */
		expiresOn: Day | null
	}
	/** ms UTC until which she may undo; null when she cannot (a shop's code). */
	undoUntil: number | null
}

export type RedeemRefusal =
	| Refusal<'reward-unknown', undefined>
	| Refusal<'not-on-sale', { from: number | null; until: number | null }>
	| Refusal<'tier-too-low', { tierId: number }>
	| Refusal<'limit-reached', { limit: number }>
	| Refusal<'sold-out', undefined>
	| Refusal<'debt', { debt: number }>
	| Refusal<'not-enough', { costPoints: number; usable: number; short: number }>
	/** After a change of number or phone; ms UTC. */
	| Refusal<'locked', { until: number }>
	| Refusal<'key-reused', undefined>
	| Refusal<'not-a-member', undefined>

/** Turns points into a coupon: debit, coupon and stock together, or nothing. */
export async function redeem(_work: Work, _input: RedeemInput): Promise<Result<Redeemed, RedeemRefusal>> {
	throw new Error('not written yet')
}
