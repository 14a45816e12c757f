import type { Day } from './calendar.ts'
import type { Ledger, Posted } from './ledger.ts'
import { openDraft, post } from './points-draft.ts'

/** Ends every point a member has, pending or usable, whatever its day; debt stays what it is. */
export function endPoints(ledger: Ledger, { today, cause }: { today: Day; cause: string }): Posted {
	const draft = openDraft(ledger, today)
	for (const lot of draft.ledger.lots) {
		const points = lot.remaining
		if (points === 0) continue
		lot.remaining = 0
		lot.expired += points
		const facts = { expiresOn: lot.expiresOn, reason: cause }
		post(draft, { kind: 'expire', points: -points, takes: [{ seq: lot.seq, points }], cause: lot.cause, facts })
	}
	return draft
}
