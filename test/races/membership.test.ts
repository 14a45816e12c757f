import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doctor } from '../../src/loyalty/doctor.ts'
import { importMember } from '../../src/loyalty/import-member.ts'
import { importPool } from '../../src/loyalty/import-pool.ts'
import { sharePhone } from '../../src/loyalty/share-phone.ts'
import { undoRedemption } from '../../src/loyalty/undo-redemption.ts'
import { useCoupon } from '../../src/loyalty/use-coupon.ts'
import { countMembers } from '../../src/store/members.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const times = <T>(count: number, work: (n: number) => Promise<T>) =>
	Promise.all(Array.from({ length: count }, (_, n) => work(n)))

function countReasons(results: readonly { ok: boolean; reason?: string }[]): Record<string, number> {
	const counts: Record<string, number> = {}
	for (const { ok, reason } of results) {
		const key = ok ? 'done' : (reason ?? '')
		counts[key] = (counts[key] ?? 0) + 1
	}
	return counts
}

describe.each(databases)('many at once on %s', (kind) => {
	let shop: Shop
	let people: ReturnType<typeof peopleOf>
	beforeEach(async () => {
		shop = await openShop(kind)
		people = peopleOf(shop)
	})
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
	})

	test('I9: fifty redemptions on points for ten give exactly ten coupons', async () => {
		const { memberId } = await people.enter('1')
		await people.give(memberId, 1_005)
		const { id } = await people.offer()
		const results = await times(50, (n) => people.take(memberId, id, `k${n}`))
		expect(countReasons(results)).toEqual({ done: 10, 'not-enough': 40 })
		expect((await shop.points(memberId)).usable).toBe(5)
		expect(await shop.store.db.selectFrom('coupons').selectAll().execute()).toHaveLength(10)
	})

	test('I9: one key twenty times gives one redemption and twenty equal answers', async () => {
		const { memberId } = await people.enter('1')
		await people.give(memberId, 1_000)
		const { id } = await people.offer()
		const results = await times(20, () => people.take(memberId, id, 'same'))
		const codes = new Set(results.map((result) => good(result).coupon.code))
		expect(codes.size).toBe(1)
		expect((await shop.points(memberId)).usable).toBe(900)
	})

	test('I9: the last of the stock and the last codes of a pool go to as many members as there are', async () => {
		const members = await times(12, async (n) => {
			const { memberId } = await people.enter(`m${n}`)
			await people.give(memberId, 200)
			return memberId
		})
		const stocked = await people.offer({ stock: 3 })
		const pooled = await people.offer({ codeSource: 'pool', usableAt: 'online' })
		await shop.store.transact((work) => importPool(work, { rewardId: pooled.id, codes: ['a', 'b', 'c', 'd'] }))
		const ofStock = await times(12, (n) => people.take(members[n] ?? 0, stocked.id, 'k'))
		const ofPool = await times(12, (n) => people.take(members[n] ?? 0, pooled.id, 'p'))
		expect(countReasons(ofStock)).toEqual({ done: 3, 'sold-out': 9 })
		expect(countReasons(ofPool)).toEqual({ done: 4, 'sold-out': 8 })
		expect(new Set(ofPool.filter((one) => one.ok).map((one) => good(one).coupon.code)).size).toBe(4)
	})

	test('a coupon at twenty tills is used at one, and the others are told where', async () => {
		const { memberId } = await people.enter('1')
		await people.give(memberId, 100)
		const { coupon } = good(await people.take(memberId, (await people.offer()).id, 'k'))
		const results = await times(20, (n) =>
			shop.store.transact((work) => useCoupon(work, { code: coupon.code, place: `till ${n}`, by: null })),
		)
		expect(countReasons(results)).toEqual({ done: 1, used: 19 })
		const winner = results.find((result) => result.ok)
		const place = winner?.ok ? winner.value.place : ''
		for (const result of results) if (!result.ok) expect(result).toMatchObject({ facts: { place } })
	})

	test('I14: undo against use: the coupon or the points, never both', async () => {
		const { memberId } = await people.enter('1')
		const { id } = await people.offer()
		for (let round = 0; round < 8; round++) {
			await people.give(memberId, 100)
			const taken = good(await people.take(memberId, id, `k${round}`))
			const [undone, used] = await Promise.all([
				shop.store.transact((work) => undoRedemption(work, { memberId, redemptionId: taken.redemptionId })),
				shop.store.transact((work) => useCoupon(work, { code: taken.coupon.code, place: 'till', by: null })),
			])
			expect([undone.ok, used.ok].filter(Boolean)).toHaveLength(1)
			const { usable } = await shop.points(memberId)
			expect(usable).toBe(undone.ok ? 100 : 0)
			if (undone.ok) good(await people.take(memberId, id, `clear${round}`))
		}
	})

	test('ten undos at once give the points back once', async () => {
		const { memberId } = await people.enter('1')
		await people.give(memberId, 100)
		const taken = good(await people.take(memberId, (await people.offer()).id, 'k'))
		const undo = () =>
			shop.store.transact((work) => undoRedemption(work, { memberId, redemptionId: taken.redemptionId }))
		const results = await times(10, undo)
		expect(results.filter((result) => !good(result).again)).toHaveLength(1)
		expect((await shop.points(memberId)).usable).toBe(100)
	})

	test('one address joining twenty times at once becomes one member', async () => {
		const addressId = await people.meet('1')
		const results = await times(20, () => people.join(addressId))
		expect(results.filter((result) => good(result).state === 'new')).toHaveLength(1)
		expect(await countMembers(shop.store.db)).toBe(1)
	})

	test('two addresses that prove one phone at once: one has it', async () => {
		const addresses = [await people.meet('1'), await people.meet('2')]
		const results = await times(2, (n) => people.join(addresses[n] ?? 0, { phone: '+85291234567' }))
		expect(countReasons(results)).toEqual({ done: 1, 'phone-taken': 1 })
	})

	test('two addresses that claim one imported membership at once: one has it', async () => {
		const phone = '+85291234567'
		await shop.store.transact((work) => importMember(work, { phone, points: 320, by: 'cli', source: 'list' }))
		const addresses = [await people.meet('1'), await people.meet('2')]
		const results = await times(2, (n) =>
			shop.store.transact((work) => sharePhone(work, { addressId: addresses[n] ?? 0, phone })),
		)
		expect(countReasons(results)).toEqual({ done: 1, 'phone-taken': 1 })
	})
})
