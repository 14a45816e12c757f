import { dayOfMonth } from '../domain/calendar.ts'
import { recomputeNes, renewStoreCycle } from '../loyalty/refresh-nes.ts'
import { type Job, runWalk } from './job.ts'

/** On the 1st of each month the store cycle is measured anew, and all NES tags with it. */
export const renewCycle: Job = {
	name: 'renew-cycle',
	isDue: (day) => dayOfMonth(day) === 1,
	async run(run) {
		await run.store.transact((work) => renewStoreCycle(work, run.day))
		return await runWalk(run, (work, afterId) => recomputeNes(work, { today: run.day, afterId }))
	},
}
