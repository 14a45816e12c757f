import { dayOf, startOfDay } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { insertReview } from '../store/order-reviews.ts'
import { deleteGuestHashes, listGuestOrders, listOrdersOfRef, type Order, setOrder } from '../store/orders.ts'
import { getSettings } from '../store/settings.ts'
import { ensureSource, getSource } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { applyOrder } from './apply-order.ts'
import { lockOrderWithMember } from './lock-order.ts'
import { GUEST_DAYS, isPossibleDuplicate, weigh } from './make-order.ts'
import { findOrderRule } from './order-rule.ts'
import { isOwnSale } from './staff-member.ts'

/**
 * Gives a member the orders she made as a guest with this phone within 60 days: base rate, their own paid day, hold and
 * expiry. Older ones stay nobody's. Answers how many, and what to tell her.
 */
export async function attachGuestOrders(
	work: Work,
	{ memberId, phoneHash }: { memberId: number; phoneHash: string },
): Promise<{ orders: number; notices: Notice[] }> {
	const { timeZone } = await getSettings(work.tx)
	const since = dayOf(work.now, timeZone) - GUEST_DAYS
	const orders: Order[] = []
	for (const order of await listGuestOrders(work.tx, phoneHash)) {
		const fresh = order.paid_on === null || order.paid_on >= since
		// nobody credits herself by way of her own phone
		if (fresh && !(await isOwnSale(work.tx, order.external_id, memberId))) orders.push(order)
	}
	return await attachAll(work, memberId, orders)
}

/** Forgets by whom guest orders were whose 60 days are over; the orders stay. Answers how many. */
export async function forgetGuests(work: Work): Promise<number> {
	const { timeZone } = await getSettings(work.tx)
	const day = dayOf(work.now, timeZone) - GUEST_DAYS
	return await deleteGuestHashes(work.tx, { day, instant: startOfDay(day, timeZone) })
}

/** Gives an imported member the orders that carry the shop's own id of this customer, however old. */
export async function attachOrdersOfRef(
	work: Work,
	ref: { memberId: number; source: string; customerRef: string },
): Promise<{ orders: number; notices: Notice[] }> {
	const source = await ensureSource(work.tx, ref.source)
	return await attachAll(work, ref.memberId, await listOrdersOfRef(work.tx, source.id, ref.customerRef))
}

async function attachAll(work: Work, memberId: number, orders: readonly Order[]) {
	const notices: Notice[] = []
	let count = 0
	for (const order of orders) {
		const told = await attachOne(work, memberId, order)
		if (!told) continue
		count += 1
		notices.push(...told)
	}
	return { orders: count, notices }
}

async function attachOne(work: Work, memberId: number, guest: Order): Promise<Notice[] | null> {
	const key = { sourceId: guest.source_id, externalId: guest.external_id }
	const { order: before, member } = await lockOrderWithMember(work, key, memberId)
	if (!before || !member || before.member_id !== null) return null
	const after: Order = { ...before, member_id: memberId, guest_hash: null }
	const counts = before.held === null && before.net_minor > 0
	if (counts && (await isPossibleDuplicate(work.tx, after, member))) {
		after.held = 'duplicate'
		await insertReview(work.tx, { ...key, reason: 'duplicate', report: '{}', at: work.now })
	}
	const rule = await findOrderRule(work.tx, after)
	weigh(after, rule)
	await setOrder(work.tx, key, {
		member_id: memberId,
		guest_hash: null,
		held: after.held,
		net_minor: after.net_minor,
		points: after.points,
	})
	const settings = await getSettings(work.tx)
	const applied = await applyOrder(work, {
		source: await getSource(work.tx, before.source_id),
		settings,
		today: dayOf(work.now, settings.timeZone),
		member,
		before: null,
		after,
		rule,
		by: null,
	})
	return applied.notices
}
