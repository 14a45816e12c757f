import { dayOf } from '../../src/domain/calendar.ts'
import { createReward } from '../../src/loyalty/create-reward.ts'
import { redeem } from '../../src/loyalty/redeem.ts'
import { type Area, type Bench, scaled } from '../area.ts'
import { createBenchClock, NOON } from '../clock.ts'
import { compare } from '../measure.ts'
import { prepareRedeem } from '../raw/redeem.ts'
import { atMostTimes } from '../row.ts'
import { openProduct, openRaw } from '../stores.ts'

const TODAY = dayOf(NOON, 'Asia/Hong_Kong')
const WORDS = { 'zh-HK': '曲奇', 'zh-Hant': '餅乾', en: 'A biscuit' }
const TERMS = { title: WORDS, product: WORDS }

/** Points into a coupon, in process. */
export const redeeming: Area = {
	name: 'redeem',
	async run(bench: Bench) {
		const now = createBenchClock()
		const store = await openProduct(bench.files.product, now)
		const db = openRaw(bench.files.raw)
		const made = await store.transact((work) => createReward(work, { kind: 'gift', terms: TERMS, costPoints: 1 }))
		if (!made.ok) throw new Error(`no reward could be made: ${JSON.stringify(made)}`)
		const rewardId = made.value.id
		db.prepare(
			`insert into rewards (id, public_id, kind, terms, cost_points, usable_at, code_source, created_at)
				values (?, ?, 'gift', '{}', 1, 'counter', 'own', 0)`,
		).run(rewardId, `rwd_raw${now()}`)
		const members = db
			.prepare(
				'select id from members where usable >= 20 and debt = 0 and (id * 7919) % 13 < 5 order by id limit 20000',
			)
			.pluck()
			.all() as number[]
		const memberOf = (n: number) => members[(n * 7_919) % members.length] ?? 0
		const redeemRaw = prepareRedeem(db)
		let [raws, products] = [0, 0]
		const cost = await compare(
			{
				raw(count) {
					for (let n = 0; n < count; n++)
						redeemRaw({ memberId: memberOf(++raws), rewardId, key: `bench-${raws}`, at: now(), day: TODAY })
				},
				async product(count) {
					for (let n = 0; n < count; n++) {
						const wish = { memberId: memberOf(++products), rewardId, key: `bench-${products}` }
						const result = await store.transact((work) => redeem(work, wish))
						if (!result.ok) throw new Error(`refused: ${result.reason}`)
					}
				},
			},
			{ rounds: bench.rounds, count: scaled(bench, 1_000) },
		)
		bench.add({
			what: 'redeem, durable',
			unit: 'µs CPU',
			raw: cost.raw.cpu,
			product: cost.product.cpu,
			ratio: cost.ratio.cpu,
			wallRatio: cost.ratio.wall,
			goal: atMostTimes(cost.ratio.cpu, 2),
		})
		db.close()
		await store.close()
	},
}
