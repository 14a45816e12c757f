import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Return = Row<'returns'>

/** Stores a return; false when its id is known for this order. */
export async function insertReturn(tx: Tx, row: NewRow<'returns'>): Promise<boolean> {
	const { numInsertedOrUpdatedRows = 0n } = await tx
		.insertInto('returns')
		.values(row)
		.onConflict((conflict) => conflict.columns(['source_id', 'external_id', 'return_id']).doNothing())
		.executeTakeFirst()
	return numInsertedOrUpdatedRows > 0n
}

export async function findReturn(
	db: Db,
	key: { sourceId: number; externalId: string; returnId: string },
): Promise<Return | undefined> {
	return await db
		.selectFrom('returns')
		.selectAll()
		.where('source_id', '=', key.sourceId)
		.where('external_id', '=', key.externalId)
		.where('return_id', '=', key.returnId)
		.executeTakeFirst()
}

const returnsOfOrder = compileOnce((db: Db, of: { sourceId: number; externalId: string }) =>
	db
		.selectFrom('returns')
		.select('amount_minor')
		.where('source_id', '=', of.sourceId)
		.where('external_id', '=', of.externalId),
)

/** The sum of the distinct returns of an order in minor units, known to us as an order or not. */
export async function sumReturns(db: Db, sourceId: number, externalId: string): Promise<number> {
	const rows = await returnsOfOrder(db, { sourceId, externalId })
	return rows.reduce((sum, row) => sum + row.amount_minor, 0)
}
