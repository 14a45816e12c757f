import { nearestDouble } from './ratio.ts'
import { createSortedRuns } from './sorted-runs.ts'

/** One customer with a qualifying order in the period; a guest counts as one customer per phone. */
export interface PeriodCustomer {
	orders: number
	netMinor: number
	/** A qualifying order before the period's first day exists. */
	boughtBefore: boolean
}

/** The figures of a period; ratios are the doubles nearest the exact quotient, null (not 0) without customers. */
export interface Measures {
	orders: number
	customers: number
	returningCustomers: number
	/** Major units with the currency's decimals. */
	revenue: string
	repurchaseRate: number | null
	repurchaseRateStrict: number | null
	/** Major units per order. */
	aov: number | null
	ordersPerCustomer: number | null
	top20Count: number
	top20Share: number | null
}

/** Takes the customers of a period one by one; only their figures are kept, and none of them takes long. */
export interface Measuring {
	add(customer: PeriodCustomer): void
	/** The three measures with their parts; decimals are those of the currency. */
	finish(decimals: number): Measures
}

export function createMeasuring(): Measuring {
	const spends = createSortedRuns()
	let [orders, returning, boughtBefore, net] = [0, 0, 0, 0n]
	return {
		add(customer) {
			orders += customer.orders
			net += BigInt(customer.netMinor)
			spends.add(customer.netMinor)
			if (customer.boughtBefore) boughtBefore++
			// Of two orders in the period one at most is the first ever.
			if (customer.boughtBefore || customer.orders >= 2) returning++
		},
		finish(decimals) {
			const customers = spends.size()
			const top20Count = countTopFifth(customers)
			return {
				orders,
				customers,
				returningCustomers: returning,
				revenue: printMajor(net, decimals),
				repurchaseRate: divide(returning, customers),
				repurchaseRateStrict: divide(boughtBefore, customers),
				aov: divide(net, BigInt(orders) * 10n ** BigInt(decimals)),
				ordersPerCustomer: divide(orders, customers),
				top20Count,
				top20Share: divide(spends.sumGreatest(top20Count), net),
			}
		},
	}
}

/** The three measures over the customers of a period; decimals are those of the currency. */
export function measure(customers: Iterable<PeriodCustomer>, decimals: number): Measures {
	const measuring = createMeasuring()
	for (const customer of customers) measuring.add(customer)
	return measuring.finish(decimals)
}

/** How many customers the top 20 % are: a fifth rounded up, so that one buyer is a top buyer. */
export function countTopFifth(buyers: number): number {
	return Math.floor((buyers + 4) / 5)
}

/** Sums over all members since the beginning, or over postings of a period; credits of every sort are positive. */
export interface PointsSums {
	usable: number
	pending: number
	debt: number
	/** Points earned or given by a rule, before anything is taken back. */
	issued: number
	redeemed: number
	expired: number
	clawedBack: number
	/** By hand: given minus taken. */
	adjusted: number
	/** Given back by undoing or voiding a redemption. */
	undone: number
	/** Debt the merchant let go. */
	forgiven: number
}

/** By how much the points identity is off: 0 when usable − debt + pending is exactly what the postings leave. */
export function findPointsDifference(sums: PointsSums): number {
	const held = sums.usable - sums.debt + sums.pending
	const taken = sums.redeemed + sums.expired + sums.clawedBack
	const givenBesides = sums.adjusted + sums.undone + sums.forgiven
	return held + taken - givenBesides - sums.issued
}

/** What points cost and do in a period; `earned` and `clawedBack` are those of orders alone. */
export interface PointsPeriod {
	earned: number
	clawedBack: number
	issued: number
	redeemed: number
	netMinor: number
	orders: number
	ordersThatEarned: number
}

export interface PointsRates {
	/** Points per major unit of eligible revenue. */
	earnRate: number | null
	earningOrderShare: number | null
	redemptionRate: number | null
}

/** 積分獲取率 and 積分兌換率 of a period; null where there is nothing to divide by. */
export function measurePoints(period: PointsPeriod, decimals: number): PointsRates {
	const earned = BigInt(period.earned - period.clawedBack) * 10n ** BigInt(decimals)
	return {
		earnRate: divide(earned, period.netMinor),
		earningOrderShare: divide(period.ordersThatEarned, period.orders),
		redemptionRate: divide(period.redeemed, period.issued),
	}
}

/** What the outstanding points are worth in minor units, rounded half up; the value is minor units for so many points. */
export function measureLiability(
	points: { usable: number; pending: number },
	value: { points: number; minor: number },
): number {
	const worth = BigInt(points.usable + points.pending) * BigInt(value.minor)
	const unit = BigInt(value.points)
	return Number((2n * worth + unit) / (2n * unit))
}

/** Customer acquisition cost in major units: all marketing spend typed in ÷ new customers; null without new customers. */
export function measureCac(spendMinor: number, newCustomers: number, decimals: number): number | null {
	return divide(spendMinor, BigInt(newCustomers) * 10n ** BigInt(decimals))
}

/** A group of a broadcast by intention to treat: how many were drawn into it, how many of them ordered in the window. */
export interface Group {
	members: number
	buyers: number
}

export type Verdict = 'better' | 'worse' | 'cannot_tell'

/** Differences of order rates, as fractions of 1; null while a group is empty. */
export interface Uplift {
	difference: number | null
	low: number | null
	high: number | null
	verdict: Verdict
}

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054

/**
 * Difference of the order rates with its 95 % interval by Newcombe's hybrid score method
 * (Statistics in Medicine 17, 1998, 873–890, method 10); better or worse only when the interval leaves out 0.
 */
export function measureUplift(treated: Group, control: Group): Uplift {
	if (treated.members === 0 || control.members === 0) {
		return { difference: null, low: null, high: null, verdict: 'cannot_tell' }
	}
	const [t, c] = [scoreInterval(treated), scoreInterval(control)]
	const difference = t.rate - c.rate
	const low = difference - Math.hypot(t.rate - t.low, c.high - c.rate)
	const high = difference + Math.hypot(t.high - t.rate, c.rate - c.low)
	return { difference, low, high, verdict: low > 0 ? 'better' : high < 0 ? 'worse' : 'cannot_tell' }
}

/** Wilson's score interval of a share. */
function scoreInterval({ members, buyers }: Group): { rate: number; low: number; high: number } {
	const rate = buyers / members
	const centre = (2 * buyers + Z * Z) / (2 * (members + Z * Z))
	const reach = (Z * Math.sqrt(Z * Z + 4 * buyers * (1 - rate))) / (2 * (members + Z * Z))
	return { rate, low: centre - reach, high: centre + reach }
}

function divide(numerator: number | bigint, denominator: number | bigint): number | null {
	return BigInt(denominator) === 0n ? null : nearestDouble(numerator, denominator)
}

function printMajor(minor: bigint, decimals: number): string {
	const digits = minor.toString().padStart(decimals + 1, '0')
	return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
