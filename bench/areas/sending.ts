import { reportOrder } from '../../src/loyalty/report-order.ts'
import type { Running } from '../../src/main.ts'
import { checkBroadcast, createBroadcast } from '../../src/messaging/compose.ts'
import { startBroadcast } from '../../src/messaging/control.ts'
import { getBroadcast } from '../../src/store/broadcasts.ts'
import { countDeliveries } from '../../src/store/deliveries.ts'
import { getOverview } from '../../src/store/overview.ts'
import { type Area, type Bench, createPick } from '../area.ts'
import { createBenchClock } from '../clock.ts'
import { type BenchEmulator, startEmulator } from '../emulator.ts'
import { watchLoop } from '../measure.ts'
import { startProgram } from '../program.ts'
import { atLeast, atMost } from '../row.ts'
import { nextReport } from './ingest.ts'

const PACE = 28
const SECONDS = 12

const content = {
	texts: { 'zh-HK': { text: '{name}，今個星期買二送一。', fallbacks: { name: '你' } } },
}

/** Members who want offers, known to the emulator because they have just written. */
async function chooseRecipients({ store, shop }: Running, telegram: BenchEmulator, count: number): Promise<void> {
	const members = await store.db
		.selectFrom('addresses')
		.select(['member_id', 'address'])
		.where('promotions', '=', 1)
		.where('member_id', 'is not', null)
		.orderBy('id')
		.limit(count)
		.execute()
	const chats = members.map(({ address }) => Number(address))
	await telegram.say(chats, '積分')
	await shop.idle()
	await store.transact(async ({ tx }) => {
		const tags = members.flatMap(({ member_id: id }) => (id === null ? [] : [{ member_id: id, tag: 'bench' }]))
		await tx.insertInto('member_tags').values(tags).execute()
	})
}

/** Lets a broadcast go to whom it is for; answers its id. */
async function release({ store, shop }: Running): Promise<number> {
	const draft = { name: 'bench', segment: { kind: 'tag', is: 'bench' }, content, holdoutPermyriad: 0 }
	const made = await store.transact((work) => createBroadcast(work, draft, 'cli'))
	const checked = await checkBroadcast(store, shop.messaging.broadcasts, made.publicId)
	if (!checked.ok) throw new Error(`the broadcast was refused: ${JSON.stringify(checked)}`)
	const started = await store.transact((work) => startBroadcast(work, { publicId: made.publicId }))
	if (!started.ok) throw new Error(`the broadcast did not start: ${started.reason}`)
	shop.messaging.wake()
	return made.id
}

async function finished({ store }: Running, id: number): Promise<void> {
	const until = performance.now() + 5 * SECONDS * 1_000
	while ((await getBroadcast(store.db, id)).state !== 'done') {
		if (performance.now() > until) throw new Error(`the broadcast is ${(await getBroadcast(store.db, id)).state}`)
		await new Promise((resolve) => setTimeout(resolve, 50))
	}
}

/** What a shop does meanwhile: an order now and then, and the owner who looks at the first page. */
async function keepBusy({ store }: Running, bench: Bench, signal: AbortSignal): Promise<void> {
	const pick = createPick(bench.files.members)
	for (let n = 2_000_000; !signal.aborted; n++) {
		await store.transact((work) => reportOrder(work, nextReport(n, pick(), work.now)))
		if (n % 40 === 0) await getOverview(store.reports)
		await new Promise((resolve) => setTimeout(resolve, 25))
	}
}

async function measure(bench: Bench, program: Running, telegram: BenchEmulator): Promise<void> {
	const recipients = Math.max(20, Math.round(PACE * SECONDS * Math.min(1, bench.scale)))
	await chooseRecipients(program, telegram, recipients)
	const before = await telegram.sentCount()
	const busy = new AbortController()
	const id = await release(program)
	const loop = await watchLoop(async () => {
		const work = keepBusy(program, bench, busy.signal)
		await finished(program, id).finally(() => busy.abort())
		await work
	})
	await program.shop.idle()
	const sent = (await telegram.sent(before)).filter(({ text }) => text.includes('買二送一'))
	const people = new Set(sent.map(({ chatId }) => chatId))
	const seconds = ((sent.at(-1)?.at ?? 0) - (sent[0]?.at ?? 0)) / 1_000
	// between the first and the last there is one interval less than there are messages
	const share = (100 * (sent.length - 1)) / seconds / PACE
	const counts = await countDeliveries(program.store.db, id)
	const done = counts.filter(({ state }) => state === 'sent').reduce((sum, { n }) => sum + n, 0)
	bench.add({
		what: `broadcast at ${PACE} a second, share of the pace`,
		unit: '%',
		product: share,
		goal: atLeast(share, 98, '%'),
		note: `${recipients} recipients: ${recipients - people.size} lost, ${sent.length - people.size} double, ${done} recorded as sent`,
	})
	bench.add({
		what: 'event loop while sending, with orders and the first page',
		unit: 'ms p99.9',
		product: loop.p999,
		goal: atMost(loop.p999, 50, 'ms'),
		note: `longest ${loop.max.toFixed(0)} ms`,
	})
}

/** A real broadcast through the whole program to the emulator, at the pace that is set. */
export const sending: Area = {
	name: 'sending',
	async run(bench: Bench) {
		const telegram = await startEmulator()
		const program = await startProgram(bench.files, { now: createBenchClock(), telegram })
		try {
			await measure(bench, program, telegram)
		} finally {
			await program.stop()
			await telegram.stop()
		}
	},
}
