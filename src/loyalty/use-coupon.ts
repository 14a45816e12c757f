import type { Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { Keyring } from '../lib/keys.ts'
import { type Coupon, claimUse, findCouponByHash, getCoupon } from '../store/coupons.ts'
import type { Db } from '../store/db.ts'
import { findMember } from '../store/members.ts'
import { getReward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { hashesOfTyped } from './coupon-codes.ts'
import { localDay } from './ledger.ts'
import { rewardTitle } from './view-reward.ts'

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

interface Look {
	db: Db
	keys: Keyring
	/** ms UTC. */
	now: number
}

/** Whether a code is good now, changing nothing. */
export async function checkCoupon(look: Look, code: string): Promise<Result<CouponSeen, CouponRefusal>> {
	const coupon = await findCouponByHash(look.db, hashesOfTyped(look.keys, code))
	return coupon ? await checkFound(look, coupon) : refuse('unknown')
}

/** The same for a coupon that was found by something else than its code. */
export async function checkFound(
	look: Pick<Look, 'db' | 'now'>,
	coupon: Coupon,
): Promise<Result<CouponSeen, CouponRefusal>> {
	return (await judge(look, coupon)) ?? done(await describe(look.db, coupon))
}

/** Uses a coupon up; of any number of tills exactly one succeeds, and the others are told when and where. */
export async function useCoupon(work: Work, input: UseCouponInput): Promise<Result<CouponUsed, CouponRefusal>> {
	const found = await findCouponByHash(work.tx, hashesOfTyped(work.keys, input.code))
	return found ? await useFound(work, found.id, input) : refuse('unknown')
}

/** The same for a coupon that was found by something else than its code. */
export async function useFound(
	work: Work,
	couponId: number,
	{ place, by, order }: Omit<UseCouponInput, 'code'>,
): Promise<Result<CouponUsed, CouponRefusal>> {
	const { tx, now } = work
	const used = await claimUse(tx, couponId, await localDay(tx, now), { at: now, place, by, order })
	if (!used) return (await judge({ db: tx, now }, await getCoupon(tx, couponId))) ?? refuse('unknown')
	const seen = await describe(tx, used)
	return done({ ...seen, usedAt: now, place, notices: noticesOf(seen, now, place) })
}

export type CouponUsed = CouponSeen & { usedAt: number; place: string; notices: Notice[] }

function noticesOf(
	{ memberId, rewardId, title, couponId, last4 }: CouponSeen,
	usedAt: number,
	place: string,
): Notice[] {
	if (memberId === null) return []
	return [{ memberId, kind: 'coupon-used', facts: { rewardId, title, couponId, last4, place, usedAt } }]
}

async function judge(look: Pick<Look, 'db' | 'now'>, coupon: Coupon): Promise<CouponRefusal | null> {
	const { state, expires_on: on } = coupon
	// a code that was never given to anybody is as good as none
	if (state === 'available') return refuse('unknown')
	const seen = await describe(look.db, coupon)
	if (state === 'used') {
		const use = { usedAt: coupon.used_at ?? 0, place: coupon.used_place ?? '', by: coupon.used_by }
		return refuse('used', { ...seen, ...use })
	}
	if (state === 'void') return refuse('void', seen)
	if (state === 'arranging') return refuse('arranging', seen)
	const over = on !== null && on < (await localDay(look.db, look.now))
	return state === 'expired' || over ? refuse('expired', { ...seen, on: on ?? 0 }) : null
}

async function describe(db: Db, coupon: Coupon): Promise<CouponSeen> {
	const reward = await getReward(db, coupon.reward_id)
	const member = coupon.member_id === null ? undefined : await findMember(db, coupon.member_id)
	return {
		couponId: coupon.id,
		publicId: coupon.public_id,
		memberId: coupon.member_id,
		memberName: member?.name ?? '',
		rewardId: reward.id,
		title: await rewardTitle(db, reward, member ?? null),
		kind: reward.kind,
		terms: JSON.parse(reward.terms),
		last4: coupon.last4,
		expiresOn: coupon.expires_on,
	}
}
