import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decideReview } from '../../src/loyalty/decide-review.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { checkCoupon, useCoupon } from '../../src/loyalty/use-coupon.ts'
import { listOpenReviews } from '../../src/store/order-reviews.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('coupons of orders on %s', (kind) => {
	let shop: Shop
	let memberId: number
	let code: string
	beforeEach(async () => {
		shop = await openShop(kind)
		const people = peopleOf(shop)
		memberId = (await people.enter('1')).memberId
		await people.give(memberId, 250)
		const { id } = await people.offer()
		code = good(await people.take(memberId, id, 'k')).coupon.code
	})
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
	})
	const use = (place = 'web') => shop.store.transact((work) => useCoupon(work, { code, place, by: 'key_1' }))
	const state = async () => {
		const found = await checkCoupon({ db: shop.store.db, keys: shop.store.keys, now: shop.clock() }, code)
		return found.ok ? 'issued' : found.reason
	}
	const kinds = (notices: readonly { kind: string }[]) => notices.map((notice) => notice.kind)
	const decide = async (decision: 'release' | 'drop') => {
		const [review] = await listOpenReviews(shop.store.db, 9)
		const input = { reviewId: review?.id ?? 0, decision, by: 'stf_1' } as const
		return good(await shop.store.transact((work) => decideReview(work, input)))
	}

	test.each(['release', 'drop'] as const)('a held order uses its coupons when it counts: %s', async (decision) => {
		await shop.order({ memberId, source: 'pos' })
		const held = await shop.order({ memberId, source: 'web', externalId: 'w' })
		expect(held.state).toBe('held')
		// the newest report names it
		const { order } = held
		await shop.order({ memberId, source: 'web', externalId: 'w', couponCodes: [code], versionAt: shop.clock() + 1 })
		expect(await state()).toBe('issued')
		const { notices } = await decide(decision)
		expect(kinds(notices).includes('coupon-used')).toBe(decision === 'release')
		expect(await state()).toBe(decision === 'release' ? 'used' : 'issued')
		await shop.giveBack('w', 'r', order?.eligible_minor ?? 0, 'web')
		expect(await state()).toBe('issued')
	})

	test.each([
		['the order, its return', ['use', 'order', 'return'], 'issued'],
		['the return, the order', ['use', 'return', 'order'], 'issued'],
		['the order before the use', ['order', 'use', 'return'], 'issued'],
		['a part returned', ['use', 'order', 'part'], 'used'],
		['no order', ['use', 'return'], 'used'],
		['an order that names no coupon', ['use', 'other', 'return'], 'used'],
	] as const)('one used before its order came shares its fate: %s', async (_name, steps, expected) => {
		const acts = {
			use: () => use(),
			order: () => shop.order({ memberId, source: 'web', externalId: 'w', couponCodes: [code] }),
			other: () => shop.order({ memberId, source: 'web', externalId: 'w' }),
			return: () => shop.giveBack('w', 'r', 10_000, 'web'),
			part: () => shop.giveBack('w', 'p', 9_999, 'web'),
		}
		for (const step of steps) await acts[step]()
		expect(await state()).toBe(expected)
	})

	test('it is tied to the first order that names it, and to none that may yet be paid or never counted', async () => {
		await use()
		const report = { memberId, couponCodes: [code] }
		await shop.order({ ...report, source: 'web', externalId: 'unpaid', paidAt: null })
		await shop.order({ ...report, source: 'web', externalId: 'old', branch: 'x' }, { history: true })
		await shop.order({ ...report, source: 'web', externalId: 'first' })
		await shop.order({ ...report, source: 'web', externalId: 'second', branch: 'y' })
		for (const id of ['unpaid', 'old', 'second']) await shop.giveBack(id, 'r', 10_000, 'web')
		expect(await state()).toBe('used')
		const { notices } = good(await shop.giveBack('first', 'r', 10_000, 'web'))
		expect(kinds(notices)).toContain('coupon-restored')
		expect(await state()).toBe('issued')
	})

	test.each(['return', 'cancel'] as const)('the order of a guest gives it back too: %s', async (how) => {
		const report = { source: 'web', externalId: 'g', couponCodes: [code], phoneHash: 'nobody' }
		expect((await shop.order(report)).state).toBe('guest')
		expect(await state()).toBe('used')
		const later = { ...report, cancelledAt: shop.clock(), versionAt: shop.clock() + 1 }
		const { notices } = how === 'cancel' ? await shop.order(later) : good(await shop.giveBack('g', 'r', 10_000, 'web'))
		expect(kinds(notices)).toEqual(['coupon-restored'])
		expect(await state()).toBe('issued')
	})
})
