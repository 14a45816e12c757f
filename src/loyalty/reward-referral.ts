import { type Day, dayOf } from '../domain/calendar.ts'
import { availableFrom } from '../domain/earning.ts'
import type { Notice } from '../domain/notice.ts'
import type { ReferralRules } from '../domain/program.ts'
import { maskName, orderReward } from '../domain/referral.ts'
import { WAITING } from '../domain/waiting.ts'
import { getMember, type Member } from '../store/members.ts'
import type { Order } from '../store/orders.ts'
import { getProgramAt } from '../store/programs.ts'
import {
	countOrdersUntil,
	findFirstOrder,
	findReferralOf,
	hasReturnedOrder,
	listLapsing,
	type Referral,
	type RewardableOrder,
	setReferral,
} from '../store/referrals.ts'
import { getSettings } from '../store/settings.ts'
import { getSource } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { hasUnreleasedGift, listUnreleasedLots } from '../store/waiting-lots.ts'
import { firstCause, joinCause, ruleOf } from './bind-referral.ts'
import { creditMember, JOIN, moveAvailability, reverseCause, sumCause } from './credit-member.ts'
import { localDay } from './ledger.ts'
import { holdOf } from './order-rule.ts'
import { settleMember } from './settle-member.ts'
import { waitAgain } from './wait-again.ts'

type Side = 'friend' | 'referrer'

export interface FriendOrder {
	/** The member whose order changed, locked by the caller. */
	memberId: number
	/** Its newest state, written already. */
	order: Order
	/** Base points of that state, without bonuses. */
	basePoints: number
}

/** The day from which what hangs on an order is usable. */
interface FirstOrder extends RewardableOrder {
	availableOn: Day
}

/**
 * What an order's change means beyond its own points, as a function of the newest orders: join points that wait for a
 * first order, and the referral rewards of both sides. Called after every change of a member's order.
 */
export async function rewardReferralOnOrder(work: Work, change: FriendOrder): Promise<Notice[]> {
	if (change.order.history === 1) return []
	const referral = await findReferralOf(work.tx, change.memberId)
	const counts = referral !== undefined && isOpen(referral, change.order)
	const held = change.order.net_minor === 0 ? await holdJoining(work, change.memberId, referral) : []
	if (!counts && !(await hasUnreleasedGift(work.tx, change.memberId))) return held
	const friend = await getMember(work.tx, change.memberId)
	const first = await findFirst(work, friend.id)
	const notices = [...held, ...(await releaseOwn(work, { friend, referral, first }))]
	if (!counts) return notices
	const turn = { referral, friend, rule: ruleOf(referral), first }
	return [...notices, ...(await rewardFirst(work, turn)), ...(await rewardEvery(work, turn, change))]
}

// the day of payment decides, whenever the report came and whether or not the night has noted the lapse
function isOpen({ state, lapses_on: lapsesOn }: Referral, order: Order): boolean {
	if (state !== 'joined' && state !== 'lapsed') return state === 'bought'
	return order.paid_on !== null && (lapsesOn === null || order.paid_on <= lapsesOn)
}

/** Makes the referral of a friend what her orders say, without any new one: after a review, for example. */
export async function rewardFirstOrder(work: Work, friendId: number): Promise<Notice[]> {
	const friend = await getMember(work.tx, friendId)
	const referral = await findReferralOf(work.tx, friendId)
	if (referral?.state !== 'joined') return []
	const first = await findFirst(work, friendId)
	return first ? await rewardFirst(work, { referral, friend, rule: ruleOf(referral), first }) : []
}

interface Own {
	friend: Member
	referral: Referral | undefined
	first: FirstOrder | null
}

/** What waits for a verified phone or a first order follows the first order: pending with it, waiting again without. */
async function releaseOwn(work: Work, { friend, referral, first }: Own): Promise<Notice[]> {
	if (!(await hasUnreleasedGift(work.tx, friend.id))) return []
	const availableOn = first?.availableOn ?? WAITING
	const released = await moveAvailability(work, { memberId: friend.id, cause: JOIN, availableOn })
	if (referral) await moveAvailability(work, { memberId: friend.id, cause: joinCause(referral), availableOn })
	const { usable, pending } = await getMember(work.tx, friend.id)
	// told once they can be used; until then the card says when
	if (released === 0 || pending === friend.pending) return []
	return [{ memberId: friend.id, kind: 'join-reward', facts: { points: released, usable } }]
}

async function holdJoining(work: Work, memberId: number, referral: Referral | undefined): Promise<Notice[]> {
	const first = await findFirst(work, memberId)
	return await waitAgain(work, { memberId, referral, availableOn: first?.availableOn ?? WAITING })
}

async function findFirst(work: Work, friendId: number): Promise<FirstOrder | null> {
	const order = await findFirstOrder(work.tx, friendId)
	if (!order) return null
	return { ...order, availableOn: await usableFrom(work, order) }
}

/** The day from which what hangs on an order is usable: that of the order's own points. */
async function usableFrom(work: Work, order: Pick<RewardableOrder, 'source_id' | 'paid_on'>): Promise<Day> {
	const { rules } = await getProgramAt(work.tx, work.now)
	return availableFrom(order.paid_on, holdOf(rules, await getSource(work.tx, order.source_id)))
}

interface Turn {
	referral: Referral
	friend: Member
	rule: ReferralRules
	first: FirstOrder | null
}

/** The referrer's join reward, which waits for the first order, and what the first order itself gives both sides. */
async function rewardFirst(work: Work, turn: Turn): Promise<Notice[]> {
	const { referral, friend, rule, first } = turn
	const availableOn = first?.availableOn ?? WAITING
	const { referrer_id: referrerId } = referral
	const joining = await followJoin(work, turn, availableOn)
	const cause = firstCause(referral)
	const gained = { friend: 0, referrer: 0 }
	for (const side of ['friend', 'referrer'] as const) {
		const memberId = side === 'friend' ? friend.id : referrerId
		const points = first ? rule[side].onFirstOrder : 0
		gained[side] = await bringTo(work, { referral, memberId, side, cause, points, availableOn, on: 'first-order' })
	}
	const had = referral.state === 'bought'
	await setReferral(work.tx, referral.id, {
		state: first ? 'bought' : 'joined',
		source_id: first?.source_id ?? null,
		external_id: first?.external_id ?? null,
		bought_at: first ? (referral.bought_at ?? work.now) : null,
	})
	const mine = joining + Math.abs(gained.referrer)
	const notices: Notice[] = []
	if (gained.friend > 0) notices.push(await tellFriend(work, { referral, points: gained.friend, availableOn }))
	// without a first order now or before, the only news is that what waited is taken back
	if (mine > 0 && !(first && had)) notices.push(tell(turn, first ? mine : -mine, availableOn))
	return notices
}

/**
 * Makes the referrer's join reward what the friend's orders say while it is not usable yet: pending with the first order,
 * taken back when all that was ordered is returned, given again by the next order. Answers the points that changed.
 */
async function followJoin(work: Work, { referral, friend, rule, first }: Turn, availableOn: Day): Promise<number> {
	if (rule.referrer.onJoinWhen !== 'first-order') return 0
	const place = { memberId: referral.referrer_id, cause: joinCause(referral) }
	// past its hold it is the referrer's for good, also where nobody has touched her points since
	await settleMember(work, place.memberId, await localDay(work.tx, work.now))
	const waits = (await listUnreleasedLots(work.tx, place.memberId)).some((lot) => lot.cause === place.cause)
	if (first ? waits : !waits || !(await hasReturnedOrder(work.tx, friend.id)))
		return await moveAvailability(work, { ...place, availableOn })
	const points = first ? rule.referrer.onJoin : 0
	return Math.abs(await bringTo(work, { ...place, referral, side: 'referrer', points, availableOn, on: 'join' }))
}

interface Target {
	referral: Referral
	memberId: number
	side: Side
	cause: string
	/** What the cause shall have given in all. */
	points: number
	availableOn: Day
	on: string
}

/** Posts the difference between what a cause gave and what it should give; answers it. */
async function bringTo(work: Work, target: Target): Promise<number> {
	const { referral, memberId, side, cause, points, availableOn, on } = target
	const difference = points - (await sumCause(work, memberId, cause))
	const facts = { referral: referral.public_id, side, on }
	// whoever left keeps no points, and gets none
	if (difference > 0 && (await getMember(work.tx, memberId)).status !== 'active') return 0
	if (difference > 0)
		await creditMember(work, { memberId, kind: 'referral', points: difference, availableOn, cause, facts })
	if (difference < 0) await reverseCause(work, { memberId, cause, points: -difference, kind: 'clawback', facts })
	if (difference === 0 && points > 0) await moveAvailability(work, { memberId, cause, availableOn })
	return difference
}

/** What every order of the friend gives, for this one. */
async function rewardEvery(work: Work, turn: Turn, change: FriendOrder): Promise<Notice[]> {
	const { referral, friend, rule } = turn
	const { order } = change
	if (order.paid_on === null || !(rule.friend.everyOrder || rule.referrer.everyOrder)) return []
	const { timeZone } = await getSettings(work.tx)
	const facts = {
		nth: await countOrdersUntil(work.tx, { memberId: friend.id, order }),
		netMinor: order.net_minor,
		basePoints: change.basePoints,
		paidOn: order.paid_on,
		joinedOn: dayOf(referral.joined_at, timeZone),
	}
	const availableOn = await usableFrom(work, { source_id: order.source_id, paid_on: order.paid_on })
	const cause = `referral:${referral.public_id}:order:${order.source_id}:${order.external_id}`
	const notices: Notice[] = []
	for (const side of ['friend', 'referrer'] as const) {
		const points = orderReward({ onFirstOrder: 0, everyOrder: rule[side].everyOrder }, facts)
		const memberId = side === 'friend' ? friend.id : referral.referrer_id
		const gained = await bringTo(work, { referral, memberId, side, cause, points, availableOn, on: 'order' })
		if (side === 'referrer' && gained !== 0) notices.push(tell(turn, gained, availableOn))
		// of a return she hears by the clawback of the order itself
		if (side === 'friend' && gained > 0) notices.push(await tellFriend(work, { referral, points: gained, availableOn }))
	}
	return notices
}

/** What the referrer hears of points given, or taken back where they are below 0. */
function tell({ referral, friend }: Turn, points: number, availableOn: Day): Notice {
	const memberId = referral.referrer_id
	const facts = { friend: maskName(friend.name), points: Math.abs(points), role: 'referrer' as const }
	if (points < 0) return { memberId, kind: 'referral-reversed', facts }
	return { memberId, kind: 'referral-rewarded', facts: { ...facts, availableOn } }
}

/** What the friend hears of points that having been invited brought her; by whom, masked. */
export async function tellFriend(
	work: Work,
	{ referral, points, availableOn = null }: { referral: Referral; points: number; availableOn?: Day | null },
): Promise<Notice> {
	const referrer = await getMember(work.tx, referral.referrer_id)
	const facts = { friend: maskName(referrer.name), points, role: 'friend' as const, availableOn }
	return { memberId: referral.friend_id, kind: 'referral-rewarded', facts }
}

/** Takes back referrers' join rewards whose friend has not bought in time, a batch; `lapsed` is 0 when none is left. */
export async function lapseReferrals(work: Work, limit = 100): Promise<{ lapsed: number; notices: Notice[] }> {
	const due = await listLapsing(work.tx, await localDay(work.tx, work.now), limit)
	const notices: Notice[] = []
	for (const referral of due) {
		const place = { memberId: referral.referrer_id, cause: joinCause(referral) }
		const points =
			ruleOf(referral).referrer.onJoinWhen === 'first-order' ? await sumCause(work, place.memberId, place.cause) : 0
		await reverseCause(work, { ...place, points, kind: 'reverse', facts: { reason: 'lapsed' } })
		await setReferral(work.tx, referral.id, { state: 'lapsed' })
		const { name } = await getMember(work.tx, referral.friend_id)
		const facts = { friend: maskName(name), points, until: referral.lapses_on ?? 0 }
		// where nothing waited for the friend's order there is nothing to say
		if (points > 0) notices.push({ memberId: place.memberId, kind: 'referral-lapsed', facts })
	}
	return { lapsed: due.length, notices }
}
