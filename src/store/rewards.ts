import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Reward = Row<'rewards'>

export async function insertReward(tx: Tx, reward: NewRow<'rewards'>): Promise<Reward> {
	return await tx.insertInto('rewards').values(reward).returningAll().executeTakeFirstOrThrow()
}

export async function findReward(db: Db, publicId: string): Promise<Reward | undefined> {
	return await db.selectFrom('rewards').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

const selectById = compileOnce((db: Db, is: { id: number }) =>
	db.selectFrom('rewards').selectAll().where('id', '=', is.id),
)

export async function getReward(db: Db, id: number): Promise<Reward> {
	const reward = await findRewardById(db, id)
	if (!reward) throw new Error(`no reward ${id}`)
	return reward
}

export async function findRewardById(db: Db, id: number): Promise<Reward | undefined> {
	const [reward] = await selectById(db, { id })
	return reward
}

const selectAll = compileOnce((db: Db) => db.selectFrom('rewards').selectAll())

/** The ladder: cheapest first, then as the merchant placed them. */
export async function listRewardRows(db: Db, filter: { activeOnly?: boolean } = {}): Promise<Reward[]> {
	const rows = await selectAll(db, {})
	// a shop has few: sorting them in the statement takes SQLite longer than finding them
	return rows
		.filter((row) => row.active === 1 || !filter.activeOnly)
		.sort((a, b) => a.cost_points - b.cost_points || a.position - b.position || a.id - b.id)
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

const takeOne = compileOnce((tx: Tx, of: { rewardId: number }) =>
	tx
		.updateTable('rewards')
		.set((eb) => ({ stock: eb('stock', '-', 1) }))
		.where('id', '=', of.rewardId)
		.where((eb) => eb.or([eb('stock', 'is', null), eb('stock', '>', 0)]))
		.returning('id'),
)

/** Takes one of the stock; false when none is left. A reward without a stock never runs out. */
export async function debitStock(tx: Tx, rewardId: number): Promise<boolean> {
	return (await takeOne(tx, { rewardId })).length > 0
}

export async function creditStock(tx: Tx, rewardId: number): Promise<void> {
	await tx
		.updateTable('rewards')
		.set((eb) => ({ stock: eb('stock', '+', 1) }))
		.where('id', '=', rewardId)
		.where('stock', 'is not', null)
		.execute()
}
