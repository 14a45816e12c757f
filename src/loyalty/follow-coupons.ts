import type { Notice } from '../domain/notice.ts'
import { type Coupon, claimOrderOfUse, claimRestore, findCouponByHash, listCouponsOfOrder } from '../store/coupons.ts'
import { findMember } from '../store/members.ts'
import type { Order, OrderKey } from '../store/orders.ts'
import { getProgramAt } from '../store/programs.ts'
import { getReward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { hashesOfTyped } from './coupon-codes.ts'
import { localDay } from './ledger.ts'
import { useCoupon } from './use-coupon.ts'
import { rewardTitle } from './view-reward.ts'

/**
 * Uses up the coupons an order was paid with; a code that cannot be used is the shop's matter, the order counts. A
 * coupon that was used already, for no order anybody named, was used for this one: it shares the order's fate.
 */
export async function useCouponsOfOrder(
	work: Work,
	{ order, codes, place }: { order: Order; codes: readonly string[]; place: string },
): Promise<Notice[]> {
	if (order.held !== null || order.history === 1) return []
	const key = { sourceId: order.source_id, externalId: order.external_id }
	const notices: Notice[] = []
	let tied = false
	for (const code of codes) {
		const used = order.net_minor > 0 ? await useCoupon(work, { code, place, by: null, order: key }) : null
		if (used?.ok) notices.push(...used.value.notices)
		else if (isDecided(order)) tied = (await tieUse(work, code, key)) || tied
	}
	// it may be returned before anybody told us of it
	return tied ? [...notices, ...(await restoreCouponsOfOrder(work, order))] : notices
}

/** Whether an order was paid or will never be. */
const isDecided = (order: Order) => order.paid_at !== null || order.cancelled_at !== null

async function tieUse({ tx, keys }: Work, code: string, order: OrderKey): Promise<boolean> {
	const coupon = await findCouponByHash(tx, hashesOfTyped(keys, code))
	return coupon !== undefined && (await claimOrderOfUse(tx, coupon.id, order))
}

/** Gives the coupons of an order back once nothing of it is kept: with their own end, or a fresh one when it is past. */
export async function restoreCouponsOfOrder(work: Work, order: Order): Promise<Notice[]> {
	if (order.net_minor > 0 || order.eligible_minor === 0 || order.held !== null) return []
	const { tx } = work
	const key = { sourceId: order.source_id, externalId: order.external_id }
	const coupons = await listCouponsOfOrder(tx, key)
	if (coupons.length === 0) return []
	const today = await localDay(tx, work.now)
	const { reissueDays } = (await getProgramAt(tx, work.now)).rules
	const notices: Notice[] = []
	for (const coupon of coupons) {
		// a shop's code was spent in the shop; giving it back is the shop's own doing
		if (coupon.origin === 'pool') continue
		const { expires_on: ends } = coupon
		const expiresOn = ends !== null && ends < today ? today + reissueDays : ends
		const restored = await claimRestore(tx, { ...key, id: coupon.id, expiresOn })
		if (restored) notices.push(...(await tell(work, restored)))
	}
	return notices
}

async function tell({ tx }: Work, coupon: Coupon): Promise<Notice[]> {
	const member = coupon.member_id === null ? undefined : await findMember(tx, coupon.member_id)
	if (member?.status !== 'active') return []
	const reward = await getReward(tx, coupon.reward_id)
	const title = await rewardTitle(tx, reward, member)
	const facts = { rewardId: reward.id, title, couponId: coupon.id, expiresOn: coupon.expires_on }
	return [{ memberId: member.id, kind: 'coupon-restored', facts }]
}
