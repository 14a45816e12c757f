import { type Day, dayOf } from '../domain/calendar.ts'
import { expiryOf } from '../domain/earning.ts'
import type { Notice } from '../domain/notice.ts'
import type { Db } from '../store/db.ts'
import { lockMember } from '../store/members.ts'
import { mapPrograms } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { listMembersWithUndated, setUndatedExpiry } from '../store/waiting-lots.ts'

/** A merchant began to let points expire. */
export interface ExpiryStart {
	/** ms UTC: lots from before it without a last day get one. */
	at: number
	/** One full period after that day. */
	expiresOn: Day
}

/** When the expiry that is in force began, where points never expired before it; null where there is no such change. */
export async function findExpiryStart(db: Db, now: number): Promise<ExpiryStart | null> {
	const versions = [...(await mapPrograms(db)).values()]
		.filter((version) => version.effectiveFrom <= now)
		.sort((a, b) => a.effectiveFrom - b.effectiveFrom || a.id - b.id)
	const lastEndless = versions.findLastIndex((version) => version.rules.expiry.mode === 'never')
	const start = versions[lastEndless + 1]
	if (lastEndless < 0 || !start) return null
	const at = start.effectiveFrom
	const expiresOn = expiryOf(start.rules.expiry, dayOf(at, (await getSettings(db)).timeZone))
	return expiresOn === null ? null : { at, expiresOn }
}

/**
 * Dates the lots of a batch of members that have no last day, with a notice for each of them. Call it again with the
 * `next` of the answer until that is null; who has been dated is not found again.
 */
export async function dateLots(
	work: Work,
	{ start, afterId, limit = 200 }: { start: ExpiryStart; afterId: number; limit?: number },
): Promise<{ notices: Notice[]; done: number; next: number | null }> {
	const notices: Notice[] = []
	const { at: before, expiresOn } = start
	const ids = await listMembersWithUndated(work.tx, { before, afterId, limit })
	for (const memberId of ids) {
		await lockMember(work.tx, memberId)
		const points = await setUndatedExpiry(work.tx, { memberId, before, expiresOn })
		if (points > 0) notices.push({ memberId, kind: 'points-dated', facts: { points, on: expiresOn } })
	}
	return { notices, done: ids.length, next: ids.length < limit ? null : (ids.at(-1) ?? null) }
}
