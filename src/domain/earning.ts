import { addMonths, type Day, dayFrom, daysInMonth, endOfMonth, yearOf } from './calendar.ts'
import type { Facts } from './ledger.ts'
import type { OrderLine } from './order.ts'
import type { Campaign, Expiry, ProgramRules, Tier } from './program.ts'

/** What decides an order's rule besides the program: nothing of it may depend on what was returned. */
export interface EarningOrder {
	placedAt: number
	eligibleMinor: number
	branch?: string
	lines?: readonly OrderLine[]
	/** Segments the member is in, those that live campaigns ask for. */
	segmentIds?: readonly number[]
	/** In a visit program: false when another visit counted within the hours of the rule; default true. */
	countsAsVisit?: boolean
	/** Extra points a campaign already gave, to the member that day and to all; default none. */
	campaignUse?: (campaignId: string) => { memberDay: number; total: number }
}

/** A live campaign as frozen on the order; the cap is the tightest of order, member-day and budget. */
export interface FrozenMultiplier {
	campaignId: string
	hundredths: number
	minimumMinor: number
	capPoints: number | null
}

export type FrozenBase =
	| { by: 'amount'; unitMinor: number; pointsPerUnit: number }
	| { by: 'visit'; points: number; minimumMinor: number }
	/** The points of all its products when nothing is returned. */
	| { by: 'item'; points: number; eligibleMinor: number }

/** Rates and multipliers in force when an order was first paid; JSON, stored with the order. */
export interface FrozenRule {
	tierId: number
	base: FrozenBase
	thresholds: { spendMinor: number; points: number }[]
	multipliers: FrozenMultiplier[]
	combine: ProgramRules['combine']
}

export type EarnPart = 'base' | 'threshold' | 'multiplier'

/** A lot an order is entitled to, with what explains it. */
export interface EarnLine {
	kind: 'earn' | 'bonus'
	part: EarnPart
	points: number
	facts: Facts
	/** Of a multiplier: what each campaign gave, for its caps and its budget. */
	campaigns?: { campaignId: string; points: number }[]
}

function freezeBase({ earning }: ProgramRules, tier: Tier, order: EarningOrder): FrozenBase {
	if (earning.by === 'amount') {
		const { unitMinor = earning.unitMinor, pointsPerUnit = earning.pointsPerUnit } = tier.benefits
		return { by: 'amount', unitMinor, pointsPerUnit }
	}
	if (earning.by === 'visit') {
		const points = order.countsAsVisit === false ? 0 : earning.points
		return { by: 'visit', points, minimumMinor: earning.minimumMinor }
	}
	const worth = new Map(earning.products.map((product) => [product.productId, product.points]))
	const points = (order.lines ?? []).reduce(
		(sum, line) => sum + (worth.get(line.productId) ?? 0) * Math.max(0, Math.floor(line.quantity)),
		0,
	)
	return { by: 'item', points, eligibleMinor: order.eligibleMinor }
}

function allows<T>(list: readonly T[] | undefined, values: readonly (T | undefined)[]): boolean {
	return list === undefined || values.some((value) => value !== undefined && list.includes(value))
}

function isLive(campaign: Campaign, tier: Tier, order: EarningOrder): boolean {
	const lines = order.lines ?? []
	const { segmentId } = campaign
	return (
		order.placedAt >= campaign.startsAt &&
		order.placedAt < campaign.endsAt &&
		allows(campaign.tierIds, [tier.id]) &&
		allows(segmentId === undefined ? undefined : [segmentId], order.segmentIds ?? []) &&
		allows(campaign.branches, [order.branch]) &&
		allows(
			campaign.productIds,
			lines.map((line) => line.productId),
		) &&
		allows(
			campaign.categories,
			lines.map((line) => line.category),
		)
	)
}

function freezeMultiplier(campaign: Campaign, order: EarningOrder): FrozenMultiplier {
	const used = order.campaignUse?.(campaign.id) ?? { memberDay: 0, total: 0 }
	const caps: number[] = []
	if (campaign.capPerOrder !== undefined) caps.push(campaign.capPerOrder)
	if (campaign.capPerMemberDay !== undefined) caps.push(campaign.capPerMemberDay - used.memberDay)
	if (campaign.budgetPoints !== undefined) caps.push(campaign.budgetPoints - used.total)
	return {
		campaignId: campaign.id,
		hundredths: campaign.multiplierHundredths,
		minimumMinor: campaign.minimumMinor ?? 0,
		capPoints: caps.length === 0 ? null : Math.max(0, Math.min(...caps)),
	}
}

/** Fixes what an order earns by, at its first payment and with the tier held before it (loyalty §2). */
export function freezeRule(program: ProgramRules, tier: Tier, order: EarningOrder): FrozenRule {
	return {
		tierId: tier.id,
		base: freezeBase(program, tier, order),
		thresholds: program.thresholdBonuses.map((rung) => ({ ...rung })),
		multipliers: program.campaigns
			.filter((campaign) => isLive(campaign, tier, order))
			.map((campaign) => freezeMultiplier(campaign, order)),
		combine: program.combine,
	}
}

/** Whether a campaign gives only so much to a member's day, or to all. */
export function isLimited({ capPerMemberDay, budgetPoints }: Campaign): boolean {
	return capPerMemberDay !== undefined || budgetPoints !== undefined
}

/**
 * Sets aside what limited campaigns give an order: the cap of each becomes what it brings now, with nothing returned, so
 * that no later correction gives more than was counted against the day or the budget.
 */
export function setAside(rule: FrozenRule, eligibleMinor: number, limited: ReadonlySet<string>): FrozenRule {
	const live = rule.multipliers.filter((one) => eligibleMinor >= one.minimumMinor)
	const { scale, extras } = extrasOf(live, rule.combine, baseLine(rule, eligibleMinor).points)
	// a share may be rounded up by what the others left over
	const whole = ({ numerator }: Extra) => Number((numerator + scale - 1n) / scale)
	const brings = new Map(extras.map((extra) => [extra.campaignId, whole(extra)]))
	const multipliers = rule.multipliers.map((one) =>
		limited.has(one.campaignId) ? { ...one, capPoints: brings.get(one.campaignId) ?? 0 } : one,
	)
	return { ...rule, multipliers }
}

function baseLine({ base, tierId }: FrozenRule, netMinor: number): EarnLine {
	const line = (points: number, facts: Facts): EarnLine => ({
		kind: 'earn',
		part: 'base',
		points,
		facts: { part: 'base', by: base.by, netMinor, tierId, ...facts },
	})
	if (base.by === 'amount') {
		const { unitMinor, pointsPerUnit } = base
		return line(Math.floor(netMinor / unitMinor) * pointsPerUnit, { unitMinor, pointsPerUnit })
	}
	if (base.by === 'visit') return line(netMinor > 0 && netMinor >= base.minimumMinor ? base.points : 0, {})
	const share = BigInt(Math.min(netMinor, base.eligibleMinor)) * BigInt(base.points)
	return line(base.eligibleMinor > 0 ? Number(share / BigInt(base.eligibleMinor)) : 0, { allPoints: base.points })
}

function thresholdLine({ thresholds }: FrozenRule, netMinor: number): EarnLine[] {
	const rung = thresholds.filter((one) => netMinor >= one.spendMinor).at(-1)
	if (!rung) return []
	const facts = { part: 'threshold', netMinor, spendMinor: rung.spendMinor }
	return [{ kind: 'bonus', part: 'threshold', points: rung.points, facts }]
}

/** A fraction of points: numerator over a power of 100, exact. */
interface Extra {
	campaignId: string
	numerator: bigint
}

function capped(numerator: bigint, cap: number | null, scale: bigint): bigint {
	if (cap === null) return numerator
	const most = BigInt(cap) * scale
	return numerator < most ? numerator : most
}

function best(extras: readonly Extra[]): Extra[] {
	const [first, ...others] = extras
	return first ? [others.reduce((top, one) => (one.numerator > top.numerator ? one : top), first)] : []
}

/** What each multiplier adds before rounding; the product's later factors also multiply what the earlier ones added. */
function extrasOf(live: readonly FrozenMultiplier[], combine: FrozenRule['combine'], base: number) {
	const scale = 100n ** BigInt(live.length)
	let before = scale
	const extras = live.map(({ campaignId, hundredths, capPoints }): Extra => {
		const numerator = (BigInt(base) * before * BigInt(hundredths - 100)) / 100n
		if (combine === 'product') before = (before * BigInt(hundredths)) / 100n
		return { campaignId, numerator: capped(numerator, capPoints, scale) }
	})
	return { scale, extras: combine === 'max' ? best(extras) : extras }
}

/** One line for all live multipliers, rounded down once; the campaigns' shares add up to it. */
function multiplierLine(rule: FrozenRule, netMinor: number, base: number): EarnLine[] {
	const live = rule.multipliers.filter((one) => netMinor >= one.minimumMinor)
	const { scale, extras } = extrasOf(live, rule.combine, base)
	let exact = 0n
	let points = 0
	const campaigns = extras.map(({ campaignId, numerator }) => {
		exact += numerator
		const share = Number(exact / scale) - points
		points += share
		return { campaignId, points: share }
	})
	if (points === 0) return []
	const facts = {
		part: 'multiplier',
		netMinor,
		base,
		combine: rule.combine,
		campaigns: campaigns.map((one) => one.campaignId).join(' '),
		hundredths: rule.multipliers
			.filter((one) => extras.some((extra) => extra.campaignId === one.campaignId))
			.map((one) => one.hundredths)
			.join(' '),
	}
	return [{ kind: 'bonus', part: 'multiplier', points, facts, campaigns }]
}

/**
 * The points an order is entitled to at its newest net amount, a line a lot; none when nothing is left. It depends on the
 * frozen rule and the amount alone, so that k partial refunds equal one (loyalty §2).
 */
export function entitlement(rule: FrozenRule, netEligibleMinor: number): EarnLine[] {
	if (netEligibleMinor <= 0) return []
	const base = baseLine(rule, netEligibleMinor)
	return [
		...(base.points > 0 ? [base] : []),
		...thresholdLine(rule, netEligibleMinor),
		...multiplierLine(rule, netEligibleMinor, base.points),
	]
}

/** The day an order's points become usable: the start of the local day `holdDays` after it was paid. */
export function availableFrom(paidOn: Day, holdDays: number): Day {
	return paidOn + holdDays
}

function inYear(year: number, month: number, day: number): Day {
	return dayFrom({ year, month, day: Math.min(day, daysInMonth(year, month)) })
}

function fixedExpiry(expiry: Extract<Expiry, { mode: 'fixed' }>, earnedOn: Day): Day {
	const least = addMonths(earnedOn, expiry.leastMonths)
	const year = yearOf(least)
	const sameYear = inYear(year, expiry.month, expiry.day)
	return sameYear >= least ? sameYear : inYear(year + 1, expiry.month, expiry.day)
}

/** The last usable day of points earned on a day, null for never; under inactivity any later activity postpones it. */
export function expiryOf(expiry: Expiry, earnedOn: Day): Day | null {
	switch (expiry.mode) {
		case 'end-of-month':
			return endOfMonth(addMonths(earnedOn, expiry.months))
		case 'rolling':
			return expiry.every === 'days' ? earnedOn + expiry.count : addMonths(earnedOn, expiry.count)
		case 'fixed':
			return fixedExpiry(expiry, earnedOn)
		case 'inactivity':
			return addMonths(earnedOn, expiry.months)
		case 'never':
			return null
	}
}
