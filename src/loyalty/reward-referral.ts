import type { Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { maskName } from '../domain/referral.ts'
import { WAITING } from '../domain/waiting.ts'
import { getMember, type Member } from '../store/members.ts'
import type { Order } from '../store/orders.ts'
import {
	findFirstOrder,
	findReferralOf,
	hasReturnedOrder,
	listFirstDays,
	listLapsing,
	type Referral,
	setReferral,
} from '../store/referrals.ts'
import type { Work } from '../store/transact.ts'
import { hasUnreleasedGift, listUnreleasedLots } from '../store/waiting-lots.ts'
import { firstCause, joinCause, ruleOf } from './bind-referral.ts'
import { JOIN, moveAvailability, reverseCause, sumCause } from './credit-member.ts'
import { localDay } from './ledger.ts'
import { bringTo, type FirstOrder, type Turn, tell, tellFriend, usableFrom } from './referral-turn.ts'
import { rewardEvery, rewardEveryOrder } from './reward-every-order.ts'
import { settleMember } from './settle-member.ts'
import { waitAgain } from './wait-again.ts'

/**
 * What an order's change means beyond its own points, as a function of the newest orders: join points that wait for a
 * first order, and the referral rewards of both sides. Called after every change of a member's order, in its newest state
 * and written already; the caller holds the member's lock.
 */
export async function rewardReferralOnOrder(work: Work, change: { memberId: number; order: Order }): Promise<Notice[]> {
	if (change.order.history === 1) return []
	const referral = await findReferralOf(work.tx, change.memberId)
	const counts = referral !== undefined && isOpen(referral, change.order)
	const held = change.order.net_minor === 0 ? await holdJoining(work, change.memberId, referral) : []
	if (!counts && !(await hasUnreleasedGift(work.tx, change.memberId))) return held
	const friend = await getMember(work.tx, change.memberId)
	const first = await findFirst(work, friend.id)
	const notices = [...held, ...(await releaseOwn(work, friend, referral))]
	if (!counts) return notices
	const turn = { referral, friend, rule: ruleOf(referral), first }
	return [...notices, ...(await rewardFirst(work, turn)), ...(await rewardEvery(work, turn, change.order))]
}

// the day of payment decides, whenever the report came and whether or not the night has noted the lapse
function isOpen({ state, lapses_on: lapsesOn }: Referral, order: Order): boolean {
	if (state !== 'joined' && state !== 'lapsed') return state === 'bought'
	return order.paid_on !== null && (lapsesOn === null || order.paid_on <= lapsesOn)
}

/** Makes the referral of a friend what all her orders say, without any new one: after a review, for example. */
export async function rewardOrdersSoFar(work: Work, friendId: number): Promise<Notice[]> {
	const friend = await getMember(work.tx, friendId)
	const referral = await findReferralOf(work.tx, friendId)
	if (referral?.state !== 'joined') return []
	const first = await findFirst(work, friendId)
	if (!first) return []
	const turn = { referral, friend, rule: ruleOf(referral), first }
	return [...(await rewardFirst(work, turn)), ...(await rewardEveryOrder(work, turn))]
}

/** What waits for a verified phone or a first order follows her orders: pending with them, waiting again without. */
async function releaseOwn(work: Work, friend: Member, referral: Referral | undefined): Promise<Notice[]> {
	if (!(await hasUnreleasedGift(work.tx, friend.id))) return []
	const availableOn = await findReleaseDay(work, friend.id)
	const released = await moveAvailability(work, { memberId: friend.id, cause: JOIN, availableOn })
	if (referral) await moveAvailability(work, { memberId: friend.id, cause: joinCause(referral), availableOn })
	const { usable, pending } = await getMember(work.tx, friend.id)
	// told once they can be used; until then the card says when
	if (released === 0 || pending === friend.pending) return []
	return [{ memberId: friend.id, kind: 'join-reward', facts: { points: released, usable } }]
}

async function holdJoining(work: Work, memberId: number, referral: Referral | undefined): Promise<Notice[]> {
	return await waitAgain(work, { memberId, referral, availableOn: await findReleaseDay(work, memberId) })
}

/**
 * The day on which the first of her orders is past its hold: a function of what she kept, in whatever order it was
 * reported; WAITING without any.
 */
async function findReleaseDay(work: Work, memberId: number): Promise<Day> {
	let earliest = WAITING
	for (const order of await listFirstDays(work.tx, memberId))
		earliest = Math.min(earliest, await usableFrom(work, order))
	return earliest
}

async function findFirst(work: Work, friendId: number): Promise<FirstOrder | null> {
	const order = await findFirstOrder(work.tx, friendId)
	if (!order) return null
	return { ...order, availableOn: await usableFrom(work, order) }
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
