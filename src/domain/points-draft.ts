import type { Day } from './calendar.ts'
import {
	type Allocation,
	compareSoonest,
	isOpen,
	isUsable,
	type Ledger,
	type Lot,
	nextSettleDay,
	type Posted,
	type Posting,
	sumPoints,
} from './ledger.ts'

// what every change of points is made of: a copy of the ledger that lines are written to

/** A settled copy that the other functions here change in place. */
export function openDraft(ledger: Ledger, today: Day): Posted {
	const draft = { ledger: { ...ledger, lots: ledger.lots.map((lot) => ({ ...lot })) }, postings: [] }
	settleDraft(draft, today)
	return draft
}

type Line = Pick<Posting, 'kind' | 'points'> & Partial<Omit<Posting, 'seq'>>

/** Writes one line and applies its lot and debt; takes and gives are applied by whoever made them. */
export function post(draft: Posted, line: Line): Posting {
	const { ledger } = draft
	const posting: Posting = {
		takes: [],
		gives: [],
		debtDelta: 0,
		relabelled: 0,
		cause: null,
		facts: {},
		...line,
		seq: ledger.nextSeq,
	}
	ledger.nextSeq += 1
	ledger.debt += posting.debtDelta
	if (posting.lot)
		ledger.lots.push({
			seq: posting.seq,
			points: posting.points,
			remaining: posting.points,
			expired: 0,
			...posting.lot,
			kind: posting.kind,
			cause: posting.cause,
		})
	draft.postings.push(posting)
	return posting
}

/** Throws on points that are no positive integer: input is checked before it comes here. */
export function requireWhole(points: number): void {
	if (!Number.isSafeInteger(points) || points <= 0) throw new RangeError(`points must be a positive integer: ${points}`)
}

/** Consumes up to `points` from the lots, soonest first. */
export function takeFrom(lots: readonly Lot[], points: number): Allocation[] {
	const takes: Allocation[] = []
	let rest = points
	for (const lot of [...lots].sort(compareSoonest)) {
		const taken = Math.min(rest, lot.remaining)
		if (taken === 0) continue
		lot.remaining -= taken
		rest -= taken
		takes.push({ seq: lot.seq, points: taken })
	}
	return takes
}

/** Lets usable lots pay what is owed. */
export function payDebt(draft: Posted, today: Day): void {
	const { ledger } = draft
	if (ledger.debt === 0) return
	const takes = takeFrom(
		ledger.lots.filter((lot) => isUsable(lot, today)),
		ledger.debt,
	)
	const paid = sumPoints(takes)
	if (paid === 0) return
	post(draft, { kind: 'debt-payment', points: 0, takes, debtDelta: -paid, facts: { paid, debt: ledger.debt - paid } })
}

/** Expires every lot whose last day is before `day`, a line a lot. */
export function expireBefore(draft: Posted, day: Day): void {
	const due = draft.ledger.lots.filter((lot) => lot.remaining > 0 && !isOpen(lot, day)).sort(compareSoonest)
	for (const lot of due) {
		const points = lot.remaining
		lot.remaining = 0
		lot.expired += points
		post(draft, {
			kind: 'expire',
			points: -points,
			takes: [{ seq: lot.seq, points }],
			cause: lot.cause,
			facts: { expiresOn: lot.expiresOn },
		})
	}
}

/** Day by day, so that a member who was touched daily and one who was not for a year end in the same state. */
export function settleDraft(draft: Posted, today: Day): void {
	for (;;) {
		const waiting = draft.ledger.lots.filter((lot) => !lot.released && lot.remaining > 0 && lot.availableOn <= today)
		if (waiting.length === 0) break
		const day = Math.min(...waiting.map((lot) => lot.availableOn))
		expireBefore(draft, day)
		for (const lot of waiting) if (lot.availableOn === day && lot.remaining > 0) lot.released = true
		payDebt(draft, day)
	}
	expireBefore(draft, today)
}

/** Brings a ledger to a day: expires what is past, releases what has come due and lets it pay debt. Settling twice changes nothing. */
export function settle(ledger: Ledger, today: Day): Posted {
	const next = nextSettleDay(ledger)
	return next === null || next > today ? { ledger, postings: [] } : openDraft(ledger, today)
}
