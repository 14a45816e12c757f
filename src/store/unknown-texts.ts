import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type UnknownText = Row<'unknown_texts'>

export async function insertUnknownText(tx: Tx, row: NewRow<'unknown_texts'>): Promise<void> {
	await tx.insertInto('unknown_texts').values(row).execute()
}

/** Texts nobody understood, the newest first; `before` continues a list by the last id shown. */
export async function listUnknownTexts(db: Db, limit: number, before?: number): Promise<UnknownText[]> {
	let query = db.selectFrom('unknown_texts').selectAll()
	if (before !== undefined) query = query.where('id', '<', before)
	return await query.orderBy('id', 'desc').limit(limit).execute()
}

/** Forgets texts from before an instant (90 days); answers how many. */
export async function deleteUnknownTexts(tx: Tx, before: number): Promise<number> {
	const { numDeletedRows } = await tx.deleteFrom('unknown_texts').where('at', '<', before).executeTakeFirst()
	return Number(numDeletedRows)
}

export async function deleteUnknownTextsOf(tx: Tx, addressIds: number[]): Promise<void> {
	if (addressIds.length > 0) await tx.deleteFrom('unknown_texts').where('address_id', 'in', addressIds).execute()
}
