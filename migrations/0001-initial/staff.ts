import type { Kysely } from 'kysely'
import { createTable, int, intNull, text, textNull, to } from '../table.ts'

export async function createStaff(db: Kysely<unknown>) {
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
