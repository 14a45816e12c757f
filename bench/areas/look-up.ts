import { getCard } from '../../src/loyalty/card.ts'
import { findAddress } from '../../src/store/addresses.ts'
import { type Area, type Bench, createPick, scaled } from '../area.ts'
import { createBenchClock } from '../clock.ts'
import { compare } from '../measure.ts'
import { prepareFullLookUp, prepareLeanLookUp } from '../raw/look-up.ts'
import { atMostTimes } from '../row.ts'
import { openProduct, openRaw } from '../stores.ts'
import { FIRST_CHAT } from '../templates.ts'

/** Balance and tier by channel address, in process. */
export const lookUp: Area = {
	name: 'look-up',
	async run(bench: Bench) {
		const now = createBenchClock()
		const store = await openProduct(bench.files.product, now)
		const db = openRaw(bench.files.raw)
		const lean = prepareLeanLookUp(db)
		const full = prepareFullLookUp(db)
		const pick = createPick(bench.files.members)
		const nextChat = () => String(FIRST_CHAT + pick())
		const product = async (count: number) => {
			for (let n = 0; n < count; n++) {
				const address = await findAddress(store.db, 'telegram', nextChat())
				await getCard(store.db, address?.member_id ?? 0, now())
			}
		}
		const rawSides = {
			'card, the rows it is made of': (count: number) => {
				for (let n = 0; n < count; n++) full(nextChat(), now())
			},
			'card, balance and tier only': (count: number) => {
				for (let n = 0; n < count; n++) lean(nextChat())
			},
		}
		for (const [what, raw] of Object.entries(rawSides)) {
			const cost = await compare({ raw, product }, { rounds: bench.rounds, count: scaled(bench, 5_000) })
			bench.add({
				what,
				unit: 'µs CPU',
				raw: cost.raw.cpu,
				product: cost.product.cpu,
				ratio: cost.ratio.cpu,
				wallRatio: cost.ratio.wall,
				goal: atMostTimes(cost.ratio.cpu, 1.6),
			})
		}
		db.close()
		await store.close()
	},
}
