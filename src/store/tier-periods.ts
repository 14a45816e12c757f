import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type TierPeriod = Row<'tier_periods'>

/** Every tier a member ever had, oldest first. */
export async function listTierPeriods(db: Db, memberId: number): Promise<TierPeriod[]> {
	return await db.selectFrom('tier_periods').selectAll().where('member_id', '=', memberId).orderBy('n').execute()
}

/** The period a member is in; undefined while it never left the base tier. */
export async function findTierPeriod(db: Db, memberId: number): Promise<TierPeriod | undefined> {
	return await db
		.selectFrom('tier_periods')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('closed_at', 'is', null)
		.orderBy('n', 'desc')
		.executeTakeFirst()
}

export async function insertTierPeriod(tx: Tx, period: NewRow<'tier_periods'>): Promise<void> {
	await tx.insertInto('tier_periods').values(period).execute()
}

export async function setTierPeriod(
	tx: Tx,
	key: { memberId: number; n: number },
	change: Partial<Pick<TierPeriod, 'carry_minor' | 'closed_at' | 'ends_on'>>,
): Promise<void> {
	await tx
		.updateTable('tier_periods')
		.set(change)
		.where('member_id', '=', key.memberId)
		.where('n', '=', key.n)
		.execute()
}
