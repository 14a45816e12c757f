import { dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { type OrderReport, versionOf } from '../domain/order.ts'
import { type Member, setFigures } from '../store/members.ts'
import {
	insertOrders,
	lockMembers,
	measureOrdersOf,
	setPastOrdersOwner,
	setReportHash,
	sumReturnsOf,
} from '../store/order-imports.ts'
import type { NewRow } from '../store/schema.ts'
import { getSettings } from '../store/settings.ts'
import { ensureSource } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { attachOrdersOfRef } from './attach-guest-orders.ts'
import { claimCustomers } from './import-customers.ts'
import {
	type ChunkInput,
	type ChunkPlan,
	cameFromImport,
	type PlannedRow,
	planChunk,
	type Remark,
} from './import-orders-plan.ts'
import { figureColumns, nesColumns, nesSettingsOf } from './member-stats.ts'
import { reportOrder } from './report-order.ts'

export interface ChunkOutcome {
	imported: number
	unchanged: number
	held: number
	rejected: Remark[]
	notes: Remark[]
	notices: Notice[]
	/** Members of the rows; true where an order of theirs changed. */
	members: Map<number, boolean>
}

/** Imports some hundred rows in one transaction. */
export async function writeChunk(work: Work, input: ChunkInput): Promise<ChunkOutcome> {
	const { tx, keys } = work
	const source = await ensureSource(tx, input.source)
	const plan = await planChunk({ db: tx, keys }, input)
	if (input.createMembers) await claimCustomers(work, input, plan.members)
	const outcome: ChunkOutcome = {
		imported: 0,
		unchanged: plan.unchanged.length,
		held: 0,
		rejected: [],
		notes: plan.notes,
		notices: [],
		members: new Map(),
	}
	const late = await storePast(work, { plan, outcome, sourceId: source.id })
	await adopt(work, { input, plan, outcome, sourceId: source.id })
	for (const row of [...plan.reported, ...late]) await report(work, input, { row, plan, outcome, sourceId: source.id })
	for (const { stored } of plan.unchanged)
		if (stored?.member_id != null && !outcome.members.has(stored.member_id))
			outcome.members.set(stored.member_id, false)
	return outcome
}

interface Writing {
	plan: ChunkPlan
	outcome: ChunkOutcome
	sourceId: number
}

function touch(outcome: ChunkOutcome, member: Member | undefined): void {
	outcome.imported += 1
	if (member) outcome.members.set(member.id, true)
}

/** Stores new past orders by one statement; answers those that somebody else stored at the same moment. */
async function storePast(work: Work, { plan, outcome, sourceId }: Writing): Promise<PlannedRow[]> {
	const { tx, now, keys } = work
	if (plan.fresh.length === 0) return []
	const { timeZone } = await getSettings(tx)
	const ids = new Set(plan.fresh.flatMap((row) => plan.members.get(row.customer)?.id ?? []))
	await lockMembers(tx, [...ids])
	const externalIds = plan.fresh.map((row) => row.report.externalId)
	const returned = await sumReturnsOf(tx, sourceId, externalIds)
	const orders = plan.fresh.map((row): NewRow<'orders'> => {
		const { report, customer, phone, hash } = row
		const memberId = plan.members.get(customer)?.id ?? null
		const returnedMinor = returned.get(report.externalId) ?? 0
		return {
			source_id: sourceId,
			external_id: report.externalId,
			member_id: memberId,
			guest_hash: memberId === null && phone !== undefined ? keys.hash('phone', phone) : null,
			customer_ref: customer,
			placed_at: report.placedAt,
			paid_at: report.paidAt,
			paid_on: dayOf(report.paidAt, timeZone),
			cancelled_at: null,
			eligible_minor: report.eligibleMinor,
			total_minor: report.totalMinor,
			returned_minor: returnedMinor,
			net_minor: Math.max(0, report.eligibleMinor - returnedMinor),
			credit_minor: report.creditMinor ?? 0,
			version_at: report.versionAt,
			report_hash: hash,
			received_at: now,
			history: 1,
			held: null,
			branch: null,
			currency: report.currency,
			program_id: null,
			tier_id: null,
			rule: null,
		}
	})
	const stored = await insertOrders(tx, orders)
	for (const row of plan.fresh) if (stored.has(row.report.externalId)) touch(outcome, plan.members.get(row.customer))
	await renewFigures(work, [...ids])
	return plan.fresh.filter((row) => !stored.has(row.report.externalId))
}

/** The order figures of members whose rows were written by one statement; they are locked. */
async function renewFigures(work: Work, memberIds: readonly number[]): Promise<void> {
	const settings = await getSettings(work.tx)
	const today = dayOf(work.now, settings.timeZone)
	const rule = nesSettingsOf(settings)
	const figures = await measureOrdersOf(work.tx, memberIds)
	const changes = memberIds.map((id) => {
		const columns = figureColumns(figures.get(id))
		return { id, ...columns, ...nesColumns(columns, today, rule) }
	})
	await setFigures(work.tx, changes)
}

/** Gives orders of an earlier import to customers who have become members since. */
async function adopt(work: Work, writing: Writing & { input: ChunkInput }): Promise<void> {
	const { input, plan, outcome, sourceId } = writing
	const ids: number[] = []
	for (const [customer, rows] of Map.groupBy(plan.adopted, (row) => row.customer)) {
		const member = plan.members.get(customer)
		if (!member) throw new Error('a customer who was to become a member did not')
		for (const _ of rows) touch(outcome, member)
		const isPast = rows.every(({ stored }) => stored?.history === 1 && stored.held === null)
		if (!isPast || plan.elsewhere.has(member.id)) {
			const attached = await attachOrdersOfRef(work, {
				memberId: member.id,
				source: input.source,
				customerRef: customer,
			})
			outcome.notices.push(...attached.notices)
			continue
		}
		ids.push(member.id)
		await lockMembers(work.tx, [member.id])
		const externalIds = rows.map((row) => row.report.externalId)
		await setPastOrdersOwner(work.tx, { sourceId, memberId: member.id, externalIds })
	}
	await renewFigures(work, ids)
}

/** One order with everything that follows from it; a corrected row counts as newer than the row it corrects. */
async function report(
	work: Work,
	input: ChunkInput,
	{ row, plan, outcome, sourceId }: Writing & { row: PlannedRow },
): Promise<void> {
	const member = plan.members.get(row.customer)
	const given: OrderReport = {
		...row.report,
		...(row.stored && cameFromImport(row.stored) ? { versionAt: row.stored.version_at + 1 } : {}),
		...(member ? { memberId: member.id } : {}),
		...(member || row.phone === undefined ? {} : { phoneHash: work.keys.hash('phone', row.phone) }),
	}
	const { state, order, notices } = await reportOrder(work, given, { history: !input.earn, by: input.by })
	outcome.notices.push(...notices)
	if (state === 'unchanged') {
		outcome.unchanged += 1
		return
	}
	if (order?.report_hash !== versionOf(given).hash) {
		outcome.rejected.push({ line: row.line, reason: 'names another customer than before: a person must decide' })
		return
	}
	await setReportHash(work.tx, { sourceId, externalId: row.report.externalId }, row.hash)
	touch(outcome, member)
	if (state === 'held') outcome.held += 1
}
