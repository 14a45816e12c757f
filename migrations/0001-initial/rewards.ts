import type { Kysely } from 'kysely'
import { createIndex, createTable, createUniqueIndex, int, intNull, text, textNull, to, zero } from '../table.ts'

export async function createRewards(db: Kysely<unknown>) {
	await createTable(
		db,
		'rewards',
		{
			public_id: text,
			kind: text,
			terms: text,
			cost_points: int,
			stock: intNull,
			per_member_limit: intNull,
			tier_id: intNull,
			on_sale_from: intNull,
			on_sale_until: intNull,
			usable_at: text,
			code_source: text,
			active: ['int', { default: 1 }],
			position: zero,
			version: ['int', { default: 1 }],
			created_at: int,
		},
		{ unique: [['public_id']] },
	)
	await createTable(
		db,
		'redemptions',
		{
			public_id: text,
			member_id: to('members'),
			reward_id: to('rewards'),
			seq: int,
			cost_points: int,
			at: int,
			key: textNull,
			undone_at: intNull,
			undone_by: textNull,
		},
		{ unique: [['public_id'], ['member_id', 'key']] },
	)
	await createIndex(db, 'redemptions', ['reward_id', 'member_id'])
}

export async function createCoupons(db: Kysely<unknown>) {
	await createTable(
		db,
		'coupons',
		{
			public_id: text,
			reward_id: to('rewards'),
			member_id: intNull,
			redemption_id: intNull,
			origin: text,
			code_hash: text,
			code_encrypted: text,
			last4: text,
			state: text,
			usable_at: text,
			created_at: int,
			issued_at: intNull,
			expires_on: intNull,
			reserved_by: textNull,
			reserved_until: intNull,
			counter_number: textNull,
			counter_until: intNull,
			presented_at: intNull,
			used_at: intNull,
			used_place: textNull,
			used_by: textNull,
			order_source_id: intNull,
			order_external_id: textNull,
			void_reason: textNull,
		},
		{ unique: [['public_id'], ['code_hash']] },
	)
	await createIndex(db, 'coupons', ['member_id', 'state'], 'member_id is not null')
	await createIndex(db, 'coupons', ['reward_id', 'id'], "state = 'available'")
	await createUniqueIndex(db, 'coupons', 'counter_number', 'counter_number is not null')
	await createIndex(db, 'coupons', ['used_at'], 'used_at is not null')
	await createIndex(db, 'coupons', ['order_external_id'], 'order_external_id is not null')
	await createIndex(db, 'coupons', ['redemption_id'], 'redemption_id is not null')
}

export async function createReferrals(db: Kysely<unknown>) {
	await createTable(
		db,
		'referrals',
		{
			public_id: text,
			referrer_id: to('members'),
			friend_id: to('members'),
			channel: text,
			clicked_at: int,
			joined_at: int,
			state: text,
			source_id: intNull,
			external_id: textNull,
			bought_at: intNull,
			lapses_on: intNull,
			review: textNull,
			rule: text,
			rewards: text,
		},
		{ unique: [['public_id'], ['friend_id']] },
	)
	await createIndex(db, 'referrals', ['referrer_id', 'joined_at'])
}
