import { dateOldLots } from './date-lots.ts'
import { expireCoupons } from './expire-coupons.ts'
import type { Job } from './job.ts'
import { lapseDueReferrals } from './lapse-referrals.ts'
import { liftMembers } from './lift-tiers.ts'
import { prune } from './prune.ts'
import { refreshNes } from './refresh-nes.ts'
import { renewCycle } from './renew-cycle.ts'
import { reviewEndedTiers } from './review-tiers.ts'
import { settleMembers } from './settle-members.ts'
import { tellWaiting } from './tell-digests.ts'

/** In the order in which they run on a date. A job is a file and one line here. */
export const jobs: readonly Job[] = [
	dateOldLots,
	settleMembers,
	lapseDueReferrals,
	expireCoupons,
	reviewEndedTiers,
	liftMembers,
	refreshNes,
	renewCycle,
	tellWaiting,
	prune,
]
