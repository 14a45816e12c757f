import { tellNotices } from '../conversation/notices.ts'
import { reviewTiers } from '../loyalty/review-tiers.ts'
import { type Job, runWalk } from './job.ts'

/** Tier periods that are over: renewal, grace or downgrade, and a word to the member. */
export const reviewEndedTiers: Job = {
	name: 'review-tiers',
	run: (run) =>
		runWalk(run, async (work, afterId) => {
			const { notices, done, next } = await reviewTiers(work, { today: run.day, afterId })
			await tellNotices(work, notices)
			return { done, next }
		}),
}
