import { compiled } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { Entry } from './entries.ts'
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

const selectOfFriend = compiled((db) => db.selectFrom('referrals').selectAll().where('friend_id', '=', 0))

/** By whom a member was brought; asked at every order. */
export async function findReferralOf(db: Db, friendId: number): Promise<Referral | undefined> {
	return (await selectOfFriend(db, [friendId])).rows[0]
}

export async function findReferral(db: Db, publicId: string): Promise<Referral | undefined> {
	return await db.selectFrom('referrals').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

/** Takes the referral's lock for the rest of the transaction. */
export async function lockReferral(tx: Tx, id: number): Promise<Referral> {
	return await tx
		.updateTable('referrals')
		.set((eb) => ({ state: eb.ref('state') }))
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirstOrThrow()
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

/** The oldest referrals whose waiting time for a first order is over on a day. */
export async function listLapsing(db: Db, today: number, limit: number): Promise<Referral[]> {
	return await db
		.selectFrom('referrals')
		.selectAll()
		.where('state', '=', 'joined')
		.where('lapses_on', '<', today)
		.orderBy('id')
		.limit(limit)
		.execute()
}

/** Encrypted numbers of the friends who joined last. */
export async function listFriendPhones(db: Db, referrerId: number, limit: number): Promise<string[]> {
	const rows = await db
		.selectFrom('referrals')
		.innerJoin('member_phones', 'member_phones.member_id', 'referrals.friend_id')
		.select('phone_encrypted')
		.where('referrals.referrer_id', '=', referrerId)
		.orderBy('referrals.joined_at', 'desc')
		.limit(limit)
		.execute()
	return rows.map((row) => row.phone_encrypted)
}

/** Points that referrals gave a member from a day on, takings back counted. */
export async function sumReferralPoints(db: Db, referrerId: number, sinceDay: number): Promise<number> {
	const { points } = await db
		.selectFrom('entries')
		.select((eb) => eb.fn.coalesce(eb.fn.sum<number>('points'), eb.lit(0)).as('points'))
		.where('member_id', '=', referrerId)
		.where('on_day', '>=', sinceDay)
		.where('cause', 'like', 'referral:%')
		.where('kind', 'in', ['referral', 'clawback', 'reverse'])
		.executeTakeFirstOrThrow()
	return points
}

export interface RewardableOrder {
	source_id: number
	external_id: string
	paid_on: number
	net_minor: number
}

/** The first order of a friend that counts: paid, not returned, no history. */
export async function findFirstOrder(db: Db, friendId: number): Promise<RewardableOrder | undefined> {
	return await db
		.selectFrom('orders')
		.select((eb) => ['source_id', 'external_id', eb.ref('paid_on').$notNull().as('paid_on'), 'net_minor'])
		.where('member_id', '=', friendId)
		.where('net_minor', '>', 0)
		.where('history', '=', 0)
		.where('paid_on', 'is not', null)
		.orderBy('paid_on')
		.orderBy('paid_at')
		.orderBy('source_id')
		.orderBy('external_id')
		.limit(1)
		.executeTakeFirst()
}

/** The earliest local day on which a member paid for something she kept, for each source of orders. */
export async function listFirstDays(
	db: Db,
	memberId: number,
): Promise<Pick<RewardableOrder, 'source_id' | 'paid_on'>[]> {
	return await db
		.selectFrom('orders')
		.select((eb) => ['source_id', eb.fn.min(eb.ref('paid_on').$notNull()).as('paid_on')])
		.where('member_id', '=', memberId)
		.where('net_minor', '>', 0)
		.where('history', '=', 0)
		.where('paid_on', 'is not', null)
		.groupBy('source_id')
		.execute()
}

/** Whether a friend paid for something and gave all of it back. */
export async function hasReturnedOrder(db: Db, friendId: number): Promise<boolean> {
	const order = await db
		.selectFrom('orders')
		.select('external_id')
		.where('member_id', '=', friendId)
		.where('net_minor', '=', 0)
		.where('eligible_minor', '>', 0)
		.where('history', '=', 0)
		.where('held', 'is', null)
		.where('paid_at', 'is not', null)
		.limit(1)
		.executeTakeFirst()
	return order !== undefined
}

/** Which order of a friend this is, the first being 1: how many that count were paid no later than it. */
export async function countOrdersUntil(
	db: Db,
	{ memberId, order }: { memberId: number; order: Pick<Row<'orders'>, 'source_id' | 'external_id' | 'paid_at'> },
): Promise<number> {
	const { n } = await db
		.selectFrom('orders')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('member_id', '=', memberId)
		.where('net_minor', '>', 0)
		.where('history', '=', 0)
		.where((eb) =>
			eb.or([
				eb('paid_at', '<', order.paid_at ?? 0),
				eb.and([
					eb('paid_at', '=', order.paid_at ?? 0),
					eb.or([
						eb('source_id', '<', order.source_id),
						eb.and([eb('source_id', '=', order.source_id), eb('external_id', '<=', order.external_id)]),
					]),
				]),
			]),
		)
		.executeTakeFirstOrThrow()
	return n
}

/** A friend's orders that count, in the order in which they were paid, from the nth on; the first is 1. */
export async function listRankedOrders(
	db: Db,
	memberId: number,
	{ from, count }: { from: number; count: number },
): Promise<Row<'orders'>[]> {
	return await db
		.selectFrom('orders')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('net_minor', '>', 0)
		.where('history', '=', 0)
		.orderBy('paid_at')
		.orderBy('source_id')
		.orderBy('external_id')
		.limit(count)
		.offset(from - 1)
		.execute()
}

/** What referrals gave a member and took back, on either side. */
export async function listReferralEntries(db: Db, memberId: number): Promise<Entry[]> {
	return await db
		.selectFrom('entries')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('cause', 'like', 'referral:%')
		.where('kind', 'in', ['referral', 'clawback', 'reverse'])
		.orderBy('seq')
		.execute()
}
