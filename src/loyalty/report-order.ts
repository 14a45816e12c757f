import { type Day, dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import {
	canonicalJson,
	netEligible,
	type OrderReport,
	type OrderVersion,
	refundedMinor,
	replaces,
	versionOf,
} from '../domain/order.ts'
import { type Tier, tierOf } from '../domain/program.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Db } from '../store/db.ts'
import { type Entry, listEntriesOfCause } from '../store/entries.ts'
import { findPhone } from '../store/member-phones.ts'
import { findLivingMember, findMember, findMemberByRef, lockMember, type Member } from '../store/members.ts'
import { insertReview } from '../store/order-reviews.ts'
import { findOrderBySource, hasTwin, insertOrder, lockOrder, type Order, setOrder } from '../store/orders.ts'
import { findProgramAt, getProgramAt } from '../store/programs.ts'
import { sumReturns } from '../store/returns.ts'
import { getSettings } from '../store/settings.ts'
import { ensureSource, type Source } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { applyOrder } from './apply-order.ts'
import { useCouponsOfOrder } from './follow-coupons.ts'
import { openTierDesk, reviewPeriods } from './judge-tier.ts'
import { causeOfOrder, findOrderRule, freezeOrderRule, linesOf, type OrderRule, sumLines } from './order-rule.ts'

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
	order: Order | null
	/** The entries of the ledger that this report posted, or, when unchanged, those of the order. */
	entries: Entry[]
	/** The member's tier after it; null for a guest. */
	tier: { id: number; period: number; endsOn: Day | null } | null
	notices: Notice[]
}

/** What one report is handled with. */
interface Intake {
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

/** Takes the newest full state of an order and makes everything that follows from it; repeating it changes nothing. */
export async function reportOrder(work: Work, report: OrderReport, options: ReportOptions = {}): Promise<OrderOutcome> {
	if (report.test) return { state: 'test', order: null, entries: [], tier: null, notices: [] }
	checkReport(report)
	const version = versionOf(report)
	const known = await findOrderBySource(work.tx, report.source, report.externalId)
	if (known && !replaces(version, versionFrom(known))) return await unchanged(work.tx, known)
	const intake = await openIntake(work, { report, version, options })
	return known ? await takeNewerState(work, intake) : await takeNewOrder(work, intake)
}

/** The stored order when a report tells nothing new: what a busy webhook asks before it opens a transaction. */
export async function findKnownOrder(db: Db, report: OrderReport): Promise<Order | undefined> {
	const known = await findOrderBySource(db, report.source, report.externalId)
	return known && !replaces(versionOf(report), versionFrom(known)) ? known : undefined
}

// The edge says no in words; here a wrong amount is a fault, because it would be counted for ever.
function checkReport(report: OrderReport): void {
	const amounts = [report.eligibleMinor, report.totalMinor, report.refundedEligibleMinor, report.creditMinor ?? 0]
	if (!amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0))
		throw new RangeError('amounts of an order are whole minor units and not negative')
	const instants = [report.placedAt, report.paidAt ?? 0, report.cancelledAt ?? 0, report.versionAt]
	if (!instants.every(Number.isSafeInteger)) throw new RangeError('instants of an order are whole milliseconds')
}

function versionFrom(order: Order): OrderVersion {
	return {
		versionAt: order.version_at,
		refundedMinor: order.refunded_minor,
		cancelled: order.cancelled_at !== null,
		hash: order.report_hash,
	}
}

function tierOfMember(member: Member | undefined | null): OrderOutcome['tier'] {
	return member ? { id: member.tier_id, period: member.tier_period, endsOn: member.tier_ends_on } : null
}

/** The entries an order ever gave its member. */
export async function listEntriesOfOrder(db: Db, order: Order): Promise<Entry[]> {
	return order.member_id === null ? [] : await listEntriesOfCause(db, order.member_id, causeOfOrder(order))
}

async function unchanged(db: Db, order: Order): Promise<OrderOutcome> {
	const member = order.member_id === null ? null : await findMember(db, order.member_id)
	return {
		state: 'unchanged',
		order,
		entries: await listEntriesOfOrder(db, order),
		tier: tierOfMember(member),
		notices: [],
	}
}

/** Whom a report names, as a living membership: by our id, else by phone, else by the shop's customer id. */
export async function findReportedMember(db: Db, report: OrderReport): Promise<Member | null> {
	let member: Member | undefined
	if (report.memberId !== undefined) member = await findLivingMember(db, report.memberId)
	if (!member && report.phoneHash !== undefined) {
		const phone = await findPhone(db, report.phoneHash)
		member = phone && (await findLivingMember(db, phone.member_id))
	}
	if (!member && report.customerRef !== undefined)
		member = await findMemberByRef(db, `${report.source}:${report.customerRef}`)
	return member && member.left_at === null ? member : null
}

async function openIntake(work: Work, take: Pick<Intake, 'report' | 'version' | 'options'>): Promise<Intake> {
	const { tx, now } = work
	const settings = await getSettings(tx)
	return {
		...take,
		settings,
		today: dayOf(now, settings.timeZone),
		source: await ensureSource(tx, take.report.source),
		member: await findReportedMember(tx, take.report),
	}
}

async function takeNewOrder(work: Work, intake: Intake): Promise<OrderOutcome> {
	const { report, source } = intake
	// the same order from two sides at once: the second waits here and then takes it as a newer state or a known one
	const returned = await sumReturns(work.tx, source.id, report.externalId)
	const member = intake.member && (await lockCurrent(work, intake.member.id, intake))
	const made = await makeOrder(work, { ...intake, member }, { before: null, returned })
	if (!(await insertOrder(work.tx, made.order))) return await reportOrder(work, report, intake.options)
	return await finish(work, { ...intake, member }, { before: null, made })
}

async function takeNewerState(work: Work, intake: Intake): Promise<OrderOutcome> {
	const { report, source, version } = intake
	const key = { sourceId: source.id, externalId: report.externalId }
	const before = await lockOrder(work.tx, key)
	if (!before) throw new Error('an order that was stored has gone')
	if (!replaces(version, versionFrom(before))) return await unchanged(work.tx, before)
	const reason = whyHeld(intake, before)
	if (reason) return await putAside(work, intake, { before, reason })
	const memberId = ownerOf(intake, before)
	const member = memberId === null ? null : await lockCurrent(work, memberId, intake)
	const known = { ...intake, member }
	const made = await makeOrder(work, known, { before, returned: before.returned_minor })
	await setOrder(work.tx, key, made.order)
	return await finish(work, known, { before, made })
}

/** The member under its lock, with periods that are over reviewed: the order earns by the tier held before it. */
async function lockCurrent(work: Work, memberId: number, { today }: Intake): Promise<Member> {
	const member = await lockMember(work.tx, memberId)
	if (member.tier_ends_on === null || member.tier_ends_on >= today) return member
	const program = await getProgramAt(work.tx, work.now)
	const desk = await openTierDesk(work, { member, program, today })
	await reviewPeriods(work, desk)
	return desk.member
}

// member and currency stand from the first paid report on
function isFixed(order: Order): boolean {
	return order.currency !== null
}

function ownerOf(intake: Intake, before: Order): number | null {
	const named = intake.member?.id ?? null
	return isFixed(before) ? (before.member_id ?? named) : (named ?? before.member_id)
}

function whyHeld({ report, member }: Intake, before: Order): 'currency-changed' | 'member-changed' | null {
	if (!isFixed(before)) return null
	if (report.currency !== before.currency) return 'currency-changed'
	const changed = before.member_id !== null && member !== null && member.id !== before.member_id
	return changed ? 'member-changed' : null
}

/** Leaves the order as it is and puts the report before a person. */
async function putAside(
	work: Work,
	{ report, source }: Intake,
	{ before, reason }: { before: Order; reason: string },
): Promise<OrderOutcome> {
	await insertReview(work.tx, {
		sourceId: source.id,
		externalId: report.externalId,
		reason,
		report: canonicalJson(report),
		at: work.now,
	})
	return { ...(await unchanged(work.tx, before)), state: 'held', entries: [] }
}

interface Made {
	order: Order
	rule: OrderRule | null
	/** Why a person must look at it first. */
	review: 'duplicate' | 'foreign-currency' | null
}

async function makeOrder(
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
		currency: before?.currency ?? null,
		program_id: before?.program_id ?? null,
		tier_id: before?.tier_id ?? null,
		rule: before?.rule ?? null,
		points: 0,
	}
	const isFirstPayment = report.paidAt !== null && !(before && isFixed(before))
	const paid = isFirstPayment ? await payFirst(work, intake, draft) : null
	const rule = paid?.rule ?? (await findOrderRule(work.tx, draft))
	weigh(draft, rule)
	return { order: draft, rule, review: paid?.review ?? null }
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
	draft.currency = report.currency
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

async function finish(
	work: Work,
	intake: Intake,
	{ before, made }: { before: Order | null; made: Made },
): Promise<OrderOutcome> {
	const { order: after, rule, review } = made
	const { report, source, settings, today, member, options } = intake
	if (review)
		await insertReview(work.tx, {
			sourceId: source.id,
			externalId: report.externalId,
			reason: review,
			report: canonicalJson(report),
			at: work.now,
		})
	const used = await useCouponsOfOrder(work, { order: after, codes: report.couponCodes ?? [], place: source.name })
	if (!member) return { state: after.held ? 'held' : 'guest', order: after, entries: [], tier: null, notices: used }
	const applied = await applyOrder(work, {
		source,
		settings,
		today,
		member,
		before: before && before.member_id === member.id ? before : null,
		after,
		rule,
		by: options.by ?? null,
	})
	return {
		state: after.held ? 'held' : 'imported',
		order: after,
		entries: applied.entries,
		tier: tierOfMember(applied.member),
		notices: [...used, ...applied.notices],
	}
}
