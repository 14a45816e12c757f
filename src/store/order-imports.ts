import type { Db, Tx } from './db.ts'
import type { Member } from './members.ts'
import type { OrderFigures } from './orders.ts'
import type { NewRow, Row } from './schema.ts'

// What an import asks and writes for some hundred rows at once. A thousand names in a statement are far below the
// limits of both databases.

export type KnownOrder = Pick<
	Row<'orders'>,
	'external_id' | 'member_id' | 'report_hash' | 'version_at' | 'history' | 'held'
>

/** The stored states of orders of a source, by external id. */
export async function findKnownOrders(
	db: Db,
	sourceId: number,
	externalIds: readonly string[],
): Promise<Map<string, KnownOrder>> {
	if (externalIds.length === 0) return new Map()
	const rows = await db
		.selectFrom('orders')
		.select(['external_id', 'member_id', 'report_hash', 'version_at', 'history', 'held'])
		.where('source_id', '=', sourceId)
		.where('external_id', 'in', externalIds)
		.execute()
	return new Map(rows.map((row) => [row.external_id, row]))
}

/** Members by the shop's own customer ids (`source:customer`), the oldest of each. */
export async function findMembersByRefs(db: Db, refs: readonly string[]): Promise<Map<string, Member>> {
	if (refs.length === 0) return new Map()
	const rows = await db
		.selectFrom('members')
		.selectAll()
		.where('external_ref', 'in', refs)
		.orderBy('id', 'desc')
		.execute()
	return new Map(rows.map((row) => [row.external_ref ?? '', row]))
}

/** Whose phones these are, by keyed hash. */
export async function findPhoneOwners(db: Db, phoneHashes: readonly string[]): Promise<Map<string, number>> {
	if (phoneHashes.length === 0) return new Map()
	const rows = await db
		.selectFrom('member_phones')
		.select(['phone_hash', 'member_id'])
		.where('phone_hash', 'in', phoneHashes)
		.execute()
	return new Map(rows.map((row) => [row.phone_hash, row.member_id]))
}

/** What was returned of orders of a source in minor units, by external id; returns may come before their order. */
export async function sumReturnsOf(
	db: Db,
	sourceId: number,
	externalIds: readonly string[],
): Promise<Map<string, number>> {
	if (externalIds.length === 0) return new Map()
	const rows = await db
		.selectFrom('returns')
		.select((eb) => ['external_id', eb.fn.sum<number>('amount_minor').as('sum')])
		.where('source_id', '=', sourceId)
		.where('external_id', 'in', externalIds)
		.groupBy('external_id')
		.execute()
	return new Map(rows.map((row) => [row.external_id, row.sum]))
}

/** Which of the members have orders of another source: only those of one of theirs can be reported twice. */
export async function listBuyersElsewhere(
	db: Db,
	sourceId: number,
	memberIds: readonly number[],
): Promise<Set<number>> {
	if (memberIds.length === 0) return new Set()
	const rows = await db
		.selectFrom('orders')
		.select((eb) => eb.ref('member_id').$notNull().as('member_id'))
		.where('member_id', 'in', memberIds)
		.where('source_id', '<>', sourceId)
		.groupBy('member_id')
		.execute()
	return new Set(rows.map((row) => row.member_id))
}

/** Stores new orders of one source; answers the external ids of those that nobody else stored meanwhile. */
export async function insertOrders(tx: Tx, orders: readonly NewRow<'orders'>[]): Promise<Set<string>> {
	if (orders.length === 0) return new Set()
	const rows = await tx
		.insertInto('orders')
		.values(orders)
		.onConflict((conflict) => conflict.columns(['source_id', 'external_id']).doNothing())
		.returning('external_id')
		.execute()
	return new Set(rows.map((row) => row.external_id))
}

/** Takes the locks of members in one statement and answers their rows as they are then. */
export async function lockMembers(tx: Tx, ids: readonly number[]): Promise<Member[]> {
	if (ids.length === 0) return []
	return await tx
		.updateTable('members')
		.set((eb) => ({ next_seq: eb.ref('next_seq') }))
		.where('id', 'in', ids)
		.returningAll()
		.execute()
}

/** Gives orders that are nobody's to a member; only past ones, which have no points to post. */
export async function setPastOrdersOwner(
	tx: Tx,
	owner: { sourceId: number; memberId: number; externalIds: readonly string[] },
): Promise<void> {
	await tx
		.updateTable('orders')
		.set({ member_id: owner.memberId, guest_hash: null })
		.where('source_id', '=', owner.sourceId)
		.where('external_id', 'in', owner.externalIds)
		.where('member_id', 'is', null)
		.where('history', '=', 1)
		.execute()
}

/** The figures of the qualifying orders of some members, by member; those without one are absent. */
export async function measureOrdersOf(db: Db, memberIds: readonly number[]): Promise<Map<number, OrderFigures>> {
	if (memberIds.length === 0) return new Map()
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
		.where('member_id', 'in', memberIds)
		.where('net_minor', '>', 0)
		.groupBy('member_id')
		.execute()
	return new Map(rows.map(({ member_id, ...figures }) => [member_id, figures]))
}

/** The hash kept with the newest state of an order. */
export async function setReportHash(
	tx: Tx,
	key: { sourceId: number; externalId: string },
	hash: string,
): Promise<void> {
	await tx
		.updateTable('orders')
		.set({ report_hash: hash })
		.where('source_id', '=', key.sourceId)
		.where('external_id', '=', key.externalId)
		.execute()
}
