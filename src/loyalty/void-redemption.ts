import type { Notice } from '../domain/notice.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Coupon, claimVoid, findCouponOf, getCoupon } from '../store/coupons.ts'
import { findRedemptionById, getRedemption } from '../store/redemptions.ts'
import type { Work } from '../store/transact.ts'
import { giveBackRedemption } from './give-back.ts'
import { closeLedger, localDay, openLedger } from './ledger.ts'
import { describeUndone, type Undone } from './undo-redemption.ts'

export interface VoidInput {
	redemptionId: number
	/** Who of the shop. */
	by: string
	reason: string
}

export type VoidRefusal =
	| Refusal<'unknown', undefined>
	| Refusal<'used', { usedAt: number; place: string }>
	| Refusal<'coupon-ended', undefined>

export type Voided = Undone & { notices: Notice[] }

/** The shop takes a redemption back, at any time before the coupon is used; the points return to the member. */
export async function voidRedemption(work: Work, input: VoidInput): Promise<Result<Voided, VoidRefusal>> {
	const { tx, now } = work
	const asked = await findRedemptionById(tx, input.redemptionId)
	if (!asked) return refuse('unknown')
	const open = await openLedger(work, { memberId: asked.member_id, today: await localDay(tx, now), lots: 'all' })
	const redemption = await getRedemption(tx, asked.id)
	const coupon = await findCouponOf(tx, redemption.id)
	if (!coupon) throw new Error('a redemption has no coupon')
	if (redemption.undone_at !== null) {
		await closeLedger(work, open)
		return done({ ...(await describeUndone(work, redemption)), notices: [] })
	}
	if (!(await claimVoid(tx, coupon.id, { reason: input.reason, unpresented: false }))) {
		await closeLedger(work, open)
		return refuseEnded(await getCoupon(tx, coupon.id))
	}
	const undone = await giveBackRedemption(work, { open, redemption, by: input.by })
	const { title, points, usable, debt } = undone
	const facts = { rewardId: redemption.reward_id, title, last4: coupon.last4, points, usable, debt }
	return done({ ...undone, notices: [{ memberId: redemption.member_id, kind: 'redemption-voided', facts }] })
}

function refuseEnded(coupon: Coupon): VoidRefusal {
	if (coupon.state !== 'used') return refuse('coupon-ended')
	return refuse('used', { usedAt: coupon.used_at ?? 0, place: coupon.used_place ?? '' })
}
