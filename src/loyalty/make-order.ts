import { type Day, dayOf } from '../domain/calendar.ts'
import { netEligible, type OrderReport, type OrderVersion, refundedMinor } from '../domain/order.ts'
import { type Tier, tierOf } from '../domain/program.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Db } from '../store/db.ts'
import type { Member } from '../store/members.ts'
import { hasTwin, type Order } from '../store/orders.ts'
import { findProgramAt } from '../store/programs.ts'
import type { Source } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { findOrderRule, freezeOrderRule, linesOf, type OrderRule, sumLines } from './order-rule.ts'

export interface ReportOptions {
	/** Counts in spend and segments, but posts no points, gift, referral reward or message. */
	history?: boolean
	/** Who reported it, kept on the entries. */
	by?: string
}

/** What one report is handled with. */
export interface Intake {
	report: OrderReport
	version: OrderVersion
	source: Source
	settings: StoreSettings
	today: Day
	options: ReportOptions
	/** Whom the report names, in a living membership. */
	member: Member | null
}

const TWIN_MS = 3 * 3_600_000
/** A customer who joins within so many days takes guest orders along. */
export const GUEST_DAYS = 60

/** Whether member and currency stand: they do from the first paid report in the store's currency on. */
export function isFixed(order: Order): boolean {
	return order.paid_on !== null && order.held !== 'foreign-currency'
}

export interface Made {
	order: Order
	rule: OrderRule | null
	/** Why a person must look at it first. */
	review: 'duplicate' | 'foreign-currency' | null
	/** This report is the first that says it was paid: its rule was frozen just now. */
	isFirstPayment: boolean
}

/** The row a report makes of an order; `returned` is the sum of its returns. */
export async function makeOrder(
	work: Work,
	intake: Intake,
	{ before, returned }: { before: Order | null; returned: number },
): Promise<Made> {
	const { report, source, settings, version, member } = intake
	const samePayment = before !== null && before.paid_at === report.paidAt
	const paidOn = report.paidAt === null ? (before?.paid_on ?? null) : dayOf(report.paidAt, settings.timeZone)
	const draft: Order = {
		source_id: source.id,
		external_id: report.externalId,
		member_id: member?.id ?? null,
		guest_hash: member ? null : (report.phoneHash ?? before?.guest_hash ?? null),
		customer_ref: report.customerRef ?? before?.customer_ref ?? null,
		placed_at: report.placedAt,
		paid_at: report.paidAt,
		paid_on: samePayment ? before.paid_on : paidOn,
		cancelled_at: report.cancelledAt,
		eligible_minor: report.eligibleMinor,
		total_minor: report.totalMinor,
		refunded_minor: report.refundedEligibleMinor,
		returned_minor: returned,
		net_minor: 0,
		credit_minor: report.creditMinor ?? 0,
		version_at: report.versionAt,
		report_hash: version.hash,
		received_at: before && isFixed(before) ? before.received_at : work.now,
		history: before?.history ?? 0,
		held: before?.held ?? null,
		branch: report.branch ?? null,
		currency: before && isFixed(before) ? before.currency : report.currency,
		program_id: before?.program_id ?? null,
		tier_id: before?.tier_id ?? null,
		rule: before?.rule ?? null,
		points: 0,
	}
	const isFirstPayment = report.paidAt !== null && !(before && isFixed(before))
	const paid = isFirstPayment ? await payFirst(work, intake, draft) : null
	const rule = paid?.rule ?? (await findOrderRule(work.tx, draft))
	weigh(draft, rule)
	return { order: draft, rule, review: paid?.review ?? null, isFirstPayment }
}

/** What counts of an order in its present state, and what that is entitled to by its frozen rule. */
export function weigh(order: Order, rule: OrderRule | null): void {
	order.net_minor = order.held === null ? netOf(order) : 0
	const earns = order.history === 0 && order.member_id !== null
	order.points = earns ? sumLines(linesOf(rule?.rule ?? null, order.net_minor)) : 0
}

function netOf(order: Order): number {
	return netEligible({
		eligibleMinor: order.eligible_minor,
		refundedMinor: refundedMinor(order.eligible_minor, order.refunded_minor, order.returned_minor),
		paid: order.paid_at !== null,
		cancelled: order.cancelled_at !== null,
	})
}

interface FirstPayment {
	rule: OrderRule | null
	review: Made['review']
}

/** At the first payment: is it ours to count, is it history, by which rule does it earn, was it reported before? */
async function payFirst(work: Work, intake: Intake, draft: Order): Promise<FirstPayment> {
	const { report, settings, member } = intake
	if (report.currency !== settings.currency) {
		const isNew = draft.held !== 'foreign-currency'
		draft.held = 'foreign-currency'
		return { rule: null, review: isNew ? 'foreign-currency' : null }
	}
	if (draft.held === 'foreign-currency') draft.held = null
	const rule = await freeze(work, intake, draft)
	if (!member || netOf(draft) === 0 || !(await isPossibleDuplicate(work.tx, draft, member)))
		return { rule, review: null }
	draft.held = 'duplicate'
	return { rule, review: 'duplicate' }
}

/** Notes on the order whether it is history and, if not, by which version, tier and rule it earns. */
async function freeze(work: Work, { report, settings, options, member }: Intake, draft: Order) {
	const paidAt = draft.paid_at ?? 0
	const program = await findProgramAt(work.tx, paidAt)
	const newcomer = member !== null && isBeforeJoining(member, paidAt)
	// an order named by its member is hers whenever it was; one found by phone or customer id would have been a guest's
	const isLate =
		newcomer &&
		report.memberId === undefined &&
		dayOf(member.created_at, settings.timeZone) - (draft.paid_on ?? 0) > GUEST_DAYS
	if (options.history || !program || isLate) {
		draft.history = 1
		return null
	}
	const base = program.rules.tiers[0] as Tier
	const tier = member && !newcomer ? tierOf(program.rules, member.tier_id) : base
	const frozen = await freezeOrderRule(work.tx, { program, tier, report, memberId: member?.id ?? null })
	draft.program_id = program.id
	draft.tier_id = tier.id
	draft.rule = frozen.stored
	return { rule: frozen.rule, program }
}

// an imported member was a customer all along, though it wrote in later
function isBeforeJoining(member: Member, paidAt: number): boolean {
	return member.joined_at !== null && member.joined_at <= member.created_at && paidAt < member.joined_at
}

/** Whether another source reported the same member, amount and branch within three hours. */
export async function isPossibleDuplicate(db: Db, order: Order, member: Member): Promise<boolean> {
	const { paid_on: paidOn, paid_at: paidAt } = order
	if (paidOn === null || paidAt === null || member.last_order_on === null) return false
	if (paidOn - 1 > member.last_order_on) return false
	return await hasTwin(db, {
		memberId: member.id,
		sourceId: order.source_id,
		totalMinor: order.total_minor,
		branch: order.branch,
		paidOn,
		from: paidAt - TWIN_MS,
		until: paidAt + TWIN_MS,
	})
}
