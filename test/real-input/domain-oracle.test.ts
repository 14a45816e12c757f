import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { measure, type PeriodCustomer } from '../../src/domain/measures.ts'
import { classify, DEFAULT_THETAS, type NesSettings, parseThetas, storeCycleTenths } from '../../src/domain/nes.ts'
import { findRfmEdges, makeScorer, nameCell, type RfmCustomer, reportRfm } from '../../src/domain/rfm.ts'

const data = new URL('../../../shared/data/', import.meta.url)
const absent = !existsSync(data)

interface Order {
	customer: string
	day: number
	netMinor: number
}

interface NesOracle {
	asof: string
	method: string
	store_cycle_tenths: number
	counts: Record<string, number>
}

interface MetricsOracle {
	window: [string, string]
	revenue: string
	[name: string]: unknown
}

interface GridOracle {
	file: string
	asof: string
	customers: number
	segments: Record<string, number>
	[name: string]: unknown
}

const files = absent
	? []
	: readJson<{ file: string; rows: number; nes: NesOracle[]; metrics: MetricsOracle[] }>('dev_oracle.json')
const grids = absent ? [] : readJson<GridOracle>('dev_rf_grid_oracle.json')
const oddCustomers = ['Katlyn Mann', 'Skylar Hoeger', 'Jerold Sporer']

describe.skipIf(absent)('published purchase data (skipped without ../shared/data)', () => {
	it.each(files)('$file: N, E and S of every as-of day and mode', ({ file, rows, nes }) => {
		const orders = readOrders(file)
		expect(orders).toHaveLength(rows)
		expect(nes.map((row) => ({ ...row, ...countTags(orders, row) }))).toEqual(nes)
	})

	it.each(files)('$file: the measures of every period', ({ file, metrics }) => {
		const orders = readOrders(file)
		expect(metrics.length).toBeGreaterThan(0)
		for (const expected of metrics) {
			const got = measure(collectPeriod(orders, expected.window), 2)
			expect(Number(got.revenue)).toBe(Number(expected.revenue))
			expect(got).toMatchObject({
				orders: expected['orders'],
				customers: expected['customers'],
				returningCustomers: expected['returning_customers'],
				repurchaseRate: expected['repurchase_rate'],
				repurchaseRateStrict: expected['repurchase_rate_strict'],
				aov: expected['aov'],
				ordersPerCustomer: expected['orders_per_customer'],
				top20Count: expected['top20_count'],
				top20Share: expected['top20_share'],
			})
		}
	})

	it.each(grids)('$file: edges, scores and names of the RF grid', (expected) => {
		const report = reportRfm([...collectRfm(readOrders(expected.file), expected.asof).values()], 2)
		expect(report).toEqual({
			customers: expected.customers,
			edges: { R: expected['edges_R'], F: expected['edges_F'], M: expected['edges_M'] },
			scores: { R: expected['score_hist_R'], F: expected['score_hist_F'], M: expected['score_hist_M'] },
			segments: expected.segments,
		})
	})

	it('scores 992 of 995 customers as the published rule does; three lie on a tie', () => {
		const customers = collectRfm(readOrders('dev/rfm_data_orders.csv'), '2006-12-31')
		const score = makeScorer(findRfmEdges([...customers.values()]) ?? expect.unreachable())
		const rows = readRows('expected/dev_rfm_orders_scores.csv')
		expect(rows).toHaveLength(995)
		const different = rows.filter((row) => {
			const { r, f, m } = score(customers.get(row['customer_id'] ?? '') ?? expect.unreachable())
			expect(nameCell(r, f)).toBeDefined()
			return `${r}${f}${m}` !== row['rfm_score']
		})
		expect(different.map((row) => row['customer_id']).sort()).toEqual(oddCustomers.toSorted())
	})
})

function countTags(orders: Order[], row: NesOracle) {
	const members = Map.groupBy(
		orders.filter((order) => order.day <= toDay(row.asof)),
		(order) => order.customer,
	)
	const purchases = [...members.values()].map((list) => {
		const days = [...new Set(list.map((order) => order.day))].sort((a, b) => a - b)
		return { days: days.length, firstDay: days[0] ?? 0, lastDay: days.at(-1) ?? 0 }
	})
	const storeCycle = storeCycleTenths(purchases.map((p) => ({ days: p.days, spanDays: p.lastDay - p.firstDay })))
	const settings = readMethod(row.method, storeCycle)
	const counts: Record<string, number> = {}
	for (const member of purchases) {
		const { tag } = classify(member, toDay(row.asof), settings)
		counts[tag] = (counts[tag] ?? 0) + 1
	}
	return { store_cycle_tenths: storeCycle, counts }
}

function readMethod(method: string, storeCycle: number): NesSettings {
	const shrunk: NesSettings = { mode: 'shrunk', weight: 3, thetas: DEFAULT_THETAS, storeCycleTenths: storeCycle }
	if (method.startsWith('recommended')) return shrunk
	const thetas = parseThetas(method.startsWith('classic A') ? ['1', '2', '3'] : ['2', '2.5', '3'])
	return { ...shrunk, mode: 'raw', thetas: thetas.ok ? thetas.value : expect.unreachable() }
}

function collectPeriod(orders: Order[], [from, to]: [string, string]): PeriodCustomer[] {
	const inside = orders.filter((order) => order.day >= toDay(from) && order.day <= toDay(to))
	const before = new Set(orders.filter((order) => order.day < toDay(from)).map((order) => order.customer))
	return [...Map.groupBy(inside, (order) => order.customer)].map(([customer, list]) => ({
		orders: list.length,
		netMinor: sumNet(list),
		boughtBefore: before.has(customer),
	}))
}

function collectRfm(orders: Order[], asOf: string): Map<string, RfmCustomer> {
	const members = Map.groupBy(orders, (order) => order.customer)
	return new Map(
		[...members].map(([customer, list]) => [
			customer,
			{
				recencyDays: toDay(asOf) - Math.max(...list.map((order) => order.day)),
				orders: list.length,
				netMinor: sumNet(list),
			},
		]),
	)
}

function readOrders(file: string): Order[] {
	return readRows(file)
		.map((row) => ({
			customer: row['customer_id'] ?? '',
			day: toDay((row['date'] ?? row['datetime_local'] ?? '').slice(0, 10)),
			netMinor: toMinor(row['amount'] ?? ''),
		}))
		.filter((order) => order.netMinor > 0)
}

function readRows(file: string): Record<string, string>[] {
	return parse(readFileSync(new URL(file, data)), { columns: true })
}

function readJson<T>(file: string): T[] {
	return JSON.parse(readFileSync(new URL(`expected/${file}`, data), 'utf8')) as T[]
}

function sumNet(orders: Order[]): number {
	return orders.reduce((sum, order) => sum + order.netMinor, 0)
}

function toDay(date: string): number {
	return Date.parse(date) / 86_400_000
}

function toMinor(amount: string): number {
	const [whole = '', decimals = ''] = amount.split('.')
	return Number(whole + decimals.padEnd(2, '0'))
}
