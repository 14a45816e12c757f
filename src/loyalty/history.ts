import type { Day } from '../domain/calendar.ts'
import type { Db } from '../store/db.ts'

/** One line of a member's points history with everything that explains it. */
export interface HistoryLine {
	seq: number
	/** earn, bonus, clawback, redeem, undo, expire, adjust, join, refer, transfer, pay-debt … as entries.kind says. */
	kind: string
	/** Signed: what the line added to or took from the points. */
	points: number
	on: Day
	at: number
	/** null once usable. */
	availableOn: Day | null
	expiresOn: Day | null
	debtDelta: number
	/** What explains the line: order, amount ÷ unit × rate, tier, campaign, reward, reason … */
	facts: Record<string, unknown>
}

/** A member's newest lines first; `before` is the seq of the last line already shown. */
export async function listHistory(
	_db: Db,
	_memberId: number,
	_page: { limit: number; before?: number },
): Promise<HistoryLine[]> {
	throw new Error('being written')
}
