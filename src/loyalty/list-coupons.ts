import type { Day } from '../domain/calendar.ts'
import type { Keyring } from '../lib/keys.ts'
import type { Db } from '../store/db.ts'

export interface CouponShown {
	couponId: number
	publicId: string
	redemptionId: number | null
	rewardId: number
	kind: string
	title: string
	terms: unknown
	/** As people read it. */
	code: string
	state: string
	usableAt: 'counter' | 'online' | 'both'
	expiresOn: Day | null
	issuedAt: number | null
}

/** The coupons a member can still use, the soonest to expire first. */
export async function listCoupons(
	_look: { db: Db; keys: Keyring; now: number },
	_memberId: number,
): Promise<CouponShown[]> {
	throw new Error('not written yet')
}
