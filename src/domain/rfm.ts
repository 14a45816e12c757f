import { nearestDouble } from './ratio.ts'
import { createSortedRuns, type SortedRuns } from './sorted-runs.ts'

/** One customer with an order in the window: days since the last purchase, orders and net spend in the window. */
export interface RfmCustomer {
	recencyDays: number
	orders: number
	netMinor: number
}

export type Score = 1 | 2 | 3 | 4 | 5

export interface RfmScores {
	r: Score
	f: Score
	m: Score
}

/** The four edges between the five scores, each times 5 so that type-7 quintiles of integers are integers. */
export type Edges = readonly [bigint, bigint, bigint, bigint]

export interface RfmEdges {
	recency: Edges
	orders: Edges
	net: Edges
}

/** The report of a scored shop; edges are empty without customers, money edges are in major units. */
export interface RfmReport {
	customers: number
	edges: { R: number[]; F: number[]; M: number[] }
	scores: { R: ScoreCounts; F: ScoreCounts; M: ScoreCounts }
	segments: Record<RfmName, number>
}

export type ScoreCounts = Record<Score, number>
export type RfmName = (typeof RFM_NAMES)[number]

export const RFM_NAMES = [
	'champions',
	'loyal',
	'potential_loyalist',
	'new',
	'promising',
	'need_attention',
	'about_to_sleep',
	'at_risk',
	'cant_lose',
	'hibernating',
] as const

/** Rows are R 1 to 5, columns F 1 to 5: a partition of all 25 cells. */
const GRID: readonly (readonly RfmName[])[] = [
	['hibernating', 'hibernating', 'at_risk', 'at_risk', 'cant_lose'],
	['hibernating', 'hibernating', 'at_risk', 'at_risk', 'cant_lose'],
	['about_to_sleep', 'about_to_sleep', 'need_attention', 'loyal', 'loyal'],
	['promising', 'potential_loyalist', 'potential_loyalist', 'loyal', 'loyal'],
	['new', 'potential_loyalist', 'potential_loyalist', 'champions', 'champions'],
]

/** The name of a cell of the grid of recency and frequency. */
export function nameCell(r: Score, f: Score): RfmName {
	return GRID[r - 1]?.[f - 1] as RfmName
}

/** The edges at 20, 40, 60, 80 % of integers by type-7 quantiles (h = (n − 1)·p, between neighbours); null when empty. */
export function findEdges(values: Iterable<number>): Edges | null {
	const sorted = createSortedRuns()
	for (const value of values) sorted.add(value)
	return edgesOf(sorted)
}

function edgesOf(sorted: SortedRuns): Edges | null {
	if (sorted.size() === 0) return null
	return [edgeAt(sorted, 1), edgeAt(sorted, 2), edgeAt(sorted, 3), edgeAt(sorted, 4)]
}

/** Edges that the merchant fixed by hand, rising, in the unit of the values. */
export function fixEdges(edges: readonly [number, number, number, number]): Edges {
	const [first, second, third, fourth] = edges
	return [BigInt(first) * 5n, BigInt(second) * 5n, BigInt(third) * 5n, BigInt(fourth) * 5n]
}

/** The edges of a shop's customers in all three measures; null without customers. */
export function findRfmEdges(customers: readonly RfmCustomer[]): RfmEdges | null {
	const recency = findEdges(customers.map((c) => c.recencyDays))
	const orders = findEdges(customers.map((c) => c.orders))
	const net = findEdges(customers.map((c) => c.netMinor))
	return recency && orders && net && { recency, orders, net }
}

/** A scorer for many customers: F and M score 1 + the edges below the value, R scores 5 − that, so equals score equally. */
export function makeScorer(edges: RfmEdges): (customer: RfmCustomer) => RfmScores {
	const recency = floorEdges(edges.recency)
	const orders = floorEdges(edges.orders)
	const net = floorEdges(edges.net)
	return (customer) => ({
		r: scoreRecency(recency, customer.recencyDays),
		f: scoreGreater(orders, customer.orders),
		m: scoreGreater(net, customer.netMinor),
	})
}

/** Counts customers one by one for the report of a shop: only their figures are kept, none of them takes long. */
export interface RfmTally {
	add(customer: RfmCustomer): void
	/** Counts of scores and names, with the edges as the doubles nearest their exact value. */
	report(decimals: number): RfmReport
}

export function createRfmTally(): RfmTally {
	const [recency, orders, net] = [createSortedRuns(), createSortedRuns(), createSortedRuns()]
	/** Customers by days since the last purchase and orders: what the cells of the grid are made of. */
	const cells = new Map<number, Map<number, number>>()
	return {
		add(customer) {
			recency.add(customer.recencyDays)
			orders.add(customer.orders)
			net.add(customer.netMinor)
			const counts = cells.get(customer.recencyDays) ?? new Map<number, number>()
			if (counts.size === 0) cells.set(customer.recencyDays, counts)
			counts.set(customer.orders, (counts.get(customer.orders) ?? 0) + 1)
		},
		report(decimals) {
			const edges = { recency: edgesOf(recency), orders: edgesOf(orders), net: edgesOf(net) }
			const segments = Object.fromEntries(RFM_NAMES.map((name) => [name, 0])) as RfmReport['segments']
			const days = floorEdges(edges.recency)
			const counts = floorEdges(edges.orders)
			for (const [recencyDays, byOrders] of cells)
				for (const [ordered, n] of byOrders)
					segments[nameCell(scoreRecency(days, recencyDays), scoreGreater(counts, ordered))] += n
			const { R, F, M } = {
				R: countScores(recency, days),
				F: countScores(orders, counts),
				M: countScores(net, floorEdges(edges.net)),
			}
			return {
				customers: recency.size(),
				edges: {
					R: printEdges(edges.recency, 1n),
					F: printEdges(edges.orders, 1n),
					M: printEdges(edges.net, 10n ** BigInt(decimals)),
				},
				scores: { R: { 1: R[5], 2: R[4], 3: R[3], 4: R[2], 5: R[1] }, F, M },
				segments,
			}
		},
	}
}

/** Counts of scores and names over customers. */
export function reportRfm(customers: Iterable<RfmCustomer>, decimals: number): RfmReport {
	const tally = createRfmTally()
	for (const customer of customers) tally.add(customer)
	return tally.report(decimals)
}

function edgeAt(sorted: SortedRuns, fifths: number): bigint {
	const position = (sorted.size() - 1) * fifths
	const index = Math.floor(position / 5)
	const low = BigInt(sorted.at(index))
	const high = index + 1 < sorted.size() ? BigInt(sorted.at(index + 1)) : low
	return 5n * low + BigInt(position % 5) * (high - low)
}

// An integer lies above an edge exactly when it lies above the edge rounded down (days, counts and spend are never
// negative): so the scorer compares plain numbers.
function floorEdges(edges: Edges | null): readonly number[] {
	return (edges ?? []).map((edge) => Number(edge / 5n))
}

function scoreRecency(edges: readonly number[], value: number): Score {
	return (5 - countBelow(edges, value)) as Score
}

function scoreGreater(edges: readonly number[], value: number): Score {
	return (1 + countBelow(edges, value)) as Score
}

/** How many values have 0, 1, … 4 edges below them, as scores 1 to 5. */
function countScores(values: SortedRuns, edges: readonly number[]): ScoreCounts {
	const counts = noCounts()
	if (values.size() === 0) return counts
	let below = 0
	for (const [at, upTo] of [...edges.map((edge) => values.countAtMost(edge)), values.size()].entries()) {
		counts[(at + 1) as Score] = upTo - below
		below = upTo
	}
	return counts
}

function countBelow(edges: readonly number[], value: number): number {
	let count = 0
	for (const edge of edges) if (edge < value) count++
	return count
}

function printEdges(edges: Edges | null, unit: bigint): number[] {
	return edges === null ? [] : edges.map((edge) => nearestDouble(edge, 5n * unit))
}

function noCounts(): ScoreCounts {
	return { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }
}
