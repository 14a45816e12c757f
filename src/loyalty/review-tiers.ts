import type { Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { listMembersWithTierEnded, lockMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Work } from '../store/transact.ts'
import { openTierDesk, reviewPeriods } from './judge-tier.ts'

/** Ends the periods of one member that are over on a day: renewal, grace or downgrade. */
export async function reviewTier(work: Work, memberId: number, today: Day): Promise<Notice[]> {
	const member = await lockMember(work.tx, memberId)
	if (member.tier_ends_on === null || member.tier_ends_on >= today) return []
	const program = await getProgramAt(work.tx, work.now)
	const desk = await openTierDesk(work, { member, program, today })
	await reviewPeriods(work, desk)
	return desk.notices
}

/**
 * The nightly review, a batch of members by id in one transaction. Call it with the `next` of the answer until that is
 * null; members in their grace days stay due, which is why it walks by id.
 */
export async function reviewTiers(
	work: Work,
	batch: { today: Day; afterId?: number; limit?: number },
): Promise<{ notices: Notice[]; done: number; next: number | null }> {
	const { today, afterId = 0, limit = 100 } = batch
	const ids = await listMembersWithTierEnded(work.tx, { today, afterId, limit })
	const notices: Notice[] = []
	for (const id of ids) notices.push(...(await reviewTier(work, id, today)))
	return { notices, done: ids.length, next: ids.length < limit ? null : (ids.at(-1) ?? null) }
}
