import { lapseReferrals } from '../loyalty/reward-referral.ts'
import type { Job } from './job.ts'

/** Referrals whose friend has not bought in time. */
export const lapseDueReferrals: Job = {
	name: 'lapse-referrals',
	run: ({ store }) => store.transact((work) => lapseReferrals(work)),
}
