import type { Notice } from '../domain/notice.ts'
import type { OrderReport } from '../domain/order.ts'
import type { Row } from '../store/schema.ts'
import type { Work } from '../store/transact.ts'

export interface ReportOptions {
	/** Counts in spend and segments, but posts no points, gift, referral reward or message. */
	history?: boolean
	/** Who reported it, kept on the entries. */
	by?: string
}

/**
 * imported: stored as a new or newer state · unchanged: an old or known state, nothing was written · held: waits in
 * order_reviews for a person · guest: stored for a customer who is no member · test: ignored.
 */
export type OrderState = 'imported' | 'unchanged' | 'held' | 'guest' | 'test'

export interface OrderOutcome {
	state: OrderState
	/** The stored order; null for a test order. */
	order: Row<'orders'> | null
	/** The entries of the ledger that this report posted, or, when unchanged, had posted. */
	entries: Row<'entries'>[]
	/** The member's tier after it; null for a guest. */
	tier: { id: number; period: number; endsOn: number | null } | null
	notices: Notice[]
}

/** Takes the newest full state of an order and makes everything that follows from it; repeating it changes nothing. */
export async function reportOrder(
	_work: Work,
	_report: OrderReport,
	_options: ReportOptions = {},
): Promise<OrderOutcome> {
	throw new Error('being written')
}
