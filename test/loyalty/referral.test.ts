import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayFrom } from '../../src/domain/calendar.ts'
import { decideReferral } from '../../src/loyalty/decide-referral.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { leave } from '../../src/loyalty/leave.ts'
import { referralOverview } from '../../src/loyalty/referral-overview.ts'
import { lapseReferrals } from '../../src/loyalty/reward-referral.ts'
import { sharePhone } from '../../src/loyalty/share-phone.ts'
import { findReferralOf, listReferralReviews } from '../../src/store/referrals.ts'
import { good, peopleOf, reasonOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const lastDay = dayFrom({ year: 2026, month: 6, day: 10 })
const PHONE = '+85291234567'

describe.each(databases)('referrals on %s', (kind) => {
	let shop: Shop
	let people: ReturnType<typeof peopleOf>
	let referrerId: number
	let code: string
	const open = async (referral: object = {}) => {
		await shop?.close()
		shop = await openShop(kind, { rules: rulesWith({ welcome: { points: 0 }, referral }) })
		people = peopleOf(shop)
		referrerId = (await people.enter('referrer', { name: 'Chan Wing' })).memberId
		code = (await shop.member(referrerId)).referral_code
		shop.clock.advance({ hours: 2 })
	}
	beforeEach(() => open())
	afterEach(async () => {
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
		await shop.close()
		shop = undefined as unknown as Shop
	})
	/** Somebody who comes by the code and joins; with a proved phone when one is given. */
	const bring = async (address: string, phone?: string, by = code) => {
		const addressId = await people.meet(address)
		await people.click(addressId, by)
		const joined = good(await people.join(addressId, { name: 'Lee Ka Yan', phone }))
		return { addressId, memberId: joined.memberId, joined }
	}
	const buy = (memberId: number, externalId: string, more: object = {}) =>
		shop.order({ source: 'web', externalId, memberId, ...more })
	const overview = () => referralOverview(shop.store.db, referrerId, shop.clock())
	const lapse = () => shop.store.transact((work) => lapseReferrals(work))
	const share = (addressId: number, phone = PHONE) =>
		shop.store.transact((work) => sharePhone(work, { addressId, phone }))

	test('the friend is rewarded for joining at once, the referrer after the first order and its hold', async () => {
		const friend = await bring('f', PHONE)
		expect(friend.joined.referral).toEqual({ points: 50, waiting: false, held: false })
		expect(friend.joined.notices).toMatchObject([
			{ memberId: referrerId, kind: 'referral-joined', facts: { friend: 'L*** Y.', points: 50, pending: true } },
		])
		expect(await shop.points(friend.memberId)).toEqual({ usable: 50, pending: 0, debt: 0 })
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 50, debt: 0 })
		const { notices, order } = await buy(friend.memberId, 'o1')
		const availableOn = (order?.paid_on ?? 0) + 7
		expect(notices.find((notice) => notice.memberId === referrerId)).toMatchObject({
			kind: 'referral-rewarded',
			facts: { friend: 'L*** Y.', points: 50, role: 'referrer', availableOn },
		})
		expect((await overview()).friends).toMatchObject([
			{ state: 'bought', points: 50, pending: true, pendingUntil: availableOn },
		])
		shop.clock.advance({ days: 7 })
		await shop.order({ memberId: referrerId, eligibleMinor: 1_000 })
		expect(await shop.points(referrerId)).toEqual({ usable: 51, pending: 0, debt: 0 })
	})

	test('without a verified phone the friend waits for it, or for a first order', async () => {
		const friend = await bring('f')
		expect(friend.joined.referral).toEqual({ points: 50, waiting: true, held: false })
		expect(await shop.points(friend.memberId)).toEqual({ usable: 0, pending: 50, debt: 0 })
		expect(good(await share(friend.addressId))).toMatchObject({ state: 'added', released: 50 })
		expect(await shop.points(friend.memberId)).toEqual({ usable: 50, pending: 0, debt: 0 })
		const other = await bring('g')
		await shop.order({ externalId: 'first', memberId: other.memberId })
		expect(await shop.points(other.memberId)).toEqual({ usable: 60, pending: 0, debt: 0 })
	})

	test('a full return within the hold takes the reward back; another order brings it again', async () => {
		const friend = await bring('f', PHONE)
		await buy(friend.memberId, 'o1')
		shop.clock.advance({ days: 3 })
		await shop.giveBack('o1', 'r1', 4_000, 'web')
		expect((await overview()).friends).toMatchObject([{ state: 'bought' }])
		const returned = await shop.giveBack('o1', 'r2', 6_000, 'web')
		expect(good(returned).notices.find((notice) => notice.memberId === referrerId)).toMatchObject({
			kind: 'referral-reversed',
			facts: { points: 50 },
		})
		shop.clock.advance({ days: 30 })
		await shop.order({ memberId: referrerId, eligibleMinor: 1_000 })
		expect(await shop.points(referrerId)).toEqual({ usable: 1, pending: 0, debt: 0 })
		expect((await overview()).friends).toMatchObject([{ state: 'joined', points: 0, pending: false }])
		const { notices, order } = await buy(friend.memberId, 'o2')
		const availableOn = (order?.paid_on ?? 0) + 7
		expect(notices.find((notice) => notice.memberId === referrerId)).toMatchObject({
			kind: 'referral-rewarded',
			facts: { points: 50, availableOn },
		})
		expect((await overview()).friends).toMatchObject([{ state: 'bought', points: 50, pendingUntil: availableOn }])
		shop.clock.advance({ days: 7 })
		await shop.order({ memberId: referrerId, eligibleMinor: 1_000 })
		expect(await shop.points(referrerId)).toEqual({ usable: 52, pending: 0, debt: 0 })
	})

	test('an order cancelled before it was paid, or held, leaves the reward waiting', async () => {
		const friend = await bring('f', PHONE)
		await buy(friend.memberId, 'o1', { paidAt: null })
		await buy(friend.memberId, 'o1', { paidAt: null, cancelledAt: shop.clock(), versionAt: shop.clock() + 1 })
		await buy(friend.memberId, 'o2', { currency: 'USD' })
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 50, debt: 0 })
	})

	test('a return that arrives before its order ends as one after it', async () => {
		const friend = await bring('f', PHONE)
		await shop.giveBack('o1', 'r1', 10_000, 'web')
		await buy(friend.memberId, 'o1')
		expect((await overview()).friends).toMatchObject([{ state: 'joined', pendingUntil: null }])
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 0, debt: 0 })
		await buy(friend.memberId, 'o2')
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 50, debt: 0 })
	})

	test.each([true, false])('once usable the referrer keeps it (touched since: %s)', async (touched) => {
		const friend = await bring('f', PHONE)
		await buy(friend.memberId, 'o1')
		// paid at noon on the 10th: the hold ends with the 16th
		shop.clock.set('2026-03-16T16:00:00Z')
		if (touched) await shop.order({ memberId: referrerId, eligibleMinor: 1_000 })
		await shop.giveBack('o1', 'r1', 10_000, 'web')
		expect(await shop.points(referrerId)).toEqual({ usable: touched ? 51 : 50, pending: 0, debt: 0 })
	})

	test('who never buys lapses after twelve months', async () => {
		await open({ lapseMonths: 3 })
		await bring('f', PHONE)
		shop.clock.set('2026-06-10T04:00:00Z')
		expect(await lapse()).toEqual({ lapsed: 0, notices: [] })
		shop.clock.set('2026-06-11T04:00:00Z')
		expect(await lapse()).toEqual({
			lapsed: 1,
			notices: [
				{ memberId: referrerId, kind: 'referral-lapsed', facts: { friend: 'L*** Y.', points: 50, until: lastDay } },
			],
		})
		expect(await lapse()).toEqual({ lapsed: 0, notices: [] })
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 0, debt: 0 })
		expect((await overview()).friends).toMatchObject([{ state: 'lapsed', points: 0 }])
	})

	test('the referrer may be rewarded at once by setting', async () => {
		await open({ referrer: { onJoin: 30, onJoinWhen: 'at-once' } })
		await bring('f', PHONE)
		expect(await shop.points(referrerId)).toEqual({ usable: 30, pending: 0, debt: 0 })
		const unverified = await bring('g')
		expect(await shop.points(referrerId)).toEqual({ usable: 30, pending: 30, debt: 0 })
		good(await share(unverified.addressId, '+85261234567'))
		expect(await shop.points(referrerId)).toEqual({ usable: 60, pending: 0, debt: 0 })
	})

	test('the first click binds for thirty days, a code of nobody and one’s own do not', async () => {
		const second = await people.enter('second')
		const other = (await shop.member(second.memberId)).referral_code
		const addressId = await people.meet('f')
		expect(reasonOf(await people.click(addressId, '00000000'))).toBe('code-unknown')
		expect(good(await people.click(addressId, ` ${code.toLowerCase()} `))).toMatchObject({
			first: true,
			referrer: 'C*** W.',
		})
		expect(good(await people.click(addressId, other))).toMatchObject({ first: false })
		shop.clock.advance({ days: 30, ms: 1 })
		expect(good(await people.click(addressId, other))).toMatchObject({ first: true })
		const joined = good(await people.join(addressId))
		expect((await findReferralOf(shop.store.db, joined.memberId))?.referrer_id).toBe(second.memberId)
		expect(reasonOf(await people.click(second.addressId, other))).toBe('own-code')
		expect(reasonOf(await people.click(second.addressId, code))).toBe('already-member')
	})

	test('a click older than thirty days binds nobody', async () => {
		const addressId = await people.meet('f')
		await people.click(addressId, code)
		shop.clock.advance({ days: 30, ms: 1 })
		expect(good(await people.join(addressId)).referral).toBeNull()
	})

	test('nobody brings herself back, nor her own referrer', async () => {
		const friend = await bring('f', PHONE)
		const friendCode = (await shop.member(friend.memberId)).referral_code
		expect(reasonOf(await people.click(await people.meet('referrer'), friendCode))).toBe('already-member')
		good(await shop.store.transact((work) => leave(work, { memberId: referrerId })))
		const again = await bring('referrer', undefined, friendCode)
		expect(again.joined.referral).toBeNull()
		expect(await findReferralOf(shop.store.db, again.memberId)).toBeUndefined()
	})

	test('customers before do not count, known by their phone at joining or later', async () => {
		const phoneHash = shop.store.keys.hash('phone', PHONE)
		await shop.order({ externalId: 'guest', phoneHash })
		const late = await bring('late')
		expect(late.joined.referral).toMatchObject({ points: 50, waiting: true })
		const shared = good(await share(late.addressId))
		expect(shared).toMatchObject({ state: 'added', released: 0, usable: 10, pending: 0 })
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 0, debt: 0 })
		expect((await overview()).friends).toMatchObject([{ state: 'refused', points: 0 }])
		await shop.order({ externalId: 'guest2', phoneHash: shop.store.keys.hash('phone', '+85261234567') })
		expect((await bring('known', '+85261234567')).joined.referral).toBeNull()
	})

	test('what she bought as a guest after the click is her first order, not a sign of an old customer', async () => {
		const phoneHash = shop.store.keys.hash('phone', PHONE)
		const late = await bring('late')
		shop.clock.advance({ days: 1 })
		await shop.order({ source: 'web', externalId: 'guest', phoneHash })
		good(await share(late.addressId))
		expect(await shop.points(late.memberId)).toEqual({ usable: 50, pending: 10, debt: 0 })
		expect((await overview()).friends).toMatchObject([{ state: 'bought', points: 50, pending: true }])
		const addressId = await people.meet('soon')
		await people.click(addressId, code)
		shop.clock.advance({ days: 1 })
		const other = '+85261234567'
		await shop.order({ source: 'web', externalId: 'guest2', phoneHash: shop.store.keys.hash('phone', other) })
		expect(good(await people.join(addressId, { phone: other })).referral).toMatchObject({ points: 50, waiting: false })
		expect((await overview()).friends[0]).toMatchObject({ state: 'bought', points: 50 })
	})

	test('a customer of before who bought first and showed her phone then brings nothing either', async () => {
		await open({ referrer: { onJoin: 50, onFirstOrder: 30 } })
		await shop.order({ externalId: 'guest', phoneHash: shop.store.keys.hash('phone', PHONE) })
		shop.clock.advance({ days: 1 })
		const late = await bring('late')
		await buy(late.memberId, 'o1')
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 80, debt: 0 })
		good(await share(late.addressId))
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 0, debt: 0 })
		expect(await shop.points(late.memberId)).toEqual({ usable: 10, pending: 10, debt: 0 })
		expect((await overview()).friends).toMatchObject([{ state: 'refused', points: 0 }])
	})

	test.each([true, false])(
		'the day of payment decides about the lapse, not that of the report (noted: %s)',
		async (noted) => {
			await open({ lapseMonths: 3 })
			const [inTime, tooLate] = [await bring('f', PHONE), await bring('g', '+85261234567')]
			shop.clock.set('2026-06-12T04:00:00Z')
			if (noted) expect(await lapse()).toMatchObject({ lapsed: 2 })
			await buy(tooLate.memberId, 'o1', { paidAt: Date.parse('2026-06-10T16:00:00Z') })
			await buy(inTime.memberId, 'o2', { paidAt: Date.parse('2026-06-10T15:59:59Z') })
			await lapse()
			expect((await overview()).friends.map(({ state, points }) => [state, points])).toEqual([
				['lapsed', 0],
				['bought', 50],
			])
			expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 50, debt: 0 })
		},
	)

	test('over the day’s limit somebody of the shop decides about the referrer, the friend has hers at once', async () => {
		await open({ limits: { joinsPerDay: 2 } })
		for (const name of ['a', 'b']) await bring(name)
		shop.clock.advance({ hours: 2 })
		const third = await bring('c', PHONE)
		expect(third.joined.referral).toEqual({ points: 50, waiting: false, held: false })
		expect(await shop.points(third.memberId)).toEqual({ usable: 50, pending: 0, debt: 0 })
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 100, debt: 0 })
		const [review] = await listReferralReviews(shop.store.db)
		expect(review).toMatchObject({ friend_id: third.memberId, review: 'limit-day' })
		expect((await overview()).friends[0]).toMatchObject({ state: 'review' })
		await buy(third.memberId, 'o1')
		const decide = (accept: boolean) =>
			shop.store.transact((work) => decideReferral(work, { publicId: review?.public_id ?? '', accept }))
		const decided = good(await decide(true))
		expect(decided.notices.filter((notice) => notice.memberId === third.memberId)).toEqual([])
		expect(await shop.points(third.memberId)).toEqual({ usable: 50, pending: 10, debt: 0 })
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 150, debt: 0 })
		expect((await overview()).friends[0]).toMatchObject({ state: 'bought', points: 50, pending: true })
		expect(reasonOf(await decide(false))).toBe('decided')
		shop.clock.advance({ days: 1 })
		expect((await bring('d')).joined.referral).toMatchObject({ held: false })
	})

	test('with the limits of a fresh programme the sixth join of a day is not rewarded, the next day’s first is', async () => {
		for (let n = 1; n <= 6; n++) {
			await bring(`f${n}`, `+8526123${n}${n}${n}${n}`)
			shop.clock.advance({ minutes: 30 })
		}
		expect((await overview()).friends.map(({ state }) => state)).toEqual(['review', ...Array(5).fill('joined')])
		expect((await shop.points(referrerId)).pending).toBe(250)
		// midnight in Hong Kong
		shop.clock.set('2026-03-10T16:00:00Z')
		await bring('f7', '+85261239876')
		expect((await shop.points(referrerId)).pending).toBe(300)
	})

	test('the friend of a referral that was looked at hears by whom the points came', async () => {
		for (const name of ['a', 'b', 'c']) await bring(name)
		const fourth = await bring('d', PHONE)
		expect(fourth.joined.referral).toEqual({ points: 50, waiting: true, held: true })
		expect((await shop.points(fourth.memberId)).usable).toBe(0)
		const [review] = await listReferralReviews(shop.store.db)
		const accept = { publicId: review?.public_id ?? '', accept: true }
		const { notices } = good(await shop.store.transact((work) => decideReferral(work, accept)))
		expect(notices.filter((notice) => notice.memberId === fourth.memberId)).toMatchObject([
			{ kind: 'referral-rewarded', facts: { role: 'friend', friend: 'C*** W.', points: 50 } },
		])
		expect((await shop.points(fourth.memberId)).usable).toBe(50)
	})

	test('more than three joins an hour are looked at, and a refusal gives nothing', async () => {
		for (const name of ['a', 'b', 'c']) expect((await bring(name)).joined.referral).toMatchObject({ held: false })
		const fourth = await bring('d', PHONE)
		expect(fourth.joined.referral).toMatchObject({ held: true })
		const [review] = await listReferralReviews(shop.store.db)
		expect(review?.review).toBe('many-joins')
		good(
			await shop.store.transact((work) => decideReferral(work, { publicId: review?.public_id ?? '', accept: false })),
		)
		await buy(fourth.memberId, 'o1')
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 150, debt: 0 })
	})

	test('a referrer who left gets nothing any more', async () => {
		await open({ referrer: { onJoin: 50, onFirstOrder: 30 } })
		const friend = await bring('f', PHONE)
		good(await shop.store.transact((work) => leave(work, { memberId: referrerId })))
		await buy(friend.memberId, 'o1')
		expect(await shop.points(referrerId)).toEqual({ usable: 0, pending: 0, debt: 0 })
	})

	test('the overview counts who was invited, joined and bought', async () => {
		await people.click(await people.meet('x'), code)
		const friend = await bring('f', PHONE)
		await bring('g')
		await shop.order({ externalId: 'o', memberId: friend.memberId })
		expect(await overview()).toMatchObject({
			code,
			invited: 3,
			joined: 2,
			bought: 1,
			rewardedPoints: 50,
			pendingPoints: 50,
			offer: { referrerPoints: 50, friendPoints: 50, afterFirstOrder: true },
		})
	})

	test('friends who join at once are counted one after the other', async () => {
		await open({ limits: { joinsPerDay: 2 } })
		const addresses: number[] = []
		for (let n = 0; n < 6; n++) {
			addresses.push(await people.meet(`n${n}`))
			await people.click(addresses[n] ?? 0, code)
		}
		const joined = await Promise.all(addresses.map((addressId) => people.join(addressId)))
		expect((await overview()).friends.filter(({ state }) => state === 'review')).toHaveLength(4)
		expect(joined.every((one) => one.ok)).toBe(true)
		expect((await shop.points(referrerId)).pending).toBe(100)
	})
})
