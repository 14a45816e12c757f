import { availableFrom, expiryOf } from '../domain/earning.ts'
import { type Credit, clawback, credit, spend, spendable } from '../domain/points.ts'
import { type Locale, locales } from '../domain/program-words.ts'
import { couponExpiry, type Reward, titleOf } from '../domain/rewards/index.ts'
import { WAITING } from '../domain/waiting.ts'
import type { IdPrefix } from '../lib/ids.ts'
import { joinCause } from '../loyalty/bind-referral.ts'
import { JOIN } from '../loyalty/credit-member.ts'
import { holdOf } from '../loyalty/order-rule.ts'
import { readReward } from '../loyalty/view-reward.ts'
import type { ProgramVersion } from '../store/programs.ts'
import type { Row } from '../store/schema.ts'
import { beginLife, type Life, moveWaiting, passNights, write } from './life.ts'
import { addHistory, type Sources, takeOrder, takeReturn } from './life-orders.ts'
import { openTier, tierIdOf } from './life-tiers.ts'
import type { Frame } from './seed-days.ts'
import { launchInstant, type MemberPlan, type OrderPlan } from './seed-plan.ts'
import type { Profile } from './seed-profile.ts'
import { lapseInstant, type ReferralPlan } from './seed-referrals.ts'

/** What every life is lived in. */
export interface World {
	frame: Frame
	program: ProgramVersion
	sources: Sources
	/** Cheapest first. */
	rewards: readonly DemoReward[]
	newId: (prefix: IdPrefix, at: number) => string
}

/** A reward with what every redemption asks it for. */
export interface DemoReward extends Row<'rewards'> {
	checked: Reward
	titles: Record<Locale, string>
}

/** Reads a reward's row once for all. */
export function readDemoReward(row: Row<'rewards'>, currency: string): DemoReward {
	const checked = readReward(row)
	const titles = locales.map((locale) => [locale, titleOf(checked, { locale, currency })])
	return { ...row, checked, titles: Object.fromEntries(titles) as Record<Locale, string> }
}

/** A redemption with what became of its coupon, before either has an id. */
export interface RedemptionDraft {
	memberId: number
	reward: DemoReward
	publicId: string
	seq: number
	at: number
	expiresOn: number | null
	used: { at: number; place: string } | null
}

export interface Lived {
	plan: MemberPlan
	profile: Profile
	life: Life
	orders: Row<'orders'>[]
	returns: Row<'returns'>[]
	redemptions: RedemptionDraft[]
}

export interface Living {
	plan: MemberPlan
	profile: Profile
	/** Those she brought, and the one that brought her. */
	referrals: readonly ReferralPlan[]
}

export interface Event {
	at: number
	act: () => void
}

/** Points that are no order's, good from a day on. */
function give(
	world: World,
	life: Life,
	gift: { at: number } & Pick<Credit, 'kind' | 'points' | 'cause' | 'facts'>,
): void {
	const moment = passNights(life, gift.at)
	const { kind, points, cause, facts } = gift
	const expiresOn = expiryOf(world.program.rules.expiry, moment.today)
	const availableOn = kind === 'import' ? moment.today : WAITING
	const lot = { kind, points, cause, availableOn, expiresOn, today: moment.today, ...(facts ? { facts } : {}) }
	write(life, credit(life.ledger, lot), { ...moment, byProgram: true })
}

/** From when what hangs on an order is good. */
function usableFrom({ program, sources }: World, order: OrderPlan, paidOn: number): number {
	return availableFrom(paidOn, holdOf(program.rules, sources[order.source]))
}

function joinEvents(world: World, lived: Lived, living: Living): Event[] {
	const { life, plan, profile } = lived
	const { joinedAt } = plan
	const { rules } = world.program
	const events: Event[] = []
	const own = living.referrals.find((one) => one.friend === plan && one.state !== 'review')
	if (joinedAt !== null && !plan.isImported)
		events.push({
			at: joinedAt,
			act: () => {
				give(world, life, { at: joinedAt, kind: 'join', points: rules.welcome.points, cause: JOIN })
				if (own) giveForJoining(world, life, { referral: own, side: 'friend' })
			},
		})
	const verifiedAt = profile.phone?.verifiedAt ?? null
	if (verifiedAt !== null)
		events.push({
			at: verifiedAt,
			act: () => {
				const moment = passNights(life, verifiedAt)
				moveWaiting(life, JOIN, moment.today, moment)
				if (own) moveWaiting(life, joinCause({ public_id: own.publicId }), moment.today, moment)
			},
		})
	return events
}

function giveForJoining(
	world: World,
	life: Life,
	{ referral, side }: { referral: ReferralPlan; side: 'friend' | 'referrer' },
): void {
	const { publicId, friend } = referral
	const points = world.program.rules.referral[side].onJoin
	const facts = { referral: publicId, side, on: 'join' }
	give(world, life, { at: friend.joinedAt, kind: 'referral', points, cause: joinCause({ public_id: publicId }), facts })
}

/** The referrer's side: points that wait for the friend's first order, or lapse without one. */
function referrerEvents(world: World, lived: Lived, living: Living): Event[] {
	const { life, plan } = lived
	const mine = living.referrals.filter((one) => one.referrer === plan && one.state !== 'review')
	return mine.flatMap((referral): Event[] => {
		const { first, friend, publicId, state } = referral
		const cause = joinCause({ public_id: publicId })
		const joined = { at: friend.joinedAt, act: () => giveForJoining(world, life, { referral, side: 'referrer' }) }
		const release = () => {
			if (!first) return
			const moment = passNights(life, first.at)
			moveWaiting(life, cause, usableFrom(world, first, moment.today), moment)
		}
		const lapsesAt = lapseInstant(world.frame, friend.joinedAt, world.program.rules.referral)
		const lapse = () => {
			const moment = passNights(life, lapsesAt)
			const points = world.program.rules.referral.referrer.onJoin
			const facts = { reason: 'lapsed' }
			const back = clawback(life.ledger, { cause, points, today: moment.today, kind: 'reverse', facts })
			write(life, back, { ...moment, byProgram: false })
		}
		if (state === 'lapsed') return [joined, { at: lapsesAt, act: lapse }]
		return first ? [joined, { at: first.at + 1, act: release }] : [joined]
	})
}

function orderEvents(world: World, lived: Lived, living: Living): Event[] {
	const { life, plan } = lived
	const launch = launchInstant(world.frame)
	const own = living.referrals.find((one) => one.friend === plan && one.state !== 'review')
	const counted = plan.orders.filter((order) => order.at >= launch)
	return counted.flatMap((order, nth): Event[] => {
		let row: Row<'orders'> | undefined
		const pay = () => {
			row = takeOrder(life, order, world.sources[order.source])
			lived.orders.push(row)
			if (nth > 0 || plan.isImported) return
			const moment = passNights(life, order.at)
			const from = usableFrom(world, order, moment.today)
			moveWaiting(life, JOIN, from, moment)
			if (own) moveWaiting(life, joinCause({ public_id: own.publicId }), from, moment)
		}
		const back = () => {
			// a tier that a return could take away is left alone
			const isPlain = life.tiers.periods.length === 0 && nth > 0
			if (order.returned && row && isPlain) lived.returns.push(takeReturn(life, row, order.returned))
		}
		const paid = { at: order.at, act: pay }
		return order.returned ? [paid, { at: order.returned.at, act: back }] : [paid]
	})
}

function openingEvents(world: World, lived: Lived): Event[] {
	const { life, plan, profile } = lived
	const at = launchInstant(world.frame)
	const open = () => {
		const history = plan.orders.filter((order) => order.at < at)
		for (const order of history) lived.orders.push(addHistory(life, order, { source: world.sources[order.source], at }))
		const { openingPoints: points } = profile
		if (points > 0) give(world, life, { at, kind: 'import', points, cause: 'import', facts: { source: 'stamp-cards' } })
		openTier(life, passNights(life, at))
	}
	return plan.isImported ? [{ at, act: open }] : []
}

/** Takes a reward now if there is one she can pay for. */
export function tryRedeem(world: World, lived: Lived, wish: { at: number; choose: ChooseReward }): void {
	const { life, plan } = lived
	const moment = passNights(life, wish.at)
	const points = spendable(life.ledger, moment.today)
	const tierId = tierIdOf(life)
	const affordable = world.rewards.filter(
		(reward) =>
			reward.cost_points <= points &&
			(reward.tier_id ?? 0) <= tierId &&
			lived.redemptions.filter((one) => one.reward === reward).length <
				(reward.per_member_limit ?? Number.POSITIVE_INFINITY),
	)
	const reward = affordable.length > 0 ? wish.choose(affordable, points) : undefined
	if (!reward) return
	const publicId = world.newId('red', wish.at)
	const facts = { reward: reward.titles[plan.locale], redemption: publicId, rewardId: reward.id }
	const cause = `redemption:${publicId}`
	const spent = spend(life.ledger, { cost: reward.cost_points, today: moment.today, cause, facts })
	if (!spent.ok) return
	const posted = write(life, spent.value, { ...moment, byProgram: true })
	const expiresOn = couponExpiry(reward.checked.terms, moment.today)
	lived.redemptions.push({
		memberId: plan.id,
		reward,
		publicId,
		seq: posted.find((posting) => posting.kind === 'redeem')?.seq ?? 0,
		at: wish.at,
		expiresOn,
		used: null,
	})
}

export type ChooseReward = (affordable: readonly DemoReward[], points: number) => DemoReward | undefined

/** Lives a member's plan through to the demo's first instant. */
export function liveMember(world: World, living: Living, redeemEvents: (lived: Lived) => Event[]): Lived {
	const { plan, profile } = living
	const { program, frame } = world
	const life = beginLife({ memberId: plan.id, program, zone: frame.zone })
	const lived: Lived = { plan, profile, life, orders: [], returns: [], redemptions: [] }
	const events = [
		...openingEvents(world, lived),
		...joinEvents(world, lived, living),
		...referrerEvents(world, lived, living),
		...orderEvents(world, lived, living),
		...redeemEvents(lived),
	].sort((a, b) => a.at - b.at)
	for (const event of events) if (event.at <= frame.now) event.act()
	passNights(life, frame.now)
	return lived
}
