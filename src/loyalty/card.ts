import type { Day } from '../domain/calendar.ts'
import type { Db } from '../store/db.ts'

export interface TierProgress {
	/** Spend that counts towards the next tier, in minor units, in the window of its first spend condition. */
	spendMinor: number
	/** The next tier above; null at the top. */
	next: { id: number; name: string; thresholdMinor: number } | null
	gapMinor: number
	/** 0–100, rounded down. */
	share: number
	renewal: {
		endsOn: Day
		/** What is missing to renew, in minor units; 0 once secured. */
		needMinor: number
		secured: boolean
		/** The last day on which a purchase still renews, once the period has ended. */
		graceUntil: Day | null
	} | null
}

export interface Card {
	memberId: number
	publicId: string
	/** M00042 */
	number: string
	name: string
	status: string
	joinedOn: Day | null
	usable: number
	pending: number
	/** The next pending points to become usable. */
	pendingNext: { points: number; on: Day } | null
	debt: number
	/** The usable points that expire first. */
	expiring: { points: number; on: Day } | null
	tier: { id: number; name: string; progress: TierProgress }
	orders: { count: number; purchaseDays: number; firstOn: Day | null; lastOn: Day | null }
	spendMinor: number
	nes: { tag: string; changesOn: Day | null }
}

/** A member's card as it stands at `now` (ms UTC), exactly, without writing anything; null for an unknown member. */
export async function getCard(_db: Db, _memberId: number, _now: number): Promise<Card | null> {
	throw new Error('being written')
}
