import type { Day } from './calendar.ts'
import { divideDown, parseRatio, type Ratio } from './ratio.ts'
import { done, type Refusal, type Result, refuse } from './result.ts'

export type NesTag = 'prospect' | 'N' | 'E0' | 'S1' | 'S2' | 'S3'

/** shrunk pulls a member's own cycle to the store's, store uses the store's alone, raw the member's own alone. */
export type NesMode = 'shrunk' | 'store' | 'raw'

export type Thetas = readonly [Ratio, Ratio, Ratio]

export interface NesSettings {
	mode: NesMode
	/** k, how many intervals the store cycle weighs in the shrunk cycle: an integer ≥ 0. */
	weight: number
	thetas: Thetas
	storeCycleTenths: number
}

/** The purchase days of one member: how many, the first and the last; a count of 0 has no days. */
export interface Purchases {
	days: number
	firstDay: Day
	lastDay: Day
}

export interface NesClass {
	tag: NesTag
	/** The personal cycle μ in days; null for a prospect. */
	cycle: Ratio | null
	/** Days since the last purchase up to which the member is N or E0, S1, S2; null for a prospect. */
	borders: readonly [number, number, number] | null
	/** The first day on which the tag is another one without a new order; null when it stays. */
	changesOn: Day | null
}

export const DEFAULT_CYCLE_DAYS = 60
export const DEFAULT_WEIGHT = 3
export const DEFAULT_THETAS: Thetas = [
	{ numerator: 1, denominator: 1 },
	{ numerator: 2, denominator: 1 },
	{ numerator: 3, denominator: 1 },
]

/** Below this many members with an interval the median says little, and the default cycle is taken. */
export const MIN_CYCLE_MEMBERS = 30

/** Reads the three factors of the borders, such as 2, 2.5, 3; refused unless three, positive and not falling. */
export function parseThetas(texts: readonly string[]): Result<Thetas, Refusal<'thetas_invalid', undefined>> {
	const [first, second, third, ...more] = texts.map(parseRatio)
	if (!first || !second || !third || more.length > 0) return refuse('thetas_invalid')
	if (isGreater(first, second) || isGreater(second, third)) return refuse('thetas_invalid')
	return done([first, second, third])
}

/**
 * Store cycle M in tenths of a day: the median of span ÷ (days − 1) over members with two purchase days or more,
 * rounded half up; the default with fewer than 30 of them.
 */
export function storeCycleTenths(
	members: Iterable<{ days: number; spanDays: number }>,
	defaultCycleDays = DEFAULT_CYCLE_DAYS,
): number {
	const intervals: Ratio[] = []
	for (const { days, spanDays } of members) {
		if (days >= 2) intervals.push({ numerator: spanDays, denominator: days - 1 })
	}
	if (intervals.length < MIN_CYCLE_MEMBERS) return defaultCycleDays * 10
	const [low, high] = findMiddle(intervals)
	// Mean of the two middle fractions, in tenths, rounded half up: ⌊10 · (low + high) / 2 + 1/2⌋.
	const sum = BigInt(low.numerator * high.denominator) + BigInt(high.numerator * low.denominator)
	const product = BigInt(low.denominator * high.denominator)
	return Number((10n * sum + product) / (2n * product))
}

/** The tag of one member on a day with what explains it: borders t_j = ⌊θ_j · μ⌋ in days after the last purchase. */
export function classify(purchases: Purchases, asOf: Day, settings: NesSettings): NesClass {
	if (purchases.days === 0) return { tag: 'prospect', cycle: null, borders: null, changesOn: null }
	const cycle = personalCycle(purchases, settings)
	const [first, second, third] = settings.thetas
	const borders = [scaleDown(cycle, first), scaleDown(cycle, second), scaleDown(cycle, third)] as const
	const age = asOf - purchases.lastDay
	const step = age <= borders[0] ? 0 : age <= borders[1] ? 1 : age <= borders[2] ? 2 : 3
	const tag = step === 0 ? (purchases.days === 1 ? 'N' : 'E0') : step === 1 ? 'S1' : step === 2 ? 'S2' : 'S3'
	const border = step === 3 ? null : borders[step]
	return { tag, cycle, borders, changesOn: border === null ? null : purchases.lastDay + border + 1 }
}

/** μ in days: (k·M + S) / (k + g) clamped to [M/2, 2M]; M in mode store and without an interval; S/g in mode raw. */
export function personalCycle(purchases: Purchases, settings: NesSettings): Ratio {
	const tenths = settings.storeCycleTenths
	const gaps = purchases.days - 1
	const span = purchases.lastDay - purchases.firstDay
	if (gaps === 0 || settings.mode === 'store') return { numerator: tenths, denominator: 10 }
	if (settings.mode === 'raw') return { numerator: span, denominator: gaps }
	const weights = settings.weight + gaps
	const numerator = settings.weight * tenths + 10 * span
	if (2 * numerator < tenths * weights) return { numerator: tenths, denominator: 20 }
	if (numerator > 2 * tenths * weights) return { numerator: tenths, denominator: 5 }
	return { numerator, denominator: 10 * weights }
}

function scaleDown(cycle: Ratio, theta: Ratio): number {
	return divideDown(cycle.numerator * theta.numerator, cycle.denominator * theta.denominator)
}

function isGreater(a: Ratio, b: Ratio): boolean {
	return a.numerator * b.denominator > b.numerator * a.denominator
}

// Different fractions of day counts (far below 2^26) are different doubles, and equal ones are the same double: so the
// order of the doubles is the order of the fractions, and a million of them sort in a tenth of a second.
function findMiddle(intervals: readonly Ratio[]): [Ratio, Ratio] {
	const quotients = Float64Array.from(intervals, (r) => r.numerator / r.denominator).sort()
	const pick = (index: number) => intervals.find((r) => r.numerator / r.denominator === quotients[index]) as Ratio
	return [pick((intervals.length - 1) >> 1), pick(intervals.length >> 1)]
}
