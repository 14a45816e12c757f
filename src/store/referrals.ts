import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Referral = Row<'referrals'>

/** Binds a friend to a referrer, once; undefined when the friend has one already. */
export async function insertReferral(tx: Tx, referral: NewRow<'referrals'>): Promise<Referral | undefined> {
	return await tx
		.insertInto('referrals')
		.values(referral)
		.onConflict((conflict) => conflict.column('friend_id').doNothing())
		.returningAll()
		.executeTakeFirst()
}

export async function findReferralOf(db: Db, friendId: number): Promise<Referral | undefined> {
	return await db.selectFrom('referrals').selectAll().where('friend_id', '=', friendId).executeTakeFirst()
}

export async function findReferral(db: Db, publicId: string): Promise<Referral | undefined> {
	return await db.selectFrom('referrals').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

export async function setReferral(
	tx: Tx,
	id: number,
	change: Partial<
		Pick<Referral, 'state' | 'source_id' | 'external_id' | 'bought_at' | 'lapses_on' | 'review' | 'rewards'>
	>,
): Promise<void> {
	await tx.updateTable('referrals').set(change).where('id', '=', id).execute()
}

/** The newest referrals of a member with the friends' names, for showing them masked. */
export async function listReferrals(
	db: Db,
	referrerId: number,
	limit: number,
): Promise<(Referral & { friend_name: string })[]> {
	return await db
		.selectFrom('referrals')
		.innerJoin('members', 'members.id', 'referrals.friend_id')
		.selectAll('referrals')
		.select('members.name as friend_name')
		.where('referrals.referrer_id', '=', referrerId)
		.orderBy('referrals.joined_at', 'desc')
		.orderBy('referrals.id', 'desc')
		.limit(limit)
		.execute()
}

/** How many friends joined by a referrer since an instant, those that await a review left out when asked. */
export async function countReferrals(
	db: Db,
	count: { referrerId: number; since: number; rewardedOnly?: boolean },
): Promise<number> {
	const { n } = await db
		.selectFrom('referrals')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('referrer_id', '=', count.referrerId)
		.where('joined_at', '>=', count.since)
		.$if(count.rewardedOnly ?? false, (query) => query.where('state', 'not in', ['review', 'refused']))
		.executeTakeFirstOrThrow()
	return n
}

export interface ReferralCounts {
	joined: number
	bought: number
}

export async function countFriends(db: Db, referrerId: number): Promise<ReferralCounts> {
	const { joined, bought } = await db
		.selectFrom('referrals')
		.select((eb) => [eb.fn.countAll<number>().as('joined'), eb.fn.count<number>('bought_at').as('bought')])
		.where('referrer_id', '=', referrerId)
		.executeTakeFirstOrThrow()
	return { joined, bought }
}

/** How many strangers hold a member's code but have not joined. */
export async function countInvited(db: Db, code: string, since: number): Promise<number> {
	const { n } = await db
		.selectFrom('addresses')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('referral_code', '=', code)
		.where('member_id', 'is', null)
		.where('referral_at', '>', since)
		.executeTakeFirstOrThrow()
	return n
}

/** Referrals that wait for somebody of the shop to decide. */
export async function listReferralReviews(db: Db): Promise<Referral[]> {
	return await db.selectFrom('referrals').selectAll().where('state', '=', 'review').orderBy('id').execute()
}

/** Referrals whose waiting time for a first order is over on a day. */
export async function listLapsing(db: Db, today: number): Promise<Referral[]> {
	return await db
		.selectFrom('referrals')
		.selectAll()
		.where('state', '=', 'joined')
		.where('lapses_on', '<', today)
		.orderBy('id')
		.execute()
}
