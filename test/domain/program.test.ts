import { describe, expect, test } from 'vitest'
import { freshProgram, holdDaysOf, type ProgramRules, programRules, tierOf } from '../../src/domain/program.ts'
import { bothLocales } from '../../src/domain/program-words.ts'

const fresh = freshProgram('HKD')

/** The paths that are refused when a fresh program is changed so. */
function complaints(change: Record<string, unknown>): string[] {
	const result = programRules.safeParse({ ...structuredClone(fresh), ...change })
	return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'))
}

const tier = (id: number, upgrade: object | null, more: object = {}) => ({
	id,
	name: bothLocales(`級${id}`, `Tier ${id}`),
	upgrade,
	...(upgrade ? {} : { validMonths: null }),
	...more,
})
const base = tier(0, null)

const campaign = {
	id: 'double',
	name: bothLocales('雙倍', 'Double'),
	startsAt: 1000,
	endsAt: 2000,
	multiplierHundredths: 200,
}

describe('the program of a fresh store', () => {
	test('is what the spec says', () => {
		expect(fresh.earning).toEqual({ by: 'amount', unitMinor: 1000, pointsPerUnit: 1 })
		expect(fresh.welcome.points).toBe(50)
		expect(fresh.holdDays).toEqual({ web: 7, counter: 0 })
		expect(fresh.expiry).toEqual({ mode: 'end-of-month', months: 12 })
		expect([fresh.undoMinutes, fresh.replacementDays, fresh.combine]).toEqual([10, 30, 'max'])
		expect(fresh.referral).toMatchObject({
			linkDays: 30,
			friend: { onJoin: 50 },
			referrer: { onJoin: 50, onJoinWhen: 'first-order' },
			limits: { joinsPerDay: 5, joinsPerMonth: 20 },
		})
		expect(fresh.tierReview).toEqual({ carry: 'excess', downgrade: 'one-down', graceDays: 14, youngUpgradeDays: 30 })
	})

	test('has Member, Silver at 3,000 and Gold at 10,000 in 12 months or by one order of 8,000', () => {
		expect(fresh.tiers.map((one) => [one.name.en, one.upgrade])).toEqual([
			['Member', null],
			['Silver', { spendMinor: 300_000, over: 'rolling', months: 12 }],
			['Gold', { spendMinor: 1_000_000, over: 'rolling', months: 12, singleOrderMinor: 800_000 }],
		])
	})

	test('counts in the units of its currency', () => {
		expect(freshProgram('JPY').earning).toMatchObject({ unitMinor: 10 })
		expect(freshProgram('TWD').tiers[2]?.upgrade?.singleOrderMinor).toBe(800_000)
	})

	test('cannot be changed, and survives being stored as JSON', () => {
		expect(() => Object.assign(fresh.tiers[1]?.upgrade ?? {}, { spendMinor: 1 })).toThrow(TypeError)
		expect(programRules.parse(JSON.parse(JSON.stringify(fresh)))).toEqual(fresh)
	})
})

describe('rules that make no sense are refused where they stand', () => {
	test.each<[string, Record<string, unknown>, string[]]>([
		['an unknown currency', { currency: 'HK$' }, ['currency']],
		['a unit of nothing', { earning: { by: 'amount', unitMinor: 0, pointsPerUnit: 1 } }, ['earning.unitMinor']],
		['half a point', { earning: { by: 'amount', unitMinor: 1000, pointsPerUnit: 0.5 } }, ['earning.pointsPerUnit']],
		['an unknown way to earn', { earning: { by: 'luck' } }, ['earning.by']],
		[
			'a product twice',
			{ earning: { by: 'item', products: [1, 2].map(() => ({ productId: 'tea', points: 1 })) } },
			['earning.products.1.productId'],
		],
		[
			'rungs that do not rise',
			{ thresholdBonuses: [500, 500].map((spendMinor) => ({ spendMinor, points: 5 })) },
			['thresholdBonuses.1.spendMinor'],
		],
		['a campaign that ends first', { campaigns: [{ ...campaign, endsAt: 1000 }] }, ['campaigns.0.endsAt']],
		['a campaign twice', { campaigns: [campaign, campaign] }, ['campaigns.1.id']],
		[
			'a campaign that multiplies by one',
			{ campaigns: [{ ...campaign, multiplierHundredths: 100 }] },
			['campaigns.0.multiplierHundredths'],
		],
		['a campaign for no tier', { campaigns: [{ ...campaign, tierIds: [7] }] }, ['campaigns.0.tierIds']],
		['30 February', { expiry: { mode: 'fixed', month: 2, day: 30 } }, ['expiry.day']],
		['a negative hold', { holdDays: { web: -1, counter: 0 } }, ['holdDays.web']],
		['no tiers', { tiers: [] }, ['tiers']],
		['a first tier to climb to', { tiers: [tier(0, { spendMinor: 1 })] }, ['tiers.0.upgrade', 'tiers.0.validMonths']],
		['a second tier without a way', { tiers: [base, tier(1, null)] }, ['tiers.1.upgrade']],
		['an id twice', { tiers: [base, tier(0, { spendMinor: 1 })] }, ['tiers.1.id']],
		[
			'a dearer tier that asks for less',
			{ tiers: [base, tier(1, { spendMinor: 5 }), tier(2, { spendMinor: 5 })] },
			['tiers.2.upgrade.spendMinor'],
		],
		[
			'express orders that do not rise',
			{ tiers: [base, tier(1, { singleOrderMinor: 5 }), tier(2, { singleOrderMinor: 4 })] },
			['tiers.2.upgrade.singleOrderMinor'],
		],
		[
			'eleven tiers',
			{ tiers: [base, ...Array.from({ length: 10 }, (_, i) => tier(i + 1, { spendMinor: i + 1 }))] },
			['tiers'],
		],
		[
			'a name in one language',
			{ tiers: [{ ...base, name: { en: 'Member' } }] },
			['tiers.0.name.zh-HK', 'tiers.0.name.zh-Hant'],
		],
	])('%s', (_name, change, paths) => expect(complaints(change)).toEqual(paths))

	test('thresholds that are measured differently are not compared', () => {
		const tiers = [base, tier(1, { spendMinor: 9, over: 'lifetime' }), tier(2, { spendMinor: 5, over: 'rolling' })]
		expect(complaints({ tiers })).toEqual([])
	})

	test('a tier may be given by hand only, and may have its own rate', () => {
		expect(complaints({ tiers: [base, tier(1, {}, { benefits: { unitMinor: 800 } })] })).toEqual([])
	})
})

test('the hold is the source’s own, else that of its kind', () => {
	expect([holdDaysOf(fresh, 'web', null), holdDaysOf(fresh, 'counter', null), holdDaysOf(fresh, 'web', 0)]).toEqual([
		7, 0, 0,
	])
})

test('a tier that a program no longer has counts as the base', () => {
	const rules: ProgramRules = fresh
	expect([tierOf(rules, 2).name.en, tierOf(rules, 99).name.en]).toEqual(['Gold', 'Member'])
})
