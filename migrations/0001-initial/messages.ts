import { type Kysely, sql } from 'kysely'
import { createIndex, createTable, int, intNull, text, textNull, to, zero } from '../table.ts'

export async function createMailboxes(db: Kysely<unknown>) {
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
}

export async function createBroadcasts(db: Kysely<unknown>) {
	await createTable(db, 'pictures', { hash: text, mime: text, base64: text, kept_at: int }, { unique: [['hash']] })
	await createTable(
		db,
		'broadcasts',
		{
			public_id: text,
			name: text,
			segment: text,
			content: text,
			picture: textNull,
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
	await createIndex(db, 'broadcasts', ['picture'], 'picture is not null')
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
