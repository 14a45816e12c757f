import { measureUplift, type Uplift } from '../domain/uplift.ts'
import { breathe } from '../lib/breathe.ts'
import { findLastMemberId } from '../store/audience.ts'
import { countResults, type ResultRow } from '../store/broadcast-results.ts'
import type { Db } from '../store/db.ts'
import type { Broadcast } from './compose.ts'

export type GroupResult = Omit<ResultRow, 'state'>

/** What a broadcast brought: what people did within seven days of getting it. */
export interface Results {
	reached: GroupResult
	/** Those held back, within seven days of its start. */
	held: GroupResult
	/** Of the share that bought; undefined where too few were held back to say anything. */
	uplift: Uplift | undefined
}

/** Members a piece of the walk covers. */
const RANGE = 20_000

const NOTHING: GroupResult = { people: 0, optedOut: 0, buyers: 0, orders: 0, netMinor: 0, couponsUsed: 0 }

function add(a: GroupResult, b: GroupResult): GroupResult {
	return {
		people: a.people + b.people,
		optedOut: a.optedOut + b.optedOut,
		buyers: a.buyers + b.buyers,
		orders: a.orders + b.orders,
		netMinor: a.netMinor + b.netMinor,
		couponsUsed: a.couponsUsed + b.couponsUsed,
	}
}

/** The results of a broadcast as they stand; undefined before it has started. Counted in pieces: nobody has to wait. */
export async function getResults(db: Db, { id, startedAt }: Broadcast): Promise<Results | undefined> {
	if (startedAt === null) return undefined
	let [reached, held] = [NOTHING, NOTHING]
	const last = await findLastMemberId(db)
	for (let after = 0; after < last; after += RANGE) {
		for (const { state, ...row } of await countResults(db, {
			broadcastId: id,
			startedAt,
			after,
			upTo: after + RANGE,
		})) {
			if (state === 'holdout') held = add(held, row)
			else reached = add(reached, row)
		}
		await breathe()
	}
	const group = ({ people, buyers }: GroupResult) => ({ people, did: buyers })
	return { reached, held, uplift: measureUplift(group(reached), group(held)) }
}
