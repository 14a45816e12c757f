import { sql } from 'kysely'
import { compiled, isPostgres } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type InboxRow = Row<'inbox'>

/** After so many failed attempts a row is a dead letter: kept, shown, and handled again only when somebody says so. */
export const MAX_INBOX_ATTEMPTS = 3

export interface NewInboxEvent {
	channel: string
	messageId: string
	address: string
	/** The channel's event as JSON. */
	event: string
}

const MAX_ROWS = 100

/**
 * Stores what channels received; a message that is known already is left as it is. Answers the id of each event, in
 * their order, undefined for one that was not new.
 */
export async function insertEvents(
	tx: Tx,
	events: readonly NewInboxEvent[],
	receivedAt: number,
): Promise<(number | undefined)[]> {
	const ids = new Map<string, number>()
	for (let from = 0; from < events.length; from += MAX_ROWS) {
		const rows = await insertSome(tx, events.slice(from, from + MAX_ROWS), receivedAt)
		for (const row of rows) ids.set(`${row.channel}\n${row.message_id}`, row.id)
	}
	return events.map(({ channel, messageId }) => {
		const key = `${channel}\n${messageId}`
		const id = ids.get(key)
		// twice in one batch: the second is not new
		ids.delete(key)
		return id
	})
}

async function insertSome(tx: Tx, events: readonly NewInboxEvent[], at: number) {
	if (events.length === 1 && events[0]) {
		const { channel, messageId, address, event } = events[0]
		return (await insertOne(tx, [channel, messageId, address, event, at])).rows
	}
	return await tx
		.insertInto('inbox')
		.values(
			events.map(({ channel, messageId, address, event }) => ({
				channel,
				message_id: messageId,
				address,
				event,
				received_at: at,
			})),
		)
		.onConflict((conflict) => conflict.columns(['channel', 'message_id']).doNothing())
		.returning(['id', 'channel', 'message_id'])
		.execute()
}

const insertOne = compiled((db) =>
	db
		.insertInto('inbox')
		.values({ channel: '', message_id: '', address: '', event: '', received_at: 0 })
		.onConflict((conflict) => conflict.columns(['channel', 'message_id']).doNothing())
		.returning(['id', 'channel', 'message_id']),
)

const markHandled = compiled((db) =>
	db.updateTable('inbox').set({ handled_at: 0, error: null }).where('id', '=', 0).where('handled_at', 'is', null),
)

/** Marks a row handled, in the transaction of its turn; false when that was done already, and then nothing may be done. */
export async function claimHandled(tx: Tx, id: number, now: number): Promise<boolean> {
	const { numAffectedRows } = await markHandled(tx, [now, null, id])
	return numAffectedRows === 1n
}

/**
 * The oldest row of an address that still waits. On PostgreSQL it stays locked until the transaction ends, so that of
 * several nodes one at a time speaks with a person; undefined when another node has just handled it.
 */
export async function findOldestWaiting(tx: Tx, channel: string, address: string): Promise<InboxRow | undefined> {
	return await tx
		.selectFrom('inbox')
		.selectAll()
		.where('channel', '=', channel)
		.where('address', '=', address)
		.where('handled_at', 'is', null)
		.where('attempts', '<', MAX_INBOX_ATTEMPTS)
		.orderBy('id')
		.limit(1)
		.$if(isPostgres(tx), (query) => query.forUpdate())
		.executeTakeFirst()
}

/** Notes a failed attempt, or several at once; answers how many there were. */
export async function setInboxFailure(tx: Tx, id: number, error: string, count = 1): Promise<number> {
	const row = await tx
		.updateTable('inbox')
		.set((eb) => ({ attempts: eb('attempts', '+', count), error }))
		.where('id', '=', id)
		.returning('attempts')
		.executeTakeFirst()
	return row?.attempts ?? MAX_INBOX_ATTEMPTS
}

/** What was received under any of these message ids, handled or not, in the order it came. */
export async function listEventsNamed(
	db: Db,
	channel: string,
	messageIds: readonly string[],
): Promise<Pick<InboxRow, 'event'>[]> {
	if (messageIds.length === 0) return []
	return await db
		.selectFrom('inbox')
		.select('event')
		.where('channel', '=', channel)
		.where('message_id', 'in', messageIds)
		.orderBy('id')
		.execute()
}

/** Rows that wait to be handled, oldest first, after an id. */
export async function listWaiting(
	db: Db,
	page: { afterId: number; receivedBefore?: number; limit: number },
): Promise<InboxRow[]> {
	return await db
		.selectFrom('inbox')
		.selectAll()
		.where('handled_at', 'is', null)
		.where('attempts', '<', MAX_INBOX_ATTEMPTS)
		.where('id', '>', page.afterId)
		.$if(page.receivedBefore !== undefined, (query) => query.where('received_at', '<=', page.receivedBefore ?? 0))
		.orderBy('id')
		.limit(page.limit)
		.execute()
}

/** Dead letters, newest first. */
export async function listDeadLetters(db: Db, limit: number): Promise<InboxRow[]> {
	return await db
		.selectFrom('inbox')
		.selectAll()
		.where('handled_at', 'is', null)
		.where('attempts', '>=', MAX_INBOX_ATTEMPTS)
		.orderBy('id', 'desc')
		.limit(limit)
		.execute()
}

/** Makes a dead letter wait again; false when it is none. */
export async function setReplayed(tx: Tx, id: number): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('inbox')
		.set({ attempts: 0, error: null })
		.where('id', '=', id)
		.where('handled_at', 'is', null)
		.where('attempts', '>=', MAX_INBOX_ATTEMPTS)
		.executeTakeFirst()
	return numUpdatedRows === 1n
}

/** Sets whether an address can be reached, as the platform tells by the address itself. */
export async function setLinkage(
	tx: Tx,
	linkage: { channel: string; address: string; reachable: boolean },
): Promise<void> {
	await tx
		.updateTable('addresses')
		.set({ reachable: linkage.reachable ? 1 : 0 })
		.where('channel', '=', linkage.channel)
		.where('address', '=', linkage.address)
		.execute()
}

/**
 * Deletes handled rows received before an instant, at most `limit`, oldest first; answers how many. The platforms
 * resend for a day, so that much at least must be kept to know a message again.
 */
export async function deleteHandledEvents(tx: Tx, before: number, limit: number): Promise<number> {
	const { numDeletedRows } = await tx
		.deleteFrom('inbox')
		.where('id', 'in', (eb) =>
			eb
				.selectFrom('inbox')
				.select('id')
				.where('received_at', '<', before)
				.where('handled_at', 'is not', null)
				.orderBy('id')
				.limit(limit),
		)
		.executeTakeFirst()
	return Number(numDeletedRows)
}

/** Rows that wait, dead letters, and the age of the oldest that waits (ms), for the health page. */
export async function countInbox(
	db: Db,
	now: number,
): Promise<{ waiting: number; dead: number; oldestMs: number | null }> {
	const row = await db
		.selectFrom('inbox')
		.select((eb) => [
			eb.fn.countAll<number>().as('all'),
			eb.fn.sum<number | null>(sql`case when attempts >= ${MAX_INBOX_ATTEMPTS} then 1 else 0 end`).as('dead'),
			eb.fn
				.min<number | null>(sql`case when attempts < ${MAX_INBOX_ATTEMPTS} then received_at end` as never)
				.as('oldest'),
		])
		.where('handled_at', 'is', null)
		.executeTakeFirstOrThrow()
	const dead = row.dead ?? 0
	return { waiting: row.all - dead, dead, oldestMs: row.oldest === null ? null : now - row.oldest }
}
