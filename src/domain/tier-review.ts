import type { Day } from './calendar.ts'
import type { Tier } from './program-tiers.ts'
import { divideDown } from './ratio.ts'
import {
	bestFit,
	type Counted,
	countInPeriod,
	countTowards,
	currentTier,
	findCondition,
	graceUntil,
	isSecured,
	periodOf,
	rankOf,
	startPeriod,
	type TierCase,
	type TierPeriod,
} from './tiers.ts'

/** What was missing to renew, null where the tier does not ask for it; the message names it. */
export interface Missing {
	spendMinor: number | null
	orders: number | null
}

/** What becomes of a member at the end of a period; `keep` changes nothing. */
export type PeriodEnd =
	| { action: 'keep' }
	| { action: 'grace'; graceUntil: Day; missing: Missing }
	| { action: 'renew'; period: TierPeriod }
	| { action: 'downgrade'; period: TierPeriod; missing: Missing }

/**
 * Judges a period whose last day is past: secured (with the orders of the grace days too) it is renewed from its old
 * end, else it waits for the grace days and falls. One step a call: after a renewal that is past as well, call again.
 */
export function reviewPeriodEnd(tierCase: TierCase, openedAt: number): PeriodEnd {
	const period = tierCase.periods.at(-1)
	const until = graceUntil(tierCase)
	if (!period || period.endsOn === null || until === null || tierCase.today <= period.endsOn) return { action: 'keep' }
	const tier = currentTier(tierCase)
	if (tier && isSecured(tierCase)) return { action: 'renew', period: renewPeriod(period, tier, openedAt) }
	const missing = findMissing(countInPeriod(tierCase), tier?.renew ?? {})
	if (tierCase.today <= until) return { action: 'grace', graceUntil: until, missing }
	const lower = chooseLowerTier(tierCase)
	if (lower.id === period.tierId) return { action: 'renew', period: renewPeriod(period, lower, openedAt) }
	const begin = { startedOn: tierCase.today, cause: 'downgrade', openedAt } as const
	return { action: 'downgrade', period: startPeriod(lower, begin), missing }
}

/** A young upgrade either stays, or the earlier period comes back: null is the base tier from the start. */
export type ReturnVerdict = { stays: true } | { stays: false; period: TierPeriod | null }

/**
 * Judges the present tier anew after a return: an upgrade younger than the review's days stays only if one of its
 * conditions holds on today's window; else the latest earlier period that is settled or whose condition holds comes
 * back. The caller then judges an upgrade from there, for a tier between that the upgrade had skipped.
 */
export function judgeReturn(tierCase: TierCase): ReturnVerdict {
	let periods = tierCase.periods
	while (periods.length > 0 && !stands({ ...tierCase, periods })) periods = periods.slice(0, -1)
	if (periods.length === tierCase.periods.length) return { stays: true }
	return { stays: false, period: periods.at(-1) ?? null }
}

/** Spend that counts towards the next tier, and what renews the present one; the member card shows it. */
export interface Progress {
	tierId: number
	next:
		| (Missing & {
				tierId: number
				/** Counted so far, in minor units, as the next tier counts it. */
				countedMinor: number
				/** null where the next tier has no spend condition. */
				thresholdMinor: number | null
				/** 0–100, rounded down; 0 without a spend condition. */
				percent: number
		  })
		| null
	/** null for a permanent tier. */
	renewal:
		| (Missing & {
				endsOn: Day
				graceUntil: Day
				secured: boolean
				countedMinor: number
		  })
		| null
}

/** How far a member is from the next tier and from renewing the present one. */
export function findProgress(tierCase: TierCase): Progress {
	const period = tierCase.periods.at(-1)
	const tier = currentTier(tierCase) ?? (tierCase.tiers[0] as Tier)
	const until = graceUntil(tierCase)
	const next = tierCase.tiers
		.slice(rankOf(tierCase, tier.id) + 1)
		.find(({ upgrade }) => upgrade?.spendMinor !== undefined || upgrade?.orderCount !== undefined)
	const counted = countInPeriod(tierCase)
	return {
		tierId: tier.id,
		next: next ? findWayTo(tierCase, next) : null,
		renewal:
			!period || period.endsOn === null || until === null
				? null
				: {
						...findMissing(counted, tier.renew ?? {}),
						endsOn: period.endsOn,
						graceUntil: until,
						secured: isSecured(tierCase),
						countedMinor: counted.spendMinor,
					},
	}
}

/** Whether the gap to the next tier is at most a fifth of its threshold or the member's average order. */
export function isNearUpgrade({ next }: Progress, member: { orders: number; spendMinor: number }): boolean {
	if (next === null || next.spendMinor === null || next.thresholdMinor === null) return false
	const average = member.orders === 0 ? 0 : divideDown(member.spendMinor, member.orders)
	return next.spendMinor <= Math.max(divideDown(next.thresholdMinor, 5), average)
}

export const AT_RISK_DAYS = 45

/** Whether the present period ends within 45 days, or has ended and waits, and is not secured. */
export function isAtRisk({ renewal }: Progress, today: Day): boolean {
	return renewal !== null && !renewal.secured && renewal.endsOn - today <= AT_RISK_DAYS
}

function findWayTo(tierCase: TierCase, tier: Tier): Progress['next'] {
	const counted = countTowards(tierCase, tier)
	const thresholdMinor = tier.upgrade?.spendMinor ?? null
	return {
		...findMissing(counted, tier.upgrade ?? {}),
		tierId: tier.id,
		countedMinor: counted.spendMinor,
		thresholdMinor,
		percent: thresholdMinor === null ? 0 : Math.min(100, divideDown(100 * counted.spendMinor, thresholdMinor)),
	}
}

function findMissing(
	counted: Counted,
	asked: { spendMinor?: number | undefined; orderCount?: number | undefined },
): Missing {
	return {
		spendMinor: asked.spendMinor === undefined ? null : Math.max(0, asked.spendMinor - counted.spendMinor),
		orders: asked.orderCount === undefined ? null : Math.max(0, asked.orderCount - counted.orders),
	}
}

// A period that was given another length than the tier has now is followed by periods reckoned from its end.
function renewPeriod(ended: TierPeriod, tier: Tier, openedAt: number): TierPeriod {
	const regular =
		tier.validMonths === ended.validMonths &&
		ended.endsOn === periodOf(ended.startedOn, ended.validMonths, ended.index).until
	const startedOn = regular ? ended.startedOn : (ended.endsOn ?? ended.startedOn)
	const index = regular ? ended.index + 1 : 1
	const endsOn = periodOf(startedOn, tier.validMonths, index).until
	return { tierId: tier.id, startedOn, index, validMonths: tier.validMonths, endsOn, cause: 'renewal', openedAt }
}

// A tier that the program no longer has stands nowhere in the ladder: its members go where they fit.
function chooseLowerTier(tierCase: TierCase): Tier {
	const { tiers, review } = tierCase
	const tier = currentTier(tierCase)
	const base = tiers[0] as Tier
	if (review.downgrade === 'to-base') return base
	const rank = tier ? rankOf(tierCase, tier.id) : tiers.length
	if (tier && review.downgrade === 'one-down') return tiers[rank - 1] ?? base
	const fit = bestFit(tierCase)
	return rankOf(tierCase, fit.id) > rank ? (tier ?? base) : fit
}

function stands(tierCase: TierCase): boolean {
	const period = tierCase.periods.at(-1)
	const tier = currentTier(tierCase)
	if (!period || !tier || period.index > 1 || !conditional.has(period.cause)) return true
	if (tierCase.today - period.startedOn >= tierCase.review.youngUpgradeDays) return true
	return findCondition({ ...tierCase, periods: tierCase.periods.slice(0, -1) }, tier) !== null
}

const conditional: ReadonlySet<TierPeriod['cause']> = new Set(['spend', 'express', 'orders'])
