import { afterEach, describe, expect, test } from 'vitest'
import { dayFrom } from '../../src/domain/calendar.ts'
import { attachGuestOrders, forgetGuests } from '../../src/loyalty/attach-guest-orders.ts'
import { getCard } from '../../src/loyalty/card.ts'
import { createMember } from '../../src/loyalty/create-member.ts'
import { decideReview } from '../../src/loyalty/decide-review.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { listHistory } from '../../src/loyalty/history.ts'
import { reportOrder } from '../../src/loyalty/report-order.ts'
import { settleMember } from '../../src/loyalty/settle-member.ts'
import { listEntries } from '../../src/store/entries.ts'
import { insertPhone } from '../../src/store/member-phones.ts'
import { listOpenReviews } from '../../src/store/order-reviews.ts'
import { DAY_MS, openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const at = (text: string) => Date.parse(text)

describe.each(databases)('reporting orders on %s', (kind) => {
	let shop: Shop
	const open = async (options: Parameters<typeof openShop>[1] = {}) => {
		shop = await openShop(kind, options)
		return shop
	}
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	test('an order on the web is pending until the seventh day begins in Hong Kong', async () => {
		const { join, order, points, clock, store } = await open({ at: '2026-03-10T15:59:59Z' })
		const memberId = await join()
		await order({ memberId, source: 'web', eligibleMinor: 10_000 })
		expect(await points(memberId)).toEqual({ usable: 0, pending: 10, debt: 0 })
		const settle = async (when: string) => {
			clock.set(when)
			await store.transact((work) => settleMember(work, memberId, Math.floor((clock() + 8 * 3_600_000) / DAY_MS)))
			return await points(memberId)
		}
		// paid at 23:59:59 on the 10th
		expect(await settle('2026-03-16T15:59:59Z')).toMatchObject({ usable: 0, pending: 10 })
		expect(await settle('2026-03-16T16:00:00Z')).toMatchObject({ usable: 10, pending: 0 })
		expect(await settle('2027-03-31T15:59:59Z')).toMatchObject({ usable: 10 })
		expect(await settle('2027-03-31T16:00:00Z')).toMatchObject({ usable: 0 })
	})

	test('the newest state wins, and every replay changes nothing (I4)', async () => {
		const { join, order, orderOf, points, store, clock } = await open()
		const memberId = await join()
		const first = orderOf({ memberId, externalId: 'a', eligibleMinor: 10_000 })
		clock.advance({ minutes: 1 })
		const refunded = { ...first, refundedEligibleMinor: 4000, versionAt: clock() }
		await order(first)
		await order(refunded)
		const state = await points(memberId)
		expect(state.usable).toBe(6)
		for (const report of [first, refunded, first]) expect((await order(report)).state).toBe('unchanged')
		expect(await points(memberId)).toEqual(state)
		expect(await listEntries(store.db, memberId)).toHaveLength(2)
	})

	test('at an equal version more refunded wins, then cancelled, then the greater hash, in either order', async () => {
		const { join, order, orderOf, points } = await open()
		const memberId = await join()
		const finals = []
		for (const [name, swap] of [
			['a', false],
			['b', true],
		] as const) {
			const plain = orderOf({ memberId, externalId: name, eligibleMinor: 10_000 })
			const reports = [plain, { ...plain, refundedEligibleMinor: 3000 }, { ...plain, cancelledAt: plain.placedAt }]
			for (const report of swap ? reports.reverse() : reports) await order(report)
			finals.push((await points(memberId)).usable)
		}
		expect(finals).toEqual([7, 14])
		const [one, two] = ['branch-1', 'branch-2'].map((branch) => orderOf({ memberId, externalId: 'c', branch }))
		if (!one || !two) throw new Error('two reports')
		await order(one)
		const last = await order(two)
		const again = await order(one)
		expect(again.order?.branch ?? '').toBe((last.state === 'unchanged' ? one : two).branch)
	})

	test('a return that comes before its order ends as one that comes after it (I6)', async () => {
		const { join, order, giveBack, points } = await open()
		const [early, late] = [await join(), await join()]
		const pending = await giveBack('a', 'r', 4000)
		expect(pending).toMatchObject({ ok: true, value: { state: 'pending-return' } })
		await order({ memberId: early, externalId: 'a', eligibleMinor: 10_000, branch: '1' })
		await order({ memberId: late, externalId: 'b', eligibleMinor: 10_000, branch: '2' })
		await giveBack('b', 'r', 4000)
		expect(await points(early)).toEqual(await points(late))
		expect(await giveBack('b', 'r', 4000)).toMatchObject({ ok: true, value: { state: 'unchanged' } })
		expect(await giveBack('b', 'r', 4001)).toMatchObject({ ok: false, reason: 'return-differs' })
	})

	test('a partial refund after expiry only relabels what had expired', async () => {
		const { join, order, giveBack, points, clock, store } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'a', eligibleMinor: 10_000 })
		clock.set('2027-04-02T00:00:00Z')
		await giveBack('a', 'r', 6000)
		expect(await points(memberId)).toEqual({ usable: 0, pending: 0, debt: 0 })
		const entries = await listEntries(store.db, memberId)
		expect(entries.map((entry) => [entry.kind, entry.points, entry.relabelled])).toEqual([
			['earn', 10, 0],
			['expire', -10, 0],
			['clawback', 0, 6],
		])
	})

	test('a cancelled order that is paid after all earns again by its old rule', async () => {
		const { join, order, orderOf, points, clock } = await open()
		const memberId = await join()
		const paid = orderOf({ memberId, externalId: 'a' })
		await order(paid)
		clock.advance({ hours: 1 })
		await order({ ...paid, cancelledAt: clock(), versionAt: clock() })
		expect((await points(memberId)).usable).toBe(0)
		clock.advance({ hours: 1 })
		await order({ ...paid, versionAt: clock() })
		expect(await points(memberId)).toEqual({ usable: 10, pending: 0, debt: 0 })
	})

	test('an unpaid order counts for nothing until it is paid', async () => {
		const { join, order, orderOf, member, clock } = await open()
		const memberId = await join()
		const unpaid = orderOf({ memberId, externalId: 'a', paidAt: null })
		await order(unpaid)
		expect(await member(memberId)).toMatchObject({ usable: 0, order_count: 0, spend_minor: 0 })
		clock.advance({ days: 2 })
		await order({ ...unpaid, paidAt: clock(), versionAt: clock() })
		expect(await member(memberId)).toMatchObject({ usable: 10, order_count: 1, spend_minor: 10_000 })
	})

	test('history counts in spend and figures but posts no points and says nothing', async () => {
		const { join, order, member } = await open({ from: '2026-03-01T00:00:00Z' })
		const memberId = await join()
		const before = await order({ memberId, paidAt: at('2026-02-20T00:00:00Z'), eligibleMinor: 900_000 })
		const told = await order({ memberId, eligibleMinor: 10_000 }, { history: true })
		expect(
			[before, told].map(({ entries, notices, order: row }) => [entries.length, notices.length, row?.history]),
		).toEqual([
			[0, 0, 1],
			[0, 0, 1],
		])
		expect(await member(memberId)).toMatchObject({ usable: 0, tier_id: 0, order_count: 2, spend_minor: 910_000 })
	})

	test('order figures are the same whatever order the orders come in', async () => {
		const { join, order, member } = await open()
		const days = ['2026-03-01', '2026-02-01', '2026-03-01', '2026-03-09', '2026-01-05']
		const ids = [await join(), await join()]
		for (const [n, memberId] of ids.entries())
			for (const day of n === 0 ? days : days.toReversed())
				await order({ memberId, paidAt: at(`${day}T04:00:00Z`), eligibleMinor: 100 * Number(day.slice(8)) + 1 })
		const [one, two] = await Promise.all(ids.map(member))
		expect(one).toMatchObject({
			order_count: 5,
			purchase_days: 4,
			first_order_on: dayFrom({ year: 2026, month: 1, day: 5 }),
			last_order_on: dayFrom({ year: 2026, month: 3, day: 9 }),
		})
		for (const column of ['order_count', 'purchase_days', 'spend_minor', 'nes', 'nes_changes_on'] as const)
			expect(two?.[column]).toBe(one?.[column])
	})

	test('the same amount from another source within three hours waits for a person, and counts once released', async () => {
		const { join, order, points, store, clock } = await open()
		const memberId = await join()
		await order({ memberId, source: 'counter', externalId: 'a' })
		clock.advance({ hours: 2 })
		const twin = await order({ memberId, source: 'pos', externalId: 'z' })
		expect(twin.state).toBe('held')
		expect((await points(memberId)).usable).toBe(10)
		const [review] = await listOpenReviews(store.db, 10)
		const decide = (decision: 'release' | 'drop') =>
			store.transact((work) => decideReview(work, { reviewId: review?.id ?? 0, decision, by: 'stf_1' }))
		expect(await decide('release')).toMatchObject({ ok: true, value: { notices: [{ kind: 'earned' }] } })
		expect((await points(memberId)).usable).toBe(20)
		expect(await decide('drop')).toMatchObject({ ok: false, reason: 'already-decided' })
		clock.advance({ hours: 4 })
		expect((await order({ memberId, source: 'till', externalId: 'y' })).state).toBe('imported')
	})

	test('another member for a paid order waits for a person, who may move it', async () => {
		const { join, order, orderOf, points, store, clock } = await open()
		const [mei, ken] = [await join(), await join()]
		const report = orderOf({ memberId: mei, externalId: 'a' })
		await order(report)
		clock.advance({ minutes: 5 })
		const changed = await order({ ...report, memberId: ken, versionAt: clock() })
		expect([changed.state, (await points(mei)).usable, (await points(ken)).usable]).toEqual(['held', 10, 0])
		expect((await order({ ...report, memberId: ken, versionAt: clock() })).state).toBe('held')
		const reviews = await listOpenReviews(store.db, 10)
		expect(reviews.map((review) => review.reason)).toEqual(['member-changed'])
		await store.transact((work) =>
			decideReview(work, { reviewId: reviews[0]?.id ?? 0, decision: 'release', by: 'stf_1' }),
		)
		expect([(await points(mei)).usable, (await points(ken)).usable]).toEqual([0, 10])
	})

	test('a foreign currency is held, a changed one too, and a test order leaves nothing', async () => {
		const { join, order, orderOf, points, clock } = await open()
		const memberId = await join()
		expect((await order({ memberId, currency: 'USD' })).state).toBe('held')
		const report = orderOf({ memberId, externalId: 'a' })
		await order(report)
		clock.advance({ minutes: 1 })
		expect((await order({ ...report, currency: 'EUR', versionAt: clock() })).state).toBe('held')
		expect(await order({ memberId, test: true })).toMatchObject({ state: 'test', order: null })
		expect((await points(memberId)).usable).toBe(10)
	})

	test('a held order keeps the currency it was reported in, until a report in the store’s makes it count', async () => {
		const { join, order, orderOf, points, clock } = await open()
		const memberId = await join()
		const report = orderOf({ memberId, externalId: 'usd', currency: 'USD' })
		const unpaid = await order({ ...report, paidAt: null })
		expect([unpaid.state, unpaid.order?.currency]).toEqual(['imported', 'USD'])
		clock.advance({ minutes: 1 })
		const held = await order({ ...report, versionAt: clock() })
		expect([held.state, held.order?.currency, held.order?.net_minor]).toEqual(['held', 'USD', 0])
		clock.advance({ minutes: 1 })
		const counted = await order({ ...report, currency: 'HKD', versionAt: clock() })
		expect([counted.state, counted.order?.currency]).toEqual(['imported', 'HKD'])
		expect((await points(memberId)).usable).toBe(10)
		clock.advance({ minutes: 1 })
		expect(await order({ ...report, versionAt: clock() })).toMatchObject({ state: 'held', order: { currency: 'HKD' } })
	})

	test('guest orders of the last 60 days come along when the phone joins, with their own day and hold', async () => {
		const { join, order, member, store, clock } = await open()
		const phoneHash = 'hash-of-a-phone'
		for (const [externalId, days] of [
			['old', 61],
			['edge', 60],
			['new', 3],
		] as const)
			expect(
				(await order({ source: 'web', externalId, phoneHash, paidAt: clock() - days * DAY_MS, branch: externalId }))
					.state,
			).toBe('guest')
		const memberId = await join(new Date(clock()).toISOString())
		const attach = () => store.transact((work) => attachGuestOrders(work, { memberId, phoneHash }))
		expect(await attach()).toMatchObject({ orders: 2 })
		expect(await member(memberId)).toMatchObject({ usable: 10, pending: 10, order_count: 2 })
		expect(await attach()).toEqual({ orders: 0, notices: [] })
	})

	test.each([
		['2026-05-09T15:59:59.999Z', 2],
		['2026-05-09T16:00:00Z', 0],
	])('a guest’s phone is known to the last instant of the 60th day and no longer: joined %s', async (joins, orders) => {
		const { join, order, store, clock } = await open()
		// noon of the 10th of March in Hong Kong, 60 days before the 9th of May
		const phoneHash = 'hash-of-a-phone'
		await order({ source: 'web', externalId: 'paid', phoneHash })
		await order({ source: 'web', externalId: 'unpaid', phoneHash, paidAt: null })
		clock.set(joins)
		await store.transact(forgetGuests)
		const memberId = await join(joins)
		const attached = await store.transact((work) => attachGuestOrders(work, { memberId, phoneHash }))
		expect(attached.orders).toBe(orders)
		const kept = await store.db.selectFrom('orders').select('net_minor').where('guest_hash', 'is', null).execute()
		expect(kept).toHaveLength(2)
	})

	test('a guest order that is reported only after the phone joined ends as one reported before', async () => {
		const { order, member, store, clock } = await open()
		const phone = { phone_hash: 'h', phone_encrypted: '', verified_at: 1, added_at: 1 }
		const ends = []
		for (const days of [60, 61]) {
			const { id } = await store.transact(async (work) => {
				const made = await createMember(work, { status: 'active' })
				await insertPhone(work.tx, { ...phone, phone_hash: `h${days}`, member_id: made.id })
				return made
			})
			const outcome = await order({ phoneHash: `h${days}`, paidAt: clock() - days * DAY_MS })
			ends.push([outcome.state, (await member(id)).usable, outcome.order?.history])
		}
		expect(ends).toEqual([
			['imported', 10, 0],
			['imported', 0, 1],
		])
	})

	test('a corrected day of payment moves what is pending, and when all of it expires', async () => {
		const { join, orderOf, order, member, store, clock } = await open({ at: '2026-03-02T04:00:00Z' })
		const memberId = await join()
		const report = orderOf({ memberId, source: 'web', externalId: 'o' })
		await order(report)
		await order({ ...report, paidAt: clock() - 7 * DAY_MS, versionAt: clock() + 1 })
		expect(await member(memberId)).toMatchObject({ usable: 10, pending: 0 })
		const card = await getCard(store.db, memberId, clock())
		expect(card?.expiring).toEqual({ points: 10, on: dayFrom({ year: 2027, month: 2, day: 28 }) })
	})

	test.each([
		['counter', 10],
		['pos-2', 10],
		['POS', 10],
		['shopify', 0],
		['postal', 0],
	])('points of %s are usable at once: %i', async (source, usable) => {
		const { join, order, member } = await open()
		const memberId = await join()
		await order({ memberId, source })
		expect((await member(memberId)).usable).toBe(usable)
	})

	test('a possible duplicate is seen across midnight', async () => {
		const { join, order, clock } = await open({ at: '2026-03-10T15:30:00Z' })
		const memberId = await join()
		await order({ memberId, source: 'counter', paidAt: clock() + 3_600_000 })
		expect((await order({ memberId, source: 'pos' })).state).toBe('held')
		clock.advance({ hours: 2 })
		expect((await order({ memberId, source: 'till' })).state).toBe('held')
	})

	test('a credit note without an order is kept, changes no points and counts for nothing', async () => {
		const { join, order, member } = await open()
		const memberId = await join()
		const note = await order({ memberId, eligibleMinor: 0, creditMinor: 5000 })
		expect(note).toMatchObject({ state: 'imported', order: { credit_minor: 5000, net_minor: 0 }, entries: [] })
		expect(await member(memberId)).toMatchObject({ usable: 0, order_count: 0 })
	})

	test('every line of the history says its order, amount, unit and rate', async () => {
		const { join, order, giveBack, store } = await open()
		const memberId = await join()
		await order({ memberId, externalId: '1001', eligibleMinor: 19_900, source: 'web' })
		await giveBack('1001', 'r', 6550, 'web')
		const lines = await listHistory(store.db, memberId, { limit: 10 })
		expect(lines.map(({ kind: what, points, facts }) => ({ what, points, facts }))).toEqual([
			{
				what: 'clawback',
				points: -6,
				facts: expect.objectContaining({ order: '1001', netMinor: 13_350, wasMinor: 19_900 }),
			},
			{
				what: 'earn',
				points: 19,
				facts: expect.objectContaining({
					source: 'web',
					order: '1001',
					netMinor: 19_900,
					unitMinor: 1000,
					pointsPerUnit: 1,
					tierId: 0,
				}),
			},
		])
		expect(await listHistory(store.db, memberId, { limit: 1, before: 2 })).toHaveLength(1)
	})

	test('a wrong amount is a fault and writes nothing', async () => {
		const { store, orderOf, join, member } = await open()
		const memberId = await join()
		for (const amount of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1])
			await expect(
				store.transact((work) => reportOrder(work, orderOf({ memberId, eligibleMinor: amount }))),
			).rejects.toThrow(RangeError)
		expect(await member(memberId)).toMatchObject({ order_count: 0 })
	})
})
