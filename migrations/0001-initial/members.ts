import type { Kysely } from 'kysely'
import { createIndex, createTable, int, intNull, text, textNull, to, zero } from '../table.ts'

export async function createProgram(db: Kysely<unknown>) {
	await createTable(db, 'settings', { key: text, value: text }, { primaryKey: ['key'] })
	await createTable(db, 'programs', {
		rules: text,
		effective_from: int,
		published_at: int,
		published_by: textNull,
	})
	await createTable(db, 'sources', { name: text, hold_days: intNull }, { unique: [['name']] })
}

export async function createMembers(db: Kysely<unknown>) {
	await createTable(
		db,
		'members',
		{
			public_id: text,
			status: text,
			name: text,
			locale: textNull,
			email: textNull,
			birthday_month: intNull,
			birthday_day: intNull,
			birthday_set_at: intNull,
			external_ref: textNull,
			created_at: int,
			joined_at: intNull,
			joined_on: intNull,
			join_source: textNull,
			left_at: intNull,
			merged_into: intNull,
			referral_code: text,
			random_bucket: int,
			redeem_locked_until: intNull,
			next_seq: ['int', { default: 1 }],
			usable: zero,
			pending: zero,
			debt: zero,
			settle_on: intNull,
			order_count: zero,
			purchase_days: zero,
			first_order_on: intNull,
			last_order_on: intNull,
			spend_minor: zero,
			tier_id: zero,
			tier_period: zero,
			tier_ends_on: intNull,
			nes: zero,
			nes_cycle_tenths: intNull,
			nes_changes_on: intNull,
		},
		{ unique: [['public_id'], ['referral_code']] },
	)
	await createIndex(db, 'members', ['settle_on'], 'settle_on is not null')
	await createIndex(db, 'members', ['nes_changes_on'], 'nes_changes_on is not null')
	await createIndex(db, 'members', ['tier_ends_on'], 'tier_ends_on is not null')
	// every count of a segment or of the first page reads this index alone
	await createIndex(db, 'members', ['status', 'nes', 'tier_id'])
	await createIndex(db, 'members', ['external_ref'], 'external_ref is not null')
	await createIndex(db, 'members', ['joined_on'], 'joined_on is not null')
	await createTable(
		db,
		'member_phones',
		{ phone_hash: text, member_id: to('members'), phone_encrypted: text, verified_at: intNull, added_at: int },
		{ primaryKey: ['phone_hash'] },
	)
	await createIndex(db, 'member_phones', ['member_id'])
	// what must be remembered about a phone after its member left: reward taken until, opt-out
	await createTable(
		db,
		'phone_marks',
		{ phone_hash: text, kind: text, at: int, until: intNull, note: textNull },
		{ primaryKey: ['phone_hash', 'kind'] },
	)
	await createTable(db, 'member_tags', { member_id: to('members'), tag: text }, { primaryKey: ['member_id', 'tag'] })
	await createIndex(db, 'member_tags', ['tag', 'member_id'])
	await createTable(db, 'member_merges', {
		from_id: to('members'),
		into_id: to('members'),
		at: int,
		by: text,
		facts: text,
		undone_at: intNull,
	})
}

export async function createAddresses(db: Kysely<unknown>) {
	await createTable(
		db,
		'addresses',
		{
			channel: text,
			address: text,
			member_id: intNull,
			name: textNull,
			username: textNull,
			locale: textNull,
			reachable: ['int', { default: 1 }],
			first_seen_at: int,
			linked_at: intNull,
			last_inbound_at: intNull,
			referral_code: textNull,
			referral_at: intNull,
			promotions: zero,
			promotions_at: intNull,
		},
		{ unique: [['channel', 'address']] },
	)
	await createIndex(db, 'addresses', ['member_id', 'reachable', 'promotions'], 'member_id is not null')
	await createTable(
		db,
		'sessions',
		{ address_id: int, mode: text, mode_at: intNull, state: text, updated_at: int },
		{ primaryKey: ['address_id'] },
	)
	await createIndex(db, 'sessions', ['mode', 'mode_at'], "mode <> 'bot'")
	await createTable(db, 'consents', {
		member_id: intNull,
		address_id: intNull,
		channel: textNull,
		purpose: text,
		state: text,
		text_version: text,
		language: textNull,
		source: text,
		message_id: textNull,
		original: textNull,
		at: int,
	})
	await createIndex(db, 'consents', ['member_id'])
	await createTable(db, 'chat_messages', {
		address_id: to('addresses'),
		direction: text,
		text: text,
		staff_id: intNull,
		media: textNull,
		media_id: textNull,
		at: int,
	})
	await createIndex(db, 'chat_messages', ['address_id', 'id'])
	await createIndex(db, 'chat_messages', ['address_id'], 'media is not null')
	await createTable(db, 'unknown_texts', { address_id: to('addresses'), text: text, locale: text, at: int })
}
