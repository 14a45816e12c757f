import { dayOf } from '../domain/calendar.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import type { Member } from '../store/members.ts'
import { insertOrder, type Order, type OrderKey, setOrder } from '../store/orders.ts'
import { findReturn, insertReturn, sumReturns } from '../store/returns.ts'
import { getSettings } from '../store/settings.ts'
import { ensureSource, type Source } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { applyOrder } from './apply-order.ts'
import { restoreCouponsOfOrder } from './follow-coupons.ts'
import { lockOrderWithMember } from './lock-order.ts'
import { weigh } from './make-order.ts'
import { findOrderRule } from './order-rule.ts'
import type { OrderOutcome } from './report-order.ts'

export interface ReturnReport {
	source: string
	externalId: string
	returnId: string
	/** Minor units, greater than 0. */
	amountMinor: number
	returnedAt: number
}

/** pending-return: the order is not known yet; the return waits for it. */
export type ReturnOutcome = Omit<OrderOutcome, 'state'> & { state: OrderOutcome['state'] | 'pending-return' }

/** The same return id came with another amount before. */
export type ReturnRefusal = Refusal<'return-differs', { amountMinor: number }>

const NOTHING = { entries: [], tier: null, notices: [] }

/** Takes one return of an order, known or not; repeating it changes nothing. */
export async function reportReturn(work: Work, report: ReturnReport): Promise<Result<ReturnOutcome, ReturnRefusal>> {
	if (!Number.isSafeInteger(report.amountMinor) || report.amountMinor <= 0)
		throw new RangeError('the amount of a return is whole minor units and more than 0')
	const source = await ensureSource(work.tx, report.source)
	const { order, member } = await lockOrStub(work, source, report)
	const isNew = await insertReturn(work.tx, {
		source_id: source.id,
		external_id: report.externalId,
		return_id: report.returnId,
		amount_minor: report.amountMinor,
		returned_at: report.returnedAt,
		at: work.now,
	})
	if (!isNew) return await answerKnown(work, { report, source, order })
	return done(await applyReturn(work, { source, before: order, member }))
}

/** An order nobody has reported: only returns of it are known. */
export function isStub(order: Order): boolean {
	return order.report_hash === ''
}

// A return may come before its order: an empty row of the order makes both sides of that race wait for each other.
async function lockOrStub(
	work: Work,
	source: Source,
	report: ReturnReport,
): Promise<{ order: Order; member: Member | null }> {
	const key = { sourceId: source.id, externalId: report.externalId }
	const known = await lockOrderWithMember(work, key)
	if (known.order) return { ...known, order: known.order }
	await insertOrder(work.tx, emptyOrder(key, { placedAt: report.returnedAt, receivedAt: work.now }))
	const made = await lockOrderWithMember(work, key)
	if (!made.order) throw new Error('an order row that was just made has gone')
	return { ...made, order: made.order }
}

function emptyOrder(
	{ sourceId, externalId }: OrderKey,
	{ placedAt, receivedAt }: { placedAt: number; receivedAt: number },
): Order {
	return {
		source_id: sourceId,
		external_id: externalId,
		member_id: null,
		guest_hash: null,
		customer_ref: null,
		placed_at: placedAt,
		paid_at: null,
		paid_on: null,
		cancelled_at: null,
		eligible_minor: 0,
		total_minor: 0,
		refunded_minor: 0,
		returned_minor: 0,
		net_minor: 0,
		credit_minor: 0,
		version_at: 0,
		report_hash: '',
		received_at: receivedAt,
		history: 0,
		held: null,
		branch: null,
		currency: null,
		program_id: null,
		tier_id: null,
		rule: null,
		points: 0,
	}
}

async function answerKnown(
	work: Work,
	{ report, source, order }: { report: ReturnReport; source: Source; order: Order },
): Promise<Result<ReturnOutcome, ReturnRefusal>> {
	const known = await findReturn(work.tx, { ...report, sourceId: source.id })
	if (known && known.amount_minor !== report.amountMinor)
		return refuse('return-differs', { amountMinor: known.amount_minor })
	return done({ ...NOTHING, state: isStub(order) ? 'pending-return' : 'unchanged', order })
}

async function applyReturn(
	work: Work,
	{ source, before, member }: { source: Source; before: Order; member: Member | null },
): Promise<ReturnOutcome> {
	const key = { sourceId: source.id, externalId: before.external_id }
	const after = { ...before, returned_minor: await sumReturns(work.tx, source.id, before.external_id) }
	const rule = await findOrderRule(work.tx, after)
	weigh(after, rule)
	await setOrder(work.tx, key, {
		returned_minor: after.returned_minor,
		net_minor: after.net_minor,
		points: after.points,
	})
	if (isStub(before)) return { ...NOTHING, state: 'pending-return', order: after }
	if (!member) {
		const notices = await restoreCouponsOfOrder(work, after)
		return { ...NOTHING, state: after.held ? 'held' : 'guest', order: after, notices }
	}
	const settings = await getSettings(work.tx)
	const applied = await applyOrder(work, {
		source,
		settings,
		today: dayOf(work.now, settings.timeZone),
		member,
		before,
		after,
		rule,
		by: null,
	})
	const { tier_id: id, tier_period: period, tier_ends_on: endsOn } = applied.member
	return { ...applied, state: after.held ? 'held' : 'imported', order: after, tier: { id, period, endsOn } }
}
