import { dayOf, startOfDay } from '../domain/calendar.ts'
import type { ReferralRules } from '../domain/program.ts'
import { lapseDay } from '../domain/referral.ts'
import type { IdPrefix } from '../lib/ids.ts'
import type { Row } from '../store/schema.ts'
import type { Chance } from './chance.ts'
import { NIGHT_MS } from './life.ts'
import type { Frame } from './seed-days.ts'
import type { MemberPlan, OrderPlan } from './seed-plan.ts'

export const REFERRALS = 40

/** Who brought whom, and what came of it. */
export interface ReferralPlan {
	publicId: string
	referrer: MemberPlan & { joinedAt: number }
	friend: MemberPlan & { joinedAt: number }
	clickedAt: number
	state: 'joined' | 'bought' | 'lapsed' | 'review'
	/** The friend's first order, where there is one. */
	first: OrderPlan | null
}

type Joined = MemberPlan & { joinedAt: number }

const isJoined = (plan: MemberPlan): plan is Joined => plan.joinedAt !== null

function stateOf(frame: Frame, friend: Joined, rules: ReferralRules): ReferralPlan['state'] {
	if (friend.orders.length > 0) return 'bought'
	return lapseInstant(frame, friend.joinedAt, rules) <= frame.now ? 'lapsed' : 'joined'
}

/** The night after the last day on which the friend's first order would still count, ms UTC. */
export function lapseInstant({ zone }: Frame, joinedAt: number, rules: ReferralRules): number {
	return startOfDay(lapseDay(dayOf(joinedAt, zone), rules) + 1, zone) + NIGHT_MS
}

/** Referrers are people who come often; a few of them bring several friends. */
function chooseReferrers(joined: readonly Joined[], chance: Chance): Joined[] {
	const keen = joined.filter((plan) => plan.orders.length >= 6 && plan.persona === undefined)
	const chosen = Array.from({ length: 16 }, () => chance.pick(keen))
	const gold = joined.find((plan) => plan.persona === 'gold')
	return gold ? [gold, ...chosen] : chosen
}

function shuffle<T>(list: readonly T[], chance: Chance): T[] {
	return list
		.map((one) => ({ one, at: chance.unit() }))
		.sort((a, b) => a.at - b.at)
		.map(({ one }) => one)
}

/** Friends who asked for the link and joined by chat: some have not bought yet. */
function chooseFriends(joined: readonly Joined[], chance: Chance): Joined[] {
	const byChat = joined.filter(
		(plan) => !plan.isImported && plan.joinSource === 'chat' && plan.persona === undefined && plan.orders.length < 6,
	)
	const shuffled = shuffle(byChat, chance)
	const waiting = shuffled.filter((plan) => plan.orders.length === 0).slice(0, 10)
	return [...waiting, ...shuffled.filter((plan) => plan.orders.length > 0)]
}

const DAY_MS = 86_400_000
const REVIEWED = 2

interface Draw {
	chance: Chance
	newId: (prefix: IdPrefix, at: number) => string
	rules: ReferralRules
}

/** Draws the referrals; newId makes an id of the instant it is given. */
export function planReferrals(
	frame: Frame,
	plans: readonly MemberPlan[],
	{ chance, newId, rules }: Draw,
): ReferralPlan[] {
	const joined = plans.filter(isJoined)
	const referrers = chooseReferrers(joined, chance)
	const pairs = chooseFriends(joined, chance).flatMap((friend) => {
		const older = referrers.filter((one) => one.joinedAt < friend.joinedAt - DAY_MS)
		if (older.length === 0) return []
		return [{ friend, referrer: chance.weigh(older, (one) => 1 + 4 / (1 + referrers.indexOf(one))) }]
	})
	return pairs
		.slice(0, REFERRALS)
		.map(({ friend, referrer }, at) => ({
			publicId: newId('ref', friend.joinedAt),
			referrer,
			friend,
			clickedAt: friend.joinedAt - chance.int(1, 45) * 60_000,
			state: at < REVIEWED ? ('review' as const) : stateOf(frame, friend, rules),
			first: friend.orders[0] ?? null,
		}))
		.sort((a, b) => a.friend.joinedAt - b.friend.joinedAt)
}

/** A referral as the store keeps it. */
export function referralRow(
	frame: Frame,
	plan: ReferralPlan,
	{ rules, sourceId }: { rules: ReferralRules; sourceId: number | null },
): Omit<Row<'referrals'>, 'id'> {
	const { friend, referrer, first, state } = plan
	return {
		public_id: plan.publicId,
		referrer_id: referrer.id,
		friend_id: friend.id,
		channel: 'simulator',
		clicked_at: plan.clickedAt,
		joined_at: friend.joinedAt,
		state,
		source_id: first ? sourceId : null,
		external_id: first?.externalId ?? null,
		bought_at: first?.at ?? null,
		lapses_on: lapseDay(dayOf(friend.joinedAt, frame.zone), rules),
		review: state === 'review' ? 'many-joins' : null,
		rule: JSON.stringify(rules),
		rewards: '{}',
	}
}
