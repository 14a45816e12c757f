import type { Kysely } from 'kysely'
import { createIndex, createTable, int, intNull, text, textNull, to, zero } from '../table.ts'

export async function createOrders(db: Kysely<unknown>) {
	await createTable(
		db,
		'orders',
		{
			source_id: to('sources'),
			external_id: text,
			member_id: intNull,
			guest_hash: textNull,
			customer_ref: textNull,
			placed_at: int,
			paid_at: intNull,
			paid_on: intNull,
			cancelled_at: intNull,
			eligible_minor: int,
			total_minor: int,
			refunded_minor: zero,
			returned_minor: zero,
			net_minor: int,
			credit_minor: zero,
			version_at: int,
			report_hash: text,
			received_at: int,
			history: zero,
			held: textNull,
			branch: textNull,
			currency: textNull,
			program_id: intNull,
			tier_id: intNull,
			rule: textNull,
			points: zero,
		},
		{ primaryKey: ['source_id', 'external_id'] },
	)
	await createIndex(db, 'orders', ['member_id', 'paid_on', 'net_minor'], 'member_id is not null')
	await createIndex(db, 'orders', ['guest_hash'], 'guest_hash is not null')
	await createIndex(db, 'orders', ['customer_ref'], 'customer_ref is not null and member_id is null')
	await createIndex(db, 'orders', ['held'], 'held is not null')
	await createTable(
		db,
		'returns',
		{ source_id: to('sources'), external_id: text, return_id: text, amount_minor: int, returned_at: int, at: int },
		{ primaryKey: ['source_id', 'external_id', 'return_id'] },
	)
	await createTable(db, 'order_reviews', {
		source_id: to('sources'),
		external_id: text,
		reason: text,
		report: text,
		at: int,
		decided_at: intNull,
		decided_by: textNull,
		decision: textNull,
	})
}

export async function createLedger(db: Kysely<unknown>) {
	await createTable(
		db,
		'entries',
		{
			member_id: to('members'),
			seq: int,
			kind: text,
			points: int,
			remaining: intNull,
			expired: zero,
			released: zero,
			available_on: intNull,
			expires_on: intNull,
			origin_seq: intNull,
			debt_delta: zero,
			relabelled: zero,
			cause: textNull,
			program_id: intNull,
			facts: textNull,
			at: int,
			on_day: int,
			by: textNull,
		},
		{ primaryKey: ['member_id', 'seq'] },
	)
	await createTable(
		db,
		'allocations',
		{ member_id: int, seq: int, lot_seq: int, points: int },
		{ primaryKey: ['member_id', 'seq', 'lot_seq'] },
	)
	await createTable(
		db,
		'tier_periods',
		{
			member_id: to('members'),
			n: int,
			tier_id: int,
			started_on: int,
			period: int,
			valid_months: intNull,
			ends_on: intNull,
			carry_minor: zero,
			taken_back: zero,
			told: zero,
			cause: text,
			source_id: intNull,
			external_id: textNull,
			program_id: intNull,
			at: int,
			closed_at: intNull,
		},
		{ primaryKey: ['member_id', 'n'] },
	)
}
