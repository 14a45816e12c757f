import type { Migration } from 'kysely/migration'
import * as initial from './0001-initial.ts'
import * as campaignBudgets from './0002-campaign-budgets.ts'

/** The one history for both databases; a later migration is a file of its own and one more line here. */
export const migrations: Record<string, Migration> = {
	'0001-initial': initial,
	'0002-campaign-budgets': campaignBudgets,
}
