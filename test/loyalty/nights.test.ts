import { afterEach, describe, expect, test } from 'vitest'
import { nesTagOf } from '../../src/domain/nes-codes.ts'
import { dateOldLots } from '../../src/jobs/date-lots.ts'
import { adjustPoints, forgiveDebt } from '../../src/loyalty/adjust-points.ts'
import { attachOrdersOfRef } from '../../src/loyalty/attach-guest-orders.ts'
import { createMember } from '../../src/loyalty/create-member.ts'
import { dateLots, findExpiryStart } from '../../src/loyalty/date-lots.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { localDay } from '../../src/loyalty/ledger.ts'
import { recomputeNes, refreshDueNes, renewStoreCycle } from '../../src/loyalty/refresh-nes.ts'
import { settleDueMembers } from '../../src/loyalty/settle-member.ts'
import { getSettings } from '../../src/store/settings.ts'
import { setHoldDays } from '../../src/store/sources.ts'
import { peopleOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('nights, sources and hands on %s', (kind) => {
	let shop: Shop
	const open = async (options: Parameters<typeof openShop>[1] = {}) => {
		shop = await openShop(kind, options)
		return shop
	}
	const today = () => localDay(shop.store.db, shop.clock())
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	test('the night settles members nobody touched, in batches, and then finds nobody', async () => {
		const { join, order, points, clock, store } = await open()
		const ids = [await join(), await join(), await join()]
		for (const memberId of ids) await order({ memberId, source: 'web', branch: `${memberId}` })
		clock.advance({ days: 7 })
		const night = async () => {
			const day = await today()
			return store.transact((work) => settleDueMembers(work, day, 2))
		}
		expect([await night(), await night(), await night()]).toEqual([2, 1, 0])
		for (const memberId of ids) expect(await points(memberId)).toEqual({ usable: 10, pending: 0, debt: 0 })
	})

	test('points that never expired get one full period from the day on which points begin to expire', async () => {
		const never = rulesWith({ expiry: { mode: 'never' } })
		const { join, order, points, publish, clock, store } = await open({ rules: never })
		const [memberId, other] = [await join(), await join()]
		await order({ memberId, externalId: 'old', eligibleMinor: 50_000 })
		await order({ memberId: other, externalId: 'others', source: 'web' })
		const night = async () => dateOldLots.run({ store, day: await today(), signal: new AbortController().signal })
		expect(await night()).toBe(0)
		clock.advance({ days: 30 })
		await publish(rulesWith({ expiry: { mode: 'rolling', every: 'days', count: 20 } }))
		await order({ memberId, externalId: 'new', eligibleMinor: 10_000 })
		for (const limit of [1, 200]) {
			const start = await findExpiryStart(store.db, clock())
			if (!start) throw new Error('points do not begin to expire')
			const { notices, next } = await store.transact((work) => dateLots(work, { start, afterId: 0, limit }))
			expect(next).toBe(limit === 1 ? memberId : null)
			// the second walk finds only whom the first has not dated
			expect(notices).toEqual([
				limit === 1
					? { memberId, kind: 'points-dated', facts: { points: 50, on: start.expiresOn } }
					: { memberId: other, kind: 'points-dated', facts: { points: 10, on: start.expiresOn } },
			])
		}
		// nothing is left to date, and what did nothing says so
		expect(await night()).toBe(0)
		clock.advance({ days: 20 })
		const settle = async () => {
			const day = await today()
			await store.transact((work) => settleDueMembers(work, day))
			return [await points(memberId), await points(other)].map(({ usable }) => usable)
		}
		expect(await settle()).toEqual([60, 10])
		clock.advance({ days: 1 })
		expect(await settle()).toEqual([0, 0])
		// another edit of rules that expire already dates nothing anew
		await publish(rulesWith())
		expect((await findExpiryStart(store.db, clock()))?.at).toBeLessThan(clock())
	})

	test('the night on which points get a last day tells each member once, of all her points', async () => {
		await open({ rules: rulesWith({ expiry: { mode: 'never' }, welcome: { points: 20 } }) })
		const { order, publish, clock, store } = shop
		const { memberId } = await peopleOf(shop).enter('a')
		await peopleOf(shop).enter('b')
		await order({ memberId, eligibleMinor: 50_000 })
		clock.advance({ days: 1 })
		await publish(rulesWith({ expiry: { mode: 'rolling', every: 'days', count: 20 } }))
		for (let n = 0; n < 2; n++)
			await dateOldLots.run({ store, day: await today(), signal: new AbortController().signal })
		const told = await store.db.selectFrom('outbox').select('reply').where('kind', '=', 'notice:points-dated').execute()
		expect(told.map(({ reply }) => (JSON.parse(reply) as { text: string }).text)).toEqual([
			'Points now have a last day: your *70 points* so far can be used until 31 Mar 2026.',
			'Points now have a last day: your *20 points* so far can be used until 31 Mar 2026.',
		])
	})

	test('a source may have its own hold; one of zero days pays at once', async () => {
		const { join, order, points, store } = await open()
		const memberId = await join()
		await store.transact(({ tx }) => setHoldDays(tx, 'shopify', 0))
		await order({ memberId, source: 'shopify' })
		await order({ memberId, source: 'web', branch: 'other' })
		expect(await points(memberId)).toEqual({ usable: 10, pending: 10, debt: 0 })
	})

	test('a stamp programme counts one visit in its hours', async () => {
		const { join, order, points, clock } = await open({ rules: rulesWith({ earning: { by: 'visit', everyHours: 4 } }) })
		const memberId = await join()
		await order({ memberId, eligibleMinor: 500 })
		clock.advance({ hours: 3 })
		await order({ memberId, eligibleMinor: 700 })
		clock.advance({ hours: 4 })
		await order({ memberId, eligibleMinor: 500 })
		expect((await points(memberId)).usable).toBe(2)
	})

	test('orders of a shop customer are the imported member’s, before and after the list of members came', async () => {
		const { order, member, store } = await open()
		await order({ source: 'web', customerRef: 'c7', externalId: 'early' })
		const { id } = await store.transact((work) => createMember(work, { status: 'imported', externalRef: 'web:c7' }))
		const attach = () =>
			store.transact((work) => attachOrdersOfRef(work, { memberId: id, source: 'web', customerRef: 'c7' }))
		expect((await attach()).orders).toBe(1)
		expect((await attach()).orders).toBe(0)
		expect(await order({ source: 'web', customerRef: 'c7', externalId: 'late' })).toMatchObject({ state: 'imported' })
		expect(await member(id)).toMatchObject({ order_count: 2, pending: 20 })
	})

	test('NES moves on its day without an order, and back to E0 with one', async () => {
		const { join, order, member, clock, store } = await open()
		const memberId = await join()
		const tag = async () => nesTagOf((await member(memberId)).nes)
		expect(await tag()).toBe('prospect')
		await order({ memberId })
		const seen = [await tag()]
		for (const days of [60, 1, 60, 60]) {
			clock.advance({ days })
			const day = await today()
			await store.transact((work) => refreshDueNes(work, day))
			seen.push(await tag())
		}
		await order({ memberId })
		expect([...seen, await tag()]).toEqual(['N', 'N', 'S1', 'S2', 'S3', 'E0'])
	})

	test('a new store cycle is measured from the members and reaches all tags, chunk by chunk', async () => {
		const { join, order, member, clock, store } = await open()
		const ids: number[] = []
		for (let n = 0; n < 30; n++) {
			const memberId = await join()
			ids.push(memberId)
			for (const day of [0, 20])
				await order({ memberId, paidAt: clock() - (100 - day) * 86_400_000, branch: `${n}`, eligibleMinor: 1000 })
		}
		expect(nesTagOf((await member(ids[0] ?? 0)).nes)).toBe('S1')
		const day = await today()
		await store.transact((work) => renewStoreCycle(work, day))
		expect((await getSettings(store.db)).nes).toMatchObject({ cycleTenths: 200, cycleSetOn: day })
		const chunk = (afterId: number) => store.transact((work) => recomputeNes(work, { today: day, afterId, limit: 20 }))
		const first = await chunk(0)
		expect([first, await chunk(first.next ?? 0)]).toEqual([
			{ done: 20, next: ids[19] },
			{ done: 10, next: null },
		])
		expect(nesTagOf((await member(ids[29] ?? 0)).nes)).toBe('S3')
	})

	test('a correction by hand needs a reason, takes what is there, and debt may be forgiven', async () => {
		const { join, order, spend, giveBack, points, store } = await open()
		const memberId = await join()
		const adjust = (change: number, reason: string, key: string) =>
			store.transact((work) => adjustPoints(work, { memberId, points: change, reason, by: 'stf_1', key }))
		expect(await adjust(5, ' ', 'a')).toMatchObject({ ok: false, reason: 'no-reason' })
		expect(await adjust(0.5, 'odd', 'a')).toMatchObject({ ok: false, reason: 'bad-points' })
		expect(await adjust(5, 'sorry', 'a')).toMatchObject({
			ok: true,
			value: { usable: 5, notices: [{ kind: 'adjusted' }] },
		})
		expect(await adjust(-6, 'wrong', 'b')).toMatchObject({ ok: false, reason: 'not-enough-points' })
		await order({ memberId, externalId: 'x' })
		await spend(memberId, 15)
		await giveBack('x', 'r', 10_000)
		expect(await points(memberId)).toEqual({ usable: 0, pending: 0, debt: 10 })
		const forgive = () => store.transact((work) => forgiveDebt(work, { memberId, reason: 'old', by: 'stf_1' }))
		expect(await forgive()).toMatchObject({ ok: true, value: { points: 10 } })
		expect(await forgive()).toMatchObject({ ok: false, reason: 'no-debt' })
		expect(await points(memberId)).toEqual({ usable: 0, pending: 0, debt: 0 })
	})
})
