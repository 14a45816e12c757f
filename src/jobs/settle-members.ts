import { settleDueMembers } from '../loyalty/settle-member.ts'
import { type Job, runBatches } from './job.ts'

/** Points that become usable or expire on the day. */
export const settleMembers: Job = {
	name: 'settle-members',
	run: (run) => runBatches(run, (work) => settleDueMembers(work, run.day)),
}
