import { freezeAudience } from '../../src/messaging/audience.ts'
import { getBroadcast, insertBroadcast, setBroadcastState } from '../../src/store/broadcasts.ts'
import { claimDeliveries, markSending, type Sender, setOutcomes } from '../../src/store/hand-over.ts'
import type { Store } from '../../src/store/transact.ts'
import { type Area, type Bench, scaled } from '../area.ts'
import { createBenchClock } from '../clock.ts'
import { compare, costOf, watchLoop } from '../measure.ts'
import { prepareClaimAndMark, prepareFreeze } from '../raw/deliveries.ts'
import { atLeast, atMost } from '../row.ts'
import { openProduct, openRaw } from '../stores.ts'

const AT_A_TIME = 100
const MILLION = 1_000_000

/** A broadcast to everybody; its row is all that freezing needs. */
async function makeBroadcast(store: Store, holdoutPermyriad: number): Promise<number> {
	return await store.transact(async ({ tx, now, newId }) => {
		const row = await insertBroadcast(tx, {
			public_id: newId('brd'),
			name: 'bench',
			segment: JSON.stringify({ segment: { and: [] } }),
			content: JSON.stringify({ texts: { en: { text: 'Hi', fallbacks: {} } } }),
			state: 'sending',
			holdout_permyriad: holdoutPermyriad,
			salt: 'bench',
			created_at: now,
		})
		return row.id
	})
}

async function measureFreeze(bench: Bench, store: Store, holdoutPermyriad: number): Promise<number> {
	const { files } = bench
	const db = openRaw(files.raw)
	const id = await makeBroadcast(store, holdoutPermyriad)
	db.prepare(
		`insert into broadcasts (id, public_id, name, segment, content, state, salt, created_at) values (?, ?, '', '', '', 'sending', '', 0)`,
	).run(id, `brd_${id}`)
	const freeze = prepareFreeze(db, id)
	const raw = await costOf(1, () => freeze(files.members))
	const frozen = await getBroadcast(store.db, id)
	let held = { p999: 0, max: 0 }
	const product = await costOf(1, async () => {
		held = await watchLoop(() => freezeAudience({ store, channels: ['telegram'] }, frozen))
	})
	db.close()
	const what = holdoutPermyriad > 0 ? 'freeze of a broadcast with holdout' : 'freeze of a broadcast'
	const mostMs = ((holdoutPermyriad > 0 ? 5_000 : 1_500) * files.members) / MILLION
	const tookMs = product.wall / 1_000
	bench.add({
		what,
		unit: 'ms',
		raw: raw.wall / 1_000,
		product: tookMs,
		ratio: product.cpu / raw.cpu,
		wallRatio: product.wall / raw.wall,
		goal: files.members < MILLION ? undefined : atMost(tookMs, mostMs, 'ms'),
	})
	bench.add({
		what: `${what}, longest hold of the loop`,
		unit: 'ms',
		product: held.max,
		goal: atMost(held.max, 25, 'ms'),
	})
	return id
}

/** Claims rows, hands them over with every rule checked, and keeps what became of them: as the deliverer does it. */
function createSending(store: Store, broadcastId: number, atATime: number) {
	let after = 0
	const sender = (): Sender => ({ broadcastId, channel: 'telegram', epoch: 1, now: store.now() })
	const caps = () => [{ since: store.now() - 86_400_000, most: 1 }]
	return async (count: number) => {
		for (let done = 0; done < count; ) {
			const claims = await store.transact(({ tx }) => claimDeliveries(tx, sender(), after, atATime))
			if (claims.length === 0) throw new Error('there are no rows left')
			const ids = claims.map(({ memberId }) => memberId)
			await store.transact(({ tx }) => markSending(tx, sender(), ids, caps()))
			const sent = claims.map(({ memberId, addressId }) => ({
				kind: 'sent' as const,
				memberId,
				addressId,
				platformMessageId: String(memberId),
			}))
			await store.transact(({ tx }) => setOutcomes(tx, sender(), sent))
			after = ids.at(-1) ?? after
			done += ids.length
		}
	}
}

async function measureSending(bench: Bench, store: Store, broadcastId: number): Promise<void> {
	const db = openRaw(bench.files.raw)
	const rounds = Math.min(5, bench.rounds)
	// at least half of the members want offers; each round moves rows of its own
	const most = Math.floor(bench.files.members / 2 / (rounds + 1))
	const atATime = Math.min(AT_A_TIME, most)
	const count = Math.max(1, Math.floor(Math.min(scaled(bench, 5_000), most) / atATime)) * atATime
	const raw = prepareClaimAndMark(db, broadcastId, atATime)
	const product = createSending(store, broadcastId, atATime)
	const cost = await compare({ raw, product }, { rounds, count })
	const rate = 1_000_000 / cost.product.wall
	bench.add({
		what: 'claim, check and mark',
		unit: 'µs CPU a row',
		raw: cost.raw.cpu,
		product: cost.product.cpu,
		ratio: cost.ratio.cpu,
		wallRatio: cost.ratio.wall,
		goal: atLeast(Math.round(rate), 50_000, 'rows/s'),
		note: `${Math.round(1_000_000 / cost.raw.wall)} rows a second raw, ${Math.round(rate)} with the rules of consent and caps`,
	})
	db.close()
}

/** Freezing an audience and moving its rows, without a channel. */
export const deliveries: Area = {
	name: 'deliveries',
	async run(bench: Bench) {
		const store = await openProduct(bench.files.product, createBenchClock())
		const id = await measureFreeze(bench, store, 0)
		const held = await measureFreeze(bench, store, 2_000)
		await measureSending(bench, store, id)
		// or the next area that starts the whole program would send them
		for (const one of [id, held])
			await store.transact(({ tx }) => setBroadcastState(tx, { id: one, from: ['sending'], to: 'cancelled' }))
		await store.close()
	},
}
