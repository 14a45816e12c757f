import fs from 'node:fs'
import path from 'node:path'
import { request } from 'undici'
import { freePort } from '../../test/support/program.ts'
import { type Area, type Bench, createPick, scaled } from '../area.ts'
import { type Child, startChild } from '../child.ts'
import { createBenchClock } from '../clock.ts'
import { startLoader } from '../loader.ts'
import { median } from '../measure.ts'
import { environmentOf, startProgram } from '../program.ts'
import { atMost } from '../row.ts'
import { type BenchFiles, openRaw } from '../stores.ts'
import { FIRST_CHAT } from '../templates.ts'

const STARTS = 3

interface Started {
	child: Child<{ url: string }>
	/** From the start of the process to the first answer that says ready, ms. */
	tookMs: number
}

async function startAndAsk(begin: () => Promise<Child<{ url: string }>>): Promise<Started> {
	const from = performance.now()
	const child = await begin()
	const answer = await request(`${child.said.url}/readyz`)
	await answer.body.text()
	return { child, tookMs: performance.now() - from }
}

async function measureStarts(bench: Bench, files: BenchFiles) {
	const took: { raw: number[]; product: number[] } = { raw: [], product: [] }
	let memory = { raw: 0, product: 0 }
	for (let n = 0; n < STARTS; n++) {
		const env = environmentOf(files, await freePort())
		const raw = await startAndAsk(() => startChild('bench/raw/idle.ts', { args: [files.raw] }))
		const product = await startAndAsk(() => startChild('bench/serve.ts', { env }))
		took.raw.push(raw.tookMs)
		took.product.push(product.tookMs)
		await new Promise((resolve) => setTimeout(resolve, 1_000 * Math.min(2, 2 * bench.scale)))
		memory = { raw: raw.child.memoryMb(), product: product.child.memoryMb() }
		await raw.child.stop()
		await product.child.stop()
	}
	return { raw: median(took.raw), product: median(took.product), memory }
}

async function measureStart(bench: Bench): Promise<void> {
	const { files } = bench
	const { raw, product, memory } = await measureStarts(bench, files)
	const most = files.members >= 1_000_000 ? 2_000 : 800
	bench.add({
		what: 'start of the process to the first answer',
		unit: 'ms',
		raw,
		product,
		ratio: product / raw,
		goal: atMost(product, most, 'ms'),
	})
	bench.add({
		what: 'memory when idle',
		unit: 'MB',
		raw: memory.raw,
		product: memory.product,
		ratio: memory.product / memory.raw,
		goal: atMost(memory.product, 110, 'MB'),
	})
}

/** Memory once the API has been at work. */
async function measureWorking(bench: Bench): Promise<void> {
	const { files } = bench
	const program = await startProgram(files, { now: createBenchClock() })
	const token = program.apiToken
	await program.stop()
	const child = await startChild<{ url: string }>('bench/serve.ts', { env: environmentOf(files, await freePort()) })
	const loader = startLoader()
	const pick = createPick(files.members)
	const requests = Array.from({ length: scaled(bench, 10_000) }, () => ({
		method: 'GET' as const,
		path: `/api/v1/members?channel=telegram&address=${FIRST_CHAT + pick()}`,
	}))
	const headers = { authorization: `Bearer ${token}` }
	await loader.send({ origin: child.said.url, headers, requests, connections: 16 })
	const memory = child.memoryMb()
	loader.stop()
	await child.stop()
	bench.add({
		what: 'memory after 10,000 cards over HTTP',
		unit: 'MB',
		product: memory,
		goal: atMost(memory, 260, 'MB'),
	})
}

/** Bytes by table with its indexes, of the file as it was built. */
function measureFile(bench: Bench): void {
	const { files } = bench
	const db = openRaw(files.raw)
	const rows = db
		.prepare(
			`select m.tbl_name as name, sum(s.pgsize) as bytes from dbstat s join sqlite_master m on m.name = s.name
				where s.aggregate = true group by m.tbl_name order by bytes desc`,
		)
		.all() as { name: string; bytes: number }[]
	db.close()
	const each = rows.map(({ name, bytes }) => ({ name, bytes: bytes / files.members }))
	const lean = each.filter(({ name }) => ['members', 'orders', 'entries'].includes(name))
	const bytes = lean.reduce((sum, one) => sum + one.bytes, 0)
	const whole = fs.statSync(path.resolve(files.product)).size / files.members
	bench.add({
		what: 'file, bytes a member with two orders and their points',
		unit: 'bytes',
		product: bytes,
		goal: atMost(bytes, 1_000, 'bytes'),
		note: `whole file ${Math.round(whole)} with chat, consent, tiers and welcome points: ${each
			.filter((one) => one.bytes >= 1)
			.map((one) => `${one.name} ${Math.round(one.bytes)}`)
			.join(', ')}`,
	})
}

/** The process itself: how soon it answers, what it takes of memory and disk. */
export const processes: Area = {
	name: 'process',
	async run(bench: Bench) {
		measureFile(bench)
		await measureStart(bench)
		await measureWorking(bench)
	},
}
