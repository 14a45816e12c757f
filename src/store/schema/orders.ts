import type { Generated } from 'kysely'

export interface OrderTable {
	source_id: number
	external_id: string
	member_id: number | null
	guest_hash: string | null
	customer_ref: string | null
	placed_at: number
	paid_at: number | null
	paid_on: number | null
	cancelled_at: number | null
	eligible_minor: number
	total_minor: number
	refunded_minor: Generated<number>
	returned_minor: Generated<number>
	net_minor: number
	credit_minor: Generated<number>
	version_at: number
	report_hash: string
	received_at: number
	history: Generated<number>
	held: string | null
	branch: string | null
	currency: string | null
	program_id: number | null
	tier_id: number | null
	rule: string | null
	points: Generated<number>
}

export interface ReturnTable {
	source_id: number
	external_id: string
	return_id: string
	amount_minor: number
	returned_at: number
	at: number
}

export interface OrderReviewTable {
	id: Generated<number>
	source_id: number
	external_id: string
	reason: string
	report: string
	at: number
	decided_at: number | null
	decided_by: string | null
	decision: string | null
}

export interface EntryTable {
	member_id: number
	seq: number
	kind: string
	points: number
	remaining: number | null
	expired: Generated<number>
	released: Generated<number>
	available_on: number | null
	expires_on: number | null
	origin_seq: number | null
	debt_delta: Generated<number>
	relabelled: Generated<number>
	cause: string | null
	program_id: number | null
	facts: string | null
	at: number
	on_day: number
	by: string | null
}

export interface AllocationTable {
	member_id: number
	seq: number
	lot_seq: number
	points: number
}

export interface TierPeriodTable {
	member_id: number
	n: number
	tier_id: number
	started_on: number
	period: number
	valid_months: number | null
	ends_on: number | null
	carry_minor: Generated<number>
	taken_back: Generated<number>
	told: Generated<number>
	cause: string
	source_id: number | null
	external_id: string | null
	program_id: number | null
	at: number
	closed_at: number | null
}
