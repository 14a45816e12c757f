import type { Kysely } from 'kysely'
import { createTable, int, text } from './table.ts'

// one row a campaign with a budget: what its orders have set aside, so that a guarded sum needs no walk over all orders
export async function up(db: Kysely<unknown>): Promise<void> {
	await createTable(db, 'campaign_budgets', { campaign_id: text, points: int }, { primaryKey: ['campaign_id'] })
}
