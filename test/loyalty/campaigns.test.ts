import { afterEach, describe, expect, test } from 'vitest'
import { explainEntry } from '../../src/conversation/explain-entry.ts'
import { stripMarkup } from '../../src/conversation/locales/index.ts'
import { quoteSale } from '../../src/loyalty/counter-sale.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { listHistory } from '../../src/loyalty/history.ts'
import { listAudit } from '../../src/store/audit.ts'
import { mapBudgets } from '../../src/store/campaigns.ts'
import { getSettings } from '../../src/store/settings.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const FIFTY = Array.from({ length: 50 }, (_, n) => n)

const double = (change: object = {}) => ({
	id: 'spring',
	name: { 'zh-HK': '春日雙倍', 'zh-Hant': '春季雙倍', en: 'Spring' },
	startsAt: Date.parse('2026-03-01T00:00:00Z'),
	endsAt: Date.parse('2026-04-01T00:00:00Z'),
	multiplierHundredths: 200,
	...change,
})

describe.each(databases)('campaigns on %s', (kind) => {
	let shop: Shop
	const open = async (campaigns: object[], more: object = {}) => {
		shop = await openShop(kind, { rules: rulesWith({ campaigns, ...more }) })
		return shop
	}
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})
	const bonusOf = async (memberId: number) => {
		const rows = await shop.store.db
			.selectFrom('entries')
			.select('points')
			.where('member_id', '=', memberId)
			.where('kind', '=', 'bonus')
			.orderBy('seq')
			.execute()
		return rows.map((row) => row.points)
	}
	const sum = (points: readonly number[]) => points.reduce((all, one) => all + one, 0)
	const spent = async () => (await mapBudgets(shop.store.db)).get('spring') ?? 0
	const noted = async () =>
		(await listAudit(shop.store.db, { limit: 99 })).filter(({ action }) => action === 'campaign.spent').length

	test('a cap for an order and one for a member’s day bind, the next day begins anew', async () => {
		const { join, order, clock } = await open([double({ capPerOrder: 8, capPerMemberDay: 12 })])
		const memberId = await join()
		for (let n = 0; n < 3; n++) await order({ memberId, branch: `${n}` })
		expect(await bonusOf(memberId)).toEqual([8, 4])
		expect(await quoteSale(shop.store.db, { memberId, amountMinor: 10_000, now: clock() })).toBe(10)
		// 23:30 and 00:30 in Hong Kong
		clock.set('2026-03-10T15:30:00Z')
		await order({ memberId })
		clock.set('2026-03-10T16:30:00Z')
		expect(await quoteSale(shop.store.db, { memberId, amountMinor: 10_000, now: clock() })).toBe(18)
		await order({ memberId, branch: 'late' })
		expect(await bonusOf(memberId)).toEqual([8, 4, 8])
	})

	test('a budget is given to whoever comes first and then stops, once noted for the shop', async () => {
		const { join, order, giveBack } = await open([double({ budgetPoints: 15 })])
		const [first, second, third] = [await join(), await join(), await join()]
		const report = shop.orderOf({ memberId: first, externalId: 'a', source: 'web', paidAt: null })
		await order(report)
		expect(await spent()).toBe(0)
		const paid = { ...report, paidAt: shop.clock(), versionAt: report.versionAt + 1 }
		await order(paid)
		await order(paid)
		expect([await spent(), await noted()]).toEqual([10, 0])
		await order({ memberId: second })
		await order({ memberId: third })
		expect([await spent(), await noted()]).toEqual([15, 1])
		// neither a correction nor a return and its withdrawal gives more than was set aside
		await order({ ...paid, eligibleMinor: 90_000, totalMinor: 90_000, versionAt: report.versionAt + 2 })
		expect(await bonusOf(first)).toEqual([10])
		await giveBack('a', 'r', 85_000, 'web')
		await order({ memberId: third, branch: 'later' })
		expect([await bonusOf(second), await bonusOf(third), await spent()]).toEqual([[5], [], 15])
	})

	test('a return before its order sets aside as much as one after it', async () => {
		const { join, order, giveBack } = await open([double({ budgetPoints: 100 })])
		const [before, after] = [await join(), await join()]
		await giveBack('b', 'r', 5_000)
		await order({ memberId: before, externalId: 'b' })
		await order({ memberId: after, externalId: 'a' })
		await giveBack('a', 'r', 5_000)
		expect(await spent()).toBe(20)
		expect([await shop.points(before), await shop.points(after)]).toEqual(
			Array(2).fill({ usable: 10, pending: 0, debt: 0 }),
		)
	})

	test('fifty orders at once never overspend a budget, nor a member’s day', async () => {
		const { join, order } = await open([double({ budgetPoints: 95, capPerMemberDay: 25 })])
		const [busy, ...others] = await Promise.all(FIFTY.slice(0, 26).map(() => join()))
		await Promise.all(
			FIFTY.map((n) => order({ memberId: n < 25 ? (busy as number) : (others[n - 25] as number), branch: `${n}` })),
		)
		const given = await Promise.all([busy as number, ...others].map(async (id) => sum(await bonusOf(id))))
		expect([sum(given), await spent(), await noted()]).toEqual([95, 95, 1])
		expect(given[0]).toBeLessThanOrEqual(25)
		expect(Math.max(...given.slice(1))).toBeLessThanOrEqual(10)
	})

	test('only the tiers it names have part in it, and a guest has none where it is limited', async () => {
		const { join, order } = await open(
			[double({ tierIds: [1], multiplierHundredths: 300 }), double({ id: 'all', budgetPoints: 50 })],
			{
				welcome: { points: 0 },
			},
		)
		const [base, silver] = [await join(), await join()]
		await order({ memberId: silver, eligibleMinor: 300_000, placedAt: Date.parse('2026-02-01T00:00:00Z') })
		await order({ memberId: base })
		await order({ memberId: silver, branch: 'x' })
		expect([await bonusOf(base), await bonusOf(silver)]).toEqual([[10], [20]])
		const phone = '+85291234567'
		await order({ externalId: 'guest', phoneHash: shop.store.keys.hash('phone', phone) })
		expect(await quoteSale(shop.store.db, { memberId: null, amountMinor: 10_000, now: shop.clock() })).toBe(10)
		const people = peopleOf(shop)
		const addressId = await people.meet('g')
		const { memberId } = good(await people.join(addressId, { phone }))
		expect([await shop.points(memberId), await bonusOf(memberId)]).toEqual([{ usable: 10, pending: 0, debt: 0 }, []])
	})

	test.each([
		['max', 'Spring: order a, 10 × (2 − 1)', '春日雙倍'],
		['sum', 'Spring + Spring: order a, 10 × (3 − 1)', '春日雙倍 + 春日雙倍'],
		['product', 'Spring + Spring: order a, 10 × (4 − 1)', '春日雙倍 + 春日雙倍'],
	])('the history says which campaign, of what and how often: %s', async (combine, sentence, name) => {
		const { join, order, store } = await open([double(), double({ id: 'other' })], { combine })
		const memberId = await join()
		await order({ memberId, externalId: 'a' })
		const [line] = await listHistory(store.db, memberId, { limit: 1 })
		if (!line) throw new Error('no line')
		const how = { settings: await getSettings(store.db), tierNames: new Map<number, string>() }
		expect(stripMarkup(explainEntry(line, { ...how, locale: 'en' }))).toContain(sentence)
		expect(stripMarkup(explainEntry(line, { ...how, locale: 'zh-HK' }))).toContain(name)
	})
})
