import { type Area, type Bench, createPick, scaled } from '../area.ts'
import { createBenchClock } from '../clock.ts'
import { type BenchEmulator, startEmulator } from '../emulator.ts'
import { compare, percentile } from '../measure.ts'
import { startProgram } from '../program.ts'
import { serveBareBot } from '../raw/bare-bot.ts'
import { atMost, atMostTimes } from '../row.ts'
import { openRaw } from '../stores.ts'
import { FIRST_CHAT } from '../templates.ts'

const TEXT = '積分'
const PACES = [
	{ perSecond: 200, mostMs: 15 },
	{ perSecond: 1_000, mostMs: 20 },
]

/** Messages at a steady rate for some seconds; answers how long each took to its answer, ms at the emulator's clock. */
async function measurePaced(emulator: BenchEmulator, people: readonly number[], perSecond: number): Promise<number[]> {
	const first = await emulator.sentCount()
	const perStep = perSecond / 50
	const asked = new Map<number, number>()
	const from = performance.now()
	for (let at = 0; at < people.length; at += perStep) {
		const some = people.slice(at, at + perStep)
		for (const id of some) asked.set(id, Date.now())
		await emulator.acts(some.map((id) => ({ id, act: 'says', with: [TEXT] })))
		const due = from + ((at + perStep) * 1_000) / perSecond
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
	}
	await emulator.waitSent(first + people.length)
	return (await emulator.sent(first)).map(({ chatId, at }) => at - (asked.get(chatId) ?? at))
}

/** One message of a member over the webhook to the sent answer, beside a bot that does next to nothing. */
export const chat: Area = {
	name: 'chat',
	async run(bench: Bench) {
		const now = createBenchClock()
		const [bareTelegram, telegram] = [await startEmulator(), await startEmulator()]
		const db = openRaw(bench.files.raw)
		const bare = await serveBareBot(db, bareTelegram)
		const program = await startProgram(bench.files, { now, telegram })
		const pick = createPick(bench.files.members)
		const people = (count: number) => Array.from({ length: count }, () => FIRST_CHAT + pick())
		const cost = await compare(
			{
				raw: (count) => bareTelegram.say(people(count), TEXT),
				product: async (count) => {
					await telegram.say(people(count), TEXT)
					await program.shop.idle()
				},
			},
			{ rounds: bench.rounds, count: scaled(bench, 500) },
		)
		bench.add({
			what: 'chat turn, webhook to sent answer',
			unit: 'µs CPU',
			raw: cost.raw.cpu,
			product: cost.product.cpu,
			ratio: cost.ratio.cpu,
			wallRatio: cost.ratio.wall,
			goal: atMostTimes(cost.ratio.cpu, 2),
			note: `${Math.round(1e6 / cost.product.cpu)} turns a second of CPU, ${Math.round(1e6 / cost.raw.cpu)} bare`,
		})
		for (const { perSecond, mostMs } of PACES) {
			const took = await measurePaced(telegram, people(scaled(bench, 5 * perSecond)), perSecond)
			await program.shop.idle()
			const p99 = percentile(took, 0.99)
			bench.add({
				what: `chat turn at ${perSecond.toLocaleString('en')} a second, p99`,
				unit: 'ms',
				product: p99,
				goal: atMost(p99, mostMs, 'ms'),
				note: `p50 ${percentile(took, 0.5)} ms`,
			})
		}
		await program.stop()
		await bare.stop()
		await telegram.stop()
		await bareTelegram.stop()
		db.close()
	},
}
