import type { Notice } from '../domain/notice.ts'
import { type Coupon, claimRestore, listCouponsOfOrder } from '../store/coupons.ts'
import { findMember } from '../store/members.ts'
import type { Order } from '../store/orders.ts'
import { getProgramAt } from '../store/programs.ts'
import { getReward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { localDay } from './ledger.ts'
import { useCoupon } from './use-coupon.ts'
import { rewardTitle } from './view-reward.ts'

/**
 * Makes the coupons of an order what its newest state says: used by it while something of it is kept, the member's
 * again once all of it was returned. A code that cannot be used is the shop's matter; the order counts in any case.
 */
export async function followCoupons(
	work: Work,
	{ order, codes, place }: { order: Order; codes: readonly string[]; place: string },
): Promise<Notice[]> {
	if (order.paid_at === null || order.held !== null) return []
	if (order.net_minor === 0) return order.eligible_minor > 0 ? await restoreAll(work, order) : []
	const notices: Notice[] = []
	for (const code of codes) {
		const by = { sourceId: order.source_id, externalId: order.external_id }
		const used = await useCoupon(work, { code, place, by: null, order: by })
		if (used.ok) notices.push(...used.value.notices)
	}
	return notices
}

async function restoreAll(work: Work, order: Order): Promise<Notice[]> {
	const { tx } = work
	const today = await localDay(tx, work.now)
	const { reissueDays } = (await getProgramAt(tx, work.now)).rules
	const key = { sourceId: order.source_id, externalId: order.external_id }
	const notices: Notice[] = []
	for (const coupon of await listCouponsOfOrder(tx, key)) {
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
