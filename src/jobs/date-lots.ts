import { tellNotices } from '../conversation/notices.ts'
import { dayOf } from '../domain/calendar.ts'
import { dateLots, findExpiryStart } from '../loyalty/date-lots.ts'
import { getSettings } from '../store/settings.ts'
import { type Job, runWalk } from './job.ts'

/** After so many days every lot has been seen; looking through all of them each night for ever would be waste. */
const NIGHTS = 7

/** Points without a last day get one when the merchant begins to let points expire, and the member is told (loyalty §3). */
export const dateOldLots: Job = {
	name: 'date-lots',
	async run(run) {
		const { db, now } = run.store
		const start = await findExpiryStart(db, now())
		if (!start) return 0
		const { timeZone } = await getSettings(db)
		if (run.day - dayOf(start.at, timeZone) > NIGHTS) return 0
		return await runWalk(run, async (work, afterId) => {
			const { notices, done, next } = await dateLots(work, { start, afterId })
			await tellNotices(work, notices)
			return { done, next }
		})
	},
}
