import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addStaff } from '../../src/conversation/staff-invite.ts'
import { useAtCounter } from '../../src/loyalty/check-at-counter.ts'
import { recordSale } from '../../src/loyalty/counter-sale.ts'
import { presentCoupon } from '../../src/loyalty/present-coupon.ts'
import type { Staff } from '../../src/store/staff.ts'
import { good, peopleOf, reasonOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

/** Bytes that draw these numbers, one after the other. */
function drawing(...numbers: number[]) {
	return () => {
		const bytes = Buffer.alloc(4)
		bytes.writeUInt32BE((numbers.shift() ?? 0) - 100_000)
		return bytes
	}
}

describe.each(databases)('at the counter on %s', (kind) => {
	let shop: Shop
	let people: ReturnType<typeof peopleOf>
	let rewardId: number
	let staff: Staff
	beforeEach(async () => {
		shop = await openShop(kind)
		people = peopleOf(shop)
		rewardId = (await people.offer({ costPoints: 1 })).id
		staff = await shop.store.transact((work) =>
			addStaff(work, { name: 'Kelly', role: 'staff', locale: null, by: 'cli', origin: 'cli' }),
		)
	})
	afterEach(() => shop.close())

	const couponOf = async (address: string) => {
		const { memberId } = await people.enter(address)
		await people.give(memberId, 10)
		const { coupon } = good(await people.take(memberId, rewardId, 'k'))
		return { memberId, publicId: coupon.publicId, id: coupon.id }
	}
	const shows = (coupon: { memberId: number; publicId: string }, ...draws: number[]) =>
		shop.store.transact((work) => presentCoupon({ ...work, random: drawing(...draws) }, coupon))

	test('no two live coupons have one number, and a number that is over may come again', async () => {
		const [first, second] = [await couponOf('1'), await couponOf('2')]
		expect(good(await shows(first, 483_920))).toMatchObject({ number: '483920', until: shop.clock() + 600_000 })
		expect(good(await shows(second, 483_920, 483_920, 700_000)).number).toBe('700000')
		shop.clock.advance({ minutes: 10 })
		expect(good(await shows(second, 483_920))).toMatchObject({ number: '483920', renewed: true })
		expect(reasonOf(await shows({ ...first, memberId: second.memberId }))).toBe('unknown')
	})

	test('of twenty tills at once one uses the coupon, and the others are told who', async () => {
		const coupon = await couponOf('1')
		const { number } = good(await shows(coupon, 483_920))
		const results = await Promise.all(
			Array.from({ length: 20 }, () =>
				shop.store.transact((work) => useAtCounter(work, { staff, couponId: coupon.id, number, place: 'Central' })),
			),
		)
		const lost = results.flatMap((result) => (!result.ok && result.reason === 'used' ? [result.facts] : []))
		expect(results.filter((result) => result.ok)).toHaveLength(1)
		expect(lost).toHaveLength(19)
		expect(lost[0]).toMatchObject({ place: 'Central', by: staff.public_id, usedAt: shop.clock() })
	})

	test('a sale that is recorded twenty times at once counts once', async () => {
		const { memberId } = await people.enter('1', { phone: '+85291234567' })
		const before = (await shop.points(memberId)).usable
		const sale = { staff, customer: { memberId }, amountMinor: 10_000, number: '260310-1-1' }
		const results = await Promise.all(
			Array.from({ length: 20 }, () => shop.store.transact((work) => recordSale(work, sale))),
		)
		expect(results.map((result) => good(result).points)).toEqual(Array(20).fill(10))
		expect((await shop.points(memberId)).usable).toBe(before + 10)
	})
})
