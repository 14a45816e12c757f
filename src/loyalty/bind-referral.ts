import { type Day, startOfDay, startOfMonth } from '../domain/calendar.ts'
import { parseReferralCode } from '../domain/codes.ts'
import type { Notice } from '../domain/notice.ts'
import type { ReferralRules } from '../domain/program.ts'
import { judgeReferral, lapseDay, limitReached, maskName, referralSignals } from '../domain/referral.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { WAITING } from '../domain/waiting.ts'
import { type Address, claimReferralTouch, getAddress, lockAddress } from '../store/addresses.ts'
import { findLivingMember, findMemberByReferralCode, lockMember, type Member } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import {
	countFriends,
	countReferrals,
	insertReferral,
	listFriendPhones,
	type Referral,
	sumReferralPoints,
} from '../store/referrals.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { creditMember, sumCause } from './credit-member.ts'
import { localDay } from './ledger.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const LIMIT = 'limit-'

export type TouchRefusal =
	| Refusal<'code-unknown', undefined>
	| Refusal<'own-code', undefined>
	| Refusal<'already-member', undefined>

export interface Touched {
	/** Masked. */
	referrer: string
	/** False when another code came first and still counts. */
	first: boolean
	/** What joining brings her. */
	friendPoints: number
}

/** Remembers the first referral code an address came with, for the days of the rule. */
export async function touchReferral(
	work: Work,
	input: { addressId: number; code: string },
): Promise<Result<Touched, TouchRefusal>> {
	const { tx, now } = work
	const referrer = await findReferrer(work, input.code)
	if (!referrer) return refuse('code-unknown')
	const address = await lockAddress(tx, input.addressId)
	if (address.member_id === referrer.id) return refuse('own-code')
	if (address.member_id !== null) return refuse('already-member')
	const { referral } = (await getProgramAt(tx, now)).rules
	const touch = { addressId: address.id, code: referrer.referral_code, at: now }
	const bound = await claimReferralTouch(tx, { ...touch, staleAt: now - referral.linkDays * DAY_MS - 1 })
	const known = bound || (await getAddress(tx, address.id)).referral_code === referrer.referral_code
	return done({ referrer: maskName(referrer.name), first: known, friendPoints: referral.friend.onJoin })
}

async function findReferrer(work: Work, text: string): Promise<Member | undefined> {
	const code = parseReferralCode(text)
	const holder = code === undefined ? undefined : await findMemberByReferralCode(work.tx, code)
	const member = holder && (await findLivingMember(work.tx, holder.id))
	return member?.status === 'active' ? member : undefined
}

export interface Binding {
	friend: Member
	address: Address
	/** E.164, proved. */
	phone: string | undefined
	/** The shop knew her before: as a member who left, or as the customer of an order. */
	known: boolean
}

export interface Bound {
	points: number
	waiting: boolean
	held: boolean
	notices: Notice[]
}

/** Binds a member who has just joined to whoever sent her; null when nobody did or the click is too old. */
export async function bindReferral(work: Work, binding: Binding): Promise<Bound | null> {
	const { tx, now } = work
	const { address, friend, phone } = binding
	const { rules } = await getProgramAt(tx, now)
	const { referral_code: code, referral_at: clickedAt } = address
	if (code === null || clickedAt === null) return null
	const found = await findReferrer(work, code)
	if (!found || !judgeReferral(claimOf({ ...binding, referrer: found, clickedAt, now }), rules.referral).ok) return null
	// limits are counted under the referrer's lock, else two friends at once would both be the fifth
	const referrer = await lockMember(tx, found.id)
	const review = await findSignal(work, { referrer, rules: rules.referral, phone })
	const referral = await insertReferral(tx, {
		public_id: work.newId('ref'),
		referrer_id: referrer.id,
		friend_id: friend.id,
		channel: address.channel,
		clicked_at: clickedAt,
		joined_at: now,
		state: review === null ? 'joined' : 'review',
		lapses_on: lapseDay(await localDay(tx, now), rules.referral),
		review,
		rule: JSON.stringify(rules.referral),
		rewards: '{}',
	})
	if (!referral) return null
	const verified = phone !== undefined
	const join = { referral, friend, verified }
	if (review === null) return { ...(await rewardJoin(work, join)), held: false }
	const notices = [noticeOf(referral, friend, 0)]
	// the limits are the referrer's, the friend has what she was promised
	if (isLimit(review)) return { ...(await rewardFriend(work, join)), held: false, notices }
	return { points: rules.referral.friend.onJoin, waiting: true, held: true, notices }
}

function isLimit(review: string): boolean {
	return review.startsWith(LIMIT)
}

// the friend has just become a member, so that nobody can have been brought by her yet
function claimOf(claim: Binding & { referrer: Member; clickedAt: number; now: number }) {
	const { referrer, friend, known, clickedAt, now } = claim
	return {
		clickedAt,
		joinedAt: now,
		// a member of the same millisecond is older too when its row is
		referrer: { memberId: referrer.id, joinedAt: Math.min(referrer.joined_at ?? referrer.created_at, now - 1) },
		friend: { memberId: friend.id, bound: false, known },
		referrerChain: [],
	}
}

/** The cause of the points a referral gives for joining, to either side. */
export function joinCause(referral: Pick<Referral, 'public_id'>): string {
	return `referral:${referral.public_id}:join`
}

/** The cause of the points it gives for the friend's first order, to either side. */
export function firstCause(referral: Pick<Referral, 'public_id'>): string {
	return `referral:${referral.public_id}:first`
}

function noticeOf(referral: Referral, friend: Member, points: number, pending = true): Notice {
	return {
		memberId: referral.referrer_id,
		kind: 'referral-joined',
		facts: { friend: maskName(friend.name), points, pending },
	}
}

interface JoinReward {
	referral: Referral
	friend: Member
	/** Her phone is known. */
	verified: boolean
}

async function postJoin(
	work: Work,
	{ referral }: JoinReward,
	gift: { memberId: number; side: 'friend' | 'referrer'; points: number; availableOn: Day },
): Promise<void> {
	const { side, ...credit } = gift
	const cause = joinCause(referral)
	const facts = { referral: referral.public_id, side, on: 'join' }
	if (credit.points > 0) await creditMember(work, { ...credit, kind: 'referral', cause, facts })
}

/** Posts what joining brings the friend, once; it waits for a phone or a first order while neither is there. */
async function rewardFriend(work: Work, join: JoinReward): Promise<{ points: number; waiting: boolean }> {
	const { referral, friend, verified } = join
	const { onJoin: points } = ruleOf(referral).friend
	const had = await sumCause(work, friend.id, joinCause(referral))
	const availableOn = verified ? await localDay(work.tx, work.now) : WAITING
	await postJoin(work, join, { memberId: friend.id, side: 'friend', points: points - had, availableOn })
	return { points, waiting: !verified }
}

/** Posts what joining brings to both sides, waiting where the rule says so. */
export async function rewardJoin(
	work: Work,
	join: JoinReward,
): Promise<{ points: number; waiting: boolean; notices: Notice[] }> {
	const { referral, friend, verified } = join
	const { onJoin: points, onJoinWhen } = ruleOf(referral).referrer
	const rewarded = await rewardFriend(work, join)
	const atOnce = onJoinWhen === 'at-once' && verified
	const availableOn = atOnce ? await localDay(work.tx, work.now) : WAITING
	await postJoin(work, join, { memberId: referral.referrer_id, side: 'referrer', points, availableOn })
	return { ...rewarded, notices: [noticeOf(referral, friend, points, !atOnce)] }
}

/** The rules that were in force when the friend joined. */
export function ruleOf(referral: Pick<Referral, 'rule'>): ReferralRules {
	return JSON.parse(referral.rule) as ReferralRules
}

interface Suspect {
	referrer: Member
	rules: ReferralRules
	phone: string | undefined
}

const NEWEST_FRIENDS = 20

/** Why somebody of the shop should look at a referral before it is rewarded; null when nothing is unusual. */
async function findSignal(work: Work, { referrer, rules, phone }: Suspect): Promise<string | null> {
	const { tx, now, keys } = work
	const { timeZone } = await getSettings(tx)
	const today = await localDay(tx, now)
	const count = (since: number, rewardedOnly: boolean) =>
		countReferrals(tx, { referrerId: referrer.id, since, rewardedOnly })
	const used = {
		joinsToday: await count(startOfDay(today, timeZone), true),
		joinsThisMonth: await count(startOfDay(startOfMonth(today), timeZone), true),
		pointsThisMonth: await sumReferralPoints(tx, referrer.id, startOfMonth(today)),
		joinsInAll: await count(0, true),
	}
	const limit = limitReached(used, rules.referrer.onJoin, rules)
	if (limit !== null) return `${LIMIT}${limit}`
	const friends = await countFriends(tx, referrer.id)
	const sealed = phone === undefined ? [] : await listFriendPhones(tx, referrer.id, NEWEST_FRIENDS)
	const [signal] = referralSignals({
		joinsLastHour: (await count(now - HOUR_MS, false)) + 1,
		friends: friends.joined,
		friendsWithOrder: friends.bought,
		phones: phone === undefined ? [] : [phone, ...sealed.map((text) => keys.decrypt(text))],
		sharedDevice: false,
	})
	return signal ?? null
}
