import type { Day } from '../domain/calendar.ts'
import type { Db } from '../store/db.ts'

export interface Rung {
	rewardId: number
	publicId: string
	kind: string
	title: string
	terms: unknown
	costPoints: number
	usableAt: 'counter' | 'online' | 'both'
	/** now: she can take it; short: points missing; otherwise why not. */
	state: 'now' | 'short' | 'sold-out' | 'limit-reached' | 'tier-too-low'
	/** Points missing; 0 when she has enough. */
	gap: number
	/** Last day of a coupon that is redeemed now; null = no end. */
	couponExpiresOn: Day | null
	/** What perMemberLimit says; null = as often as she likes. */
	limit: number | null
	/** Last instant of sale, ms UTC. */
	onSaleUntil: number | null
	tierId: number | null
	/** Minor units of value, where the reward has a plain one. */
	valueMinor: number | null
	/** The most value per point. */
	best: boolean
}

export interface Ladder {
	usable: number
	debt: number
	/** Cheapest first. */
	rungs: Rung[]
	/** The cheapest one she cannot pay yet. */
	next: Rung | null
}

/** The catalogue as a ladder by cost, seen by one member. */
export async function listRewards(_db: Db, _memberId: number, _now: number): Promise<Ladder> {
	throw new Error('not written yet')
}
