import type { Day } from '../domain/calendar.ts'
import type { Posting } from '../domain/ledger.ts'
import type { NesSettings } from '../domain/nes.ts'
import { nextSettleDay } from '../domain/points.ts'
import { auditLedger } from '../domain/points-audit.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { RedemptionCheck } from '../store/checks.ts'
import type { Allocation, Entry } from '../store/entries.ts'
import type { Member } from '../store/members.ts'
import type { Order, OrderFigures } from '../store/orders.ts'
import type { ProgramVersion } from '../store/programs.ts'
import type { TierPeriod } from '../store/tier-periods.ts'
import { tierPointer } from './judge-tier.ts'
import { lotsFrom, sumLots } from './ledger.ts'
import { weigh } from './make-order.ts'
import { figureColumns, nesColumns } from './member-stats.ts'
import { causeOfOrder, ruleFrom } from './order-rule.ts'

/** Everything stored about one member's points, orders and tier. */
export interface MemberRecords {
	member: Member
	entries: readonly Entry[]
	allocations: readonly Allocation[]
	orders: readonly Order[]
	figures: OrderFigures | undefined
	periods: readonly TierPeriod[]
	redemptions: readonly RedemptionCheck[]
}

export interface Moment {
	today: Day
	/** Those in force. */
	rules: ProgramRules
	/** Every version by its id. */
	programs: ReadonlyMap<number, ProgramVersion>
	nes: NesSettings
}

/** What is wrong: a short name and the numbers that differ. */
export type Finding = [what: string, detail: string]

/** The ledger's line as the rules know it. */
export function postingFrom(entry: Entry, allocations: readonly Allocation[]): Posting {
	const own = allocations.filter((one) => one.seq === entry.seq)
	const lot = entry.remaining !== null && {
		availableOn: entry.available_on ?? entry.on_day,
		expiresOn: entry.expires_on,
		released: entry.released === 1,
		originSeq: entry.origin_seq,
	}
	return {
		seq: entry.seq,
		kind: entry.kind as Posting['kind'],
		points: entry.points,
		...(lot ? { lot } : {}),
		takes: own.filter((one) => one.points > 0).map((one) => ({ seq: one.lot_seq, points: one.points })),
		gives: own.filter((one) => one.points < 0).map((one) => ({ seq: one.lot_seq, points: -one.points })),
		debtDelta: entry.debt_delta,
		relabelled: entry.relabelled,
		cause: entry.cause,
		facts: {},
	}
}

/** The stored columns that differ from what they ought to be. */
function compareColumns<T extends object>(what: string, stored: T, added: Partial<T>): Finding[] {
	return Object.entries(added)
		.filter(([column, value]) => stored[column as keyof T] !== value)
		.map(([column, value]) => [what, `${column} is ${String(stored[column as keyof T])}, adds up to ${String(value)}`])
}

function checkPoints({ member, entries, allocations }: MemberRecords): Finding[] {
	const lots = lotsFrom(entries)
	const stored = { lots, debt: member.debt, nextSeq: member.next_seq }
	const postings = entries.map((entry) => postingFrom(entry, allocations))
	const found = auditLedger(postings, stored).map(
		({ what, seq, facts }): Finding => [`ledger ${what}`, `line ${seq ?? '–'} ${JSON.stringify(facts)}`],
	)
	found.push(...compareColumns('balance differs', member, sumLots(lots)))
	const last = entries.at(-1)?.seq ?? 0
	if (member.next_seq !== last + 1) found.push(['seq differs', `next is ${member.next_seq}, the last line is ${last}`])
	const due = nextSettleDay(stored)
	if (due !== null && (member.settle_on === null || member.settle_on > due))
		found.push(['settle day differs', `is ${member.settle_on}, something is due on ${due}`])
	return found
}

/** Points by order as the ledger has them: what was given less what was taken back. */
function sumOrders(entries: readonly Entry[]): Map<string, number> {
	const sums = new Map<string, number>()
	for (const { kind, cause, points, relabelled } of entries)
		if (cause?.startsWith('order:') && (kind === 'earn' || kind === 'bonus' || kind === 'clawback'))
			sums.set(cause, (sums.get(cause) ?? 0) + points - relabelled)
	return sums
}

function checkOrders({ entries, orders, member, figures }: MemberRecords): Finding[] {
	const found = compareColumns('order figures differ', member, figureColumns(figures))
	// moved points are with one member and their order's lines with another
	if (entries.some((entry) => entry.kind.startsWith('transfer'))) return found
	const sums = sumOrders(entries)
	for (const order of orders) {
		const cause = causeOfOrder(order)
		const given = sums.get(cause) ?? 0
		sums.delete(cause)
		if (given !== order.points) found.push(['order points differ', `${cause}: ${order.points} due, ${given} posted`])
	}
	for (const [cause, points] of sums) if (points !== 0) found.push(['points without an order', `${cause}: ${points}`])
	return found
}

/** What each order counts and gives, by its amounts, its returns and the rule it was frozen with. */
function weighOrders({ orders }: MemberRecords, { programs }: Moment): Finding[] {
	return orders.flatMap((order): Finding[] => {
		const program = order.program_id === null ? undefined : programs.get(order.program_id)
		if (order.program_id !== null && !program) return [['order of an unknown version', causeOfOrder(order)]]
		const due = { ...order }
		weigh(due, program ? ruleFrom(order, program) : null)
		return compareColumns('order differs', order, { net_minor: due.net_minor, points: due.points }).map(
			([what, detail]): Finding => [what, `${causeOfOrder(order)}: ${detail}`],
		)
	})
}

function checkTier({ member, periods }: MemberRecords, { rules }: Moment): Finding[] {
	const open = periods.filter((period) => period.closed_at === null && period.taken_back === 0)
	if (open.length > 1) return [['two tiers at once', `${open.length} open periods`]]
	const [row] = open
	const pointer = row
		? { tier_id: row.tier_id, tier_period: row.period, tier_ends_on: row.ends_on }
		: tierPointer(rules, undefined)
	return compareColumns('tier differs', member, pointer)
}

function checkRedemptions({ entries, redemptions }: MemberRecords): Finding[] {
	const bySeq = new Map(entries.map((entry) => [entry.seq, entry]))
	const debits = new Set(entries.filter(({ kind, cause }) => kind === 'redeem' && isRedemption(cause)))
	const undone = sumUndone(entries)
	const found = redemptions.flatMap(({ public_id, seq, cost_points, undone_at, state }): Finding[] => {
		const entry = bySeq.get(seq)
		const cause = `${REDEMPTION}${public_id}`
		if (entry?.kind !== 'redeem' || entry.points !== -cost_points || entry.cause !== cause)
			return [['redemption without its debit', public_id]]
		debits.delete(entry)
		if (state === null) return [['redemption without a coupon', public_id]]
		if (undone_at !== null && state !== 'void') return [['undone, and the coupon is good', `${public_id}: ${state}`]]
		const back = undone.get(cause) ?? 0
		const due = undone_at === null ? 0 : cost_points
		return back === due ? [] : [['points given back differ', `${public_id}: ${due} due, ${back} posted`]]
	})
	for (const { cause } of debits) found.push(['debit without its redemption', cause ?? ''])
	return found
}

const REDEMPTION = 'redemption:'

function isRedemption(cause: string | null): boolean {
	return cause?.startsWith(REDEMPTION) ?? false
}

/** Points that undoing gave back, by the redemption that is the cause. */
function sumUndone(entries: readonly Entry[]): Map<string, number> {
	const sums = new Map<string, number>()
	for (const { kind, cause, points } of entries)
		if (kind === 'undo' && cause !== null) sums.set(cause, (sums.get(cause) ?? 0) + points)
	return sums
}

/** Every difference between what is stored about a member and what its lines and orders add up to. */
export function checkMember(records: MemberRecords, moment: Moment): Finding[] {
	const { member } = records
	const found = [
		...checkPoints(records),
		...checkOrders(records),
		...weighOrders(records, moment),
		...checkTier(records, moment),
		...checkRedemptions(records),
	]
	// a tag whose border has come waits for the night
	if (member.nes_changes_on === null || member.nes_changes_on > moment.today)
		found.push(...compareColumns('NES differs', member, nesColumns(member, moment.today, moment.nes)))
	return found
}
