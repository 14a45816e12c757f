import { compiled } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { Entry } from './entries.ts'

/** The lots of a member that hold points which are not usable yet, whatever they wait for. */
export async function listUnreleasedLots(db: Db, memberId: number): Promise<Entry[]> {
	return await db
		.selectFrom('entries')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('released', '=', 0)
		.where('remaining', '>', 0)
		.orderBy('seq')
		.execute()
}

const selectGift = compiled((db) =>
	db
		.selectFrom('entries')
		.select('seq')
		.where('member_id', '=', 0)
		.where('kind', 'in', ['join', 'referral'])
		.where('released', '=', 0)
		.where('remaining', '>', 0),
)

/** Whether points for joining or for a referral wait; asked at every order. */
export async function hasUnreleasedGift(db: Db, memberId: number): Promise<boolean> {
	return (await selectGift(db, [memberId, 'join', 'referral', 0, 0])).rows.length > 0
}

/** Lets the night settle a member on a day, unless it does so earlier. */
async function makeDue(tx: Tx, memberId: number, day: number): Promise<void> {
	await tx
		.updateTable('members')
		.set({ settle_on: day })
		.where('id', '=', memberId)
		.where((eb) => eb.or([eb('settle_on', 'is', null), eb('settle_on', '>', day)]))
		.execute()
}

/**
 * Gives lots of a cause that are not released yet another day, and makes the member due on it. The caller holds the
 * member's lock and settles her afterwards. Answers the points that were moved.
 */
export async function setAvailableOn(
	tx: Tx,
	lots: { memberId: number; cause: string; availableOn: number },
): Promise<number> {
	const moved = await tx
		.updateTable('entries')
		.set({ available_on: lots.availableOn })
		.where('member_id', '=', lots.memberId)
		.where('cause', '=', lots.cause)
		.where('remaining', '>', 0)
		.where('released', '=', 0)
		.where('available_on', '<>', lots.availableOn)
		.returning('remaining')
		.execute()
	if (moved.length > 0) await makeDue(tx, lots.memberId, lots.availableOn)
	return moved.reduce((sum, lot) => sum + (lot.remaining ?? 0), 0)
}

/** Members with points from before an instant that never expire, by id. */
export async function listMembersWithUndated(
	db: Db,
	page: { before: number; afterId: number; limit: number },
): Promise<number[]> {
	const rows = await db
		.selectFrom('entries')
		.select('member_id')
		.distinct()
		.where('member_id', '>', page.afterId)
		.where('remaining', '>', 0)
		.where('expires_on', 'is', null)
		.where('at', '<', page.before)
		.orderBy('member_id')
		.limit(page.limit)
		.execute()
	return rows.map((row) => row.member_id)
}

/**
 * Gives those points a last day and makes the member due after it; answers how many points. The caller holds the
 * member's lock.
 */
export async function setUndatedExpiry(
	tx: Tx,
	lots: { memberId: number; before: number; expiresOn: number },
): Promise<number> {
	const dated = await tx
		.updateTable('entries')
		.set({ expires_on: lots.expiresOn })
		.where('member_id', '=', lots.memberId)
		.where('remaining', '>', 0)
		.where('expires_on', 'is', null)
		.where('at', '<', lots.before)
		.returning('remaining')
		.execute()
	await makeDue(tx, lots.memberId, lots.expiresOn + 1)
	return dated.reduce((sum, lot) => sum + (lot.remaining ?? 0), 0)
}
