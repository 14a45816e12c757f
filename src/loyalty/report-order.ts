import { type Day, dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { canonicalJson, type OrderReport, type OrderVersion, replaces, versionOf } from '../domain/order.ts'
import type { Db } from '../store/db.ts'
import { type Entry, listEntriesOfCause } from '../store/entries.ts'
import { findPhone } from '../store/member-phones.ts'
import { findLivingMember, findMember, findMemberByRef, lockMember, type Member } from '../store/members.ts'
import { insertReview, setOpenReport } from '../store/order-reviews.ts'
import { findOrderBySource, insertOrder, type Order, setOrder } from '../store/orders.ts'
import { getProgramAt } from '../store/programs.ts'
import { sumReturns } from '../store/returns.ts'
import { getSettings } from '../store/settings.ts'
import { ensureSource } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { applyOrder } from './apply-order.ts'
import { claimCampaigns } from './claim-campaigns.ts'
import { restoreCouponsOfOrder, useCouponsOfOrder } from './follow-coupons.ts'
import { openTierDesk, reviewPeriods } from './judge-tier.ts'
import { lockOrderWithMember } from './lock-order.ts'
import { type Intake, isFixed, type Made, makeOrder, type ReportOptions } from './make-order.ts'
import { causeOfOrder } from './order-rule.ts'

/**
 * imported: stored as a new or newer state · unchanged: an old or known state, nothing was written · held: waits in
 * order_reviews for a person · guest: stored for a customer who is no member · test: ignored.
 */
export type OrderState = 'imported' | 'unchanged' | 'held' | 'guest' | 'test'

export interface OrderOutcome {
	state: OrderState
	/** The stored order; null for a test order. */
	order: Order | null
	/** This very report made the order: of many that come at once, one. */
	isNew?: boolean
	/** The entries of the ledger that this report posted, or, when unchanged, those of the order. */
	entries: Entry[]
	/** The member's tier after it; null for a guest. */
	tier: { id: number; period: number; endsOn: Day | null } | null
	notices: Notice[]
}

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

async function unchanged(db: Db, order: Order): Promise<OrderOutcome> {
	const member = order.member_id === null ? null : await findMember(db, order.member_id)
	return {
		state: 'unchanged',
		order,
		entries: member ? await listEntriesOfCause(db, member.id, causeOfOrder(order)) : [],
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
	const { report, source, member: seen } = intake
	// the same order from two sides at once: the second waits here and then takes it as a newer state or a known one
	const returned = await sumReturns(work.tx, source.id, report.externalId)
	let made = await makeOrder(work, intake, { before: null, returned })
	if (!(await insertOrder(work.tx, made.order))) return await reportOrder(work, report, intake.options)
	const { member, notices } = await reviewFirst(work, seen && (await lockMember(work.tx, seen.id)), intake)
	if (seen && member && hasMoved(seen, member)) {
		made = await makeOrder(work, { ...intake, member }, { before: null, returned })
		await setOrder(work.tx, { sourceId: source.id, externalId: report.externalId }, made.order)
	}
	made = await claimCampaigns(work, { ...intake, member }, made)
	return { ...(await finish(work, { ...intake, member }, { before: null, made, notices })), isNew: true }
}

/** Whether what an order is made by has changed between looking at a member and holding its lock. */
function hasMoved(seen: Member, held: Member): boolean {
	return seen.tier_id !== held.tier_id || seen.order_count !== held.order_count || seen.spend_minor !== held.spend_minor
}

async function takeNewerState(work: Work, intake: Intake): Promise<OrderOutcome> {
	const { report, source, version } = intake
	const key = { sourceId: source.id, externalId: report.externalId }
	const locked = await lockOrderWithMember(work, key, intake.member?.id)
	const before = locked.order
	if (!before) throw new Error('an order that was stored has gone')
	if (!replaces(version, versionFrom(before))) return await unchanged(work.tx, before)
	const reason = whyHeld(intake, before)
	if (reason) return await putAside(work, intake, { before, reason })
	const owner = ownerOf(intake, before)
	const held = locked.member?.id === owner ? locked.member : null
	const current = owner === null ? null : (held ?? (await lockMember(work.tx, owner)))
	const { member, notices } = await reviewFirst(work, current, intake)
	const known = { ...intake, member }
	const made = await makeOrder(work, known, { before, returned: before.returned_minor })
	await setOrder(work.tx, key, made.order)
	return await finish(work, known, { before, made: await claimCampaigns(work, known, made), notices })
}

/** The member after the review of periods that are over: the order earns by the tier held before it. */
async function reviewFirst(
	work: Work,
	member: Member | null,
	{ today }: Intake,
): Promise<{ member: Member | null; notices: Notice[] }> {
	if (!member || member.tier_ends_on === null || member.tier_ends_on >= today) return { member, notices: [] }
	const program = await getProgramAt(work.tx, work.now)
	const desk = await openTierDesk(work, { member, program, today })
	await reviewPeriods(work, desk)
	return desk
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

async function finish(
	work: Work,
	intake: Intake,
	{ before, made, notices }: { before: Order | null; made: Made; notices: Notice[] },
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
	else if (after.held === 'duplicate')
		await setOpenReport(work.tx, {
			sourceId: source.id,
			externalId: report.externalId,
			reason: 'duplicate',
			report: canonicalJson(report),
		})
	const used = await useCouponsOfOrder(work, { order: after, codes: report.couponCodes ?? [], place: source.name })
	if (!member) {
		used.push(...(await restoreCouponsOfOrder(work, after)))
		return { state: after.held ? 'held' : 'guest', order: after, entries: [], tier: null, notices: used }
	}
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
		notices: [...notices, ...used, ...applied.notices],
	}
}
