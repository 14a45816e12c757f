import { addMonths, type Day } from './calendar.ts'
import type { EveryOrderReward, ReferralRules } from './program.ts'
import { done, type Refusal, type Result, refuse } from './result.ts'

const dayMs = 86_400_000

/** The first message of an address that carried a code, and the person who joins by it. */
export interface ReferralClaim {
	clickedAt: number
	joinedAt: number
	referrer: { memberId: number; joinedAt: number }
	friend: {
		memberId: number
		/** Bound to a referrer before: the first touch stays. */
		bound: boolean
		/** A member or customer before the click: her phone stands in orders, or she has been a member. */
		known: boolean
	}
	/** Who brought the referrer, who brought that one, and so on. */
	referrerChain: readonly number[]
}

export type ReferralRefusal = Refusal<
	'link-expired' | 'own-code' | 'cycle' | 'younger-referrer' | 'already-bound' | 'already-customer'
>

/** Whether a friend is bound to a referrer when she joins (loyalty §7). */
export function judgeReferral(claim: ReferralClaim, rules: ReferralRules): Result<true, ReferralRefusal> {
	const { referrer, friend } = claim
	if (referrer.memberId === friend.memberId) return refuse('own-code')
	if (friend.bound) return refuse('already-bound')
	if (friend.known) return refuse('already-customer')
	if (claim.referrerChain.includes(friend.memberId)) return refuse('cycle')
	if (referrer.joinedAt >= claim.joinedAt) return refuse('younger-referrer')
	if (!isClickGood(claim.clickedAt, claim.joinedAt, rules)) return refuse('link-expired')
	return done(true)
}

/** Whether a click still counts: up to and including `linkDays` × 24 hours after it. */
export function isClickGood(clickedAt: number, at: number, rules: ReferralRules): boolean {
	return at >= clickedAt && at - clickedAt <= rules.linkDays * dayMs
}

/** What a referrer has had so far, by the store's local day and month. */
export interface ReferrerUse {
	joinsToday: number
	joinsThisMonth: number
	pointsThisMonth: number
	joinsInAll: number
}

export type ReferralLimit = 'day' | 'month' | 'points' | 'lifetime'

/** The limit that stops a join reward of these points; null when none does. The join itself is counted in any case. */
export function limitReached(used: ReferrerUse, points: number, { limits }: ReferralRules): ReferralLimit | null {
	if (used.joinsToday >= limits.joinsPerDay) return 'day'
	if (used.joinsThisMonth >= limits.joinsPerMonth) return 'month'
	if (limits.pointsPerMonth !== null && used.pointsThisMonth + points > limits.pointsPerMonth) return 'points'
	return limits.joinsInAll !== null && used.joinsInAll >= limits.joinsInAll ? 'lifetime' : null
}

/** The last day on which a friend's first order still releases the referrer's join reward. */
export function lapseDay(joinedOn: Day, rules: ReferralRules): Day {
	return addMonths(joinedOn, rules.lapseMonths)
}

export interface FriendOrder {
	/** 1 is the friend's first order with something net. */
	nth: number
	netMinor: number
	/** The friend's own base points of it. */
	basePoints: number
	paidOn: Day
	joinedOn: Day
}

/** What one side gets for a friend's order, the part for every order and for the first together; 0 when nothing. */
export function orderReward(
	side: { onFirstOrder: number; everyOrder: EveryOrderReward | null },
	order: FriendOrder,
): number {
	if (order.netMinor <= 0) return 0
	const first = order.nth === 1 ? side.onFirstOrder : 0
	return first + (side.everyOrder ? everyOrderReward(side.everyOrder, order) : 0)
}

function everyOrderReward(rule: EveryOrderReward, order: FriendOrder): number {
	if (order.netMinor < rule.minimumMinor) return 0
	// a count of orders replaces the window of months
	const counts =
		rule.orders === undefined ? order.paidOn <= addMonths(order.joinedOn, rule.months) : order.nth <= rule.orders
	if (!counts) return 0
	return rule.amount.by === 'points' ? rule.amount.points : Math.floor((order.basePoints * rule.amount.percent) / 100)
}

export type ReferralSignal = 'many-joins' | 'consecutive-numbers' | 'no-orders' | 'same-device'

/** What makes staff look at a referrer; never a refusal. */
export function referralSignals(seen: {
	joinsLastHour: number
	friends: number
	friendsWithOrder: number
	/** E.164 numbers of the newest friends. */
	phones: readonly string[]
	sharedDevice: boolean
}): ReferralSignal[] {
	const signals: ReferralSignal[] = []
	if (seen.joinsLastHour > 3) signals.push('many-joins')
	if (hasConsecutive(seen.phones)) signals.push('consecutive-numbers')
	if (seen.friends >= 10 && seen.friendsWithOrder === 0) signals.push('no-orders')
	if (seen.sharedDevice) signals.push('same-device')
	return signals
}

/** Three in a row: two may be a couple that bought together. */
function hasConsecutive(phones: readonly string[]): boolean {
	const numbers = new Set(phones.map((phone) => Number(phone.replace(/\D/g, ''))))
	return [...numbers].some((number) => numbers.has(number + 1) && numbers.has(number + 2))
}

const graphemes = new Intl.Segmenter('zh-HK', { granularity: 'grapheme' })

function firstOf(word: string): string {
	return [...graphemes.segment(word)][0]?.segment ?? ''
}

/** A friend's name as a referrer may see it: 'Chan Wing' is 'C*** W.', '陳大文' is '陳**'. */
export function maskName(name: string): string {
	const [first = '', ...others] = name.trim().split(/\s+/)
	if (!first) return '***'
	if (/\p{Script=Han}/u.test(first)) return `${firstOf(first)}**`
	const last = others.at(-1)
	return `${firstOf(first)}***${last ? ` ${firstOf(last)}.` : ''}`
}
