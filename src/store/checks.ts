import type { Db } from './db.ts'
import type { Row } from './schema.ts'

// What the doctor reads: whole pages of members, never one by one.

/** Members with afterId < id ≤ untilId. */
export interface Page {
	afterId: number
	untilId: number
}

/** Orders of a page of members. */
export async function listOrdersOfPage(db: Db, page: Page): Promise<Row<'orders'>[]> {
	return await db
		.selectFrom('orders')
		.selectAll()
		.where('member_id', '>', page.afterId)
		.where('member_id', '<=', page.untilId)
		.execute()
}

export async function listTierPeriodsOfPage(db: Db, page: Page): Promise<Row<'tier_periods'>[]> {
	return await db
		.selectFrom('tier_periods')
		.selectAll()
		.where('member_id', '>', page.afterId)
		.where('member_id', '<=', page.untilId)
		.orderBy('member_id')
		.orderBy('n')
		.execute()
}

export interface RedemptionCheck {
	member_id: number
	public_id: string
	seq: number
	cost_points: number
	undone_at: number | null
	/** States of its coupons; null when it has none. */
	state: string | null
}

/** Redemptions of a page of members with the state of each coupon. */
export async function listRedemptionsOfPage(db: Db, page: Page): Promise<RedemptionCheck[]> {
	return await db
		.selectFrom('redemptions')
		.leftJoin('coupons', 'coupons.redemption_id', 'redemptions.id')
		.select([
			'redemptions.member_id',
			'redemptions.public_id',
			'redemptions.seq',
			'redemptions.cost_points',
			'redemptions.undone_at',
			'coupons.state',
		])
		.where('redemptions.member_id', '>', page.afterId)
		.where('redemptions.member_id', '<=', page.untilId)
		.execute()
}

/** Orders whose distinct returns add up to something else than the order says. */
export async function listReturnDifferences(db: Db, limit: number) {
	return await db
		.selectFrom('orders')
		.leftJoin(
			(eb) =>
				eb
					.selectFrom('returns')
					.select((of) => ['source_id as s', 'external_id as e', of.fn.sum<number>('amount_minor').as('sum')])
					.groupBy(['source_id', 'external_id'])
					.as('r'),
			(join) => join.onRef('r.s', '=', 'orders.source_id').onRef('r.e', '=', 'orders.external_id'),
		)
		.select((eb) => [
			'orders.source_id',
			'orders.external_id',
			'orders.returned_minor',
			eb.fn.coalesce('r.sum', eb.lit(0)).as('sum'),
		])
		.where((eb) => eb(eb.fn.coalesce('r.sum', eb.lit(0)), '<>', eb.ref('orders.returned_minor')))
		.limit(limit)
		.execute()
}

/** Orders whose member does not exist. */
export async function listLostOrders(db: Db, limit: number) {
	return await db
		.selectFrom('orders')
		.leftJoin('members', 'members.id', 'orders.member_id')
		.select(['orders.source_id', 'orders.external_id', 'orders.member_id'])
		.where('orders.member_id', 'is not', null)
		.where('members.id', 'is', null)
		.limit(limit)
		.execute()
}

/** Referrals that cannot be: oneself, or somebody who joined before the referrer. */
export async function listOddReferrals(db: Db, limit: number) {
	return await db
		.selectFrom('referrals')
		.innerJoin('members as friend', 'friend.id', 'referrals.friend_id')
		.select(['referrals.public_id', 'friend.public_id as friend_public_id'])
		.whereRef('referrals.friend_id', '=', 'referrals.referrer_id')
		.limit(limit)
		.execute()
}
