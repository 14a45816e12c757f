import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type OneTimeLink = Row<'one_time_links'>

export async function insertLink(tx: Tx, link: NewRow<'one_time_links'>): Promise<void> {
	await tx.insertInto('one_time_links').values(link).execute()
}

export async function findLink(db: Db, tokenHash: string, kind: string): Promise<OneTimeLink | undefined> {
	return await db
		.selectFrom('one_time_links')
		.selectAll()
		.where('token_hash', '=', tokenHash)
		.where('kind', '=', kind)
		.executeTakeFirst()
}

/** Uses a link up; undefined when there is none, when it was used before, or when its time is over. */
export async function claimLink(
	tx: Tx,
	link: { tokenHash: string; kind: string; now: number },
): Promise<OneTimeLink | undefined> {
	return await tx
		.updateTable('one_time_links')
		.set({ used_at: link.now })
		.where('token_hash', '=', link.tokenHash)
		.where('kind', '=', link.kind)
		.where('used_at', 'is', null)
		.where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', link.now)]))
		.returningAll()
		.executeTakeFirst()
}

/** Takes back the links of a kind that carry a payload, so that only the newest one works. */
export async function deleteLinks(tx: Tx, kind: string, payload: string): Promise<void> {
	await tx
		.deleteFrom('one_time_links')
		.where('kind', '=', kind)
		.where('payload', '=', payload)
		.where('used_at', 'is', null)
		.execute()
}
