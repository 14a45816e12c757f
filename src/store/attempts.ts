import type { Tx } from './db.ts'
import type { Row } from './schema.ts'

export type Attempts = Row<'attempts'>

/** The wrong tries of a key so far; the row stays locked for the rest of the transaction, so that none goes uncounted. */
export async function lockAttempts(tx: Tx, scope: string, key: string, now: number): Promise<Attempts> {
	return await tx
		.insertInto('attempts')
		.values({ scope, key, count: 0, since: now, locked_until: null })
		.onConflict((conflict) =>
			conflict.columns(['scope', 'key']).doUpdateSet((eb) => ({ count: eb.ref('attempts.count') })),
		)
		.returningAll()
		.executeTakeFirstOrThrow()
}

export async function setAttempts(tx: Tx, attempts: Attempts): Promise<void> {
	const { scope, key, ...change } = attempts
	await tx.updateTable('attempts').set(change).where('scope', '=', scope).where('key', '=', key).execute()
}

export async function deleteAttempts(tx: Tx, scope: string, key: string): Promise<void> {
	await tx.deleteFrom('attempts').where('scope', '=', scope).where('key', '=', key).execute()
}

/** Removes what nobody tried since an instant; answers how many. */
export async function deleteAttemptsBefore(tx: Tx, before: number): Promise<number> {
	const { numDeletedRows } = await tx
		.deleteFrom('attempts')
		.where('since', '<', before)
		.where((eb) => eb.or([eb('locked_until', 'is', null), eb('locked_until', '<', before)]))
		.executeTakeFirst()
	return Number(numDeletedRows)
}
