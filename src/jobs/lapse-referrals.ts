import { tellNotices } from '../conversation/notices.ts'
import { lapseReferrals } from '../loyalty/reward-referral.ts'
import { type Job, runBatches } from './job.ts'

/** Referrals whose friend has not bought in time, and a word to the referrer. */
export const lapseDueReferrals: Job = {
	name: 'lapse-referrals',
	run: (run) =>
		runBatches(run, async (work) => {
			const { lapsed, notices } = await lapseReferrals(work)
			await tellNotices(work, notices)
			return lapsed
		}),
}
