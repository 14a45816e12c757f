import { tellDigests } from '../conversation/held-notices.ts'
import { type Job, runWalk } from './job.ts'

/** One message a day to members whose notices wait, where the merchant chose that. */
export const tellWaiting: Job = {
	name: 'tell-digests',
	run: (run) => runWalk(run, (work, afterId) => tellDigests(work, { day: run.day, afterId })),
}
