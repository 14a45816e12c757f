import type { Day } from '../domain/calendar.ts'
import { availableFrom } from '../domain/earning.ts'
import type { Notice } from '../domain/notice.ts'
import type { ReferralRules } from '../domain/program.ts'
import { maskName } from '../domain/referral.ts'
import { getMember, type Member } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Referral, RewardableOrder } from '../store/referrals.ts'
import { getSource } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { creditMember, moveAvailability, reverseCause, sumCause } from './credit-member.ts'
import { holdOf } from './order-rule.ts'

export type Side = 'friend' | 'referrer'

/** The day from which what hangs on an order is usable. */
export interface FirstOrder extends RewardableOrder {
	availableOn: Day
}

/** One friend's referral while its rewards are made what her orders say. */
export interface Turn {
	referral: Referral
	friend: Member
	rule: ReferralRules
	first: FirstOrder | null
}

/** The day from which what hangs on an order is usable: that of the order's own points. */
export async function usableFrom(work: Work, order: Pick<RewardableOrder, 'source_id' | 'paid_on'>): Promise<Day> {
	const { rules } = await getProgramAt(work.tx, work.now)
	return availableFrom(order.paid_on, holdOf(rules, await getSource(work.tx, order.source_id)))
}

export interface Target {
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
export async function bringTo(work: Work, target: Target): Promise<number> {
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

/** What the referrer hears of points given, or taken back where they are below 0. */
export function tell({ referral, friend }: Turn, points: number, availableOn: Day): Notice {
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
