import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { activateByCode } from '../../src/loyalty/activate.ts'
import { createActivationLinks } from '../../src/loyalty/create-activation-link.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { importMember } from '../../src/loyalty/import-member.ts'
import { type SharePhoneRefusal, sharePhone } from '../../src/loyalty/share-phone.ts'
import { getAddress } from '../../src/store/addresses.ts'
import { listConsents } from '../../src/store/consents.ts'
import { countMembers, getMember } from '../../src/store/members.ts'
import { good, peopleOf, reasonOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const PHONE = '+85291234567'

describe.each(databases)('joining on %s', (kind) => {
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
	const share = (addressId: number, phone = PHONE) =>
		shop.store.transact((work) => sharePhone(work, { addressId, phone }))
	const importOne = async (row: object = {}) =>
		good(
			await shop.store.transact((work) =>
				importMember(work, { phone: PHONE, name: 'Lee Ka Yan', points: 320, by: 'cli', source: 'list', ...row }),
			),
		).memberId

	test('gives welcome points that wait for a verified phone and logs the choice made', async () => {
		const { addressId, memberId, joined } = await people.enter('1')
		expect(joined).toMatchObject({ state: 'new', welcome: { points: 50, waiting: true }, referral: null })
		expect(await shop.points(memberId)).toEqual({ usable: 0, pending: 50, debt: 0 })
		expect(await getAddress(shop.store.db, addressId)).toMatchObject({ member_id: memberId, promotions: 1 })
		expect(await listConsents(shop.store.db, memberId)).toMatchObject([
			{
				state: 'granted',
				purpose: 'promotions',
				text_version: 'v1',
				language: 'en',
				source: 'chat',
				channel: 'telegram',
			},
		])
		expect((await shop.member(memberId)).random_bucket).toBeLessThan(10_000)
	})

	test('welcome points are usable once any kept order is past its hold, in whatever order they were reported', async () => {
		const web = { source: 'web', externalId: 'web', eligibleMinor: 500 }
		const counter = { source: 'counter', externalId: 'counter', eligibleMinor: 600 }
		for (const [who, reports] of [
			['1', [web, counter]],
			['2', [counter, web]],
		] as const) {
			const { memberId } = await people.enter(who)
			const own = reports.map((report) => ({ ...report, externalId: `${report.externalId}-${who}`, memberId }))
			for (const report of own) await shop.order(report)
			expect(await shop.points(memberId)).toEqual({ usable: 50, pending: 0, debt: 0 })
			await shop.giveBack(`counter-${who}`, 'r', 600)
			// the order of the web shop is still to be kept for seven days
			expect(await shop.points(memberId)).toEqual({ usable: 0, pending: 50, debt: 0 })
		}
	})

	test('joining without offers is logged as declined and is no consent', async () => {
		const { addressId, memberId } = await people.enter('1', { promotions: false })
		expect(await getAddress(shop.store.db, addressId)).toMatchObject({ promotions: 0 })
		expect(await listConsents(shop.store.db, memberId)).toMatchObject([{ state: 'declined' }])
	})

	test('a second join or a redelivered message gives the same membership and doubles nothing', async () => {
		const { addressId, memberId } = await people.enter('1')
		const again = good(await people.join(addressId))
		expect(again).toMatchObject({ state: 'already', memberId, welcome: null, notices: [] })
		expect(await shop.points(memberId)).toEqual({ usable: 0, pending: 50, debt: 0 })
		expect(await countMembers(shop.store.db)).toBe(1)
		expect(await listConsents(shop.store.db, memberId)).toHaveLength(1)
	})

	test('a phone the platform proves makes the points usable at once', async () => {
		const { memberId, joined } = await people.enter('85291234567', { phone: '85291234567' })
		expect(joined.welcome).toEqual({ points: 50, waiting: false })
		expect(await shop.points(memberId)).toEqual({ usable: 50, pending: 0, debt: 0 })
	})

	test('sharing the phone later releases what waited, once', async () => {
		const { addressId, memberId } = await people.enter('1')
		expect(good(await share(addressId))).toMatchObject({ state: 'added', released: 50, usable: 50, pending: 0 })
		expect(good(await share(addressId))).toMatchObject({ state: 'known', usable: 50 })
		expect(await shop.points(memberId)).toEqual({ usable: 50, pending: 0, debt: 0 })
	})

	test.each([false, true])(
		'I7: a cancelled order leaves the joining points waiting (spent before: %s)',
		async (spends) => {
			const { memberId } = await people.enter('1')
			const order = { externalId: 'i7', memberId, eligibleMinor: 100_000, paidAt: shop.clock() }
			await shop.order(order)
			expect(await shop.points(memberId)).toEqual({ usable: 150, pending: 0, debt: 0 })
			if (spends) await shop.spend(memberId, 100)
			shop.clock.advance({ minutes: 5 })
			const cancelled = { ...order, cancelledAt: shop.clock(), versionAt: shop.clock() }
			await shop.order(cancelled)
			const balance = { usable: 0, pending: 50, debt: spends ? 100 : 0 }
			expect(await shop.points(memberId)).toEqual(balance)
			await shop.order(cancelled)
			expect(await shop.points(memberId)).toEqual(balance)
			await shop.order({ ...order, externalId: 'next' })
			expect(await shop.points(memberId)).toEqual({ usable: spends ? 50 : 150, pending: 0, debt: 0 })
		},
	)

	test('a first order releases what waited, with its hold, and its full return inside the hold takes that back', async () => {
		const { memberId } = await people.enter('1')
		await shop.order({ source: 'web', externalId: 'a', memberId })
		expect(await shop.points(memberId)).toEqual({ usable: 0, pending: 60, debt: 0 })
		shop.clock.advance({ days: 6 })
		await shop.giveBack('a', 'r1', 10_000, 'web')
		shop.clock.advance({ days: 2 })
		await shop.order({ source: 'counter', externalId: 'b', memberId, eligibleMinor: 1_000 })
		// the counter has no hold: one point of the order, and the fifty
		expect(await shop.points(memberId)).toEqual({ usable: 51, pending: 0, debt: 0 })
	})

	test('points that nobody ever verified expire as others do', async () => {
		const { memberId } = await people.enter('1')
		shop.clock.advance({ days: 400 })
		await shop.order({ memberId, eligibleMinor: 1_000 })
		expect(await shop.points(memberId)).toEqual({ usable: 1, pending: 0, debt: 0 })
	})

	test('takes along what was bought as a guest with this number', async () => {
		const phoneHash = shop.store.keys.hash('phone', PHONE)
		expect((await shop.order({ externalId: 'g', phoneHash })).state).toBe('guest')
		shop.clock.advance({ days: 3 })
		const { memberId } = await people.enter('1', { phone: PHONE })
		expect(await shop.points(memberId)).toEqual({ usable: 60, pending: 0, debt: 0 })
		expect((await shop.member(memberId)).order_count).toBe(1)
	})

	test('a number that is none is refused', async () => {
		const addressId = await people.meet('1')
		expect(reasonOf(await people.join(addressId, { phone: '12' }))).toBe('phone-invalid')
		expect(reasonOf(await share(addressId, 'hello'))).toBe('phone-invalid')
		expect(await countMembers(shop.store.db)).toBe(0)
	})

	test('a stranger with an unknown number is told to join with it', async () => {
		const refusal = (await share(await people.meet('1'), '9123 4567')) as SharePhoneRefusal
		expect(refusal).toMatchObject({ ok: false, reason: 'not-a-member', facts: { phone: PHONE } })
	})

	test('the phone of a member at another address is taken, for sharing and for joining', async () => {
		await people.enter('1', { phone: PHONE })
		const other = await people.enter('2')
		expect(reasonOf(await share(other.addressId))).toBe('phone-taken')
		const third = await people.meet('3')
		expect(reasonOf(await people.join(third, { phone: PHONE }))).toBe('phone-taken')
		expect((await getAddress(shop.store.db, third)).member_id).toBeNull()
	})

	test('an imported member is welcomed back by the same phone, before joining', async () => {
		const imported = await importOne()
		const addressId = await people.meet('1')
		const shared = good(await share(addressId))
		expect(shared).toMatchObject({ state: 'activated', memberId: imported, name: 'Lee Ka Yan', usable: 320 })
		expect(await shop.member(imported)).toMatchObject({ status: 'active', joined_on: expect.any(Number) })
		expect(good(await people.join(addressId))).toMatchObject({ state: 'already', memberId: imported })
	})

	test('joining with the phone of an imported member is the same membership, with the choice made now', async () => {
		const imported = await importOne()
		const addressId = await people.meet('1')
		const joined = good(await people.join(addressId, { phone: PHONE, promotions: false }))
		expect(joined).toMatchObject({ state: 'activated', memberId: imported, welcome: null })
		expect(await getAddress(shop.store.db, addressId)).toMatchObject({ promotions: 0 })
	})

	test('joining first and sharing the phone afterwards merges the imported member, lot by lot', async () => {
		const expiresOn = Math.floor(Date.parse('2026-06-30') / 86_400_000)
		const imported = await importOne({ pointsExpireOn: expiresOn, tierId: 2, tags: ['vip'] })
		await shop.order({ externalId: 'o', memberId: imported, eligibleMinor: 50_000 }, { history: true })
		const { addressId, memberId } = await people.enter('1')
		const shared = good(await share(addressId))
		expect(shared).toMatchObject({ state: 'merged', memberId, moved: 320, released: 50, usable: 370 })
		expect(await getMember(shop.store.db, imported)).toMatchObject({
			status: 'merged',
			merged_into: memberId,
			usable: 0,
		})
		expect(await shop.member(memberId)).toMatchObject({ tier_id: 2, order_count: 1, spend_minor: 50_000 })
		shop.clock.set('2026-07-01T04:00:00Z')
		await shop.order({ memberId, eligibleMinor: 1_000 })
		expect((await shop.points(memberId)).usable).toBe(51)
	})

	test('a one-time link claims an imported member once', async () => {
		const imported = await importOne()
		const [link] = await shop.store.transact((work) => createActivationLinks(work, { memberIds: [imported] }))
		const activate = (addressId: number, code = link?.code ?? '') =>
			shop.store.transact((work) => activateByCode(work, { addressId, code }))
		const [first, second] = [await people.meet('1'), await people.meet('2')]
		expect(reasonOf(await activate(first, 'nonsense'))).toBe('link-unknown')
		expect(good(await activate(first))).toMatchObject({ memberId: imported, usable: 320, promotions: false })
		expect(good(await activate(first))).toMatchObject({ memberId: imported })
		expect(reasonOf(await activate(second))).toBe('link-used')
	})

	test('a newer link ends the older one, and time ends both', async () => {
		const imported = await importOne()
		const make = () => shop.store.transact((work) => createActivationLinks(work, { memberIds: [imported], days: 2 }))
		const [[old], [fresh]] = [await make(), await make()]
		const addressId = await people.meet('1')
		const activate = (code = '') => shop.store.transact((work) => activateByCode(work, { addressId, code }))
		expect(reasonOf(await activate(old?.code))).toBe('link-unknown')
		shop.clock.advance({ days: 2 })
		expect(reasonOf(await activate(fresh?.code))).toBe('link-unknown')
	})
})
