import type { Kysely } from 'kysely'
import { createAddresses, createMembers, createProgram } from './0001-initial/members.ts'
import { createBroadcasts, createMailboxes } from './0001-initial/messages.ts'
import { createLedger, createOrders } from './0001-initial/orders.ts'
import { createCoupons, createReferrals, createRewards } from './0001-initial/rewards.ts'
import { createStaff } from './0001-initial/staff.ts'

// Layout decided by measurement: orders are clustered on (source, external id), ledger entries that are their own
// lots on (member, seq); keys are integers, and the prefixed UUIDv7 is one unique column per public noun.

export async function up(db: Kysely<unknown>): Promise<void> {
	await createProgram(db)
	await createMembers(db)
	await createAddresses(db)
	await createOrders(db)
	await createLedger(db)
	await createRewards(db)
	await createCoupons(db)
	await createReferrals(db)
	await createMailboxes(db)
	await createBroadcasts(db)
	await createStaff(db)
}
