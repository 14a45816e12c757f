import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const root = path.resolve(import.meta.dirname, '../..')
const data = path.resolve(root, '../shared/data')
const absent = !fs.existsSync(data)

const invoices = 'dev/online_retail_invoices.csv'
const rfmOrders = 'dev/rfm_data_orders.csv'
/** Customers on a tie, where equal values get equal scores with us. */
const odd = ['Jerold Sporer', 'Katlyn Mann', 'Skylar Hoeger']

interface NesOracle {
	asof: string
	method: string
	store_cycle_tenths: number
	counts: Record<string, number>
}

interface Oracle {
	file: string
	rows: number
	nes: NesOracle[]
	metrics: Record<string, unknown>[]
}

interface GridOracle {
	file: string
	asof: string
	customers: number
	[name: string]: unknown
}

const readJson = <T>(name: string): T[] =>
	absent ? [] : (JSON.parse(fs.readFileSync(path.join(data, 'expected', name), 'utf8')) as T[])

const oracle = (file: string) => readJson<Oracle>('dev_oracle.json').find((one) => one.file === file)
const grid = (file: string) => readJson<GridOracle>('dev_rf_grid_oracle.json').find((one) => one.file === file)

interface Shop extends TestStore {
	suki(...argv: string[]): Promise<{ code: number; answer: unknown; seconds: number }>
}

/** A fresh shop in a folder of its own, worked on by the program's own command line in child processes. */
async function openShop(kind: (typeof databases)[number]): Promise<Shop> {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-real-'))
	const world = await openTestStore(kind, { file: path.join(folder, 'suki.db') })
	const secret = Buffer.alloc(32, 7).toString('base64')
	const env = { ...process.env, DATABASE_URL: world.url, DATA_DIR: folder, SECRET_KEY: secret }
	return {
		...world,
		suki: (...argv) =>
			new Promise((resolve, reject) => {
				const from = performance.now()
				const command = [path.join(root, 'tools/node.mjs'), path.join(root, 'src/cli.ts'), ...argv, '--json']
				execFile(process.execPath, command, { env, maxBuffer: 64 << 20 }, (error, out, err) => {
					const code = error ? Number(error.code) : 0
					if (out === '') return reject(new Error(err || `exit ${code}`))
					resolve({ code, answer: JSON.parse(out), seconds: (performance.now() - from) / 1000 })
				})
			}),
		async close() {
			await world.close()
			fs.rmSync(folder, { recursive: true, force: true })
		},
	}
}

const nesFlags = (method: string) => {
	if (method.startsWith('recommended')) return ['--mode', 'shrunk']
	return ['--mode', 'raw', '--theta', method.startsWith('classic A') ? '1,2,3' : '2,2.5,3']
}

async function expectNes(shop: Shop, expected: readonly NesOracle[]) {
	expect(expected.length).toBeGreaterThan(0)
	for (const { asof, method, store_cycle_tenths: storeCycleTenths, counts } of expected) {
		const { answer } = await shop.suki('report', 'nes', '--as-of', asof, ...nesFlags(method))
		expect(answer).toMatchObject({
			asOf: asof,
			storeCycleTenths,
			counts: { N: 0, E0: 0, S1: 0, S2: 0, S3: 0, ...counts },
		})
	}
}

async function expectMeasures(shop: Shop, expected: readonly Record<string, unknown>[]) {
	expect(expected.length).toBeGreaterThan(0)
	for (const period of expected) {
		const [from = '', to = ''] = period['window'] as string[]
		const { answer } = await shop.suki('report', 'measures', '--from', from, '--to', to)
		expect(answer).toEqual({
			orders: period['orders'],
			customers: period['customers'],
			returningCustomers: period['returning_customers'],
			revenue: Number(period['revenue']).toFixed(2),
			repurchaseRate: period['repurchase_rate'],
			repurchaseRateStrict: period['repurchase_rate_strict'],
			aov: period['aov'],
			ordersPerCustomer: period['orders_per_customer'],
			top20Count: period['top20_count'],
			top20Share: period['top20_share'],
		})
	}
}

async function expectGrid(shop: Shop, expected: GridOracle | undefined) {
	const { answer } = await shop.suki('report', 'rfm', '--as-of', expected?.asof ?? '', '--window', 'all')
	expect(answer).toEqual({
		asOf: expected?.asof,
		window: 'all',
		customers: expected?.customers,
		edges: { R: expected?.['edges_R'], F: expected?.['edges_F'], M: expected?.['edges_M'] },
		scores: { R: expected?.['score_hist_R'], F: expected?.['score_hist_F'], M: expected?.['score_hist_M'] },
		segments: expected?.['segments'],
	})
}

describe.skipIf(absent).each(databases)(
	'published purchase data imported on %s (skipped without ../shared/data)',
	(kind) => {
		describe('22,190 invoices of a British web shop', () => {
			let shop: Shop
			const columns = [
				'--customer',
				'customer_id',
				'--date',
				'datetime_local',
				'--amount',
				'amount',
				'--order-id',
				'invoice_no',
			]
			const place = ['--time-zone', 'Europe/London', '--currency', 'GBP']
			const argv = ['import', 'orders', path.join(data, invoices), '--source', 'retail', ...columns, ...place]
			beforeAll(async () => {
				shop = await openShop(kind)
			})
			afterAll(async () => await shop.close())

			test('are imported with members of all buyers, fast, and a second time change nothing', async () => {
				const first = await shop.suki(...argv, '--create-members')
				expect(first).toMatchObject({
					code: 0,
					answer: { rows: 22_190, imported: 22_190, unchanged: 0, creditNotes: 3_654, rejected: [] },
				})
				expect(first.seconds).toBeLessThan(kind === 'sqlite' ? 20 : 40)
				const again = await shop.suki(...argv, '--create-members')
				expect(again).toMatchObject({ code: 0, answer: { rows: 22_190, imported: 0, unchanged: 22_190, rejected: [] } })
			})

			test('NES of every day and mode', async () => await expectNes(shop, oracle(invoices)?.nes ?? []))

			test('the measures of every period', async () => await expectMeasures(shop, oracle(invoices)?.metrics ?? []))

			test('the RF grid', async () => await expectGrid(shop, grid(invoices)))

			test('everything adds up', async () => {
				expect(await shop.suki('doctor')).toMatchObject({ code: 0, answer: { ok: true, problems: [] } })
			})
		})

		describe('the same invoices without members', () => {
			test('measure the same', async () => {
				const shop = await openShop(kind)
				const columns = ['--customer', 'customer_id', '--date', 'datetime_local', '--amount', 'amount']
				const place = ['--time-zone', 'Europe/London', '--currency', 'GBP']
				await shop.suki('import', 'orders', path.join(data, invoices), '--source', 'retail', ...columns, ...place)
				await expectNes(shop, (oracle(invoices)?.nes ?? []).slice(0, 1))
				await expectMeasures(shop, (oracle(invoices)?.metrics ?? []).slice(1, 2))
				await expectGrid(shop, grid(invoices))
				await shop.close()
			})
		})

		describe('4,906 orders of the R package rfm', () => {
			let shop: Shop
			beforeAll(async () => {
				shop = await openShop(kind)
				const columns = ['--customer', 'customer_id', '--date', 'date', '--amount', 'amount']
				await shop.suki(
					'import',
					'orders',
					path.join(data, rfmOrders),
					'--source',
					'rfm',
					...columns,
					'--create-members',
				)
			})
			afterAll(async () => await shop.close())

			test('NES, measures and RF grid', async () => {
				await expectNes(shop, oracle(rfmOrders)?.nes ?? [])
				await expectMeasures(shop, oracle(rfmOrders)?.metrics ?? [])
				await expectGrid(shop, grid(rfmOrders))
			})

			test('992 of 995 customers score as published, three lie on a tie', async () => {
				const rows: Record<string, string>[] = parse(
					fs.readFileSync(path.join(data, 'expected/dev_rfm_orders_scores.csv')),
					{ columns: true },
				)
				const published = new Map(rows.map((row) => [`rfm:${row['customer_id']}`, row['rfm_score']]))
				const asOf = grid(rfmOrders)?.asof ?? ''
				const { answer } = await shop.suki('report', 'rfm', '--as-of', asOf, '--window', 'all', '--customers')
				const scored = answer as { customer: string; score: string }[]
				expect(scored.map((one) => one.customer).sort()).toEqual([...published.keys()].sort())
				const different = scored.filter((one) => published.get(one.customer) !== one.score)
				expect(different.map((one) => one.customer).sort()).toEqual(odd.map((name) => `rfm:${name}`))
			})
		})
	},
)
