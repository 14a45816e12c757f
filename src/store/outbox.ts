import { sql } from 'kysely'
import { compiled, isPostgres } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type OutboxRow = Row<'outbox'>

/** A row that is due, with where it goes. */
export interface DueReply {
	id: number
	addressId: number
	channel: string
	/** The reply as JSON. */
	reply: string
	createdAt: number
	attempts: number
	address: string
	/** When the person last wrote (ms UTC); null: never. */
	lastInboundAt: number | null
	reachable: number
}

export interface NewOutboxRow {
	addressId: number
	channel: string
	kind: string
	/** The reply as JSON. */
	reply: string
	/** Written once: a second row with the same key is not made. */
	key?: string | undefined
	dueAt: number
	createdAt: number
}

const insertOne = compiled((db) =>
	db
		.insertInto('outbox')
		.values({
			address_id: 0,
			channel: '',
			kind: '',
			reply: '',
			key: null,
			state: 'queued',
			due_at: 0,
			created_at: 0,
		})
		.onConflict((conflict) => conflict.column('key').where('key', 'is not', null).doNothing())
		.returning('id'),
)

/** Writes what is to be said; it is sent after the commit. Undefined when its key was used before. */
export async function insertOutbox(tx: Tx, row: NewOutboxRow): Promise<number | undefined> {
	const { rows } = await insertOne(tx, [
		row.addressId,
		row.channel,
		row.kind,
		row.reply,
		row.key ?? null,
		'queued',
		row.dueAt,
		row.createdAt,
	])
	return rows[0]?.id
}

const due = (db: Tx) =>
	db
		.selectFrom('outbox')
		.innerJoin('addresses', 'addresses.id', 'outbox.address_id')
		.select([
			'outbox.id',
			'outbox.address_id as addressId',
			'outbox.channel',
			'outbox.reply',
			'outbox.created_at as createdAt',
			'outbox.attempts',
			'addresses.address',
			'addresses.last_inbound_at as lastInboundAt',
			'addresses.reachable',
		])
		// written as in the index's own condition, or else SQLite does not use it
		.where(sql<boolean>`outbox.state in ('queued', 'sending')`)
		.orderBy('outbox.id')

const selectDue = compiled((db) => due(db).where('outbox.channel', '=', '').where('outbox.due_at', '<=', 0).limit(0))

// only what was just written is looked at; without the plus SQLite would walk over everything that waits
const selectNew = compiled((db) =>
	due(db)
		.where('outbox.id', '>', 0)
		.where(sql`outbox.channel || ''`, '=', '')
		.where(sql`+outbox.due_at`, '<=', 0)
		.limit(0),
)

/** What waits on a channel and is due, in the order it was written; with `afterId` only what was written since. */
export async function listDueReplies(
	db: Db,
	{ channel, now, afterId = 0, limit }: { channel: string; now: number; afterId?: number; limit: number },
): Promise<DueReply[]> {
	const { rows } =
		afterId > 0 ? await selectNew(db, [afterId, channel, now, limit]) : await selectDue(db, [channel, now, limit])
	return rows
}

export interface SentReply {
	id: number
	platformMessageId: string
	attempts: number
}

const setOneSent = compiled((db) =>
	db
		.updateTable('outbox')
		.set({ state: 'sent', sent_at: 0, platform_message_id: '', attempts: 0, error: null })
		.where('id', '=', 0),
)

/** Marks rows sent, in one statement. */
export async function setSent(tx: Tx, sent: readonly SentReply[], at: number): Promise<void> {
	const [first] = sent
	if (first && sent.length === 1) {
		await setOneSent(tx, ['sent', at, first.platformMessageId, first.attempts, null, first.id])
		return
	}
	const values = sent.map(
		(one) => sql`(cast(${one.id} as bigint), cast(${one.platformMessageId} as text), cast(${one.attempts} as bigint))`,
	)
	await sql`
		update outbox set state = 'sent', sent_at = ${at}, error = null,
			platform_message_id = sent.column2, attempts = sent.column3
		from (values ${sql.join(values)}) as sent where outbox.id = sent.column1`.execute(tx)
}

/** Tries a row again at an instant. */
export async function setRetry(
	tx: Tx,
	retry: { id: number; dueAt: number; attempts: number; error: string },
): Promise<void> {
	await tx
		.updateTable('outbox')
		.set({ state: 'queued', due_at: retry.dueAt, attempts: retry.attempts, error: retry.error })
		.where('id', '=', retry.id)
		.execute()
}

/** Puts a row aside until the person writes again. */
export async function setHeld(tx: Tx, id: number): Promise<void> {
	await tx.updateTable('outbox').set({ state: 'held' }).where('id', '=', id).execute()
}

/** What waits for the next message of a person, oldest first. */
export async function listHeld(db: Db, addressId: number): Promise<{ id: number; reply: string }[]> {
	return await db
		.selectFrom('outbox')
		.select(['id', 'reply'])
		.where('address_id', '=', addressId)
		.where('state', '=', 'held')
		.orderBy('id')
		.execute()
}

/** Marks what waited as said, in an answer of this moment. */
export async function setHeldSaid(tx: Tx, ids: readonly number[], at: number): Promise<void> {
	await tx.updateTable('outbox').set({ state: 'sent', sent_at: at }).where('id', 'in', ids).execute()
}

interface HoldingSpan {
	channel: string
	since: number
	until: number
	afterId: number
	limit: number
}

/** Addresses of a channel, by id, for which something was put aside within a span, with how much waits in all. */
export async function listHolding(
	db: Db,
	{ channel, since, until, afterId, limit }: HoldingSpan,
): Promise<{ addressId: number; waiting: number }[]> {
	const rows = await db
		.selectFrom('outbox')
		.select((eb) => ['address_id as addressId', eb.fn.countAll<number>().as('waiting')])
		.where('channel', '=', channel)
		.where('state', '=', 'held')
		.where('address_id', '>', afterId)
		.groupBy('address_id')
		.having(sql<boolean>`sum(case when created_at >= ${since} and created_at < ${until} then 1 else 0 end) > 0`)
		.orderBy('address_id')
		.limit(limit)
		.execute()
	return rows.map(({ addressId, waiting }) => ({ addressId, waiting: Number(waiting) }))
}

/** Notices written for a channel since an instant, and on how many different days of different people. */
export async function countNotices(
	db: Db,
	{ channel, since }: { channel: string; since: number },
): Promise<{ notices: number; days: number }> {
	const day = sql`created_at / 86400000`
	const row = await db
		.selectFrom('outbox')
		.select((eb) => [
			eb.fn.countAll<number>().as('notices'),
			sql<number>`count(distinct cast(address_id as text) || ' ' || cast(${day} as text))`.as('days'),
		])
		.where('channel', '=', channel)
		.where('created_at', '>=', since)
		.where('kind', 'like', 'notice:%')
		.executeTakeFirstOrThrow()
	return { notices: Number(row.notices), days: Number(row.days) }
}

/** Gives a row up, with the reason that is shown. */
export async function setFailed(tx: Tx, failed: { id: number; attempts: number; error: string }): Promise<void> {
	await tx
		.updateTable('outbox')
		.set({ state: 'failed', attempts: failed.attempts, error: failed.error })
		.where('id', '=', failed.id)
		.execute()
}

interface Undelivered {
	channel: string
	address: string
	platformMessageId: string
	reason: string
}

/**
 * What the platform took and then could not deliver: its row says so from then on. Nothing happens while the row does
 * not carry the id of the message yet: whoever writes it there looks for what was told before.
 */
export async function setUndelivered(tx: Tx, message: Undelivered): Promise<void> {
	const address = await tx
		.selectFrom('addresses')
		.select('id')
		.where('channel', '=', message.channel)
		.where('address', '=', message.address)
		.executeTakeFirst()
	if (!address) return
	// waits for a transaction that is writing the id at this moment
	if (isPostgres(tx))
		await tx
			.selectFrom('outbox')
			.select('id')
			.where('address_id', '=', address.id)
			.where(sql<boolean>`state in ('queued', 'sending')`)
			.orderBy('id')
			.forUpdate()
			.execute()
	await tx
		.updateTable('outbox')
		.set({ state: 'failed', error: message.reason })
		.where('address_id', '=', address.id)
		.where('platform_message_id', '=', message.platformMessageId)
		.where('state', '=', 'sent')
		.execute()
}

/** Gives up what a channel could not take for too long, at most `limit` rows; answers how many. */
export async function expireReplies(tx: Tx, createdBefore: number, limit: number): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('outbox')
		.set({ state: 'failed', error: 'too old' })
		.where('id', 'in', (eb) =>
			eb
				.selectFrom('outbox')
				.select('id')
				.where(sql<boolean>`state in ('queued', 'sending')`)
				// what was meant for later is as old as the instant it is due
				.where(
					sql<boolean>`case when due_at > created_at and attempts = 0 then due_at else created_at end < ${createdBefore}`,
				)
				.limit(limit),
		)
		.executeTakeFirst()
	return Number(numUpdatedRows)
}

/** The newest rows of an address, for the member page. */
export async function listOutboxOf(db: Db, addressId: number, limit: number): Promise<OutboxRow[]> {
	return await db
		.selectFrom('outbox')
		.selectAll()
		.where('address_id', '=', addressId)
		.orderBy('id', 'desc')
		.limit(limit)
		.execute()
}

/** Rows that wait, by channel. */
export async function countWaitingReplies(db: Db): Promise<Record<string, number>> {
	const rows = await db
		.selectFrom('outbox')
		.select((eb) => ['channel', eb.fn.countAll<number>().as('n')])
		.where(sql<boolean>`state in ('queued', 'sending')`)
		.groupBy('channel')
		.execute()
	return Object.fromEntries(rows.map((row) => [row.channel, row.n]))
}

/** Deletes finished rows written before an instant, at most `limit`, oldest first; answers how many. */
export async function deleteOldReplies(tx: Tx, before: number, limit: number): Promise<number> {
	const { numDeletedRows } = await tx
		.deleteFrom('outbox')
		.where('id', 'in', (eb) =>
			eb
				.selectFrom('outbox')
				.select('id')
				.where('created_at', '<', before)
				.where('state', 'in', ['sent', 'failed', 'held'])
				.orderBy('id')
				.limit(limit),
		)
		.executeTakeFirst()
	return Number(numDeletedRows)
}
