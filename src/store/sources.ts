import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type Source = Row<'sources'>

const sourceByName = compileOnce((db: Db, is: { name: string }) =>
	db.selectFrom('sources').selectAll().where('name', '=', is.name),
)

export async function findSource(db: Db, name: string): Promise<Source | undefined> {
	return (await sourceByName(db, { name }))[0]
}

export async function getSource(db: Db, id: number): Promise<Source> {
	return await db.selectFrom('sources').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function listSources(db: Db): Promise<Source[]> {
	return await db.selectFrom('sources').selectAll().orderBy('id').execute()
}

/** The source of a name, made when it is new; without hold days of its own the programme's default counts. */
export async function ensureSource(tx: Tx, name: string): Promise<Source> {
	const known = await findSource(tx, name)
	if (known) return known
	await tx
		.insertInto('sources')
		.values({ name, hold_days: null })
		.onConflict((conflict) => conflict.column('name').doNothing())
		.execute()
	return await tx.selectFrom('sources').selectAll().where('name', '=', name).executeTakeFirstOrThrow()
}

/** Sets after how many days points of this source become usable; null for the programme's default. */
export async function setHoldDays(tx: Tx, name: string, holdDays: number | null): Promise<void> {
	const source = await ensureSource(tx, name)
	await tx.updateTable('sources').set({ hold_days: holdDays }).where('id', '=', source.id).execute()
}
