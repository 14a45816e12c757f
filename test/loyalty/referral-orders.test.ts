import { afterEach, describe, expect, test } from 'vitest'
import { lapseDueReferrals } from '../../src/jobs/lapse-referrals.ts'
import { decideReferral } from '../../src/loyalty/decide-referral.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { listReferralEntries, listReferralReviews } from '../../src/store/referrals.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const PHONE = '+85291234567'

describe.each(databases)('what a referral’s orders bring on %s', (kind) => {
	let shop: Shop
	let people: ReturnType<typeof peopleOf>
	let referrerId: number
	let code: string
	const open = async (referral: object) => {
		shop = await openShop(kind, { rules: rulesWith({ welcome: { points: 0 }, referral }) })
		people = peopleOf(shop)
		referrerId = (await people.enter('referrer', { name: 'Chan Wing' })).memberId
		code = (await shop.member(referrerId)).referral_code
		shop.clock.advance({ hours: 2 })
	}
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
	})
	/** Somebody who comes by the code and joins, with a proved phone. */
	const bring = async (address: string, phone?: string) => {
		const addressId = await people.meet(address)
		await people.click(addressId, code)
		return good(await people.join(addressId, { name: 'Lee Ka Yan', phone }))
	}
	const buy = (memberId: number, externalId: string, more: object = {}) =>
		shop.order({ source: 'web', externalId, memberId, ...more })

	test('the night tells the referrer of each that lapsed, once; who had it at once hears nothing', async () => {
		await open({ lapseMonths: 3 })
		for (const name of ['f', 'g']) await bring(name, name === 'f' ? PHONE : '+85261234567')
		await shop.publish(
			rulesWith({ welcome: { points: 0 }, referral: { lapseMonths: 3, referrer: { onJoinWhen: 'at-once' } } }),
		)
		await bring('h', '+85271234567')
		shop.clock.set('2026-06-11T04:00:00Z')
		const { store } = shop
		const night = async () => lapseDueReferrals.run({ store, day: 0, signal: new AbortController().signal })
		expect([await night(), await night()]).toEqual([3, 0])
		const told = await store.db
			.selectFrom('outbox')
			.innerJoin('addresses', 'addresses.id', 'outbox.address_id')
			.select(['addresses.member_id', 'reply'])
			.where('kind', '=', 'notice:referral-lapsed')
			.execute()
		expect(told.map(({ member_id }) => member_id)).toEqual([referrerId, referrerId])
		expect(told[0]?.reply).toContain('50 points* for inviting L\\\\*\\\\*\\\\* Y. lapsed')
		expect(await shop.points(referrerId)).toEqual({ usable: 50, pending: 0, debt: 0 })
	})

	test('first and every order reward both sides with the order’s hold, and are clawed back with it', async () => {
		await open({
			friend: { onJoin: 0, onFirstOrder: 20 },
			referrer: { onJoin: 0, onFirstOrder: 30, everyOrder: { amount: { by: 'percent', percent: 10 }, orders: 2 } },
		})
		const friend = await bring('f', PHONE)
		await buy(friend.memberId, 'o1', { eligibleMinor: 99_000 })
		expect(await shop.points(friend.memberId)).toEqual({ usable: 0, pending: 119, debt: 0 })
		// thirty for the first, and a tenth of 99 base points, rounded down
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 39, debt: 0 })
		shop.clock.advance({ hours: 1 })
		await buy(friend.memberId, 'o2', { eligibleMinor: 50_000 })
		expect((await shop.points(referrerId)).pending).toBe(44)
		shop.clock.advance({ hours: 1 })
		await buy(friend.memberId, 'o3', { eligibleMinor: 50_000 })
		expect((await shop.points(referrerId)).pending).toBe(44)
		await shop.giveBack('o2', 'r', 25_000, 'web')
		expect((await shop.points(referrerId)).pending).toBe(41)
		await shop.giveBack('o2', 'r2', 25_000, 'web')
		// the third is among the first two now
		expect((await shop.points(referrerId)).pending).toBe(44)
	})

	describe('of the first n orders', () => {
		const percent = (orders: number) => ({ everyOrder: { amount: { by: 'percent', percent: 10 }, orders } })
		const rules = { friend: { onJoin: 0, ...percent(1) }, referrer: { onJoin: 0, ...percent(2) } }
		/** Three orders an hour apart, of 1,000, 2,000 and 3,000 in minor thousands. */
		const buyThree = async (memberId: number) => {
			for (const n of [1, 2, 3]) {
				await buy(memberId, `o${n}`, { eligibleMinor: n * 100_000 })
				shop.clock.advance({ hours: 1 })
			}
		}
		const gained = async (memberId: number) => {
			const entries = await listReferralEntries(shop.store.db, memberId)
			const sums = new Map<string, number>()
			for (const { cause, points } of entries) sums.set(cause ?? '', (sums.get(cause ?? '') ?? 0) + points)
			const byOrder = [...sums].map(([cause, points]) => [cause.split(':').at(-1), points] as const)
			return Object.fromEntries(byOrder.filter(([, points]) => points !== 0))
		}

		test('a return lets the next ones in, and both hear the sum', async () => {
			await open(rules)
			const { memberId } = await bring('f', PHONE)
			await buyThree(memberId)
			expect([await gained(memberId), await gained(referrerId)]).toEqual([{ o1: 10 }, { o1: 10, o2: 20 }])
			const { notices } = good(await shop.giveBack('o1', 'r1', 100_000, 'web'))
			expect([await gained(memberId), await gained(referrerId)]).toEqual([{ o2: 20 }, { o2: 20, o3: 30 }])
			expect(notices.filter(({ kind }) => kind.startsWith('referral'))).toMatchObject([
				{ memberId, kind: 'referral-rewarded', facts: { role: 'friend', points: 10 } },
				{ memberId: referrerId, kind: 'referral-rewarded', facts: { role: 'referrer', points: 20 } },
			])
		})

		test('an older one that is reported late puts the last out: any order of delivery ends alike', async () => {
			await open(rules)
			const { memberId } = await bring('f', PHONE)
			const at = shop.clock()
			shop.clock.advance({ hours: 4 })
			for (const n of [3, 1, 2])
				await buy(memberId, `o${n}`, { eligibleMinor: n * 100_000, paidAt: at + n * 3_600_000, placedAt: at })
			expect([await gained(memberId), await gained(referrerId)]).toEqual([{ o1: 10 }, { o1: 10, o2: 20 }])
			await buy(memberId, 'o1', { eligibleMinor: 100_000, paidAt: at + 3_600_000, cancelledAt: at, versionAt: at * 2 })
			expect([await gained(memberId), await gained(referrerId)]).toEqual([{ o2: 20 }, { o2: 20, o3: 30 }])
		})

		test('those bought while somebody looked at the referral count when it is accepted', async () => {
			await open({ ...rules, limits: { joinsPerDay: 0 } })
			const { memberId } = await bring('f', PHONE)
			await buyThree(memberId)
			expect(await gained(referrerId)).toEqual({})
			const [review] = await listReferralReviews(shop.store.db)
			const decision = { publicId: review?.public_id ?? '', accept: true }
			good(await shop.store.transact((work) => decideReferral(work, decision)))
			expect([await gained(memberId), await gained(referrerId)]).toEqual([{ o1: 10 }, { o1: 10, o2: 20 }])
		})
	})
})
