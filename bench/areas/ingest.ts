import { dayOf } from '../../src/domain/calendar.ts'
import type { OrderReport } from '../../src/domain/order.ts'
import { findKnownOrder, reportOrder } from '../../src/loyalty/report-order.ts'
import type { Store } from '../../src/store/transact.ts'
import { type Area, type Bench, createPick, scaled } from '../area.ts'
import { createBenchClock, NOON } from '../clock.ts'
import { compare, percentile } from '../measure.ts'
import { prepareDuplicate, prepareIngest } from '../raw/ingest.ts'
import { atMost, atMostTimes } from '../row.ts'
import { openProduct, openRaw } from '../stores.ts'
import { orderId, SOURCE } from '../templates.ts'

const TODAY = dayOf(NOON, 'Asia/Hong_Kong')

/** A new order; its id is found nowhere near the last one, as those of several shops are not. */
export function nextReport(n: number, memberId: number, now: number): OrderReport {
	const amountMinor = 5_000 + ((n * 131) % 40_000)
	return {
		source: SOURCE,
		externalId: `n${(n * 2_654_435_761) % 4_294_967_296}`,
		memberId,
		placedAt: now,
		paidAt: now,
		cancelledAt: null,
		currency: 'HKD',
		eligibleMinor: amountMinor,
		totalMinor: amountMinor,
		refundedEligibleMinor: 0,
		versionAt: now,
	}
}

async function measureNew(bench: Bench, store: Store, now: () => number): Promise<void> {
	const db = openRaw(bench.files.raw)
	const ingest = prepareIngest(db)
	const pickRaw = createPick(bench.files.members)
	const pick = createPick(bench.files.members)
	let [raws, products] = [0, 0]
	const cost = await compare(
		{
			raw(count) {
				for (let n = 0; n < count; n++) {
					const { externalId, eligibleMinor } = nextReport(++raws, 0, 0)
					ingest({ externalId, memberId: pickRaw(), amountMinor: eligibleMinor, at: now(), day: TODAY })
				}
			},
			async product(count) {
				for (let n = 0; n < count; n++) {
					const report = nextReport(++products, pick(), now())
					await store.transact((work) => reportOrder(work, report))
				}
			},
		},
		{ rounds: bench.rounds, count: scaled(bench, 1_000) },
	)
	bench.add({
		what: 'order ingest, durable',
		unit: 'µs CPU',
		raw: cost.raw.cpu,
		product: cost.product.cpu,
		ratio: cost.ratio.cpu,
		wallRatio: cost.ratio.wall,
		goal: atMostTimes(cost.ratio.cpu, 2.5),
	})
	await measurePaced(bench, store, () => nextReport(++products, pick(), now()))
	db.close()
}

/** Orders as they come in a busy shop, one every 10 ms. */
async function measurePaced(bench: Bench, store: Store, next: () => OrderReport): Promise<void> {
	const took: number[] = []
	for (let n = scaled(bench, 500); n > 0; n--) {
		const rest = new Promise((resolve) => setTimeout(resolve, 10))
		const from = performance.now()
		await store.transact((work) => reportOrder(work, next()))
		took.push(performance.now() - from)
		await rest
	}
	const [p50, p99] = [percentile(took, 0.5), percentile(took, 0.99)]
	bench.add({
		what: 'order ingest at 100 a second, p99',
		unit: 'ms',
		product: p99,
		goal: atMost(p99, 20, 'ms'),
		note: `p50 ${p50.toFixed(2)} ms (≤ 1), longest ${Math.max(...took).toFixed(1)} ms (≤ 50)`,
	})
}

async function measureDuplicates(bench: Bench, store: Store): Promise<void> {
	const db = openRaw(bench.files.raw)
	const duplicate = prepareDuplicate(db)
	const pick = createPick(bench.files.members)
	const rows = db.prepare(
		'select eligible_minor as amount, paid_at as at from orders where source_id = 1 and external_id = ?',
	)
	const reports = Array.from({ length: scaled(bench, 1_000) }, () => {
		const memberId = pick()
		const externalId = orderId(memberId, 0)
		const { amount, at } = rows.get(externalId) as { amount: number; at: number }
		const same = { placedAt: at, paidAt: at, versionAt: at, eligibleMinor: amount, totalMinor: amount }
		return { ...nextReport(1, memberId, at), externalId, ...same }
	})
	const each = async (count: number, work: (report: OrderReport) => unknown) => {
		for (let n = 0; n < count; n++) await work(reports[n % reports.length] as OrderReport)
	}
	const raw = (count: number) => {
		for (let n = 0; n < count; n++) duplicate(reports[n % reports.length]?.externalId ?? '')
	}
	const ways = {
		'duplicate order, seen before a transaction': (report: OrderReport) => findKnownOrder(store.db, report),
		'duplicate order, inside a transaction': (report: OrderReport) =>
			store.transact((work) => reportOrder(work, report)),
	}
	for (const [what, work] of Object.entries(ways)) {
		const product = (count: number) => each(count, work)
		const cost = await compare({ raw, product }, { rounds: bench.rounds, count: scaled(bench, 5_000) })
		bench.add({
			what,
			unit: 'µs CPU',
			raw: cost.raw.cpu,
			product: cost.product.cpu,
			ratio: cost.ratio.cpu,
			wallRatio: cost.ratio.wall,
			goal: what.includes('before') ? atMostTimes(cost.ratio.cpu, 2) : undefined,
		})
	}
	db.close()
}

/** Orders by the API's own use case, in process. */
export const ingest: Area = {
	name: 'ingest',
	async run(bench: Bench) {
		const now = createBenchClock()
		const store = await openProduct(bench.files.product, now)
		await measureDuplicates(bench, store)
		await measureNew(bench, store, now)
		await store.close()
	},
}
