import { dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import type { OrderReport } from '../domain/order.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { lockMember } from '../store/members.ts'
import { claimDecision, findReview, type OrderReview } from '../store/order-reviews.ts'
import { type Order, setOrder } from '../store/orders.ts'
import { getSettings } from '../store/settings.ts'
import { getSource } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { applyOrder } from './apply-order.ts'
import { useCouponsOfOrder } from './follow-coupons.ts'
import { lockOrderWithMember } from './lock-order.ts'
import { weigh } from './make-order.ts'
import { findOrderRule } from './order-rule.ts'
import { findReportedMember, reportOrder } from './report-order.ts'

export interface Decision {
	reviewId: number
	/** release: count it after all · drop: it never counts. */
	decision: 'release' | 'drop'
	by: string
}

export type DecisionRefusal =
	| Refusal<'review-unknown', undefined>
	| Refusal<'already-decided', { decision: string }>
	/** Amounts in another currency cannot be added to ours: report the order in ours, then it counts. */
	| Refusal<'foreign-currency', undefined>

/** Decides about a held report, once. */
export async function decideReview(
	work: Work,
	{ reviewId, decision, by }: Decision,
): Promise<Result<{ order: Order | null; notices: Notice[] }, DecisionRefusal>> {
	const review = await findReview(work.tx, reviewId)
	if (!review) return refuse('review-unknown')
	if (review.decision !== null) return refuse('already-decided', { decision: review.decision })
	if (decision === 'release' && /currency/.test(review.reason)) return refuse('foreign-currency')
	if (!(await claimDecision(work.tx, { id: reviewId, at: work.now, by, decision }))) {
		const decided = await findReview(work.tx, reviewId)
		return refuse('already-decided', { decision: decided?.decision ?? '' })
	}
	if (review.reason === 'duplicate') return done(await decideDuplicate(work, review, { decision, by }))
	if (review.reason === 'member-changed' && decision === 'release') return done(await moveOrder(work, review, by))
	return done({ order: null, notices: [] })
}

async function decideDuplicate(work: Work, review: OrderReview, { decision, by }: Omit<Decision, 'reviewId'>) {
	const key = { sourceId: review.source_id, externalId: review.external_id }
	const { order: before } = await lockOrderWithMember(work, key)
	if (before?.held !== 'duplicate') return { order: before ?? null, notices: [] }
	const after: Order = { ...before, held: decision === 'drop' ? 'dropped' : null }
	const { order, notices } = await change(work, { before, after, by })
	const { couponCodes: codes = [] } = JSON.parse(review.report) as Partial<OrderReport>
	const { name: place } = await getSource(work.tx, order.source_id)
	return { order, notices: [...notices, ...(await useCouponsOfOrder(work, { order, codes, place }))] }
}

/** Writes a changed order and applies it to its member. */
async function change(work: Work, { before, after, by }: { before: Order; after: Order; by: string }) {
	const member = after.member_id === null ? null : await lockMember(work.tx, after.member_id)
	const rule = await findOrderRule(work.tx, after)
	weigh(after, rule)
	const key = { sourceId: after.source_id, externalId: after.external_id }
	const { member_id, held, net_minor, points } = after
	await setOrder(work.tx, key, { member_id, held, net_minor, points })
	if (!member) return { order: after, notices: [] }
	const settings = await getSettings(work.tx)
	const { notices } = await applyOrder(work, {
		source: await getSource(work.tx, after.source_id),
		settings,
		today: dayOf(work.now, settings.timeZone),
		member,
		before: before.member_id === after.member_id ? before : null,
		after,
		rule,
		by,
	})
	return { order: after, notices }
}

/** Moves the order, as it stands, to whom the held report names; then takes that report where it is the newer state. */
async function moveOrder(work: Work, review: OrderReview, by: string) {
	const key = { sourceId: review.source_id, externalId: review.external_id }
	const { order: before } = await lockOrderWithMember(work, key)
	const report = JSON.parse(review.report) as OrderReport
	const heir = await findReportedMember(work.tx, report)
	if (!before || !heir) return { order: before ?? null, notices: [] }
	const taken = await change(work, { before, after: { ...before, held: 'moving' }, by })
	const nobodys = { ...before, member_id: null, net_minor: 0, points: 0 }
	const given = await change(work, { before: nobodys, after: { ...before, member_id: heir.id }, by })
	const updated = await reportOrder(work, report, { by })
	return { order: updated.order, notices: [...taken.notices, ...given.notices, ...updated.notices] }
}
