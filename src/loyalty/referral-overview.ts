import type { Day } from '../domain/calendar.ts'
import { maskName } from '../domain/referral.ts'
import { isWaiting } from '../domain/waiting.ts'
import type { Db } from '../store/db.ts'
import type { Entry } from '../store/entries.ts'
import { getMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import { countFriends, countInvited, findReferralOf, listReferralEntries, listReferrals } from '../store/referrals.ts'

export interface ReferralOverview {
	/** As people read it, for links r_<code>. */
	code: string
	/** Who came by the code, joined or not. */
	invited: number
	joined: number
	bought: number
	/** Points of the referrer: had, and still waiting. */
	rewardedPoints: number
	pendingPoints: number
	/** The newest first; names masked. */
	friends: {
		friend: string
		joinedAt: number
		state: 'joined' | 'bought' | 'review' | 'lapsed' | 'reversed' | 'refused'
		points: number
		/** Pending until this day; null: until her first order, or not pending. */
		pendingUntil: Day | null
		pending: boolean
	}[]
	/** What a new referral brings to either side. */
	offer: { referrerPoints: number; friendPoints: number; afterFirstOrder: boolean }
}

const SHOWN = 50
const DAY_MS = 86_400_000

/** How a member's referrals stand: how many came, joined and bought, and what each brought her. */
export async function referralOverview(db: Db, memberId: number, now: number): Promise<ReferralOverview> {
	const member = await getMember(db, memberId)
	const { referral } = (await getProgramAt(db, now)).rules
	const entries = groupByReferral(await listReferralEntries(db, memberId))
	// the friend's side of her own joining is no reward for bringing somebody
	const brought = await findReferralOf(db, memberId)
	if (brought) entries.delete(brought.public_id)
	const friends = (await listReferrals(db, memberId, SHOWN)).map((one) => ({
		friend: maskName(one.friend_name),
		joinedAt: one.joined_at,
		state: one.state as ReferralOverview['friends'][number]['state'],
		...sumEntries(entries.get(one.public_id) ?? []),
	}))
	const all = sumAll([...entries.values()].flat())
	const { joined, bought } = await countFriends(db, memberId)
	return {
		code: member.referral_code,
		// who joined came by the link before
		invited: joined + (await countInvited(db, member.referral_code, now - referral.linkDays * DAY_MS)),
		joined,
		bought,
		rewardedPoints: all.points - all.pending,
		pendingPoints: all.pending,
		friends,
		offer: {
			referrerPoints: referral.referrer.onJoin + referral.referrer.onFirstOrder,
			friendPoints: referral.friend.onJoin,
			afterFirstOrder: referral.referrer.onJoin === 0 || referral.referrer.onJoinWhen === 'first-order',
		},
	}
}

/** Entries by the referral their cause names: referral:<public id>:<what for>. */
function groupByReferral(entries: readonly Entry[]): Map<string, Entry[]> {
	const groups = new Map<string, Entry[]>()
	for (const entry of entries) {
		const id = entry.cause?.split(':')[1] ?? ''
		const group = groups.get(id)
		if (group) group.push(entry)
		else groups.set(id, [entry])
	}
	return groups
}

function sumAll(entries: readonly Entry[]): { points: number; pending: number } {
	let [points, pending] = [0, 0]
	for (const entry of entries) {
		points += entry.points - entry.relabelled
		if (entry.remaining !== null && entry.released === 0) pending += entry.remaining
	}
	return { points, pending }
}

function sumEntries(entries: readonly Entry[]) {
	const { points, pending } = sumAll(entries)
	const days = entries.flatMap((entry) =>
		entry.released === 0 && (entry.remaining ?? 0) > 0 && !isWaiting(entry.available_on)
			? [entry.available_on ?? 0]
			: [],
	)
	return { points, pending: pending > 0, pendingUntil: days.length > 0 ? Math.min(...days) : null }
}
