import { afterEach, describe, expect, test } from 'vitest'
import { lapseDueReferrals } from '../../src/jobs/lapse-referrals.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
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
		expect((await shop.points(referrerId)).pending).toBe(39)
	})
})
