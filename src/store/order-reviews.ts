import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type OrderReview = Row<'order_reviews'>

export interface NewReview {
	sourceId: number
	externalId: string
	/** duplicate, member-changed, currency-changed, foreign-currency */
	reason: string
	/** The report as JSON. */
	report: string
	at: number
}

/** Puts a report before a person; false when the same report has been put before. */
export async function insertReview(tx: Tx, review: NewReview): Promise<boolean> {
	const known = await tx
		.selectFrom('order_reviews')
		.select('id')
		.where('source_id', '=', review.sourceId)
		.where('external_id', '=', review.externalId)
		.where('report', '=', review.report)
		.executeTakeFirst()
	if (known) return false
	await tx
		.insertInto('order_reviews')
		.values({
			source_id: review.sourceId,
			external_id: review.externalId,
			reason: review.reason,
			report: review.report,
			at: review.at,
		})
		.execute()
	return true
}

/** Puts the newest report of an order in the place of the one that waits for a person. */
export async function setOpenReport(tx: Tx, review: Omit<NewReview, 'at'>): Promise<void> {
	await tx
		.updateTable('order_reviews')
		.set({ report: review.report })
		.where('source_id', '=', review.sourceId)
		.where('external_id', '=', review.externalId)
		.where('reason', '=', review.reason)
		.where('decided_at', 'is', null)
		.execute()
}

export async function findReview(db: Db, id: number): Promise<OrderReview | undefined> {
	return await db.selectFrom('order_reviews').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Reviews nobody has decided, oldest first. */
export async function listOpenReviews(db: Db, limit: number): Promise<OrderReview[]> {
	return await db
		.selectFrom('order_reviews')
		.selectAll()
		.where('decided_at', 'is', null)
		.orderBy('id')
		.limit(limit)
		.execute()
}

/** Decides a review, once; false for the second. */
export async function claimDecision(
	tx: Tx,
	decision: { id: number; at: number; by: string; decision: string },
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('order_reviews')
		.set({ decided_at: decision.at, decided_by: decision.by, decision: decision.decision })
		.where('id', '=', decision.id)
		.where('decided_at', 'is', null)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}
