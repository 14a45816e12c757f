import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Reward = Row<'rewards'>

export async function insertReward(tx: Tx, reward: NewRow<'rewards'>): Promise<Reward> {
	return await tx.insertInto('rewards').values(reward).returningAll().executeTakeFirstOrThrow()
}

export async function findReward(db: Db, publicId: string): Promise<Reward | undefined> {
	return await db.selectFrom('rewards').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

export async function getReward(db: Db, id: number): Promise<Reward> {
	return await db.selectFrom('rewards').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function findRewardById(db: Db, id: number): Promise<Reward | undefined> {
	return await db.selectFrom('rewards').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The ladder: cheapest first, then as the merchant placed them. */
export async function listRewardRows(db: Db, filter: { activeOnly?: boolean } = {}): Promise<Reward[]> {
	return await db
		.selectFrom('rewards')
		.selectAll()
		.$if(filter.activeOnly ?? false, (query) => query.where('active', '=', 1))
		.orderBy('cost_points')
		.orderBy('position')
		.orderBy('id')
		.execute()
}

/** Changes a reward as it was at a version; false when somebody changed it in between. */
export async function setReward(
	tx: Tx,
	reward: { id: number; version: number },
	change: Partial<NewRow<'rewards'>>,
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('rewards')
		.set({ ...change, version: reward.version + 1 })
		.where('id', '=', reward.id)
		.where('version', '=', reward.version)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/** Takes one of the stock; false when none is left. A reward without a stock never runs out. */
export async function debitStock(tx: Tx, rewardId: number): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('rewards')
		.set((eb) => ({ stock: eb('stock', '-', 1) }))
		.where('id', '=', rewardId)
		.where((eb) => eb.or([eb('stock', 'is', null), eb('stock', '>', 0)]))
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

export async function creditStock(tx: Tx, rewardId: number): Promise<void> {
	await tx
		.updateTable('rewards')
		.set((eb) => ({ stock: eb('stock', '+', 1) }))
		.where('id', '=', rewardId)
		.where('stock', 'is not', null)
		.execute()
}
