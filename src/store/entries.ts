import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Entry = Row<'entries'>
export type Allocation = Row<'allocations'>

const ENTRY_COLUMNS = [
	'member_id',
	'seq',
	'kind',
	'points',
	'remaining',
	'expired',
	'released',
	'available_on',
	'expires_on',
	'origin_seq',
	'debt_delta',
	'relabelled',
	'cause',
	'program_id',
	'facts',
	'at',
	'on_day',
	'by',
] as const satisfies readonly (keyof Entry)[]

// sorted here and not there: with an order by, SQLite takes three times as long over a handful of rows
const bySeq = (a: Entry, b: Entry) => a.seq - b.seq

const openLots = compileOnce((db: Db, of: { memberId: number }) =>
	db.selectFrom('entries').selectAll().where('member_id', '=', of.memberId).where('remaining', '>', 0),
)

const entriesOfCause = compileOnce((db: Db, of: { memberId: number; cause: string }) =>
	db.selectFrom('entries').selectAll().where('member_id', '=', of.memberId).where('cause', '=', of.cause),
)

/** The lots of a member that still hold points, pending or usable. */
export async function listOpenLots(db: Db, memberId: number): Promise<Entry[]> {
	return (await openLots(db, { memberId })).sort(bySeq)
}

/** A member's entries of one cause, oldest first. */
export async function listEntriesOfCause(db: Db, memberId: number, cause: string): Promise<Entry[]> {
	return (await entriesOfCause(db, { memberId, cause })).sort(bySeq)
}

export async function listEntries(db: Db, memberId: number): Promise<Entry[]> {
	return await db.selectFrom('entries').selectAll().where('member_id', '=', memberId).orderBy('seq').execute()
}

/** A member's newest entries first; `before` is a seq. */
export async function listEntriesBefore(
	db: Db,
	page: { memberId: number; before?: number | undefined; limit: number },
): Promise<Entry[]> {
	return await db
		.selectFrom('entries')
		.selectAll()
		.where('member_id', '=', page.memberId)
		.$if(page.before !== undefined, (query) => query.where('seq', '<', page.before ?? 0))
		.orderBy('seq', 'desc')
		.limit(page.limit)
		.execute()
}

/** All entries of a range of members, by member and seq. */
export async function listEntriesOfPage(db: Db, page: { afterId: number; untilId: number }): Promise<Entry[]> {
	return await db
		.selectFrom('entries')
		.selectAll()
		.where('member_id', '>', page.afterId)
		.where('member_id', '<=', page.untilId)
		.orderBy('member_id')
		.orderBy('seq')
		.execute()
}

/** Which lots a debit took its points from. */
export async function listAllocations(db: Db, memberId: number, seq: number): Promise<Allocation[]> {
	return await db
		.selectFrom('allocations')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('seq', '=', seq)
		.orderBy('lot_seq')
		.execute()
}

export async function listAllocationsOfPage(db: Db, page: { afterId: number; untilId: number }): Promise<Allocation[]> {
	return await db
		.selectFrom('allocations')
		.selectAll()
		.where('member_id', '>', page.afterId)
		.where('member_id', '<=', page.untilId)
		.execute()
}

const newEntry = compileOnce((tx: Tx, entry: Entry) =>
	tx.insertInto('entries').values(Object.fromEntries(ENTRY_COLUMNS.map((column) => [column, entry[column]])) as Entry),
)

export async function insertEntries(tx: Tx, entries: readonly Entry[]): Promise<void> {
	for (const entry of entries) await newEntry(tx, entry)
}

export async function insertAllocations(tx: Tx, allocations: NewRow<'allocations'>[]): Promise<void> {
	if (allocations.length > 0) await tx.insertInto('allocations').values(allocations).execute()
}

export interface LotChange {
	memberId: number
	seq: number
	/** What the lot held when it was read. */
	was: number
	remaining: number
	expired: number
	released: number
	availableOn: number
	expiresOn: number | null
}

/** Writes what is left of a lot; throws when it was changed behind the member's lock. */
export async function setLot(tx: Tx, lot: LotChange): Promise<void> {
	const { numUpdatedRows } = await tx
		.updateTable('entries')
		.set({
			remaining: lot.remaining,
			expired: lot.expired,
			released: lot.released,
			available_on: lot.availableOn,
			expires_on: lot.expiresOn,
		})
		.where('member_id', '=', lot.memberId)
		.where('seq', '=', lot.seq)
		.where('remaining', '=', lot.was)
		.executeTakeFirst()
	if (numUpdatedRows !== 1n) throw new Error(`lot ${lot.memberId}/${lot.seq} changed while its member was locked`)
}
