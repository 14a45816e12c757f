import { compiled } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type BroadcastRow = Row<'broadcasts'>

export type BroadcastState =
	| 'draft'
	| 'checked'
	| 'approved'
	| 'scheduled'
	| 'sending'
	| 'paused'
	| 'done'
	| 'cancelled'

export async function insertBroadcast(tx: Tx, broadcast: NewRow<'broadcasts'>): Promise<BroadcastRow> {
	return await tx.insertInto('broadcasts').values(broadcast).returningAll().executeTakeFirstOrThrow()
}

export async function findBroadcast(db: Db, publicId: string): Promise<BroadcastRow | undefined> {
	return await db.selectFrom('broadcasts').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

export async function getBroadcast(db: Db, id: number): Promise<BroadcastRow> {
	return await db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** Newest first, after (older than) an id. */
export async function listBroadcasts(db: Db, page: { limit: number; beforeId?: number }): Promise<BroadcastRow[]> {
	return await db
		.selectFrom('broadcasts')
		.selectAll()
		.$if(page.beforeId !== undefined, (query) => query.where('id', '<', page.beforeId ?? 0))
		.orderBy('id', 'desc')
		.limit(page.limit)
		.execute()
}

/** Those in any of the states, the oldest first. */
export async function listBroadcastsIn(db: Db, states: readonly BroadcastState[]): Promise<BroadcastRow[]> {
	return await db.selectFrom('broadcasts').selectAll().where('state', 'in', states).orderBy('id').execute()
}

/** What the sending loop asks all the time: those that run and whose audience is complete. */
const selectRunning = compiled((db) =>
	db
		.selectFrom('broadcasts')
		.select(['id', 'version'])
		.where('state', '=', 'sending')
		.where('frozen_at', 'is not', null)
		.orderBy('id'),
)

export async function listRunning(db: Db): Promise<{ id: number; version: number }[]> {
	return (await selectRunning(db, ['sending'])).rows
}

/** Scheduled ones whose time has come. */
export async function listDueBroadcasts(db: Db, now: number): Promise<BroadcastRow[]> {
	return await db
		.selectFrom('broadcasts')
		.selectAll()
		.where('state', '=', 'scheduled')
		.where('scheduled_at', '<=', now)
		.orderBy('id')
		.execute()
}

/** Replaces what a broadcast says and to whom, if nobody else has done so since that version; false otherwise. */
export async function setBroadcastContent(
	tx: Tx,
	edit: { id: number; version: number; states: readonly BroadcastState[] },
	change: Partial<NewRow<'broadcasts'>>,
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('broadcasts')
		.set((eb) => ({ ...change, version: eb('version', '+', 1) }))
		.where('id', '=', edit.id)
		.where('version', '=', edit.version)
		.where('state', 'in', edit.states)
		.executeTakeFirst()
	return numUpdatedRows === 1n
}

/** Moves a broadcast from one of the states; false when it is in none of them, or was changed since the version. */
export async function setBroadcastState(
	tx: Tx,
	move: { id: number; from: readonly BroadcastState[]; to: BroadcastState; version?: number | undefined },
	change: Partial<NewRow<'broadcasts'>> = {},
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('broadcasts')
		.set({ ...change, state: move.to })
		.where('id', '=', move.id)
		.where('state', 'in', move.from)
		.$if(move.version !== undefined, (query) => query.where('version', '=', move.version ?? 0))
		.executeTakeFirst()
	return numUpdatedRows === 1n
}

/** How far the freezing has come: everybody up to this member is in. */
export async function setFreezeCursor(tx: Tx, id: number, cursor: number): Promise<void> {
	await tx.updateTable('broadcasts').set({ freeze_cursor: cursor }).where('id', '=', id).execute()
}

/** The audience is complete; sending may begin. */
export async function setFrozen(tx: Tx, id: number, at: number): Promise<void> {
	await tx
		.updateTable('broadcasts')
		.set({ frozen_at: at })
		.where('id', '=', id)
		.where('frozen_at', 'is', null)
		.execute()
}
