import type { Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { Keyring } from '../lib/keys.ts'
import type { Db } from '../store/db.ts'
import type { Work } from '../store/transact.ts'

export interface UseCouponInput {
	/** As typed or scanned. */
	code: string
	place: string
	by: string | null
	/** The order it paid for, where the reporter knows it. */
	order?: { sourceId: number; externalId: string } | undefined
}

/** What staff see of a coupon before and after using it. */
export interface CouponSeen {
	couponId: number
	publicId: string
	memberId: number | null
	memberName: string
	rewardId: number
	title: string
	/** How the reward is written down: kind and terms. */
	kind: string
	terms: unknown
	last4: string
	expiresOn: Day | null
}

export type CouponRefusal =
	/** Wrong, misread or another shop's: one answer for all. */
	| Refusal<'unknown', undefined>
	| Refusal<'used', CouponSeen & { usedAt: number; place: string; by: string | null }>
	| Refusal<'expired', CouponSeen & { on: Day }>
	| Refusal<'void', CouponSeen>
	/** The shop has not made it yet. */
	| Refusal<'arranging', CouponSeen>

/** Whether a code is good now, changing nothing. */
export async function checkCoupon(
	_look: { db: Db; keys: Keyring; now: number },
	_code: string,
): Promise<Result<CouponSeen, CouponRefusal>> {
	throw new Error('not written yet')
}

/** Uses a coupon up; of any number of tills exactly one succeeds, and the others are told when and where. */
export async function useCoupon(
	_work: Work,
	_input: UseCouponInput,
): Promise<Result<CouponSeen & { usedAt: number; place: string; notices: Notice[] }, CouponRefusal>> {
	throw new Error('not written yet')
}
