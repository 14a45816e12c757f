import { afterEach, describe, expect, test } from 'vitest'
import { dayFrom } from '../../src/domain/calendar.ts'
import { credit } from '../../src/domain/points.ts'
import { getCard } from '../../src/loyalty/card.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { closeLedger, localDay, openLedger, post } from '../../src/loyalty/ledger.ts'
import { listEntries } from '../../src/store/entries.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const at = (text: string) => Date.parse(text)

// V5 and V6 are with the tiers, V11 and V12 with the measures

describe.each(databases)('vectors of points on %s', (kind) => {
	let shop: Shop
	const open = async (options: Parameters<typeof openShop>[1] = {}) => {
		shop = await openShop(kind, options)
		return shop
	}
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	test('V1: lots of 100 (31 Mar), 50 (30 Jun) and 30 (never): 120 take 100 + 20, and on 1 Apr 60 are left', async () => {
		const { join, spend, store, clock } = await open({ at: '2026-03-10T04:00:00Z' })
		const memberId = await join()
		for (const [points, expiresOn] of [
			[30, null],
			[50, dayFrom({ year: 2026, month: 6, day: 30 })],
			[100, dayFrom({ year: 2026, month: 3, day: 31 })],
		] as const)
			await store.transact(async (work) => {
				const today = await localDay(work.tx, work.now)
				const ledger = await openLedger(work, { memberId, today })
				const lot = { kind: 'import', points, availableOn: today, expiresOn, today, cause: null } as const
				post(ledger, credit(ledger.ledger, lot))
				await closeLedger(work, ledger)
			})
		expect(await spend(memberId, 120)).toBe(true)
		const entries = await listEntries(store.db, memberId)
		expect(entries.filter((entry) => entry.kind === 'import').map((entry) => entry.remaining)).toEqual([30, 30, 0])
		clock.set('2026-04-01T04:00:00Z')
		const card = await getCard(store.db, memberId, clock())
		expect([card?.usable, card?.expiring]).toEqual([60, { points: 30, on: dayFrom({ year: 2026, month: 6, day: 30 }) }])
	})

	test('V2: HK$199.00 at 1 point per HK$10 is 19; returns of 65.50, 65.50 and 68.00 take 6, 7 and 6 back', async () => {
		const { join, order, giveBack, points } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'a', eligibleMinor: 19_900 })
		expect(await points(memberId)).toEqual({ usable: 19, pending: 0, debt: 0 })
		const balances = []
		for (const [id, amount] of [
			['r1', 6550],
			['r2', 6550],
			['r3', 6800],
		] as const) {
			await giveBack('a', id, amount)
			balances.push((await points(memberId)).usable)
		}
		expect(balances).toEqual([13, 6, 0])
	})

	test('V3: a rule changed to 2 points later does not change what an old order gives back', async () => {
		const { join, order, giveBack, points, publish, clock } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'a', eligibleMinor: 19_900 })
		clock.advance({ days: 1 })
		await publish(rulesWith({ earning: { by: 'amount', unitMinor: 1000, pointsPerUnit: 2 } }))
		await giveBack('a', 'r1', 6550)
		await giveBack('a', 'r2', 13_350)
		expect(await points(memberId)).toEqual({ usable: 0, pending: 0, debt: 0 })
		await order({ memberId, externalId: 'b', eligibleMinor: 19_900 })
		expect((await points(memberId)).usable).toBe(38)
	})

	test('V4: with a hold a credit pays debt on the day it becomes usable, never while pending', async () => {
		const { join, order, spend, giveBack, store, clock } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'a', eligibleMinor: 50_000 })
		expect(await spend(memberId, 50)).toBe(true)
		await giveBack('a', 'r', 50_000)
		await order({ memberId, source: 'web', externalId: 'b', eligibleMinor: 80_000 })
		const cardAt = async (when: string) => {
			clock.set(when)
			const { usable, pending, debt } = (await getCard(store.db, memberId, clock())) ?? {}
			return { usable, pending, debt }
		}
		expect(await cardAt('2026-03-16T15:59:59.999Z')).toEqual({ usable: 0, pending: 80, debt: 50 })
		expect(await cardAt('2026-03-16T16:00:00Z')).toEqual({ usable: 30, pending: 0, debt: 0 })
	})

	test('V4: what was spent of a returned order becomes debt, which the next order pays first', async () => {
		const { join, order, giveBack, points, spend } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'a', eligibleMinor: 50_000 })
		await spend(memberId, 50)
		const back = await giveBack('a', 'r', 50_000)
		expect(await points(memberId)).toEqual({ usable: 0, pending: 0, debt: 50 })
		expect(back.ok && back.value.notices[0]).toMatchObject({ kind: 'clawback', facts: { points: 50, debtAdded: 50 } })
		const next = await order({ memberId, externalId: 'b', eligibleMinor: 80_000 })
		expect(await points(memberId)).toEqual({ usable: 30, pending: 0, debt: 0 })
		expect(next.notices[0]).toMatchObject({ kind: 'earned', facts: { points: 80, debtPaid: 50, usable: 30 } })
	})

	test.each([
		['max', 48],
		['sum', 72],
		['product', 96],
	])('V8: Gold at 1 point per HK$8 gives a base of 24, and two live doubles by %s give %i', async (combine, total) => {
		const double = (id: string) => ({
			id,
			name: { 'zh-HK': '雙倍', 'zh-Hant': '雙倍', en: 'Double' },
			startsAt: at('2026-03-01T00:00:00Z'),
			endsAt: at('2026-04-01T00:00:00Z'),
			multiplierHundredths: 200,
		})
		const tiers = structuredClone(rulesWith().tiers)
		Object.assign(tiers[2] ?? {}, { benefits: { unitMinor: 800, pointsPerUnit: 1 } })
		const { join, order, points } = await open({
			rules: rulesWith({ tiers, combine, campaigns: [double('x'), double('y')] }),
		})
		const memberId = await join()
		await order({ memberId, externalId: 'lift', eligibleMinor: 800_000 })
		const before = await points(memberId)
		const { entries } = await order({ memberId, externalId: 'a', eligibleMinor: 19_900 })
		expect(entries.map((entry) => [entry.kind, entry.points])).toEqual([
			['earn', 24],
			['bonus', total - 24],
		])
		expect((await points(memberId)).usable).toBe(before.usable + total)
		// the campaigns of its day are frozen on the order: what is left of it still counts as often
		shop.clock.set('2026-05-01T04:00:00Z')
		await shop.giveBack('a', 'r', 9900)
		expect((await points(memberId)).usable).toBe(before.usable + total / 2)
	})
})
