import { bestFit, rankOf, startPeriod } from '../domain/tiers.ts'
import { lockMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Work } from '../store/transact.ts'
import { beginPeriod, openTierDesk } from './judge-tier.ts'
import { localDay } from './ledger.ts'

/**
 * After an import of past orders: the highest tier whose condition holds today, where it is above the present one.
 * Posts no gift and tells nobody. Answers whether the tier changed.
 */
export async function setOpeningTier(work: Work, memberId: number): Promise<boolean> {
	const member = await lockMember(work.tx, memberId)
	const program = await getProgramAt(work.tx, work.now)
	const today = await localDay(work.tx, work.now)
	const desk = await openTierDesk(work, { member, program, today })
	const fit = bestFit(desk.tierCase)
	if (rankOf(program.rules, fit.id) <= rankOf(program.rules, member.tier_id)) return false
	await beginPeriod(work, desk, {
		period: startPeriod(fit, { startedOn: today, cause: 'opening', openedAt: work.now }),
	})
	return true
}
