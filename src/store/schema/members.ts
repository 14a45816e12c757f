import type { Generated } from 'kysely'

export interface SettingTable {
	key: string
	value: string
}

export interface ProgramTable {
	id: Generated<number>
	rules: string
	effective_from: number
	published_at: number
	published_by: string | null
}

export interface CampaignBudgetTable {
	campaign_id: string
	points: number
}

export interface SourceTable {
	id: Generated<number>
	name: string
	hold_days: number | null
}

export interface MemberTable {
	id: Generated<number>
	public_id: string
	status: string
	name: string
	locale: string | null
	email: string | null
	birthday_month: number | null
	birthday_day: number | null
	birthday_set_at: number | null
	external_ref: string | null
	created_at: number
	joined_at: number | null
	joined_on: number | null
	join_source: string | null
	left_at: number | null
	merged_into: number | null
	referral_code: string
	random_bucket: number
	redeem_locked_until: number | null
	next_seq: Generated<number>
	usable: Generated<number>
	pending: Generated<number>
	debt: Generated<number>
	settle_on: number | null
	order_count: Generated<number>
	purchase_days: Generated<number>
	first_order_on: number | null
	last_order_on: number | null
	spend_minor: Generated<number>
	tier_id: Generated<number>
	tier_period: Generated<number>
	tier_ends_on: number | null
	nes: Generated<number>
	nes_cycle_tenths: number | null
	nes_changes_on: number | null
}

export interface MemberPhoneTable {
	phone_hash: string
	member_id: number
	phone_encrypted: string
	verified_at: number | null
	added_at: number
}

export interface PhoneMarkTable {
	phone_hash: string
	kind: string
	at: number
	until: number | null
	note: string | null
}

export interface MemberTagTable {
	member_id: number
	tag: string
}

export interface MemberMergeTable {
	id: Generated<number>
	from_id: number
	into_id: number
	at: number
	by: string
	facts: string
	undone_at: number | null
}

export interface AddressTable {
	id: Generated<number>
	channel: string
	address: string
	member_id: number | null
	name: string | null
	username: string | null
	locale: string | null
	reachable: Generated<number>
	first_seen_at: number
	linked_at: number | null
	last_inbound_at: number | null
	referral_code: string | null
	referral_at: number | null
	promotions: Generated<number>
	promotions_at: number | null
}

export interface SessionTable {
	address_id: number
	mode: string
	mode_at: number | null
	state: string
	updated_at: number
}

export interface ConsentTable {
	id: Generated<number>
	member_id: number | null
	address_id: number | null
	channel: string | null
	purpose: string
	state: string
	text_version: string
	language: string | null
	source: string
	message_id: string | null
	original: string | null
	at: number
}

export interface ChatMessageTable {
	id: Generated<number>
	address_id: number
	direction: string
	/** Below a picture its caption, which may be empty. */
	text: string
	staff_id: number | null
	/** What was sent besides words, and what its channel needs to give it. */
	media: string | null
	media_id: string | null
	at: number
}

export interface UnknownTextTable {
	id: Generated<number>
	address_id: number
	text: string
	locale: string
	at: number
}
