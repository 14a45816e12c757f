import type { Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { rankOf, startPeriod } from '../domain/tiers.ts'
import { lockMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Work } from '../store/transact.ts'
import { beginPeriod, openTierDesk } from './judge-tier.ts'
import { localDay } from './ledger.ts'

export interface TierGift {
	memberId: number
	tierId: number
	/** Last day of the first period; left out, the tier's own length counts. Null is for ever. */
	endsOn?: Day | null
	/** hand: by staff · code: an upgrade code · import: a list of members, told to nobody. */
	cause: 'hand' | 'code' | 'import'
}

/** Puts a member into a tier whatever her orders say; the same tier with the same end again changes nothing. */
export async function setTier(
	work: Work,
	gift: TierGift,
): Promise<Result<{ changed: boolean; notices: Notice[] }, Refusal<'tier-unknown', undefined>>> {
	const member = await lockMember(work.tx, gift.memberId)
	const program = await getProgramAt(work.tx, work.now)
	const tier = program.rules.tiers.find((one) => one.id === gift.tierId)
	if (!tier) return refuse('tier-unknown')
	const today = await localDay(work.tx, work.now)
	const desk = await openTierDesk(work, { member, program, today })
	const begun = startPeriod(tier, { startedOn: today, cause: gift.cause, openedAt: work.now })
	const period = gift.endsOn === undefined ? begun : { ...begun, endsOn: gift.endsOn }
	const isSame = member.tier_id === tier.id && (gift.endsOn === undefined || member.tier_ends_on === gift.endsOn)
	if (isSame) return done({ changed: false, notices: [] })
	await beginPeriod(work, desk, { period })
	const rises = rankOf(program.rules, tier.id) > rankOf(program.rules, member.tier_id)
	const facts = { fromTier: member.tier_id, tier: tier.id, endsOn: period.endsOn, cause: gift.cause, gift: false }
	const told = rises && gift.cause !== 'import'
	return done({ changed: true, notices: told ? [{ memberId: member.id, kind: 'tier-up', facts }] : [] })
}
