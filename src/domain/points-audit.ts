import { emptyLedger, type Ledger, type Lot, lotsOfCause, type Posting, relabelExpired, sumPoints } from './ledger.ts'

export interface LedgerProblem {
	/** The line where it shows; null when it is the stored ledger that differs. */
	seq: number | null
	what:
		| 'seq-repeated'
		| 'not-whole'
		| 'unbalanced'
		| 'unknown-lot'
		| 'overdrawn'
		| 'overfilled'
		| 'negative-debt'
		| 'relabelled-too-much'
		| 'lot-differs'
		| 'debt-differs'
		| 'lot-missing'
	facts: Record<string, number>
}

interface Replay {
	ledger: Ledger
	lots: Map<number, Lot>
	problems: LedgerProblem[]
}

type What = LedgerProblem['what']

function complain(replay: Replay, seq: number | null, [what, facts]: [What, Record<string, number>]): void {
	replay.problems.push({ seq, what, facts })
}

function checkSum(replay: Replay, line: Posting): void {
	const numbers = [line.points, line.debtDelta, line.relabelled, ...[...line.takes, ...line.gives].map((a) => a.points)]
	if (!numbers.every(Number.isSafeInteger)) complain(replay, line.seq, ['not-whole', { points: line.points }])
	const credited = line.lot ? line.points : 0
	const balance = credited - sumPoints(line.takes) + sumPoints(line.gives) - line.debtDelta
	if (balance !== line.points) complain(replay, line.seq, ['unbalanced', { points: line.points, balance }])
}

function moveAllocations(replay: Replay, line: Posting): void {
	for (const [allocations, sign] of [
		[line.takes, -1],
		[line.gives, 1],
	] as const)
		for (const { seq, points } of allocations) {
			const lot = replay.lots.get(seq)
			if (!lot) {
				complain(replay, line.seq, ['unknown-lot', { lot: seq }])
				continue
			}
			lot.remaining += sign * points
			if (line.kind === 'expire') lot.expired += points
			if (lot.remaining < 0 || points <= 0) complain(replay, line.seq, ['overdrawn', { lot: seq, points }])
			if (lot.remaining > lot.points) complain(replay, line.seq, ['overfilled', { lot: seq, points }])
		}
}

function openLot(replay: Replay, line: Posting): void {
	if (!line.lot) return
	const { seq, points, kind, cause } = line
	if (points <= 0) complain(replay, seq, ['not-whole', { points }])
	const lot = { seq, points, remaining: points, expired: 0, ...line.lot, kind, cause }
	replay.ledger.lots.push(lot)
	replay.lots.set(seq, lot)
}

function relabel(replay: Replay, line: Posting): void {
	if (line.relabelled === 0) return
	const own = line.cause === null ? [] : lotsOfCause(replay.ledger, line.cause)
	const found = relabelExpired(own, line.relabelled)
	if (found !== line.relabelled)
		complain(replay, line.seq, ['relabelled-too-much', { relabelled: line.relabelled, expired: found }])
}

function replayLine(replay: Replay, line: Posting): void {
	const { ledger } = replay
	if (line.seq < ledger.nextSeq) complain(replay, line.seq, ['seq-repeated', {}])
	checkSum(replay, line)
	openLot(replay, line)
	moveAllocations(replay, line)
	relabel(replay, line)
	ledger.debt += line.debtDelta
	if (ledger.debt < 0) complain(replay, line.seq, ['negative-debt', { debt: ledger.debt }])
	ledger.nextSeq = line.seq + 1
}

function compare(replay: Replay, stored: Ledger): void {
	if (stored.debt !== replay.ledger.debt)
		complain(replay, null, ['debt-differs', { stored: stored.debt, added: replay.ledger.debt }])
	const held = new Map(stored.lots.map((lot) => [lot.seq, lot]))
	for (const lot of replay.ledger.lots) {
		const one = held.get(lot.seq)
		if (!one) {
			if (lot.remaining > 0) complain(replay, null, ['lot-missing', { lot: lot.seq, remaining: lot.remaining }])
		} else if (one.remaining !== lot.remaining || one.expired !== lot.expired || one.points !== lot.points)
			complain(replay, null, ['lot-differs', { lot: lot.seq, stored: one.remaining, added: lot.remaining }])
	}
	for (const lot of stored.lots)
		if (!replay.lots.has(lot.seq)) complain(replay, null, ['unknown-lot', { lot: lot.seq }])
}

function replayAll(entries: readonly Posting[]): Replay {
	const replay: Replay = { ledger: emptyLedger(), lots: new Map(), problems: [] }
	for (const line of [...entries].sort((a, b) => a.seq - b.seq)) replayLine(replay, line)
	return replay
}

/** Adds a member's lines up again into the ledger they make; release and postponed expiry are as first written. */
export function rebuildLedger(entries: readonly Posting[]): Ledger {
	return replayAll(entries).ledger
}

/**
 * Re-adds every line of a member: each sums to 0, no lot gives more than it has or takes more than it was, debt is never
 * negative; then compares with the stored projections (lots that are used up may be absent there). Empty when in order.
 */
export function auditLedger(entries: readonly Posting[], stored?: Ledger): LedgerProblem[] {
	const replay = replayAll(entries)
	if (stored) compare(replay, stored)
	return replay.problems
}
