import type { Insertable, Selectable } from 'kysely'
import type * as members from './schema/members.ts'
import type * as messages from './schema/messages.ts'
import type * as orders from './schema/orders.ts'
import type * as rewards from './schema/rewards.ts'
import type * as staff from './schema/staff.ts'

// The tables as migrations/ leave them. Instants are ms UTC, days are days since 1970-01-01, booleans are 0 or 1,
// money is in minor units; JSON columns are text.

export interface Schema {
	settings: members.SettingTable
	programs: members.ProgramTable
	sources: members.SourceTable
	campaign_budgets: members.CampaignBudgetTable
	members: members.MemberTable
	member_phones: members.MemberPhoneTable
	phone_marks: members.PhoneMarkTable
	member_tags: members.MemberTagTable
	member_merges: members.MemberMergeTable
	addresses: members.AddressTable
	sessions: members.SessionTable
	consents: members.ConsentTable
	chat_messages: members.ChatMessageTable
	unknown_texts: members.UnknownTextTable
	orders: orders.OrderTable
	returns: orders.ReturnTable
	order_reviews: orders.OrderReviewTable
	entries: orders.EntryTable
	allocations: orders.AllocationTable
	tier_periods: orders.TierPeriodTable
	rewards: rewards.RewardTable
	redemptions: rewards.RedemptionTable
	coupons: rewards.CouponTable
	referrals: rewards.ReferralTable
	inbox: messages.InboxTable
	outbox: messages.OutboxTable
	pictures: messages.PictureTable
	broadcasts: messages.BroadcastTable
	deliveries: messages.DeliveryTable
	leases: messages.LeaseTable
	staff: staff.StaffTable
	console_sessions: staff.ConsoleSessionTable
	one_time_links: staff.OneTimeLinkTable
	api_keys: staff.ApiKeyTable
	idempotency_keys: staff.IdempotencyKeyTable
	attempts: staff.AttemptTable
	audit: staff.AuditTable
	job_runs: staff.JobRunTable
}

/** A row as it is read. */
export type Row<T extends keyof Schema> = Selectable<Schema[T]>

/** A row as it is inserted; columns with a default may be left out. */
export type NewRow<T extends keyof Schema> = Insertable<Schema[T]>
