import type { Day } from '../domain/calendar.ts'
import { breathe } from '../lib/breathe.ts'
import type { Db } from './db.ts'

// Qualifying orders (net > 0; one that is held has net 0) by customer. A customer is a member or, for orders of nobody,
// the shop's own id of the customer, else the keyed hash of a phone: an import that made no members measures the same.

/** The days measured, both included; without a first day, since ever. */
export interface Window {
	from?: Day
	to: Day
}

export interface CustomerOrders {
	memberId: number | null
	/** The shop's own id, as source and customer; null for a member and for a guest known by phone. */
	ref: { sourceId: number; customer: string } | null
	/** Orders, purchase days and net minor units inside the window; there is at least one. */
	orders: number
	days: number
	netMinor: number
	firstOn: Day
	lastOn: Day
	/** The first purchase day ever, before the window too. */
	firstEverOn: Day
}

const PAGE_MEMBERS = 5_000
const SINCE_EVER = -1_000_000

function measureWindow(db: Db, { from = SINCE_EVER, to }: Window) {
	return db
		.selectFrom('orders')
		.select((eb) => [
			eb.fn.count<number>('paid_on').filterWhere('paid_on', '>=', from).as('orders'),
			eb.fn.count<number>('paid_on').distinct().filterWhere('paid_on', '>=', from).as('days'),
			eb.fn.sum<number>('net_minor').filterWhere('paid_on', '>=', from).as('netMinor'),
			eb.fn.min<number>('paid_on').filterWhere('paid_on', '>=', from).as('firstOn'),
			eb.fn.max<number>('paid_on').as('lastOn'),
			eb.fn.min<number>('paid_on').as('firstEverOn'),
		])
		.where('net_minor', '>', 0)
		.where('paid_on', '<=', to)
		.having((eb) => eb.fn.max<number>('paid_on'), '>=', from)
}

async function findLastBuyer(db: Db): Promise<number> {
	const row = await db
		.selectFrom('orders')
		.select((eb) => eb.fn.max('member_id').as('last'))
		.where('member_id', 'is not', null)
		.executeTakeFirst()
	return row?.last ?? 0
}

async function* listMembersOrders(db: Db, window: Window): AsyncGenerator<CustomerOrders> {
	const last = await findLastBuyer(db)
	for (let afterId = 0; afterId < last; afterId += PAGE_MEMBERS) {
		const rows = await measureWindow(db, window)
			.select((eb) => eb.ref('member_id').$notNull().as('memberId'))
			.where('member_id', '>', afterId)
			.where('member_id', '<=', afterId + PAGE_MEMBERS)
			.groupBy('member_id')
			.orderBy('member_id')
			.execute()
		for (const row of rows) yield { ...row, ref: null }
		await breathe()
	}
}

async function* listOrdersByRef(db: Db, window: Window): AsyncGenerator<CustomerOrders> {
	const rows = await measureWindow(db, window)
		.select((eb) => ['source_id as sourceId', eb.ref('customer_ref').$notNull().as('customer')])
		.where('member_id', 'is', null)
		.where('customer_ref', 'is not', null)
		.groupBy(['source_id', 'customer_ref'])
		.orderBy('source_id')
		.orderBy('customer_ref')
		.execute()
	for (const { sourceId, customer, ...row } of rows) yield { ...row, memberId: null, ref: { sourceId, customer } }
}

async function* listOrdersOfGuests(db: Db, window: Window): AsyncGenerator<CustomerOrders> {
	const rows = await measureWindow(db, window)
		.where('member_id', 'is', null)
		.where('customer_ref', 'is', null)
		.where('guest_hash', 'is not', null)
		.groupBy('guest_hash')
		.orderBy('guest_hash')
		.execute()
	for (const row of rows) yield { ...row, memberId: null, ref: null }
}

/** The customers with a qualifying order in a window: members by id, then the others; read in pages. */
export async function* listCustomerOrders(db: Db, window: Window): AsyncGenerator<CustomerOrders> {
	yield* listMembersOrders(db, window)
	yield* listOrdersByRef(db, window)
	yield* listOrdersOfGuests(db, window)
}

/** Orders looked through by one statement where no index leads to those wanted: some milliseconds. */
const CHUNK_ORDERS = 20_000

/** The orders of a source in pieces: each after one number and up to another, which is in it. */
async function* listOrderRanges(
	db: Db,
	sourceId: number,
): AsyncGenerator<{ after: string | null; until: string | null }> {
	let after: string | null = null
	for (;;) {
		const start: string | null = after
		const edge = await db
			.selectFrom('orders')
			.select('external_id')
			.where('source_id', '=', sourceId)
			.$if(start !== null, (query) => query.where('external_id', '>', start ?? ''))
			.orderBy('external_id')
			.offset(CHUNK_ORDERS - 1)
			.limit(1)
			.executeTakeFirst()
		yield { after, until: edge?.external_id ?? null }
		if (!edge) return
		after = edge.external_id
	}
}

/** Qualifying orders of customers of whom nothing is known, in a window: their net minor units. Read in pieces. */
export async function listUnknownOrders(db: Db, { from = SINCE_EVER, to }: Window): Promise<number[]> {
	const found: number[] = []
	for (const { id } of await db.selectFrom('sources').select('id').orderBy('id').execute())
		for await (const { after, until } of listOrderRanges(db, id)) {
			const rows = await db
				.selectFrom('orders')
				.select('net_minor')
				.where('source_id', '=', id)
				.$if(after !== null, (query) => query.where('external_id', '>', after ?? ''))
				.$if(until !== null, (query) => query.where('external_id', '<=', until ?? ''))
				.where('member_id', 'is', null)
				.where('customer_ref', 'is', null)
				.where('guest_hash', 'is', null)
				.where('net_minor', '>', 0)
				.where('paid_on', '>=', from)
				.where('paid_on', '<=', to)
				.execute()
			for (const row of rows) found.push(row.net_minor)
			await breathe()
		}
	return found
}

/** How members are called outside: the public id, and the shop's own id where it is known. */
export async function listMemberNames(
	db: Db,
	memberIds: readonly number[],
): Promise<Map<number, { publicId: string; ref: string | null }>> {
	if (memberIds.length === 0) return new Map()
	const rows = await db
		.selectFrom('members')
		.select(['id', 'public_id', 'external_ref'])
		.where('id', 'in', memberIds)
		.execute()
	return new Map(rows.map((row) => [row.id, { publicId: row.public_id, ref: row.external_ref }]))
}

/** Qualifying orders of members by local day from a day on; read in pages, with pauses for everybody else. */
export async function countOrdersByDay(db: Db, from: Day): Promise<Map<Day, { orders: number; netMinor: number }>> {
	const days = new Map<Day, { orders: number; netMinor: number }>()
	const last = await findLastBuyer(db)
	for (let afterId = 0; afterId < last; afterId += PAGE_MEMBERS) {
		const rows = await db
			.selectFrom('orders')
			.select((eb) => [
				eb.ref('paid_on').$notNull().as('day'),
				eb.fn.countAll<number>().as('orders'),
				eb.fn.sum<number>('net_minor').as('netMinor'),
			])
			.where('member_id', '>', afterId)
			.where('member_id', '<=', afterId + PAGE_MEMBERS)
			.where('paid_on', '>=', from)
			.where('net_minor', '>', 0)
			.groupBy('paid_on')
			.execute()
		for (const { day, orders, netMinor } of rows) {
			const sum = days.get(day)
			days.set(day, { orders: orders + (sum?.orders ?? 0), netMinor: netMinor + (sum?.netMinor ?? 0) })
		}
		await breathe()
	}
	return days
}
