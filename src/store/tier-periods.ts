import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type TierPeriod = Row<'tier_periods'>

const periodsOf = compileOnce((db: Db, of: { memberId: number }) =>
	db.selectFrom('tier_periods').selectAll().where('member_id', '=', of.memberId),
)

/** Every tier a member ever had, oldest first. */
export async function listTierPeriods(db: Db, memberId: number): Promise<TierPeriod[]> {
	return (await periodsOf(db, { memberId })).sort((a, b) => a.n - b.n)
}

export async function insertTierPeriod(tx: Tx, period: NewRow<'tier_periods'>): Promise<void> {
	await tx.insertInto('tier_periods').values(period).execute()
}

export async function setTierPeriod(
	tx: Tx,
	key: { memberId: number; n: number },
	change: Partial<Pick<TierPeriod, 'closed_at' | 'told'>>,
): Promise<void> {
	await tx
		.updateTable('tier_periods')
		.set(change)
		.where('member_id', '=', key.memberId)
		.where('n', '=', key.n)
		.execute()
}

/** Marks the periods after one as taken back by a return: they led to nothing. */
export async function takeBackTierPeriods(
	tx: Tx,
	back: { memberId: number; afterN: number; at: number },
): Promise<void> {
	await tx
		.updateTable('tier_periods')
		.set({ taken_back: 1, closed_at: back.at })
		.where('member_id', '=', back.memberId)
		.where('n', '>', back.afterN)
		.where('taken_back', '=', 0)
		.execute()
}
