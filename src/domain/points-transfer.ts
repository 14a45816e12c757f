import type { Day } from './calendar.ts'
import type { Ledger, Lot, Posted } from './ledger.ts'
import { openDraft, payDebt, post } from './points-draft.ts'

/** The first lot's cause goes along, so that a later return still finds the points as its own. */
function causeOf(lot: Lot, lots: readonly Lot[]): string | null {
	return (lots.find((one) => one.seq === lot.originSeq) ?? lot).cause
}

function moveLot(from: Posted, into: Posted, { lot, cause }: { lot: Lot; cause: string }): void {
	const { seq, remaining: points, availableOn, expiresOn, released } = lot
	lot.remaining = 0
	post(from, { kind: 'transfer-out', points: -points, takes: [{ seq, points }], cause })
	post(into, {
		kind: 'transfer-in',
		points,
		lot: { availableOn, expiresOn, released, originSeq: null },
		cause: causeOf(lot, from.ledger.lots),
		facts: { transfer: cause },
	})
}

/** Moves all one member has to another: lot by lot with its expiry, and the debt, which usable lots then pay. */
export function transferAll(
	from: Ledger,
	into: Ledger,
	{ today, cause }: { today: Day; cause: string },
): { from: Posted; into: Posted } {
	const source = openDraft(from, today)
	const target = openDraft(into, today)
	for (const lot of source.ledger.lots) if (lot.remaining > 0) moveLot(source, target, { lot, cause })
	const { debt } = source.ledger
	if (debt > 0) {
		post(source, { kind: 'transfer-out', points: debt, debtDelta: -debt, cause })
		post(target, { kind: 'transfer-in', points: -debt, debtDelta: debt, cause })
	}
	payDebt(target, today)
	return { from: source, into: target }
}
