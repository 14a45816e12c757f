import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type Order = Row<'orders'>

const ORDER_COLUMNS = [
	'source_id',
	'external_id',
	'member_id',
	'guest_hash',
	'customer_ref',
	'placed_at',
	'paid_at',
	'paid_on',
	'cancelled_at',
	'eligible_minor',
	'total_minor',
	'refunded_minor',
	'returned_minor',
	'net_minor',
	'credit_minor',
	'version_at',
	'report_hash',
	'received_at',
	'history',
	'held',
	'branch',
	'currency',
	'program_id',
	'tier_id',
	'rule',
	'points',
] as const satisfies readonly (keyof Order)[]

export interface OrderKey {
	sourceId: number
	externalId: string
}

// a sub-select, because SQLite takes six times as long over the same question as a join
const orderBySource = compileOnce((db: Db, is: { source: string; externalId: string }) =>
	db
		.selectFrom('orders')
		.selectAll()
		.where('source_id', '=', (eb) => eb.selectFrom('sources').select('id').where('name', '=', is.source))
		.where('external_id', '=', is.externalId),
)

/** The stored state of an order by the name of its source. */
export async function findOrderBySource(db: Db, source: string, externalId: string): Promise<Order | undefined> {
	return (await orderBySource(db, { source, externalId }))[0]
}

export async function findOrder(db: Db, key: OrderKey): Promise<Order | undefined> {
	return await db
		.selectFrom('orders')
		.selectAll()
		.where('source_id', '=', key.sourceId)
		.where('external_id', '=', key.externalId)
		.executeTakeFirst()
}

/** Takes the order's lock for the rest of the transaction and answers the row as it is then. */
export async function lockOrder(tx: Tx, key: OrderKey): Promise<Order | undefined> {
	return await tx
		.updateTable('orders')
		.set((eb) => ({ version_at: eb.ref('version_at') }))
		.where('source_id', '=', key.sourceId)
		.where('external_id', '=', key.externalId)
		.returningAll()
		.executeTakeFirst()
}

const newOrder = compileOnce((tx: Tx, order: Order) =>
	tx
		.insertInto('orders')
		.values(Object.fromEntries(ORDER_COLUMNS.map((column) => [column, order[column]])) as Order)
		.onConflict((conflict) => conflict.columns(['source_id', 'external_id']).doNothing())
		.returning('version_at'),
)

/** Stores a new order; false when another transaction was first. */
export async function insertOrder(tx: Tx, order: Order): Promise<boolean> {
	return (await newOrder(tx, order)).length > 0
}

export async function setOrder(tx: Tx, key: OrderKey, change: Partial<Order>): Promise<void> {
	await tx
		.updateTable('orders')
		.set(change)
		.where('source_id', '=', key.sourceId)
		.where('external_id', '=', key.externalId)
		.execute()
}

export interface OrderTwin {
	memberId: number
	sourceId: number
	totalMinor: number
	branch: string | null
	paidOn: number
	/** ms UTC */
	from: number
	until: number
}

const ordersAround = compileOnce((db: Db, around: { memberId: number; fromDay: number; untilDay: number }) =>
	db
		.selectFrom('orders')
		.select(['source_id', 'total_minor', 'branch', 'paid_at'])
		.where('member_id', '=', around.memberId)
		.where('paid_on', '>=', around.fromDay)
		.where('paid_on', '<=', around.untilDay)
		.where('net_minor', '>', 0),
)

/** Whether the member has an order of the same amount and branch from another source paid within the window. */
export async function hasTwin(db: Db, twin: OrderTwin): Promise<boolean> {
	const { memberId, paidOn } = twin
	const orders = await ordersAround(db, { memberId, fromDay: paidOn - 1, untilDay: paidOn + 1 })
	return orders.some(
		(order) =>
			order.source_id !== twin.sourceId &&
			order.total_minor === twin.totalMinor &&
			order.branch === twin.branch &&
			order.paid_at !== null &&
			order.paid_at >= twin.from &&
			order.paid_at <= twin.until,
	)
}

/** Whether the member has another qualifying order paid strictly between two instants. */
export async function hasVisit(
	db: Db,
	visit: { memberId: number; from: number; until: number; besides: { source: string; externalId: string } },
): Promise<boolean> {
	const rows = await db
		.selectFrom('orders')
		.innerJoin('sources', 'sources.id', 'orders.source_id')
		.select(['sources.name', 'orders.external_id'])
		.where('member_id', '=', visit.memberId)
		.where('net_minor', '>', 0)
		.where('paid_at', '>', visit.from)
		.where('paid_at', '<', visit.until)
		.execute()
	const { source, externalId } = visit.besides
	return rows.some((row) => row.name !== source || row.external_id !== externalId)
}

export interface OrderFigures {
	orders: number
	purchaseDays: number
	firstOn: number | null
	lastOn: number | null
	spendMinor: number
}

/** The figures of a member's qualifying orders (net > 0). */
export async function measureOrders(db: Db, memberId: number): Promise<OrderFigures> {
	return await db
		.selectFrom('orders')
		.select((eb) => [
			eb.fn.countAll<number>().as('orders'),
			eb.fn.count<number>('paid_on').distinct().as('purchaseDays'),
			eb.fn.min('paid_on').as('firstOn'),
			eb.fn.max('paid_on').as('lastOn'),
			eb.fn.coalesce(eb.fn.sum<number>('net_minor'), eb.lit(0)).as('spendMinor'),
		])
		.where('member_id', '=', memberId)
		.where('net_minor', '>', 0)
		.executeTakeFirstOrThrow()
}

/** The same figures of a page of members at once, by member. */
export async function measureOrdersOfPage(
	db: Db,
	page: { afterId: number; untilId: number },
): Promise<Map<number, OrderFigures>> {
	const rows = await db
		.selectFrom('orders')
		.select((eb) => [
			eb.ref('member_id').$notNull().as('member_id'),
			eb.fn.countAll<number>().as('orders'),
			eb.fn.count<number>('paid_on').distinct().as('purchaseDays'),
			eb.fn.min('paid_on').as('firstOn'),
			eb.fn.max('paid_on').as('lastOn'),
			eb.fn.coalesce(eb.fn.sum<number>('net_minor'), eb.lit(0)).as('spendMinor'),
		])
		.where('member_id', '>', page.afterId)
		.where('member_id', '<=', page.untilId)
		.where('net_minor', '>', 0)
		.groupBy('member_id')
		.execute()
	return new Map(rows.map(({ member_id, ...figures }) => [member_id, figures]))
}

/** One order as tiers count it. */
export interface CountedOrder {
	source_id: number
	external_id: string
	paid_on: number
	net_minor: number
	received_at: number
}

const countedOrders = compileOnce((db: Db, of: { memberId: number }) =>
	db
		.selectFrom('orders')
		.select((eb) => [
			'source_id',
			'external_id',
			eb.ref('paid_on').$notNull().as('paid_on'),
			'net_minor',
			'received_at',
		])
		.where('member_id', '=', of.memberId)
		.where('net_minor', '>', 0),
)

/** A member's qualifying orders by day. */
export async function listCountedOrders(db: Db, memberId: number): Promise<CountedOrder[]> {
	return (await countedOrders(db, { memberId })).sort((a, b) => a.paid_on - b.paid_on)
}

/** Whether a member has a qualifying order that is no history from before the programme. */
export async function hasLiveOrder(db: Db, memberId: number): Promise<boolean> {
	const order = await db
		.selectFrom('orders')
		.select('external_id')
		.where('member_id', '=', memberId)
		.where('net_minor', '>', 0)
		.where('history', '=', 0)
		.limit(1)
		.executeTakeFirst()
	return order !== undefined
}

/** Orders of a guest by the keyed hash of the phone, oldest first. */
export async function listGuestOrders(db: Db, guestHash: string): Promise<Order[]> {
	return await db
		.selectFrom('orders')
		.selectAll()
		.where('guest_hash', '=', guestHash)
		.where('member_id', 'is', null)
		.orderBy('paid_at')
		.orderBy('source_id')
		.orderBy('external_id')
		.execute()
}

/** Orders of nobody that carry a shop's customer id; the source is that of the id. */
export async function listOrdersOfRef(db: Db, sourceId: number, customerRef: string): Promise<Order[]> {
	return await db
		.selectFrom('orders')
		.selectAll()
		.where('customer_ref', '=', customerRef)
		.where('member_id', 'is', null)
		.where('source_id', '=', sourceId)
		.orderBy('paid_at')
		.orderBy('external_id')
		.execute()
}

/**
 * Takes the phone hash off guest orders that were paid before a local day, or placed before its first instant and never
 * paid; answers how many.
 */
export async function deleteGuestHashes(tx: Tx, before: { day: number; instant: number }): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('orders')
		.set({ guest_hash: null })
		.where('guest_hash', 'is not', null)
		.where((eb) =>
			eb.or([
				eb('paid_on', '<', before.day),
				eb.and([eb('paid_on', 'is', null), eb('placed_at', '<', before.instant)]),
			]),
		)
		.executeTakeFirst()
	return Number(numUpdatedRows)
}

/** Whether an order was ever reported. */
export async function hasOrders(db: Db): Promise<boolean> {
	return (await db.selectFrom('orders').select('external_id').limit(1).executeTakeFirst()) !== undefined
}
