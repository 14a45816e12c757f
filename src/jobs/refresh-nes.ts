import { refreshDueNes } from '../loyalty/refresh-nes.ts'
import { type Job, runBatches } from './job.ts'

/** Members whose NES border has come. */
export const refreshNes: Job = {
	name: 'refresh-nes',
	run: (run) => runBatches(run, (work) => refreshDueNes(work, run.day)),
}
