import type { Db } from './db.ts'
import { type DeliveryState, OPTED_OUT } from './deliveries.ts'

const WEEK_MS = 7 * 86_400_000

/** Those who got it, and those held back. */
const COUNTED = ['sent', 'delivered', 'read', 'holdout'] as const satisfies DeliveryState[]

export interface ResultRange {
	broadcastId: number
	/** From when the days of those held back count, ms UTC. */
	startedAt: number
	/** Members after one id, up to another. */
	after: number
	upTo: number
}

/** What some recipients did within seven days of getting a broadcast, by the state of their rows. */
export interface ResultRow {
	state: DeliveryState
	people: number
	optedOut: number
	buyers: number
	orders: number
	netMinor: number
	couponsUsed: number
}

const rowsOf = (db: Db, { broadcastId, after, upTo }: ResultRange) =>
	db
		.selectFrom('deliveries')
		.where('deliveries.broadcast_id', '=', broadcastId)
		.where('deliveries.state', 'in', COUNTED)
		.where('deliveries.member_id', '>', after)
		.where('deliveries.member_id', '<=', upTo)
		.groupBy('deliveries.state')

/** Counts what some recipients did; orders that were given back wholly count for nothing. */
export async function countResults(db: Db, range: ResultRange): Promise<ResultRow[]> {
	const people = await rowsOf(db, range)
		.select((eb) => [
			'deliveries.state',
			eb.fn.countAll<number>().as('people'),
			eb.fn.count<number>('deliveries.member_id').filterWhere('deliveries.reason', '=', OPTED_OUT).as('optedOut'),
		])
		.execute()
	const orders = await rowsOf(db, range)
		.innerJoin('orders', 'orders.member_id', 'deliveries.member_id')
		.where('orders.net_minor', '>', 0)
		.where((eb) => {
			const from = eb.fn.coalesce('deliveries.sent_at', eb.val(range.startedAt))
			return eb.and([eb('orders.placed_at', '>=', from), eb('orders.placed_at', '<', eb(from, '+', eb.val(WEEK_MS)))])
		})
		.select((eb) => [
			'deliveries.state',
			eb.fn.countAll<number>().as('orders'),
			eb.fn.count<number>('deliveries.member_id').distinct().as('buyers'),
			eb.fn.sum<number>('orders.net_minor').as('netMinor'),
		])
		.execute()
	const coupons = await rowsOf(db, range)
		.innerJoin('coupons', 'coupons.member_id', 'deliveries.member_id')
		.where((eb) => {
			const from = eb.fn.coalesce('deliveries.sent_at', eb.val(range.startedAt))
			return eb.and([eb('coupons.used_at', '>=', from), eb('coupons.used_at', '<', eb(from, '+', eb.val(WEEK_MS)))])
		})
		.select((eb) => ['deliveries.state', eb.fn.countAll<number>().as('used')])
		.execute()
	return people.map(({ state, people: n, optedOut }) => {
		const bought = orders.find((row) => row.state === state)
		const used = coupons.find((row) => row.state === state)?.used ?? 0
		return {
			state: state as DeliveryState,
			people: n,
			optedOut,
			buyers: bought?.buyers ?? 0,
			orders: bought?.orders ?? 0,
			netMinor: Number(bought?.netMinor ?? 0),
			couponsUsed: used,
		}
	})
}
