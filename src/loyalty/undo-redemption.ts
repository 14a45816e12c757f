import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type Coupon, claimVoid, findCouponOf, getCoupon } from '../store/coupons.ts'
import { getMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import { findRedemptionById, getRedemption, type Redemption } from '../store/redemptions.ts'
import { getReward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { giveBackRedemption } from './give-back.ts'
import { closeLedger, localDay, openLedger } from './ledger.ts'
import { undoUntil } from './redeem.ts'
import { rewardTitle } from './view-reward.ts'

export interface UndoInput {
	memberId: number
	redemptionId: number
}

export interface Undone {
	redemptionId: number
	title: string
	/** Points given back. */
	points: number
	usable: number
	debt: number
	/** It was undone before. */
	again: boolean
}

export type UndoRefusal =
	/** Not hers, or never made. */
	| Refusal<'unknown', undefined>
	| Refusal<'too-late', { minutes: number }>
	| Refusal<'presented', undefined>
	| Refusal<'used', { usedAt: number; place: string }>
	/** A shop's own code cannot be called back by the member. */
	| Refusal<'shop-code', undefined>
	/** The coupon has expired or is void for another reason. */
	| Refusal<'coupon-ended', undefined>

/** Gives the points of a fresh redemption back into the lots they came from and makes its coupon void. */
export async function undoRedemption(work: Work, input: UndoInput): Promise<Result<Undone, UndoRefusal>> {
	const { tx, now } = work
	const asked = await findRedemptionById(tx, input.redemptionId)
	if (asked?.member_id !== input.memberId) return refuse('unknown')
	const open = await openLedger(work, { memberId: input.memberId, today: await localDay(tx, now), lots: 'all' })
	// read again under the member's lock
	const redemption = await getRedemption(tx, asked.id)
	const coupon = await findCouponOf(tx, redemption.id)
	if (!coupon) throw new Error('a redemption has no coupon')
	const refusal = redemption.undone_at === null ? await judge(work, redemption, coupon) : null
	if (refusal || redemption.undone_at !== null) {
		await closeLedger(work, open)
		return refusal ?? done(await describeUndone(work, redemption))
	}
	const voided = await claimVoid(tx, coupon.id, { reason: 'undone by the member', unpresented: true })
	if (voided) return done(await giveBackRedemption(work, { open, redemption, by: 'member' }))
	await closeLedger(work, open)
	return (await judge(work, redemption, await getCoupon(tx, coupon.id))) ?? refuse('coupon-ended')
}

async function judge(work: Work, redemption: Redemption, coupon: Coupon): Promise<UndoRefusal | null> {
	if (coupon.origin === 'pool') return refuse('shop-code')
	if (coupon.state === 'used') return refuse('used', { usedAt: coupon.used_at ?? 0, place: coupon.used_place ?? '' })
	if (coupon.state === 'reserved' || coupon.presented_at !== null) return refuse('presented')
	if (coupon.state === 'void' || coupon.state === 'expired') return refuse('coupon-ended')
	const { rules } = await getProgramAt(work.tx, work.now)
	const until = undoUntil(rules, redemption, coupon)
	return until === null || work.now > until ? refuse('too-late', { minutes: rules.undoMinutes }) : null
}

/** What a redemption that is undone already answers to the same wish. */
export async function describeUndone(work: Work, redemption: Redemption): Promise<Undone> {
	const member = await getMember(work.tx, redemption.member_id)
	const title = await rewardTitle(work.tx, await getReward(work.tx, redemption.reward_id), member)
	const { usable, debt } = member
	return { redemptionId: redemption.id, title, points: redemption.cost_points, usable, debt, again: true }
}
