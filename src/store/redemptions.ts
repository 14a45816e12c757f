import { compileEach, compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Redemption = Row<'redemptions'>

const newRedemption = compileEach((tx: Tx, values: NewRow<'redemptions'>, columns) =>
	tx
		.insertInto('redemptions')
		.values(Object.fromEntries(columns.map((column) => [column, values[column as keyof typeof values]])) as never)
		.returningAll(),
)

export async function insertRedemption(tx: Tx, redemption: NewRow<'redemptions'>): Promise<Redemption> {
	const [row] = await newRedemption(tx, redemption, Object.keys(redemption))
	if (!row) throw new Error('a redemption was written and not answered')
	return row
}

export async function findRedemption(db: Db, publicId: string): Promise<Redemption | undefined> {
	return await db.selectFrom('redemptions').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

export async function findRedemptionById(db: Db, id: number): Promise<Redemption | undefined> {
	return await db.selectFrom('redemptions').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function getRedemption(db: Db, id: number): Promise<Redemption> {
	return await db.selectFrom('redemptions').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

const selectByKey = compileOnce((db: Db, of: { memberId: number; key: string }) =>
	db.selectFrom('redemptions').selectAll().where('member_id', '=', of.memberId).where('key', '=', of.key),
)

/** What a key of this member made before. */
export async function findRedemptionByKey(db: Db, memberId: number, key: string): Promise<Redemption | undefined> {
	const [row] = await selectByKey(db, { memberId, key })
	return row
}

/** How often a member took a reward and did not give it back. */
export async function countTaken(db: Db, memberId: number, rewardId: number): Promise<number> {
	const { n } = await db
		.selectFrom('redemptions')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('reward_id', '=', rewardId)
		.where('member_id', '=', memberId)
		.where('undone_at', 'is', null)
		.executeTakeFirstOrThrow()
	return n
}

const selectTaken = compileOnce((db: Db, of: { memberId: number }) =>
	db.selectFrom('redemptions').select('reward_id').where('member_id', '=', of.memberId).where('undone_at', 'is', null),
)

/** The same for every reward at once, by reward. */
export async function listTaken(db: Db, memberId: number): Promise<Map<number, number>> {
	const rows = await selectTaken(db, { memberId })
	return new Map([...Map.groupBy(rows, (row) => row.reward_id)].map(([id, taken]) => [id, taken.length]))
}

/** Marks a redemption as taken back, once. */
export async function claimUndo(tx: Tx, undo: { id: number; at: number; by: string }): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('redemptions')
		.set({ undone_at: undo.at, undone_by: undo.by })
		.where('id', '=', undo.id)
		.where('undone_at', 'is', null)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

export async function listRedemptions(db: Db, memberId: number): Promise<Redemption[]> {
	return await db.selectFrom('redemptions').selectAll().where('member_id', '=', memberId).orderBy('id').execute()
}
