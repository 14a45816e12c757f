import { type Area, type Bench, createPick, scaled } from '../area.ts'
import { createBenchClock } from '../clock.ts'
import type { LoadJob } from '../load.ts'
import { type Loader, startLoader } from '../loader.ts'
import { type Compared, compare, percentile } from '../measure.ts'
import { startProgram } from '../program.ts'
import { RAW_TOKEN, serveRaw } from '../raw/server.ts'
import { atMost, atMostTimes } from '../row.ts'
import { openRaw } from '../stores.ts'
import { FIRST_CHAT } from '../templates.ts'
import { nextReport } from './ingest.ts'

const CONNECTIONS = 16

/** Where requests go, with what. */
interface Target {
	origin: string
	prefix: string
	token: string
}

async function sendAll(loader: Loader, target: Target, requests: LoadJob['requests']) {
	const { origin, prefix, token } = target
	const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
	const answer = await loader.send({
		origin,
		headers,
		requests: requests.map((request) => ({ ...request, path: prefix + request.path })),
		connections: CONNECTIONS,
	})
	const wrong = Object.entries(answer.statuses).find(([status]) => !status.startsWith('2'))
	if (wrong) throw new Error(`${wrong[1]} requests were answered with ${wrong[0]}`)
	return answer
}

/** A loaded server and the CPU it takes: the requests are made in another process. */
async function compareTargets(
	bench: Bench,
	loader: Loader,
	sides: {
		raw: Target
		product: Target
		requests: (count: number, target: Target) => LoadJob['requests']
		count: number
	},
): Promise<Compared & { p99: number }> {
	const took: number[] = []
	const cost = await compare(
		{
			raw: (count) => sendAll(loader, sides.raw, sides.requests(count, sides.raw)),
			product: async (count) => {
				took.push(...(await sendAll(loader, sides.product, sides.requests(count, sides.product))).took)
			},
		},
		{ rounds: bench.rounds, count: scaled(bench, sides.count) },
	)
	return { ...cost, p99: percentile(took, 0.99) }
}

/** The API with a key, beside Hono with raw statements. */
export const http: Area = {
	name: 'http',
	async run(bench: Bench) {
		const now = createBenchClock()
		const db = openRaw(bench.files.raw)
		const server = await serveRaw(db, now)
		const program = await startProgram(bench.files, { now })
		const loader = startLoader()
		const raw = { origin: server.url, prefix: '', token: RAW_TOKEN }
		const product = { origin: program.url, prefix: '/api/v1', token: program.apiToken }
		const pick = createPick(bench.files.members)
		const lookUp = await compareTargets(bench, loader, {
			raw,
			product,
			count: 4_000,
			requests: (count) =>
				Array.from({ length: count }, () => ({
					method: 'GET' as const,
					path: `/members?channel=telegram&address=${FIRST_CHAT + pick()}`,
				})),
		})
		addRow(bench, 'card over HTTP with a key', lookUp, 1 / 0.6)
		bench.add({
			what: `card over HTTP, ${CONNECTIONS} at a time, p99`,
			unit: 'ms',
			product: lookUp.p99,
			goal: atMost(lookUp.p99, 5, 'ms'),
		})
		const publicIds = db.prepare('select public_id from members where id = ?').pluck()
		const sent = new Map<Target, number>()
		const order = await compareTargets(bench, loader, {
			raw,
			product,
			count: 1_500,
			requests: (count, target) =>
				Array.from({ length: count }, () => {
					const n = (sent.get(target) ?? 1_000_000) + 1
					sent.set(target, n)
					const { source, externalId, currency, eligibleMinor } = nextReport(n, 0, 0)
					const at = new Date(now()).toISOString()
					const memberId = publicIds.get(pick())
					const body = { source, externalId, memberId, placedAt: at, paidAt: at, currency, eligibleMinor }
					return { method: 'POST' as const, path: '/orders', body: JSON.stringify(body) }
				}),
		})
		addRow(bench, 'order over HTTP with a key, durable', order, 2)
		loader.stop()
		await server.stop()
		await program.stop()
		db.close()
	},
}

function addRow(bench: Bench, what: string, cost: Compared, most: number): void {
	bench.add({
		what,
		unit: 'µs CPU',
		raw: cost.raw.cpu,
		product: cost.product.cpu,
		ratio: cost.ratio.cpu,
		wallRatio: cost.ratio.wall,
		goal: atMostTimes(cost.ratio.cpu, Number(most.toFixed(2))),
	})
}
