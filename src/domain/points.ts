import type { Day } from './calendar.ts'
import { done, type Refusal, type Result, refuse } from './result.ts'

/** Names the programme account a posting goes against. */
export type EntryKind = CreditKind | DebitKind

export type CreditKind =
	| 'earn'
	| 'bonus'
	| 'join'
	| 'referral'
	| 'birthday'
	| 'gift'
	| 'import'
	| 'adjust'
	| 'undo'
	| 'transfer-in'

export type DebitKind =
	| 'adjust'
	| 'redeem'
	| 'expire'
	| 'clawback'
	| 'debt-payment'
	| 'forgive'
	| 'reverse'
	| 'transfer-out'

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
