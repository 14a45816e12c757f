import type { Day } from '../domain/calendar.ts'
import type { Db } from '../store/db.ts'

export interface ReferralOverview {
	/** As people read it, for links r_<code>. */
	code: string
	/** Strangers who came by the code and have not joined. */
	invited: number
	joined: number
	bought: number
	/** Points of the referrer: had, and still waiting. */
	rewardedPoints: number
	pendingPoints: number
	/** The newest first; names masked. */
	friends: {
		friend: string
		joinedAt: number
		state: 'joined' | 'bought' | 'review' | 'lapsed' | 'reversed' | 'refused'
		points: number
		/** Pending until this day; null: until her first order, or not pending. */
		pendingUntil: Day | null
		pending: boolean
	}[]
	/** What a new referral brings to either side. */
	offer: { referrerPoints: number; friendPoints: number; afterFirstOrder: boolean }
}

export async function referralOverview(_db: Db, _memberId: number, _now: number): Promise<ReferralOverview> {
	throw new Error('not written yet')
}
