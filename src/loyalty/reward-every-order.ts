import { dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { orderReward } from '../domain/referral.ts'
import type { Order } from '../store/orders.ts'
import { countOrdersUntil, listRankedOrders } from '../store/referrals.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { findOrderRule, linesOf } from './order-rule.ts'
import { bringTo, type Side, type Turn, tell, tellFriend, usableFrom } from './referral-turn.ts'

const SIDES = ['friend', 'referrer'] as const

/**
 * What every order of the friend gives, for one that changed and for those that took its place among the first n, or
 * lost theirs to it; each side hears the sum.
 */
export async function rewardEvery(work: Work, turn: Turn, changed: Order): Promise<Notice[]> {
	if (changed.paid_on === null || !givesForEvery(turn)) return []
	return await bringOrders(work, turn, [changed, ...(await listAtBorder(work, turn, changed))])
}

/** The same for all that the friend bought so far: after a review, for example. */
export async function rewardEveryOrder(work: Work, turn: Turn): Promise<Notice[]> {
	if (!givesForEvery(turn)) return []
	return await bringOrders(work, turn, await listRankedOrders(work.tx, turn.friend.id, { from: 1, count: MOST_ORDERS }))
}

/** No rule counts more orders of a friend; those within a window of months are fewer. */
const MOST_ORDERS = 1_000

const givesForEvery = ({ rule }: Turn) => rule.friend.everyOrder !== null || rule.referrer.everyOrder !== null

/** The last that is among the first n now, and the next, by each side's n: one order's change moves no other across. */
async function listAtBorder(work: Work, { friend, rule }: Turn, changed: Order): Promise<Order[]> {
	const borders = new Set(SIDES.map((side) => rule[side].everyOrder?.orders).filter((n) => n !== undefined))
	const found = new Map<string, Order>()
	for (const from of borders)
		for (const order of await listRankedOrders(work.tx, friend.id, { from, count: 2 })) found.set(nameOf(order), order)
	found.delete(nameOf(changed))
	return [...found.values()]
}

const nameOf = (order: Order) => `${order.source_id}:${order.external_id}`

async function bringOrders(work: Work, turn: Turn, orders: readonly Order[]): Promise<Notice[]> {
	const { referral } = turn
	const gained = { friend: 0, referrer: 0 }
	let availableOn = 0
	for (const order of orders) {
		const points = await findRewards(work, turn, order)
		const usableOn = await usableFrom(work, { source_id: order.source_id, paid_on: order.paid_on ?? 0 })
		for (const side of SIDES) {
			const memberId = side === 'friend' ? turn.friend.id : referral.referrer_id
			const cause = `referral:${referral.public_id}:order:${nameOf(order)}`
			const target = { referral, memberId, side, cause, points: points[side], availableOn: usableOn, on: 'order' }
			const difference = await bringTo(work, target)
			gained[side] += difference
			if (difference > 0) availableOn = Math.max(availableOn, usableOn)
		}
	}
	const notices: Notice[] = []
	// of a return she hears by the clawback of the order itself
	if (gained.friend > 0) notices.push(await tellFriend(work, { referral, points: gained.friend, availableOn }))
	if (gained.referrer !== 0) notices.push(tell(turn, gained.referrer, availableOn))
	return notices
}

/** What an order gives each side at its newest net and place among the friend's orders. */
async function findRewards(work: Work, { referral, friend, rule }: Turn, order: Order): Promise<Record<Side, number>> {
	const { timeZone } = await getSettings(work.tx)
	const lines = linesOf((await findOrderRule(work.tx, order))?.rule ?? null, order.net_minor)
	const facts = {
		nth: await countOrdersUntil(work.tx, { memberId: friend.id, order }),
		netMinor: order.net_minor,
		basePoints: lines.find((line) => line.part === 'base')?.points ?? 0,
		paidOn: order.paid_on ?? 0,
		joinedOn: dayOf(referral.joined_at, timeZone),
	}
	const of = (side: Side) => orderReward({ onFirstOrder: 0, everyOrder: rule[side].everyOrder }, facts)
	return { friend: of('friend'), referrer: of('referrer') }
}
