import type { Day } from '../domain/calendar.ts'
import type { Keyring } from '../lib/keys.ts'
import { listLiveCoupons } from '../store/coupons.ts'
import type { Db } from '../store/db.ts'
import { getMember } from '../store/members.ts'
import { getReward, type Reward } from '../store/rewards.ts'
import { readCode } from './coupon-codes.ts'
import { localDay } from './ledger.ts'
import { rewardTitle, usableAtOf } from './view-reward.ts'

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
	look: { db: Db; keys: Keyring; now: number },
	memberId: number,
): Promise<CouponShown[]> {
	const { db, keys, now } = look
	const member = await getMember(db, memberId)
	const rewards = new Map<number, Reward>()
	const shown: CouponShown[] = []
	for (const coupon of await listLiveCoupons(db, memberId, await localDay(db, now))) {
		const reward = rewards.get(coupon.reward_id) ?? (await getReward(db, coupon.reward_id))
		rewards.set(reward.id, reward)
		shown.push({
			couponId: coupon.id,
			publicId: coupon.public_id,
			redemptionId: coupon.redemption_id,
			rewardId: reward.id,
			kind: reward.kind,
			title: await rewardTitle(db, reward, member),
			terms: JSON.parse(reward.terms),
			code: readCode(keys, coupon),
			state: coupon.state,
			usableAt: usableAtOf(coupon.usable_at),
			expiresOn: coupon.expires_on,
			issuedAt: coupon.issued_at,
		})
	}
	return shown
}
