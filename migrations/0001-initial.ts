import { type ColumnDefinitionBuilder, type Kysely, PostgresAdapter, sql } from 'kysely'

// Layout decided by measurement: orders are clustered on (source, external id), ledger entries that are their own
// lots on (member, seq); keys are integers, and the prefixed UUIDv7 is one unique column per public noun.

type Column = [type: 'int' | 'text', rule?: 'null' | { default: number | string } | { references: string }]
type Columns = Record<string, Column>

interface TableOptions {
	/** Without a primary key given, the table gets an integer column `id`. */
	primaryKey?: string[]
	unique?: string[][]
}

const int: Column = ['int']
const intNull: Column = ['int', 'null']
const text: Column = ['text']
const textNull: Column = ['text', 'null']
const zero: Column = ['int', { default: 0 }]
const to = (table: string): Column => ['int', { references: `${table}.id` }]

function build(column: ColumnDefinitionBuilder, rule: Column[1]): ColumnDefinitionBuilder {
	if (rule === 'null') return column
	if (rule && 'references' in rule) return column.references(rule.references).notNull()
	if (rule) return column.notNull().defaultTo(rule.default)
	return column.notNull()
}

async function createTable(db: Kysely<unknown>, name: string, columns: Columns, options: TableOptions = {}) {
	const postgres = db.getExecutor().adapter instanceof PostgresAdapter
	let table = db.schema.createTable(name)
	if (!options.primaryKey)
		table = postgres
			? table.addColumn('id', 'bigint', (c) => c.generatedByDefaultAsIdentity().primaryKey())
			: // without autoincrement SQLite gives the id of a deleted last row out again: a reply would pass for one already sent
				table.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
	for (const [column, [type, rule]] of Object.entries(columns))
		table = table.addColumn(column, type === 'int' ? 'bigint' : 'text', (c) => build(c, rule))
	if (options.primaryKey) table = table.addPrimaryKeyConstraint(`${name}_pk`, options.primaryKey as never)
	for (const key of options.unique ?? [])
		table = table.addUniqueConstraint(`${name}_${key.join('_')}_unique`, key as never)
	// SQLite clusters a table on its primary key only when told so
	if (options.primaryKey && !postgres) table = table.modifyEnd(sql`without rowid`)
	await table.execute()
}

async function createIndex(db: Kysely<unknown>, table: string, columns: string[], where?: string) {
	const index = db.schema
		.createIndex(`${table}_${columns.join('_')}`)
		.on(table)
		.columns(columns)
	await (where ? index.where(sql.raw<boolean>(where)) : index).execute()
}

async function createUniqueIndex(db: Kysely<unknown>, table: string, column: string, where: string) {
	const index = db.schema.createIndex(`${table}_${column}_unique`).on(table).column(column).unique()
	await index.where(sql.raw<boolean>(where)).execute()
}

async function createProgram(db: Kysely<unknown>) {
	await createTable(db, 'settings', { key: text, value: text }, { primaryKey: ['key'] })
	await createTable(db, 'programs', {
		rules: text,
		effective_from: int,
		published_at: int,
		published_by: textNull,
	})
	await createTable(db, 'sources', { name: text, hold_days: intNull }, { unique: [['name']] })
}

async function createMembers(db: Kysely<unknown>) {
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

async function createAddresses(db: Kysely<unknown>) {
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
		at: int,
	})
	await createIndex(db, 'chat_messages', ['address_id', 'id'])
	await createTable(db, 'unknown_texts', { address_id: to('addresses'), text: text, locale: text, at: int })
}

async function createOrders(db: Kysely<unknown>) {
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

async function createLedger(db: Kysely<unknown>) {
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

async function createRewards(db: Kysely<unknown>) {
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

async function createMessages(db: Kysely<unknown>) {
	await createTable(
		db,
		'inbox',
		{
			channel: text,
			message_id: text,
			address: text,
			event: text,
			received_at: int,
			handled_at: intNull,
			attempts: zero,
			error: textNull,
		},
		{ unique: [['channel', 'message_id']] },
	)
	await createIndex(db, 'inbox', ['channel', 'address', 'id'], 'handled_at is null')
	await createTable(db, 'outbox', {
		address_id: to('addresses'),
		channel: text,
		kind: text,
		reply: text,
		key: textNull,
		state: text,
		due_at: int,
		created_at: int,
		attempts: zero,
		claimed_by: textNull,
		claimed_at: intNull,
		sent_at: intNull,
		platform_message_id: textNull,
		error: textNull,
	})
	await createIndex(db, 'outbox', ['channel', 'due_at', 'id'], "state in ('queued','sending')")
	await createIndex(db, 'outbox', ['address_id', 'id'])
	await db.schema
		.createIndex('outbox_key')
		.on('outbox')
		.column('key')
		.unique()
		.where(sql.raw<boolean>('key is not null'))
		.execute()
	await createTable(
		db,
		'broadcasts',
		{
			public_id: text,
			name: text,
			segment: text,
			content: text,
			channels: textNull,
			state: text,
			holdout_permyriad: zero,
			salt: text,
			big: zero,
			version: ['int', { default: 1 }],
			created_at: int,
			created_by: textNull,
			scheduled_at: intNull,
			freeze_cursor: intNull,
			frozen_at: intNull,
			started_at: intNull,
			finished_at: intNull,
			pause_reason: textNull,
			audience: textNull,
		},
		{ unique: [['public_id']] },
	)
	await createTable(
		db,
		'deliveries',
		{
			broadcast_id: to('broadcasts'),
			member_id: to('members'),
			address_id: intNull,
			channel: textNull,
			state: text,
			reason: textNull,
			epoch: zero,
			attempts: zero,
			due_at: zero,
			sending_at: intNull,
			sent_at: intNull,
			platform_message_id: textNull,
			at: int,
		},
		{ primaryKey: ['broadcast_id', 'member_id'] },
	)
	await createIndex(db, 'deliveries', ['broadcast_id', 'state', 'channel', 'member_id'])
	await createIndex(db, 'deliveries', ['broadcast_id', 'reason'], 'reason is not null')
	await createIndex(db, 'deliveries', ['member_id', 'sending_at'], 'sending_at is not null')
	await createIndex(db, 'deliveries', ['platform_message_id'], 'platform_message_id is not null')
	await createTable(db, 'leases', { name: text, holder: text, epoch: int, until: int }, { primaryKey: ['name'] })
}

async function createStaff(db: Kysely<unknown>) {
	await createTable(
		db,
		'staff',
		{
			public_id: text,
			name: text,
			login: textNull,
			password: textNull,
			role: text,
			locale: textNull,
			address_id: intNull,
			member_id: intNull,
			created_at: int,
			revoked_at: intNull,
		},
		{ unique: [['public_id'], ['login']] },
	)
	await createTable(
		db,
		'console_sessions',
		{ token_hash: text, staff_id: to('staff'), created_at: int, seen_at: int, expires_at: int, agent: textNull },
		{ primaryKey: ['token_hash'] },
	)
	await createTable(
		db,
		'one_time_links',
		{ token_hash: text, kind: text, payload: text, created_at: int, expires_at: intNull, used_at: intNull },
		{ primaryKey: ['token_hash'] },
	)
	await createTable(
		db,
		'api_keys',
		{
			public_id: text,
			token_hash: text,
			name: text,
			hint: text,
			scopes: text,
			created_at: int,
			created_by: textNull,
			last_used_at: intNull,
			revoked_at: intNull,
		},
		{ unique: [['public_id'], ['token_hash']] },
	)
	await createTable(
		db,
		'idempotency_keys',
		{ scope: text, key: text, input_hash: text, status: intNull, answer: textNull, at: int },
		{ primaryKey: ['scope', 'key'] },
	)
	await createTable(
		db,
		'attempts',
		{ scope: text, key: text, count: int, since: int, locked_until: intNull },
		{ primaryKey: ['scope', 'key'] },
	)
	await createTable(db, 'audit', {
		at: int,
		actor: text,
		action: text,
		subject: textNull,
		before: textNull,
		after: textNull,
		origin: textNull,
	})
	await createTable(
		db,
		'job_runs',
		{ name: text, on_day: int, at: int, note: textNull },
		{ primaryKey: ['name', 'on_day'] },
	)
}

export async function up(db: Kysely<unknown>): Promise<void> {
	await createProgram(db)
	await createMembers(db)
	await createAddresses(db)
	await createOrders(db)
	await createLedger(db)
	await createRewards(db)
	await createMessages(db)
	await createStaff(db)
}
