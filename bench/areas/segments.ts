import { dayOf } from '../../src/domain/calendar.ts'
import { countSegment, getSegmentContext, type Segment } from '../../src/segments/index.ts'
import { reportRfmOn } from '../../src/segments/report-rfm.ts'
import { listMembers } from '../../src/store/member-list.ts'
import { getOverview } from '../../src/store/overview.ts'
import type { Store } from '../../src/store/transact.ts'
import type { Area, Bench } from '../area.ts'
import { createBenchClock, NOON } from '../clock.ts'
import { compare, watchLoop } from '../measure.ts'
import { prepareCounts } from '../raw/counts.ts'
import { atMost } from '../row.ts'
import { openProduct, openRaw } from '../stores.ts'

const TODAY = dayOf(NOON, 'Asia/Hong_Kong')

/** What the merchant asks for, each with the goal in ms: it is that of a million members. */
function listQuestions(store: Store) {
	const count = async (segment: Segment) =>
		await countSegment(store.reports, segment, await getSegmentContext(store.db, store.now()))
	return {
		tier: { what: 'count of a tier', ask: () => count({ kind: 'tier-at-least', tier: 1 }), ms: 60 },
		nes: {
			what: 'count of sleeping members',
			ask: () => count({ kind: 'nes', tags: ['S1', 'S2', 'S3'] }),
			ms: 150,
		},
		rfm: { what: 'RFM cells', ask: () => reportRfmOn(store.reports, TODAY, 'all'), ms: 350 },
		dashboard: { what: 'first page of the console', ask: () => getOverview(store.reports), ms: 300 },
		list: { what: 'page of members', ask: () => listMembers(store.db, {}, { limit: 50 }), ms: 5 },
	} as const
}

/** Counts over all members, and how long they hold up everything else. */
export const segments: Area = {
	name: 'segments',
	async run(bench: Bench) {
		const store = await openProduct(bench.files.product, createBenchClock())
		const db = openRaw(bench.files.raw)
		const counts = prepareCounts(db)
		for (const [name, { what, ask, ms }] of Object.entries(listQuestions(store))) {
			const raw = counts[name as keyof typeof counts]
			const rounds = Math.min(bench.rounds, 5)
			const cost = await compare({ raw, product: ask }, { rounds, count: 1 })
			const took = cost.product.wall / 1_000
			const loop = await watchLoop(ask)
			bench.add({
				what,
				unit: 'ms',
				raw: cost.raw.wall / 1_000,
				product: took,
				ratio: cost.ratio.cpu,
				wallRatio: cost.ratio.wall,
				goal: atMost(took, ms, 'ms'),
			})
			bench.add({
				what: `event loop held by: ${what}`,
				unit: 'ms longest',
				product: loop.max,
				goal: atMost(loop.max, 50, 'ms'),
			})
		}
		db.close()
		await store.close()
	},
}
