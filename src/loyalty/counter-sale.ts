import { dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import type { OrderReport } from '../domain/order.ts'
import { tierOf } from '../domain/program.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { parseSaleNumber, saleDay, saleNumber } from '../domain/sale-number.ts'
import { insertAudit } from '../store/audit.ts'
import { listOrdersNumbered } from '../store/counter.ts'
import type { Db } from '../store/db.ts'
import { findMember } from '../store/members.ts'
import { findOrderBySource, lockOrder, type Order } from '../store/orders.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Staff } from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import { getCard } from './card.ts'
import { quoteRule } from './claim-campaigns.ts'
import { localDay } from './ledger.ts'
import { linesOf, sumLines } from './order-rule.ts'
import { findReportedMember, type OrderOutcome, reportOrder } from './report-order.ts'
import { isOwnMember } from './staff-member.ts'

/** The source of everything staff record by hand. */
export const COUNTER = 'counter'

/** How long staff may take a sale back. */
export const SALE_UNDO_MS = 10 * 60_000

/** Whose sale it is: a member, or the holder of a phone who has not joined (keyed hash). */
export type SaleCustomer = { memberId: number } | { phoneHash: string }

/** The number of a staff member's next sale of today. */
export async function nextSaleNumber(work: Work, staffId: number): Promise<string> {
	const { timeZone } = await getSettings(work.tx)
	const day = dayOf(work.now, timeZone)
	const own = (await listOrdersNumbered(work.tx, COUNTER, saleDay(day)))
		.map((order) => parseSaleNumber(order.external_id))
		.filter((number) => number?.staffId === staffId)
	const last = own.reduce((most, number) => Math.max(most, number?.n ?? 0), 0)
	return saleNumber({ day, staffId, n: last + 1 })
}

function reportOf(sale: { number: string; amountMinor: number; currency: string; at: number }): OrderReport {
	const { number, amountMinor, currency, at } = sale
	return {
		source: COUNTER,
		externalId: number,
		placedAt: at,
		paidAt: at,
		cancelledAt: null,
		currency,
		eligibleMinor: amountMinor,
		totalMinor: amountMinor,
		refundedEligibleMinor: 0,
		versionAt: at,
	}
}

/** The points a sale of this amount would earn now; those of the base tier for somebody who has not joined. */
export async function quoteSale(
	db: Db,
	sale: { memberId: number | null; amountMinor: number; now: number },
): Promise<number> {
	const { memberId, amountMinor, now } = sale
	const program = await getProgramAt(db, now)
	const card = memberId === null ? null : await getCard(db, memberId, now)
	const tier = tierOf(program.rules, card?.tier.id ?? 0)
	const report = reportOf({ number: '', amountMinor, currency: program.rules.currency, at: now })
	const rule = await quoteRule(db, { program, tier, report, memberId }, await localDay(db, now))
	return sumLines(linesOf(rule, amountMinor))
}

export interface SaleInput {
	staff: Staff
	customer: SaleCustomer
	/** Minor units, more than 0. */
	amountMinor: number
	/** From nextSaleNumber, fixed before the confirm: recording it twice makes one sale. */
	number: string
}

export interface Sale {
	number: string
	amountMinor: number
	/** imported, guest: points wait for the phone, held: somebody looks at it first. */
	state: OrderOutcome['state']
	/** Whose it is by now; null for a guest. */
	memberId: number | null
	/** Points the sale gave. */
	points: number
	/** What she can use now. */
	usable: number
	again: boolean
	notices: Notice[]
}

/** Staff may not give points to themselves. */
export type SaleRefusal = Refusal<'own-membership', undefined>

/** Records a sale at the counter; the same number again answers the same and changes nothing. */
export async function recordSale(work: Work, input: SaleInput): Promise<Result<Sale, SaleRefusal>> {
	const { tx, now } = work
	const { staff, customer, amountMinor, number } = input
	const known = await findOrderBySource(tx, COUNTER, number)
	if (known) return done(await describeSale(work, { order: known, state: 'unchanged', again: true, notices: [] }))
	const { currency } = await getSettings(tx)
	const report = { ...reportOf({ number, amountMinor, currency, at: now }), ...customer }
	const member = await findReportedMember(tx, report)
	if (member && (await isOwnMember(tx, staff, member.id))) return refuse('own-membership')
	const { state, order, notices } = await reportOrder(work, report, { by: staff.public_id })
	if (!order) throw new Error('a sale was not stored')
	const after = { amountMinor, member: member?.public_id ?? null, points: order.points }
	await audit(work, staff, { action: 'sale.add', subject: number, after })
	return done(await describeSale(work, { order, state, again: false, notices }))
}

async function describeSale(
	{ tx }: Work,
	sale: Pick<Sale, 'state' | 'again' | 'notices'> & { order: Order },
): Promise<Sale> {
	const { order, ...rest } = sale
	const member = order.member_id === null ? undefined : await findMember(tx, order.member_id)
	const held = order.held === null ? rest.state : 'held'
	return {
		...rest,
		state: rest.again && !member ? 'guest' : held,
		number: order.external_id,
		amountMinor: order.eligible_minor,
		memberId: order.member_id,
		points: order.points,
		usable: member?.usable ?? 0,
	}
}

export type UndoSaleRefusal =
	| Refusal<'unknown', undefined>
	/** Another's sale is for a manager to take back. */
	| Refusal<'not-yours', undefined>
	| Refusal<'too-late', { minutes: number }>

export interface UndoneSale extends Sale {
	/** Points that were spent already: the member owes them. */
	debt: number
}

/** Takes a sale back within ten minutes: the order is cancelled, and all it gave with it. */
export async function undoSale(
	work: Work,
	input: { staff: Staff; number: string; mayOthers: boolean },
): Promise<Result<UndoneSale, UndoSaleRefusal>> {
	const { tx, now } = work
	const { staff, number } = input
	const found = await findOrderBySource(tx, COUNTER, number)
	const order = found && (await lockOrder(tx, { sourceId: found.source_id, externalId: number }))
	const parsed = parseSaleNumber(number)
	if (!order || !parsed) return refuse('unknown')
	if (parsed.staffId !== staff.id && !input.mayOthers) return refuse('not-yours')
	const debtOf = async () => (order.member_id === null ? 0 : ((await findMember(tx, order.member_id))?.debt ?? 0))
	if (order.cancelled_at !== null) {
		const sale = await describeSale(work, { order, state: 'unchanged', again: true, notices: [] })
		return done({ ...sale, debt: await debtOf() })
	}
	if (now - order.received_at > SALE_UNDO_MS) return refuse('too-late', { minutes: SALE_UNDO_MS / 60_000 })
	const points = order.points
	const { notices } = await reportOrder(work, cancelled(order, now), { by: staff.public_id })
	await audit(work, staff, { action: 'sale.undo', subject: number, after: { points } })
	const sale = await describeSale(work, { order, state: 'imported', again: false, notices })
	const member = order.member_id === null ? undefined : await findMember(tx, order.member_id)
	return done({ ...sale, usable: member?.usable ?? 0, debt: member?.debt ?? 0 })
}

/** The newest state of a sale, cancelled now. */
function cancelled(order: Order, now: number): OrderReport {
	if (order.currency === null) throw new Error('a sale without a currency')
	return {
		...reportOf({
			number: order.external_id,
			amountMinor: order.eligible_minor,
			currency: order.currency,
			at: order.placed_at,
		}),
		...(order.member_id === null ? {} : { memberId: order.member_id }),
		refundedEligibleMinor: order.refunded_minor,
		cancelledAt: now,
		versionAt: Math.max(now, order.version_at + 1),
	}
}

/** Writes down who did what at the counter. */
export async function audit(
	{ tx, now }: Work,
	staff: Staff,
	act: { action: string; subject: string; after: unknown },
): Promise<void> {
	await insertAudit(tx, { at: now, actor: staff.public_id, origin: 'chat', ...act })
}
