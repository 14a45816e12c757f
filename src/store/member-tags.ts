import type { Db, Tx } from './db.ts'

export async function listTags(db: Db, memberId: number): Promise<string[]> {
	const rows = await db
		.selectFrom('member_tags')
		.select('tag')
		.where('member_id', '=', memberId)
		.orderBy('tag')
		.execute()
	return rows.map((row) => row.tag)
}

/** Adds tags; answers how many were new. */
export async function insertTags(tx: Tx, memberId: number, tags: readonly string[]): Promise<number> {
	if (tags.length === 0) return 0
	const { numInsertedOrUpdatedRows = 0n } = await tx
		.insertInto('member_tags')
		.values(tags.map((tag) => ({ member_id: memberId, tag })))
		.onConflict((conflict) => conflict.columns(['member_id', 'tag']).doNothing())
		.executeTakeFirst()
	return Number(numInsertedOrUpdatedRows)
}
