import type { Db } from './db.ts'

/** One line of what happened to points, with whose they are. */
export interface FeedEntry {
	memberId: number
	name: string
	kind: string
	points: number
	at: number
}

/** What was written to the ledgers of all members since an instant, the newest first. */
export async function listFeed(db: Db, { since, limit }: { since: number; limit: number }): Promise<FeedEntry[]> {
	return await db
		.selectFrom('entries')
		.innerJoin('members', 'members.id', 'entries.member_id')
		.select(['entries.member_id as memberId', 'members.name', 'entries.kind', 'entries.points', 'entries.at'])
		.where('entries.at', '>=', since)
		.orderBy('entries.at', 'desc')
		.orderBy('entries.seq', 'desc')
		.limit(limit)
		.execute()
}
