import type { Generated } from 'kysely'

export interface RewardTable {
	id: Generated<number>
	public_id: string
	kind: string
	terms: string
	cost_points: number
	stock: number | null
	per_member_limit: number | null
	tier_id: number | null
	on_sale_from: number | null
	on_sale_until: number | null
	usable_at: string
	code_source: string
	active: Generated<number>
	position: Generated<number>
	version: Generated<number>
	created_at: number
}

export interface RedemptionTable {
	id: Generated<number>
	public_id: string
	member_id: number
	reward_id: number
	seq: number
	cost_points: number
	at: number
	key: string | null
	undone_at: number | null
	undone_by: string | null
}

export interface CouponTable {
	id: Generated<number>
	public_id: string
	reward_id: number
	member_id: number | null
	redemption_id: number | null
	origin: string
	code_hash: string
	code_encrypted: string
	last4: string
	state: string
	usable_at: string
	created_at: number
	issued_at: number | null
	expires_on: number | null
	reserved_by: string | null
	reserved_until: number | null
	counter_number: string | null
	counter_until: number | null
	presented_at: number | null
	used_at: number | null
	used_place: string | null
	used_by: string | null
	order_source_id: number | null
	order_external_id: string | null
	void_reason: string | null
}

export interface ReferralTable {
	id: Generated<number>
	public_id: string
	referrer_id: number
	friend_id: number
	channel: string
	clicked_at: number
	joined_at: number
	state: string
	source_id: number | null
	external_id: string | null
	bought_at: number | null
	lapses_on: number | null
	review: string | null
	rule: string
	rewards: string
}
