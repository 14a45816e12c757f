import { tellNotices } from '../conversation/notices.ts'
import { awaitsLift, liftTiers } from '../loyalty/lift-tiers.ts'
import { type Job, runBatches } from './job.ts'

/** Members who reach a higher tier by rules that came into force, and a word to them. */
export const liftMembers: Job = {
	name: 'lift-tiers',
	betweenNights: true,
	async run(run) {
		const { db, now } = run.store
		if (!(await awaitsLift(db, now()))) return 0
		let lifted = 0
		await runBatches(run, async (work) => {
			const batch = await liftTiers(work)
			await tellNotices(work, batch.notices)
			lifted += batch.lifted
			return batch.seen
		})
		return lifted
	},
}
