import type { Db, Tx } from './db.ts'

/**
 * Takes the lock of a campaign's budget for the rest of the transaction; answers the points that orders have set aside
 * of it so far.
 */
export async function lockBudget(tx: Tx, campaignId: string): Promise<number> {
	const { points } = await tx
		.insertInto('campaign_budgets')
		.values({ campaign_id: campaignId, points: 0 })
		.onConflict((conflict) =>
			conflict.column('campaign_id').doUpdateSet((eb) => ({ points: eb.ref('campaign_budgets.points') })),
		)
		.returning('points')
		.executeTakeFirstOrThrow()
	return points
}

/** Sets points of a campaign's budget aside; the caller holds its lock. */
export async function debitBudget(tx: Tx, campaignId: string, points: number): Promise<void> {
	await tx
		.updateTable('campaign_budgets')
		.set((eb) => ({ points: eb('points', '+', points) }))
		.where('campaign_id', '=', campaignId)
		.execute()
}

/** The points set aside of each campaign's budget so far; a campaign nothing was set aside of is not in it. */
export async function mapBudgets(db: Db): Promise<Map<string, number>> {
	const rows = await db.selectFrom('campaign_budgets').selectAll().execute()
	return new Map(rows.map((row) => [row.campaign_id, row.points]))
}

/** The frozen rules of a member's orders that were paid on a day, as JSON, one of them left out when it is named. */
export async function listRulesOfDay(
	db: Db,
	of: { memberId: number; paidOn: number; besides?: { sourceId: number; externalId: string } | undefined },
): Promise<string[]> {
	const rows = await db
		.selectFrom('orders')
		.select(['source_id', 'external_id', 'rule'])
		.where('member_id', '=', of.memberId)
		.where('paid_on', '=', of.paidOn)
		.where('rule', 'is not', null)
		.execute()
	const { besides } = of
	const isLeftOut = (row: { source_id: number; external_id: string }) =>
		row.source_id === besides?.sourceId && row.external_id === besides.externalId
	return rows.flatMap((row) => (row.rule === null || isLeftOut(row) ? [] : [row.rule]))
}
