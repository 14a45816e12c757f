import type { Generated } from 'kysely'

export interface StaffTable {
	id: Generated<number>
	public_id: string
	name: string
	login: string | null
	password: string | null
	role: string
	locale: string | null
	address_id: number | null
	member_id: number | null
	created_at: number
	revoked_at: number | null
}

export interface ConsoleSessionTable {
	token_hash: string
	staff_id: number
	created_at: number
	seen_at: number
	expires_at: number
	agent: string | null
}

export interface OneTimeLinkTable {
	token_hash: string
	kind: string
	payload: string
	created_at: number
	expires_at: number | null
	used_at: number | null
}

export interface ApiKeyTable {
	id: Generated<number>
	public_id: string
	token_hash: string
	name: string
	hint: string
	scopes: string
	created_at: number
	created_by: string | null
	last_used_at: number | null
	revoked_at: number | null
}

export interface IdempotencyKeyTable {
	scope: string
	key: string
	input_hash: string
	status: number | null
	answer: string | null
	at: number
}

export interface AttemptTable {
	scope: string
	key: string
	count: number
	since: number
	locked_until: number | null
}

export interface AuditTable {
	id: Generated<number>
	at: number
	actor: string
	action: string
	subject: string | null
	before: string | null
	after: string | null
	origin: string | null
}

export interface JobRunTable {
	name: string
	on_day: number
	at: number
	note: string | null
}
