import { compileEach, compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Coupon = Row<'coupons'>

/** States in which a coupon can still be worth something to its member. */
const LIVE = ['arranging', 'issued', 'reserved'] as const

const newCoupon = compileEach((tx: Tx, values: NewRow<'coupons'>, columns) =>
	tx
		.insertInto('coupons')
		.values(Object.fromEntries(columns.map((column) => [column, values[column as keyof typeof values]])) as never)
		.returningAll(),
)

export async function insertCoupon(tx: Tx, coupon: NewRow<'coupons'>): Promise<Coupon> {
	const [row] = await newCoupon(tx, coupon, Object.keys(coupon))
	if (!row) throw new Error('a coupon was written and not answered')
	return row
}

export async function findCoupon(db: Db, publicId: string): Promise<Coupon | undefined> {
	return await db.selectFrom('coupons').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

export async function getCoupon(db: Db, id: number): Promise<Coupon> {
	return await db.selectFrom('coupons').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** The coupon whose code has one of these look-up values. */
export async function findCouponByHash(db: Db, codeHashes: readonly string[]): Promise<Coupon | undefined> {
	if (codeHashes.length === 0) return undefined
	return await db.selectFrom('coupons').selectAll().where('code_hash', 'in', codeHashes).executeTakeFirst()
}

/** The coupon whose counter number this is and was not over at an instant; used ones too, so that a second till is told. */
export async function findCouponByNumber(db: Db, number: string, now: number): Promise<Coupon | undefined> {
	return await db
		.selectFrom('coupons')
		.selectAll()
		.where('counter_number', '=', number)
		.where('counter_until', '>', now)
		.executeTakeFirst()
}

/** Frees a counter number whose time is over; false while it is good. */
export async function claimNumberFree(tx: Tx, number: string, now: number): Promise<boolean> {
	await tx
		.updateTable('coupons')
		.set({ counter_number: null, counter_until: null })
		.where('counter_number', '=', number)
		.where('counter_until', '<=', now)
		.execute()
	return (await findCouponByNumber(tx, number, now)) === undefined
}

/** Shows a counter number for a coupon that can be used; undefined when it no longer can. */
export async function claimPresented(
	tx: Tx,
	id: number,
	present: { number: string; until: number; at: number; today: number },
): Promise<Coupon | undefined> {
	return await tx
		.updateTable('coupons')
		.set((eb) => ({
			counter_number: present.number,
			counter_until: present.until,
			presented_at: eb.fn.coalesce('presented_at', eb.val(present.at)),
		}))
		.where('id', '=', id)
		.where('state', 'in', ['issued', 'reserved'])
		.where((eb) => eb.or([eb('expires_on', 'is', null), eb('expires_on', '>=', present.today)]))
		.returningAll()
		.executeTakeFirst()
}

/** Who used each coupon that was used in a stretch of time: from is in it, until is not. */
export async function listUsers(db: Db, from: number, until: number): Promise<(string | null)[]> {
	const rows = await db
		.selectFrom('coupons')
		.select('used_by')
		.where('used_at', '>=', from)
		.where('used_at', '<', until)
		.where('state', '=', 'used')
		.execute()
	return rows.map((row) => row.used_by)
}

const selectOf = compileOnce((db: Db, of: { redemptionId: number }) =>
	db.selectFrom('coupons').selectAll().where('redemption_id', '=', of.redemptionId),
)

export async function findCouponOf(db: Db, redemptionId: number): Promise<Coupon | undefined> {
	const rows = await selectOf(db, { redemptionId })
	return rows.toSorted((a, b) => b.id - a.id)[0]
}

/** Adds codes to the pool of a reward; answers the hashes that were new. */
export async function insertPoolCodes(tx: Tx, codes: NewRow<'coupons'>[]): Promise<Set<string>> {
	const rows = await tx
		.insertInto('coupons')
		.values(codes)
		.onConflict((conflict) => conflict.column('code_hash').doNothing())
		.returning('code_hash')
		.execute()
	return new Set(rows.map((row) => row.code_hash))
}

export async function countPool(db: Db, rewardId: number): Promise<number> {
	const { n } = await db
		.selectFrom('coupons')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('reward_id', '=', rewardId)
		.where('state', '=', 'available')
		.executeTakeFirstOrThrow()
	return n
}

/** Which of the rewards have a code left. */
export async function listStockedPools(db: Db): Promise<Set<number>> {
	const rows = await db.selectFrom('coupons').select('reward_id').distinct().where('state', '=', 'available').execute()
	return new Set(rows.map((row) => row.reward_id))
}

/**
 * Issues the oldest free code of a pool to a member; undefined when the pool is empty. The caller holds the row of the
 * reward (debitStock), so that two redemptions never look at the same code.
 */
export async function claimPoolCode(
	tx: Tx,
	claim: { rewardId: number; memberId: number; redemptionId: number; at: number; expiresOn: number | null },
): Promise<Coupon | undefined> {
	return await tx
		.updateTable('coupons')
		.set({
			state: 'issued',
			member_id: claim.memberId,
			redemption_id: claim.redemptionId,
			issued_at: claim.at,
			expires_on: claim.expiresOn,
		})
		.where('state', '=', 'available')
		.where('id', '=', (eb) =>
			eb
				.selectFrom('coupons')
				.select('id')
				.where('reward_id', '=', claim.rewardId)
				.where('state', '=', 'available')
				.orderBy('id')
				.limit(1),
		)
		.returningAll()
		.executeTakeFirst()
}

export interface CouponUse {
	at: number
	place: string
	by: string | null
	order?: { sourceId: number; externalId: string } | undefined
}

/** Uses an issued coupon up, once; undefined for the loser of a race and for one that is past its day. */
export async function claimUse(tx: Tx, id: number, today: number, use: CouponUse): Promise<Coupon | undefined> {
	return await tx
		.updateTable('coupons')
		.set({
			state: 'used',
			used_at: use.at,
			used_place: use.place,
			used_by: use.by,
			presented_at: use.at,
			order_source_id: use.order?.sourceId ?? null,
			order_external_id: use.order?.externalId ?? null,
		})
		.where('id', '=', id)
		.where('state', 'in', ['issued', 'reserved'])
		.where((eb) => eb.or([eb('expires_on', 'is', null), eb('expires_on', '>=', today)]))
		.returningAll()
		.executeTakeFirst()
}

/** Notes for which order a used coupon was used, where nobody has said so; false when it is another's or not used. */
export async function claimOrderOfUse(
	tx: Tx,
	id: number,
	order: { sourceId: number; externalId: string },
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('coupons')
		.set({ order_source_id: order.sourceId, order_external_id: order.externalId })
		.where('id', '=', id)
		.where('state', '=', 'used')
		.where('order_external_id', 'is', null)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/**
 * Makes a coupon worthless that was not used; also one past its day, whose points the shop gives back. `unpresented`
 * spares that, and one whose number was shown or that a till has reserved.
 */
export async function claimVoid(
	tx: Tx,
	id: number,
	options: { reason: string; unpresented: boolean },
): Promise<Coupon | undefined> {
	return await tx
		.updateTable('coupons')
		.set({ state: 'void', void_reason: options.reason, counter_number: null, counter_until: null })
		.where('id', '=', id)
		.where(
			'state',
			'in',
			options.unpresented ? ['arranging', 'issued'] : ['arranging', 'issued', 'reserved', 'expired'],
		)
		.$if(options.unpresented, (query) => query.where('presented_at', 'is', null))
		.returningAll()
		.executeTakeFirst()
}

/** Gives a used coupon back to its member until a day; undefined when it is not used by that order. */
export async function claimRestore(
	tx: Tx,
	restore: { sourceId: number; externalId: string; id: number; expiresOn: number | null },
): Promise<Coupon | undefined> {
	return await tx
		.updateTable('coupons')
		.set({
			state: 'issued',
			expires_on: restore.expiresOn,
			used_at: null,
			used_place: null,
			used_by: null,
			presented_at: null,
			counter_number: null,
			counter_until: null,
			order_source_id: null,
			order_external_id: null,
		})
		.where('id', '=', restore.id)
		.where('state', '=', 'used')
		.where('order_source_id', '=', restore.sourceId)
		.where('order_external_id', '=', restore.externalId)
		.returningAll()
		.executeTakeFirst()
}

/** The coupons an order used up. */
export async function listCouponsOfOrder(db: Db, order: { sourceId: number; externalId: string }): Promise<Coupon[]> {
	return await db
		.selectFrom('coupons')
		.selectAll()
		.where('state', '=', 'used')
		.where('order_source_id', '=', order.sourceId)
		.where('order_external_id', '=', order.externalId)
		.orderBy('id')
		.execute()
}

/** The coupons a member can still use, the soonest to expire first. */
export async function listLiveCoupons(db: Db, memberId: number, today: number): Promise<Coupon[]> {
	const rows = await db
		.selectFrom('coupons')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('state', 'in', LIVE)
		.where((eb) => eb.or([eb('expires_on', 'is', null), eb('expires_on', '>=', today)]))
		.orderBy('id')
		.execute()
	return rows.sort((a, b) => (a.expires_on ?? Infinity) - (b.expires_on ?? Infinity) || a.id - b.id)
}

export async function listCouponRows(db: Db, memberId: number): Promise<Coupon[]> {
	return await db.selectFrom('coupons').selectAll().where('member_id', '=', memberId).orderBy('id').execute()
}

/** Ends issued coupons whose last day is over; answers how many. */
export async function expireCoupons(tx: Tx, today: number): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('coupons')
		.set({ state: 'expired', counter_number: null, counter_until: null })
		.where('state', 'in', ['available', 'issued', 'reserved'])
		.where('expires_on', '<', today)
		.executeTakeFirst()
	return Number(numUpdatedRows)
}

/** Makes every unused coupon of a member worthless; answers how many. */
export async function voidCouponsOf(tx: Tx, memberId: number, reason: string): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('coupons')
		.set({ state: 'void', void_reason: reason, counter_number: null, counter_until: null })
		.where('member_id', '=', memberId)
		.where('state', 'in', LIVE)
		.executeTakeFirst()
	return Number(numUpdatedRows)
}

export async function moveCoupons(tx: Tx, fromMemberId: number, intoMemberId: number): Promise<void> {
	await tx.updateTable('coupons').set({ member_id: intoMemberId }).where('member_id', '=', fromMemberId).execute()
}
