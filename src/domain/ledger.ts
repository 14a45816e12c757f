import type { Day } from './calendar.ts'
import type { Refusal } from './result.ts'

/** Names the programme account a posting goes against. */
const CREDIT_KINDS = [
	'earn',
	'bonus',
	'join',
	'referral',
	'birthday',
	'gift',
	'import',
	'adjust',
	'undo',
	'transfer-in',
] as const

const DEBIT_KINDS = [
	'adjust',
	'redeem',
	'expire',
	'clawback',
	'debt-payment',
	'forgive',
	'reverse',
	'transfer-out',
] as const

/** Every kind of ledger entry; each has its line in the history. */
export const ENTRY_KINDS = [...new Set([...CREDIT_KINDS, ...DEBIT_KINDS])]

export type CreditKind = (typeof CREDIT_KINDS)[number]

export type DebitKind = (typeof DEBIT_KINDS)[number]

export type EntryKind = CreditKind | DebitKind

/** What a history line is explained with. */
export type Facts = Readonly<Record<string, string | number | null>>

/** A credit that can be consumed; its seq is that of its posting. */
export interface Lot {
	seq: number
	points: number
	remaining: number
	/** The part that expired and was not relabelled by a clawback since. */
	expired: number
	availableOn: Day
	/** The last day it is usable; null is never. */
	expiresOn: Day | null
	/** Moved from pending to available. */
	released: boolean
	kind: EntryKind
	cause: string | null
	/** The first lot of the chain this one replaces. */
	originSeq: number | null
}

/** A member's points, or the part of them that matters: lots with something remaining and those an act refers to. */
export interface Ledger {
	lots: Lot[]
	debt: number
	nextSeq: number
}

export interface Allocation {
	/** The lot's. */
	seq: number
	points: number
}

export interface LotTerms {
	availableOn: Day
	expiresOn: Day | null
	released: boolean
	originSeq: number | null
}

/** One line of the append-only ledger. Always points = lot − takes + gives − debtDelta. */
export interface Posting {
	seq: number
	kind: EntryKind
	/** Signed; 0 for a debt payment. */
	points: number
	/** Present on a credit that is a lot of `points`. */
	lot?: LotTerms
	/** Consumed from these lots. */
	takes: Allocation[]
	/** Put back into these lots. */
	gives: Allocation[]
	debtDelta: number
	/** Expired points a clawback only renamed. */
	relabelled: number
	cause: string | null
	facts: Facts
}

export interface Posted {
	ledger: Ledger
	postings: Posting[]
}

export type NotEnoughPoints = Refusal<'not-enough-points', { cost: number; spendable: number; debt: number }>

export interface Balances {
	usable: number
	pending: number
	debt: number
	/** What a redemption may cost today: 0 while there is debt. */
	spendable: number
	/** The points that expire next, and their last day. */
	expiring: { points: number; on: Day } | null
}

/** Whether a lot's last day is not past. */
export function isOpen(lot: Lot, today: Day): boolean {
	return lot.expiresOn === null || lot.expiresOn >= today
}

/** Whether a lot of a settled ledger can pay for something today. */
export function isUsable(lot: Lot, today: Day): boolean {
	return lot.released && lot.remaining > 0 && lot.availableOn <= today && isOpen(lot, today)
}

/** What is left in these lots together. */
export function sumRemaining(lots: readonly Lot[]): number {
	return lots.reduce((sum, lot) => sum + lot.remaining, 0)
}

/** The points of these allocations together. */
export function sumPoints(allocations: readonly Allocation[]): number {
	return allocations.reduce((sum, one) => sum + one.points, 0)
}

/** The order lots are consumed in: soonest expiry, never last, then the oldest, then seq. */
export function compareSoonest(a: Lot, b: Lot): number {
	const [endA, endB] = [a.expiresOn ?? Number.MAX_SAFE_INTEGER, b.expiresOn ?? Number.MAX_SAFE_INTEGER]
	return endA - endB || a.availableOn - b.availableOn || a.seq - b.seq
}

/** The next day on which settling will change something; null when no lot waits or expires. */
export function nextSettleDay(ledger: Ledger): Day | null {
	let next: Day | null = null
	for (const lot of ledger.lots) {
		if (lot.remaining === 0) continue
		const ends = lot.expiresOn === null ? null : lot.expiresOn + 1
		for (const day of [ends, lot.released ? null : lot.availableOn])
			if (day !== null && (next === null || day < next)) next = day
	}
	return next
}

/** The lots of `after` that a store must write: new ones and those that differ from `before`. */
export function changedLots(before: Ledger, after: Ledger): Lot[] {
	const old = new Map(before.lots.map((lot) => [lot.seq, lot]))
	return after.lots.filter((lot) => {
		const was = old.get(lot.seq)
		return (
			!was ||
			was.remaining !== lot.remaining ||
			was.expired !== lot.expired ||
			was.released !== lot.released ||
			was.availableOn !== lot.availableOn ||
			was.expiresOn !== lot.expiresOn
		)
	})
}

/** A ledger without points. */
export function emptyLedger(): Ledger {
	return { lots: [], debt: 0, nextSeq: 1 }
}

/** The seq of the first lot of its chain. */
export function rootOf(lot: Lot): number {
	return lot.originSeq ?? lot.seq
}

/** The lots of a cause and those that replaced them, soonest first. */
export function lotsOfCause(ledger: Ledger, cause: string): Lot[] {
	const roots = new Set(ledger.lots.filter((lot) => lot.cause === cause).map(rootOf))
	return ledger.lots.filter((lot) => roots.has(rootOf(lot))).sort(compareSoonest)
}

/** Renames up to `points` expired points of the lots, oldest seq first so that a rebuild repeats it; answers how many. */
export function relabelExpired(lots: readonly Lot[], points: number): number {
	let rest = points
	for (const lot of [...lots].sort((a, b) => a.seq - b.seq)) {
		const part = Math.min(rest, lot.expired)
		lot.expired -= part
		rest -= part
	}
	return points - rest
}
