import type { Day } from './calendar.ts'
import {
	type Allocation,
	type Balances,
	type CreditKind,
	type DebitKind,
	type Facts,
	isOpen,
	isUsable,
	type Ledger,
	type Lot,
	lotsOfCause,
	type NotEnoughPoints,
	type Posted,
	relabelExpired,
	rootOf,
	sumPoints,
	sumRemaining,
} from './ledger.ts'
import { expireBefore, openDraft, payDebt, post, requireWhole, settle, settleDraft, takeFrom } from './points-draft.ts'
import { done, type Refusal, type Result, refuse } from './result.ts'

export type {
	Allocation,
	Balances,
	CreditKind,
	DebitKind,
	EntryKind,
	Facts,
	Ledger,
	Lot,
	LotTerms,
	NotEnoughPoints,
	Posted,
	Posting,
} from './ledger.ts'
export { changedLots, compareSoonest, emptyLedger, lotsOfCause, nextSettleDay } from './ledger.ts'
export { settle } from './points-draft.ts'

// every function works on a copy of the ledger and settles it first

export interface Credit {
	kind: CreditKind
	points: number
	availableOn: Day
	expiresOn: Day | null
	today: Day
	cause: string | null
	facts?: Facts
	/** Of a lot that replaces another. */
	originSeq?: number
}

function creditDraft(draft: Posted, { kind, points, today, cause, facts = {}, ...terms }: Credit): void {
	requireWhole(points)
	const { availableOn, expiresOn, originSeq = null } = terms
	const lot = { availableOn, expiresOn, released: availableOn <= today, originSeq }
	post(draft, { kind, points, lot, cause, facts })
	expireBefore(draft, today)
	payDebt(draft, today)
}

/** Adds a lot; usable at once it pays debt at once, pending it does so on its day. */
export function credit(ledger: Ledger, line: Credit): Posted {
	const draft = openDraft(ledger, line.today)
	creditDraft(draft, line)
	return draft
}

export interface Debit {
	today: Day
	cause: string | null
	facts?: Facts
}

function takeUsable(
	ledger: Ledger,
	{ kind, points, today, cause, facts = {} }: Debit & { kind: DebitKind; points: number },
): Result<Posted, NotEnoughPoints> {
	requireWhole(points)
	const draft = openDraft(ledger, today)
	const can = spendable(draft.ledger, today)
	if (points > can) return refuse('not-enough-points', { cost: points, spendable: can, debt: draft.ledger.debt })
	const ready = draft.ledger.lots.filter((lot) => isUsable(lot, today))
	post(draft, { kind, points: -points, takes: takeFrom(ready, points), cause, facts })
	return done(draft)
}

/** Pays a redemption from the soonest-expiring lots, whole or not at all. */
export function spend(ledger: Ledger, { cost, ...debit }: Debit & { cost: number }): Result<Posted, NotEnoughPoints> {
	return takeUsable(ledger, { ...debit, kind: 'redeem', points: cost })
}

/**
 * Takes back points of a cause: from its own lots, then its expired part is relabelled, then the spent part becomes debt
 * that other usable lots pay at once. The ledger must hold every lot of the cause; throws when it has none.
 */
export function clawback(
	ledger: Ledger,
	{
		cause,
		points,
		today,
		kind = 'clawback',
		facts = {},
	}: { cause: string; points: number; today: Day; kind?: 'clawback' | 'reverse'; facts?: Facts },
): Posted {
	requireWhole(points)
	const draft = openDraft(ledger, today)
	const own = lotsOfCause(draft.ledger, cause)
	if (own.length === 0) throw new Error(`no lot of the cause ${cause}`)
	const takes = takeFrom(own, points)
	const taken = sumPoints(takes)
	const relabelled = relabelExpired(own, points - taken)
	const debtDelta = points - taken - relabelled
	post(draft, { kind, points: -taken - debtDelta, takes, relabelled, debtDelta, cause, facts })
	payDebt(draft, today)
	return draft
}

/**
 * Puts what a redemption took back into its lots; a lot that is past its expiry comes back as a new one of
 * `replacementDays` that keeps its origin. Returned points pay debt first. The ledger must hold the lots of `takes`.
 */
export function giveBack(
	ledger: Ledger,
	{
		takes,
		replacementDays,
		today,
		cause,
		facts = {},
	}: Debit & { takes: readonly Allocation[]; replacementDays: number },
): Posted {
	const draft = openDraft(ledger, today)
	const found = takes.map((take) => {
		const lot = draft.ledger.lots.find((one) => one.seq === take.seq)
		if (!lot) throw new Error(`lot ${take.seq} is not in the ledger`)
		return { lot, points: take.points }
	})
	const alive = found.filter(({ lot }) => isOpen(lot, today))
	for (const { lot, points } of alive) lot.remaining += points
	const gives = alive.map(({ lot, points }) => ({ seq: lot.seq, points }))
	if (gives.length > 0) post(draft, { kind: 'undo', points: sumPoints(gives), gives, cause, facts })
	for (const { lot, points } of found.filter((one) => !isOpen(one.lot, today))) {
		const terms = { availableOn: today, expiresOn: today + replacementDays, released: true, originSeq: rootOf(lot) }
		post(draft, { kind: 'undo', points, lot: terms, cause, facts })
	}
	payDebt(draft, today)
	return draft
}

/** Corrects a balance by hand: a positive number is a new lot, a negative one takes usable points or is refused. */
export function adjust(
	ledger: Ledger,
	{ points, expiresOn, ...debit }: Debit & { points: number; expiresOn: Day | null },
): Result<Posted, NotEnoughPoints> {
	if (points < 0) return takeUsable(ledger, { ...debit, kind: 'adjust', points: -points })
	return done(credit(ledger, { ...debit, kind: 'adjust', points, expiresOn, availableOn: debit.today }))
}

/** Lets the merchant drop debt, at most what there is. */
export function forgive(
	ledger: Ledger,
	{ points, today, cause, facts = {} }: Debit & { points: number },
): Result<Posted, Refusal<'no-debt'>> {
	requireWhole(points)
	const draft = openDraft(ledger, today)
	const dropped = Math.min(points, draft.ledger.debt)
	if (dropped === 0) return refuse('no-debt')
	post(draft, { kind: 'forgive', points: dropped, debtDelta: -dropped, cause, facts })
	return done(draft)
}

/** Moves the expiry of everything that is left to a later day: what activity does under expiry by inactivity. */
export function postponeExpiry(ledger: Ledger, expiresOn: Day): Ledger {
	const moved = (lot: Lot) =>
		lot.remaining > 0 && lot.expiresOn !== null && lot.expiresOn < expiresOn ? { ...lot, expiresOn } : lot
	return { ...ledger, lots: ledger.lots.map(moved) }
}

/**
 * Gives the lots of a cause other days: what is pending becomes usable on `availableOn`, what is usable stays so. Those
 * that replaced them keep their own.
 */
export function moveTerms(
	ledger: Ledger,
	{ cause, today, ...terms }: { cause: string; availableOn: Day; expiresOn: Day | null; today: Day },
): Posted {
	const draft = openDraft(ledger, today)
	for (const lot of draft.ledger.lots) {
		if (lot.cause !== cause || lot.originSeq !== null) continue
		if (!lot.released) lot.availableOn = terms.availableOn
		lot.expiresOn = terms.expiresOn
	}
	settleDraft(draft, today)
	return draft
}

/** Points that can pay for something today, after settling, whether or not there is debt. */
export function usable(ledger: Ledger, today: Day): number {
	return balances(ledger, today).usable
}

/** Points that are credited and wait for their day. */
export function pending(ledger: Ledger, today: Day): number {
	return balances(ledger, today).pending
}

/** The most a redemption may cost today: 0 while there is debt. */
export function spendable(ledger: Ledger, today: Day): number {
	return balances(ledger, today).spendable
}

/** All balances as they are on a day, as if the ledger had been settled first. */
export function balances(ledger: Ledger, today: Day): Balances {
	const { lots, debt } = settle(ledger, today).ledger
	const ready = lots.filter((lot) => isUsable(lot, today))
	const held = lots.filter((lot) => !lot.released && lot.availableOn > today)
	const sum = sumRemaining(ready)
	const first = ready.reduce<Day | null>(
		(soonest, lot) =>
			lot.expiresOn !== null && (soonest === null || lot.expiresOn < soonest) ? lot.expiresOn : soonest,
		null,
	)
	return {
		usable: sum,
		pending: sumRemaining(held),
		debt,
		spendable: debt > 0 ? 0 : sum,
		expiring:
			first === null ? null : { points: sumRemaining(ready.filter((lot) => lot.expiresOn === first)), on: first },
	}
}
