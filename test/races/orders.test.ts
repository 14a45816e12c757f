import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { adjustPoints } from '../../src/loyalty/adjust-points.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { reportOrder } from '../../src/loyalty/report-order.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const FIFTY = Array.from({ length: 50 }, (_, n) => n)

describe.each(databases)('fifty at once on %s', (kind) => {
	let shop: Shop
	beforeEach(async () => {
		shop = await openShop(kind)
	})
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	test('the same order is credited once', async () => {
		const memberId = await shop.join()
		const report = shop.orderOf({ memberId, externalId: 'same' })
		const outcomes = await Promise.all(FIFTY.map(() => shop.store.transact((work) => reportOrder(work, report))))
		expect(outcomes.filter((outcome) => outcome.state === 'imported')).toHaveLength(1)
		expect(outcomes.filter((outcome) => outcome.isNew)).toHaveLength(1)
		expect(await shop.points(memberId)).toEqual({ usable: 10, pending: 0, debt: 0 })
	})

	test('fifty versions of one order end as the newest', async () => {
		const memberId = await shop.join()
		const report = shop.orderOf({ memberId, externalId: 'same', eligibleMinor: 100_000 })
		await Promise.all(
			FIFTY.map((n) => shop.order({ ...report, refundedEligibleMinor: 1000 * n, versionAt: report.versionAt + n })),
		)
		expect((await shop.points(memberId)).usable).toBe(51)
	})

	test('the same return is taken back once, and returns race their order', async () => {
		const memberId = await shop.join()
		const report = shop.orderOf({ memberId, externalId: 'same', eligibleMinor: 100_000 })
		await Promise.all([
			...FIFTY.map((n) => shop.giveBack('same', `r${n % 5}`, 10_000)),
			...FIFTY.slice(0, 5).map(() => shop.order(report)),
		])
		expect((await shop.points(memberId)).usable).toBe(50)
	})

	test('one purchase from two sources at once is counted once, the other waits', async () => {
		const ids = await Promise.all(FIFTY.slice(0, 10).map(() => shop.join()))
		const states = await Promise.all(
			ids.flatMap((memberId) =>
				['web', 'pos'].map((source) => shop.order({ memberId, source, externalId: `t${memberId}` })),
			),
		)
		expect(states.filter((outcome) => outcome.state === 'held')).toHaveLength(10)
		for (const id of ids) expect(await shop.member(id)).toMatchObject({ order_count: 1 })
	})

	test('fifty orders of one member all count', async () => {
		const memberId = await shop.join()
		await Promise.all(FIFTY.map((n) => shop.order({ memberId, branch: `${n}` })))
		expect(await shop.member(memberId)).toMatchObject({
			usable: 500,
			order_count: 50,
			spend_minor: 500_000,
			tier_id: 1,
		})
	})

	test('the last points are taken exactly as often as there are (I9)', async () => {
		const memberId = await shop.join()
		await shop.order({ memberId, eligibleMinor: 100_000 })
		const taken = await Promise.all(
			FIFTY.map((n) =>
				shop.store.transact((work) =>
					adjustPoints(work, { memberId, points: -10, reason: 'taken', by: 'stf_1', key: `k${n}` }),
				),
			),
		)
		expect(taken.filter((one) => one.ok)).toHaveLength(10)
		expect(await shop.points(memberId)).toEqual({ usable: 0, pending: 0, debt: 0 })
	})

	test('one key adjusts once, and refuses other points', async () => {
		const memberId = await shop.join()
		const adjust = (points: number) =>
			shop.store.transact((work) => adjustPoints(work, { memberId, points, reason: 'sorry', by: 'stf_1', key: 'one' }))
		const all = await Promise.all(FIFTY.map(() => adjust(5)))
		expect(all.filter((one) => one.ok && !one.value.again)).toHaveLength(1)
		expect(await adjust(6)).toMatchObject({ ok: false, reason: 'key-reused' })
		expect((await shop.points(memberId)).usable).toBe(5)
	})
})
