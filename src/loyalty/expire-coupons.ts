import { expireCoupons } from '../store/coupons.ts'
import type { Work } from '../store/transact.ts'
import { localDay } from './ledger.ts'

/** Ends the coupons whose last day is over; answers how many. */
export async function expireDueCoupons(work: Work): Promise<number> {
	return await expireCoupons(work.tx, await localDay(work.tx, work.now))
}
