import { addMonths, type Day } from './calendar.ts'
import type { Tier, TierReview } from './program-tiers.ts'

/** A qualifying order in its newest state (net > 0) as tiers count it. */
export interface TierOrder {
	paidOn: Day
	netMinor: number
	/** The instant (ms UTC) at which it first counted; later reports of the same order do not move it. */
	processedAt: number
}

/**
 * Why a period began: a condition of the tier (spend, one express order, orders), staff or a code, best fit after an
 * import of orders (opening), a list of members that names tier and end (import), the end of another period.
 */
export type TierCause =
	| 'spend'
	| 'express'
	| 'orders'
	| 'hand'
	| 'code'
	| 'opening'
	| 'import'
	| 'renewal'
	| 'downgrade'

/** One period of a member in a tier, the days after its lower border up to endsOn. */
export interface TierPeriod {
	tierId: number
	/** S, from which every period of this stay is reckoned. */
	startedOn: Day
	/** k, 1 for the first period. */
	index: number
	/** m when the period began; null is permanent. */
	validMonths: number | null
	/** The last day; null is permanent. */
	endsOn: Day | null
	cause: TierCause
	/** The instant (ms UTC) at which it was decided. */
	openedAt: number
}

/** Everything a rule about tiers looks at. */
export interface TierCase {
	/** Base first. */
	tiers: readonly Tier[]
	review: TierReview
	/**
	 * The periods that led to the present one, oldest first, the present one last; empty for a member who never left the
	 * base tier. A period that a return took back is no part of it.
	 */
	periods: readonly TierPeriod[]
	orders: readonly TierOrder[]
	/** The local day of processing. */
	today: Day
}

export interface Upgrade {
	tierId: number
	cause: 'spend' | 'express' | 'orders'
}

/** Period k of a stay that began on S with m months: the days after `after` up to `until`, always reckoned from S. */
export function periodOf(startedOn: Day, months: number | null, index: number): { after: Day; until: Day | null } {
	if (months === null) return { after: startedOn, until: null }
	return { after: addMonths(startedOn, months * (index - 1)), until: addMonths(startedOn, months * index) }
}

/** The first period of a stay in a tier that begins today. */
export function startPeriod(tier: Tier, begin: { startedOn: Day; cause: TierCause; openedAt: number }): TierPeriod {
	const endsOn = periodOf(begin.startedOn, tier.validMonths, 1).until
	return { tierId: tier.id, index: 1, validMonths: tier.validMonths, endsOn, ...begin }
}

/**
 * The highest tier above the present one of which any condition holds today; null when none does. An express upgrade is
 * that of the order just processed where it is given, else of any order in the window.
 */
export function judgeUpgrade(tierCase: TierCase, processed?: TierOrder): Upgrade | null {
	const { tiers } = tierCase
	for (let rank = tiers.length - 1; rank > rankOf(tierCase, currentTierId(tierCase)); rank--) {
		const tier = tiers[rank] as Tier
		const cause = findCondition(tierCase, tier, processed)
		if (cause) return { tierId: tier.id, cause }
	}
	return null
}

/** The highest tier of which a condition holds today, whatever the present one is; the base tier when none does. */
export function bestFit(tierCase: TierCase): Tier {
	return tierCase.tiers.findLast((tier) => findCondition(tierCase, tier) !== null) ?? (tierCase.tiers[0] as Tier)
}

/** Which condition of a tier holds today; null when none does. */
export function findCondition(tierCase: TierCase, tier: Tier, processed?: TierOrder): Upgrade['cause'] | null {
	const { upgrade } = tier
	if (upgrade === null) return null
	const counted = countTowards(tierCase, tier)
	if (upgrade.spendMinor !== undefined && counted.spendMinor >= upgrade.spendMinor) return 'spend'
	const greatest = processed ? processed.netMinor : counted.greatestMinor
	if (upgrade.singleOrderMinor !== undefined && greatest >= upgrade.singleOrderMinor) return 'express'
	if (upgrade.orderCount !== undefined && counted.orders >= upgrade.orderCount) return 'orders'
	return null
}

export interface Counted {
	spendMinor: number
	orders: number
	/** The net of the greatest single order, 0 without orders. */
	greatestMinor: number
}

/** What counts today towards reaching a tier: in the last months, since the present period began with its carry, or ever. */
export function countTowards(tierCase: TierCase, tier: Tier): Counted {
	const { orders, periods, today } = tierCase
	const known = orders.filter((order) => order.paidOn <= today)
	const over = tier.upgrade?.over ?? 'rolling'
	const period = periods.at(-1)
	if (over === 'lifetime' || (over === 'period' && !period)) return count(known)
	if (over === 'period' && period) {
		const counted = count(known.filter(isAfterStart(period)))
		return { ...counted, spendMinor: counted.spendMinor + carryOf(tierCase) }
	}
	const after = addMonths(today, -(tier.upgrade?.months ?? 12))
	return count(known.filter((order) => order.paidOn > after))
}

/** The last day on which an order still renews the present period; null while it is permanent. */
export function graceUntil({ periods, review }: TierCase): Day | null {
	const endsOn = periods.at(-1)?.endsOn ?? null
	return endsOn === null ? null : endsOn + review.graceDays
}

/** What counts today towards renewing the present period: its orders, those of the grace days, and the carry. */
export function countInPeriod(tierCase: TierCase): Counted {
	const period = tierCase.periods.at(-1)
	const last = Math.min(tierCase.today, graceUntil(tierCase) ?? tierCase.today)
	const orders = tierCase.orders.filter((order) => order.paidOn <= last)
	if (!period) return count(orders)
	const counted = count(orders.filter(isAfterStart(period)))
	return { ...counted, spendMinor: counted.spendMinor + carryOf(tierCase) }
}

/**
 * Minor units that the present period starts with, from today's net amounts: what the upgrade counted, less its
 * threshold (excess) or whole (all); 0 after a renewal, a downgrade or an import, and without a spend condition.
 */
export function carryOf(tierCase: TierCase): number {
	const { tiers, review, periods } = tierCase
	const period = periods.at(-1)
	if (!period || period.index > 1 || review.carry === 'none' || !carrying.has(period.cause)) return 0
	const tier = tiers.find((one) => one.id === period.tierId)
	if (!tier) return 0
	const counted = countTowards(beforePeriod(tierCase, period), tier).spendMinor
	if (review.carry === 'all') return counted
	const threshold = tier.upgrade?.spendMinor
	return threshold === undefined ? 0 : Math.max(0, counted - threshold)
}

const carrying: ReadonlySet<TierCause> = new Set(['spend', 'express', 'orders', 'hand', 'code', 'opening'])

/** Whether what is counted today renews the present period: nothing else is needed at its end. */
export function isSecured(tierCase: TierCase): boolean {
	const period = tierCase.periods.at(-1)
	if (!period || period.endsOn === null) return true
	const tier = currentTier(tierCase)
	if (!tier) return false
	const counted = countInPeriod(tierCase)
	const reached = (least: number | undefined, value: number) => least !== undefined && value >= least
	return (
		reached(tier.renew?.spendMinor, counted.spendMinor) ||
		reached(tier.renew?.singleOrderMinor, counted.greatestMinor) ||
		reached(tier.upgrade?.singleOrderMinor, counted.greatestMinor) ||
		reached(tier.renew?.orderCount, counted.orders)
	)
}

/** The member's tier now; undefined when the program no longer has it. */
export function currentTier(tierCase: TierCase): Tier | undefined {
	return tierCase.tiers.find((tier) => tier.id === currentTierId(tierCase))
}

/** The place of a tier in the ladder, 0 the base; a tier that the program no longer has ranks with the base. */
export function rankOf({ tiers }: Pick<TierCase, 'tiers'>, tierId: number): number {
	return Math.max(
		0,
		tiers.findIndex((tier) => tier.id === tierId),
	)
}

function currentTierId({ tiers, periods }: TierCase): number {
	return periods.at(-1)?.tierId ?? (tiers[0] as Tier).id
}

// The case as it stood when the period was decided: what it did not count then is in the period, and what it counted
// enters by the carry alone, at its newest amount.
function beforePeriod(tierCase: TierCase, period: TierPeriod): TierCase {
	const isInside = isAfterStart(period)
	return {
		...tierCase,
		today: period.startedOn,
		periods: tierCase.periods.slice(0, -1),
		orders: tierCase.orders.filter((order) => !isInside(order)),
	}
}

// The day S itself belongs to the first period only for orders processed after the upgrade or downgrade; a renewal
// begins at the end of the day that the ended period had.
function isAfterStart(period: TierPeriod): (order: TierOrder) => boolean {
	const { startedOn, openedAt } = period
	const { after } = periodOf(startedOn, period.validMonths, period.index)
	const isWhole = period.index > 1 || period.cause === 'renewal'
	return ({ paidOn, processedAt }) => (isWhole || paidOn !== startedOn ? paidOn > after : processedAt > openedAt)
}

function count(orders: readonly TierOrder[]): Counted {
	const counted = { spendMinor: 0, orders: orders.length, greatestMinor: 0 }
	for (const { netMinor } of orders) {
		counted.spendMinor += netMinor
		counted.greatestMinor = Math.max(counted.greatestMinor, netMinor)
	}
	return counted
}
