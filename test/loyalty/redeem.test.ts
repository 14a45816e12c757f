import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createReward, seedRewards, updateReward } from '../../src/loyalty/create-reward.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { expireDueCoupons } from '../../src/loyalty/expire-coupons.ts'
import { importPool } from '../../src/loyalty/import-pool.ts'
import { listCoupons } from '../../src/loyalty/list-coupons.ts'
import { listRewards } from '../../src/loyalty/list-rewards.ts'
import type { Redeemed } from '../../src/loyalty/redeem.ts'
import { undoRedemption } from '../../src/loyalty/undo-redemption.ts'
import { checkCoupon, useCoupon } from '../../src/loyalty/use-coupon.ts'
import { voidRedemption } from '../../src/loyalty/void-redemption.ts'
import { setMember } from '../../src/store/members.ts'
import { getReward, listRewardRows } from '../../src/store/rewards.ts'
import { good, peopleOf, reasonOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('rewards and coupons on %s', (kind) => {
	let shop: Shop
	let people: ReturnType<typeof peopleOf>
	let memberId: number
	beforeEach(async () => {
		shop = await openShop(kind)
		people = peopleOf(shop)
		memberId = (await people.enter('1')).memberId
		await people.give(memberId, 250)
	})
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
	})
	const undo = (redemptionId: number, by = memberId) =>
		shop.store.transact((work) => undoRedemption(work, { memberId: by, redemptionId }))
	const spoil = (redemptionId: number) =>
		shop.store.transact((work) => voidRedemption(work, { redemptionId, by: 'staff', reason: 'wrong one' }))
	const use = (code: string, place = 'Mong Kok') =>
		shop.store.transact((work) => useCoupon(work, { code, place, by: 'Ann' }))
	const check = (code: string) => checkCoupon({ db: shop.store.db, keys: shop.store.keys, now: shop.clock() }, code)
	const redeemed = async (reward: Parameters<typeof people.offer>[0] = {}): Promise<Redeemed> => {
		const { id } = await people.offer(reward)
		return good(await people.take(memberId, id, `k${id}`))
	}
	const usable = async () => (await shop.points(memberId)).usable

	test('a redemption takes the points and gives a code that can be shown again', async () => {
		const taken = await redeemed()
		expect(taken).toMatchObject({ again: false, title: 'HK$10 off', costPoints: 100, usable: 150 })
		expect(taken.coupon.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
		expect(taken.undoUntil).toBe(shop.clock() + 10 * 60_000)
		const shown = await listCoupons({ db: shop.store.db, keys: shop.store.keys, now: shop.clock() }, memberId)
		expect(shown).toMatchObject([{ code: taken.coupon.code, state: 'issued', redemptionId: taken.redemptionId }])
		const rows = JSON.stringify(await shop.store.db.selectFrom('coupons').selectAll().execute())
		expect(rows).not.toContain(taken.coupon.code.replaceAll('-', ''))
	})

	test('the same key gives the first answer again; for another reward it is refused', async () => {
		const [a, b] = [await people.offer(), await people.offer()]
		const first = good(await people.take(memberId, a.id, 'k'))
		const again = good(await people.take(memberId, a.id, 'k'))
		expect(again).toEqual({ ...first, again: true })
		expect(reasonOf(await people.take(memberId, b.id, 'k'))).toBe('key-reused')
		expect(await usable()).toBe(150)
	})

	test('I8: what is refused changes neither points, stock nor coupons', async () => {
		const dear = await people.offer({ costPoints: 251, stock: 5 })
		expect(await people.take(memberId, dear.id, 'a')).toMatchObject({
			reason: 'not-enough',
			facts: { costPoints: 251, usable: 250, short: 1 },
		})
		const gone = await people.offer({ stock: 0 })
		expect(reasonOf(await people.take(memberId, gone.id, 'b'))).toBe('sold-out')
		const empty = await people.offer({ codeSource: 'pool', usableAt: 'online', stock: 3 })
		expect(reasonOf(await people.take(memberId, empty.id, 'c'))).toBe('sold-out')
		expect(reasonOf(await people.take(memberId, 999, 'd'))).toBe('reward-unknown')
		expect(await usable()).toBe(250)
		expect((await getReward(shop.store.db, dear.id)).stock).toBe(5)
		expect((await getReward(shop.store.db, empty.id)).stock).toBe(3)
		expect(await shop.store.db.selectFrom('coupons').selectAll().execute()).toEqual([])
	})

	test('tier, limit, sale window, lock and debt are respected', async () => {
		const gold = await people.offer({ tierId: 2 })
		expect(await people.take(memberId, gold.id, 'a')).toMatchObject({ reason: 'tier-too-low', facts: { tierId: 2 } })
		const once = await people.offer({ perMemberLimit: 1 })
		good(await people.take(memberId, once.id, 'b'))
		expect(await people.take(memberId, once.id, 'c')).toMatchObject({ reason: 'limit-reached', facts: { limit: 1 } })
		const later = await people.offer({ onSaleFrom: shop.clock() + 1 })
		expect(reasonOf(await people.take(memberId, later.id, 'd'))).toBe('not-on-sale')
		const ends = await people.offer({ onSaleUntil: shop.clock() })
		expect(reasonOf(await people.take(memberId, ends.id, 'e'))).toBe('not-on-sale')
		const until = shop.clock() + 5
		await shop.store.transact(({ tx }) => setMember(tx, memberId, { redeem_locked_until: until }))
		const any = await people.offer()
		expect(await people.take(memberId, any.id, 'f')).toMatchObject({ reason: 'locked', facts: { until } })
	})

	test('nobody with debt redeems', async () => {
		await shop.order({ externalId: 'o', memberId, eligibleMinor: 100_000 })
		const all = await people.offer({ costPoints: 350 })
		good(await people.take(memberId, all.id, 'a'))
		await shop.giveBack('o', 'r', 100_000)
		// the fifty of joining came with the order and wait again without it, and twenty more pay
		await people.give(memberId, 20)
		const cheap = await people.offer({ costPoints: 1 })
		expect(await people.take(memberId, cheap.id, 'b')).toMatchObject({ reason: 'debt', facts: { debt: 80 } })
	})

	test('within ten minutes the member undoes it: coupon void, points and stock back, once', async () => {
		const taken = await redeemed({ stock: 1, perMemberLimit: 1 })
		shop.clock.advance({ minutes: 10 })
		expect(good(await undo(taken.redemptionId))).toMatchObject({ points: 100, usable: 250, again: false })
		expect(good(await undo(taken.redemptionId))).toMatchObject({ again: true, usable: 250 })
		expect((await getReward(shop.store.db, taken.rewardId)).stock).toBe(1)
		expect(reasonOf(await use(taken.coupon.code))).toBe('void')
		expect(good(await people.take(memberId, taken.rewardId, 'again'))).toMatchObject({ again: false })
	})

	test('later than that, for somebody else, used or shown, it is not undone', async () => {
		const taken = await redeemed()
		expect(reasonOf(await undo(taken.redemptionId, (await people.enter('2')).memberId))).toBe('unknown')
		shop.clock.advance({ minutes: 10, ms: 1 })
		expect(await undo(taken.redemptionId)).toMatchObject({ reason: 'too-late', facts: { minutes: 10 } })
		const other = await redeemed()
		good(await use(other.coupon.code))
		expect(await undo(other.redemptionId)).toMatchObject({ reason: 'used', facts: { place: 'Mong Kok' } })
		expect(await usable()).toBe(50)
	})

	test('a coupon whose number was shown at the counter is not undone', async () => {
		const taken = await redeemed()
		await shop.store.transact(({ tx }) =>
			tx.updateTable('coupons').set({ presented_at: shop.clock() }).where('id', '=', taken.coupon.id).execute(),
		)
		expect(reasonOf(await undo(taken.redemptionId))).toBe('presented')
		expect(good(await spoil(taken.redemptionId))).toMatchObject({ points: 100 })
	})

	test('undo gives a lot past its expiry back as a new one of thirty days', async () => {
		await shop.publish(rulesWith({ expiry: { mode: 'rolling', every: 'days', count: 1 }, undoMinutes: 1440 }))
		const late = (await people.enter('2')).memberId
		await people.give(late, 100)
		shop.clock.advance({ days: 1 })
		const { id } = await people.offer()
		const taken = good(await people.take(late, id, 'k'))
		shop.clock.advance({ hours: 13 })
		expect(good(await undo(taken.redemptionId, late))).toMatchObject({ points: 100, usable: 100 })
		shop.clock.advance({ days: 30 })
		expect((await listRewards(shop.store.db, late, shop.clock())).usable).toBe(100)
		shop.clock.advance({ days: 1 })
		expect((await listRewards(shop.store.db, late, shop.clock())).usable).toBe(0)
	})

	test('the shop voids at any time and the member is told; a used one stays used', async () => {
		const taken = await redeemed()
		shop.clock.advance({ days: 3 })
		const voided = good(await spoil(taken.redemptionId))
		expect(voided).toMatchObject({ points: 100, usable: 250, again: false })
		expect(voided.notices).toMatchObject([{ memberId, kind: 'redemption-voided', facts: { points: 100 } }])
		expect(good(await spoil(taken.redemptionId))).toMatchObject({ again: true, notices: [] })
		const used = await redeemed()
		good(await use(used.coupon.code))
		expect(reasonOf(await spoil(used.redemptionId))).toBe('used')
	})

	test('the shop voids one that has expired too, whether or not the night has noted it', async () => {
		const validity = { mode: 'days', days: 1 }
		const taken = [await redeemed({ terms: { amountMinor: 1, validity } })]
		taken.push(await redeemed({ terms: { amountMinor: 2, validity } }))
		shop.clock.advance({ days: 2 })
		expect(good(await spoil(taken[0]?.redemptionId ?? 0))).toMatchObject({ points: 100, again: false })
		await shop.store.transact(expireDueCoupons)
		expect(good(await spoil(taken[1]?.redemptionId ?? 0))).toMatchObject({ points: 100, usable: 250 })
		expect(reasonOf(await use(taken[1]?.coupon.code ?? ''))).toBe('void')
	})

	test('a code is good however it is typed, and used once; the second is told when and where', async () => {
		const { coupon } = await redeemed()
		expect(good(await check(coupon.code))).toMatchObject({ memberName: 'Chan Wing', last4: coupon.code.slice(-4) })
		const typed = ` ${coupon.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `
		const used = good(await use(typed))
		expect(used.notices).toMatchObject([{ memberId, kind: 'coupon-used', facts: { place: 'Mong Kok' } }])
		const usedAt = shop.clock()
		shop.clock.advance({ minutes: 5 })
		expect(await use(coupon.code, 'Central')).toMatchObject({
			reason: 'used',
			facts: { usedAt, place: 'Mong Kok', by: 'Ann' },
		})
		expect(reasonOf(await check(coupon.code))).toBe('used')
	})

	test('a wrong check symbol, a foreign code and nonsense have one answer', async () => {
		const { coupon } = await redeemed()
		const wrong = coupon.code.slice(0, -1) + (coupon.code.endsWith('A') ? 'B' : 'A')
		const tries = [wrong, 'SUMMER10', '', '🙂', 'x'.repeat(5_000)]
		for (const code of tries) expect(await use(code)).toEqual({ ok: false, reason: 'unknown', facts: undefined })
	})

	test('a coupon is good to the last minute of its last day', async () => {
		const validity = { mode: 'days', days: 3 }
		const { coupon } = await redeemed({ terms: { amountMinor: 1_000, validity } })
		shop.clock.set('2026-03-13T15:59:59.999Z')
		expect(good(await check(coupon.code)).expiresOn).toBe(coupon.expiresOn)
		shop.clock.advance({ ms: 1 })
		expect(await use(coupon.code)).toMatchObject({ reason: 'expired', facts: { on: coupon.expiresOn } })
		expect(await shop.store.transact(expireDueCoupons)).toBe(1)
		expect(reasonOf(await use(coupon.code))).toBe('expired')
	})

	test('an order uses its coupon; returned in full the coupon is the member’s again', async () => {
		const { coupon } = await redeemed()
		const couponCodes = [coupon.code, 'NO-SUCH-CODE']
		const { notices } = await shop.order({ externalId: 'o', memberId, couponCodes, eligibleMinor: 500 })
		expect(notices.map((notice) => notice.kind)).toContain('coupon-used')
		expect(await use(coupon.code)).toMatchObject({ reason: 'used', facts: { place: 'counter' } })
		await shop.giveBack('o', 'r1', 200)
		expect(reasonOf(await check(coupon.code))).toBe('used')
		shop.clock.advance({ days: 100 })
		await shop.giveBack('o', 'r2', 300)
		expect(good(await check(coupon.code)).expiresOn).toBe(coupon.expiresOn === null ? null : coupon.expiresOn + 10 + 14)
	})

	test('the ladder says what can be taken, what is next, and what is best', async () => {
		await people.offer({ costPoints: 100 })
		await people.offer({ costPoints: 200, terms: { amountMinor: 3_000 } })
		await people.offer({ costPoints: 300, terms: { amountMinor: 3_000 } })
		await people.offer({ costPoints: 400, stock: 0 })
		await people.offer({ costPoints: 50, onSaleUntil: 1 })
		const { usable: points, rungs, next } = await listRewards(shop.store.db, memberId, shop.clock())
		expect(points).toBe(250)
		expect(rungs.map((rung) => [rung.costPoints, rung.state, rung.gap, rung.best])).toEqual([
			[100, 'now', 0, false],
			[200, 'now', 0, true],
			[300, 'short', 50, false],
			[400, 'sold-out', 150, false],
		])
		expect(next).toMatchObject({ costPoints: 300, gap: 50 })
	})

	test('our own codes are for the counter, online needs the shop’s codes', async () => {
		const offer = (reward: object) =>
			shop.store.transact((work) =>
				createReward(work, { kind: 'amount-off', terms: { amountMinor: 1 }, costPoints: 1, ...reward }),
			)
		expect(reasonOf(await offer({ usableAt: 'online' }))).toBe('online-needs-pool')
		expect(reasonOf(await offer({ usableAt: 'both' }))).toBe('online-needs-pool')
		expect(reasonOf(await offer({ codeSource: 'pool', usableAt: 'counter' }))).toBe('pool-is-online')
		expect(reasonOf(await offer({ costPoints: 0 }))).toBe('terms-invalid')
		expect(reasonOf(await offer({ terms: { amountMinor: -1 } }))).toBe('terms-invalid')
		expect(reasonOf(await offer({ kind: 'moon' }))).toBe('terms-invalid')
	})

	test('a fresh programme has one reward; a change needs the version that was seen', async () => {
		await shop.store.transact(seedRewards)
		await shop.store.transact(seedRewards)
		const [seed, ...others] = await listRewardRows(shop.store.db)
		expect([seed?.cost_points, seed?.usable_at, others]).toEqual([100, 'counter', []])
		const change = (version: number) =>
			shop.store.transact((work) =>
				updateReward(work, { rewardId: seed?.id ?? 0, version, change: { costPoints: 120, active: false } }),
			)
		expect(good(await change(1))).toMatchObject({ cost_points: 120, active: 0, version: 2 })
		expect(reasonOf(await change(1))).toBe('stale')
	})

	test('a pool takes each code once, whatever its case, and says what is bad', async () => {
		const pool = { codeSource: 'pool', usableAt: 'online' } as const
		const [a, b] = [await people.offer(pool), await people.offer(pool)]
		const load = (rewardId: number, codes: string[]) =>
			shop.store.transact((work) => importPool(work, { rewardId, codes }))
		expect(good(await load(a.id, [' Spring1 ', 'SPRING1', 'spring2', '', 'a b', 'x'.repeat(65)]))).toMatchObject({
			accepted: 2,
			duplicate: [{ line: 2, code: 'SPRING1' }],
			bad: [
				{ line: 4, reason: 'empty' },
				{ line: 5, reason: 'not-printable' },
				{ line: 6, reason: 'too-long' },
			],
			available: 2,
		})
		expect(good(await load(b.id, ['Spring2', 'Other']))).toMatchObject({ accepted: 1, duplicate: [{ line: 1 }] })
		expect(reasonOf(await load((await people.offer()).id, ['x']))).toBe('not-a-pool')
		expect(reasonOf(await use('spring1'))).toBe('unknown')
		const taken = good(await people.take(memberId, a.id, 'k'))
		expect(taken).toMatchObject({ coupon: { code: 'Spring1', usableAt: 'online' }, undoUntil: null })
		expect(reasonOf(await undo(taken.redemptionId))).toBe('shop-code')
		expect(good(await use('sPRING1', 'web'))).toMatchObject({ place: 'web' })
	})
})
