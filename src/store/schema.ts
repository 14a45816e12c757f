import type { Generated, Insertable, Selectable } from 'kysely'

// The tables as migrations/ leave them. Instants are ms UTC, days are days since 1970-01-01, booleans are 0 or 1,
// money is in minor units; JSON columns are text.

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
	text: string
	staff_id: number | null
	at: number
}

export interface UnknownTextTable {
	id: Generated<number>
	address_id: number
	text: string
	locale: string
	at: number
}

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

export interface InboxTable {
	id: Generated<number>
	channel: string
	message_id: string
	address: string
	event: string
	received_at: number
	handled_at: number | null
	attempts: Generated<number>
	error: string | null
}

export interface OutboxTable {
	id: Generated<number>
	address_id: number
	channel: string
	kind: string
	reply: string
	key: string | null
	state: string
	due_at: number
	created_at: number
	attempts: Generated<number>
	claimed_by: string | null
	claimed_at: number | null
	sent_at: number | null
	platform_message_id: string | null
	error: string | null
}

export interface BroadcastTable {
	id: Generated<number>
	public_id: string
	name: string
	segment: string
	content: string
	channels: string | null
	state: string
	holdout_permyriad: Generated<number>
	salt: string
	big: Generated<number>
	version: Generated<number>
	created_at: number
	created_by: string | null
	scheduled_at: number | null
	freeze_cursor: number | null
	frozen_at: number | null
	started_at: number | null
	finished_at: number | null
	pause_reason: string | null
	audience: string | null
}

export interface DeliveryTable {
	broadcast_id: number
	member_id: number
	address_id: number | null
	channel: string | null
	state: string
	reason: string | null
	epoch: Generated<number>
	attempts: Generated<number>
	due_at: Generated<number>
	sending_at: number | null
	sent_at: number | null
	platform_message_id: string | null
	at: number
}

export interface LeaseTable {
	name: string
	holder: string
	epoch: number
	until: number
}

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

export interface Schema {
	settings: SettingTable
	programs: ProgramTable
	sources: SourceTable
	members: MemberTable
	member_phones: MemberPhoneTable
	phone_marks: PhoneMarkTable
	member_tags: MemberTagTable
	member_merges: MemberMergeTable
	addresses: AddressTable
	sessions: SessionTable
	consents: ConsentTable
	chat_messages: ChatMessageTable
	unknown_texts: UnknownTextTable
	orders: OrderTable
	returns: ReturnTable
	order_reviews: OrderReviewTable
	entries: EntryTable
	allocations: AllocationTable
	tier_periods: TierPeriodTable
	rewards: RewardTable
	redemptions: RedemptionTable
	coupons: CouponTable
	referrals: ReferralTable
	inbox: InboxTable
	outbox: OutboxTable
	broadcasts: BroadcastTable
	deliveries: DeliveryTable
	leases: LeaseTable
	staff: StaffTable
	console_sessions: ConsoleSessionTable
	one_time_links: OneTimeLinkTable
	api_keys: ApiKeyTable
	idempotency_keys: IdempotencyKeyTable
	attempts: AttemptTable
	audit: AuditTable
	job_runs: JobRunTable
}

/** A row as it is read. */
export type Row<T extends keyof Schema> = Selectable<Schema[T]>

/** A row as it is inserted; columns with a default may be left out. */
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>
