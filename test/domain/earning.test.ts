import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDay, parseDay } from '../../src/domain/calendar.ts'
import { availableFrom, type EarningOrder, entitlement, expiryOf, freezeRule } from '../../src/domain/earning.ts'
import { type Expiry, freshProgram, type ProgramRules, programRules, tierOf } from '../../src/domain/program.ts'
import { bothLocales } from '../../src/domain/program-words.ts'

const fresh = freshProgram('HKD')
const order: EarningOrder = { placedAt: 1500, eligibleMinor: 19_900 }

function withRules(change: object): ProgramRules {
	return programRules.parse({ ...structuredClone(fresh), ...change })
}

const double = {
	id: 'double',
	name: bothLocales('雙倍', 'Double'),
	startsAt: 1000,
	endsAt: 2000,
	multiplierHundredths: 200,
}
const two = [double, { ...double, id: 'double-again' }]

/** Gold earns 1 point for HK$8. */
function goldRules(change: object): ProgramRules {
	const tiers = structuredClone(fresh.tiers)
	if (tiers[2]) tiers[2].benefits = { unitMinor: 800 }
	return withRules({ tiers, ...change })
}

function points(
	rules: ProgramRules,
	netMinor: number,
	{ tierId = 0, ...change }: Partial<EarningOrder> & { tierId?: number } = {},
) {
	const rule = freezeRule(rules, tierOf(rules, tierId), { ...order, ...change })
	return entitlement(rule, netMinor).map((line) => [line.part, line.points])
}

const total = (lines: { points: number }[]) => lines.reduce((sum, line) => sum + line.points, 0)

describe('earning by amount', () => {
	test('V2 HK$199.00 at 1 point per HK$10 is 19; returns of 65.50, 65.50, 68.00 take back 6, 7, 6', () => {
		const rule = freezeRule(fresh, tierOf(fresh, 0), order)
		const after = [19_900, 13_350, 6800, 0].map((net) => total(entitlement(rule, net)))
		expect(after).toEqual([19, 13, 6, 0])
	})

	test('V3 a later change of the rule to 2 points leaves a frozen order at 19 in total', () => {
		const rule = JSON.parse(JSON.stringify(freezeRule(fresh, tierOf(fresh, 0), order)))
		const later = withRules({ earning: { by: 'amount', unitMinor: 1000, pointsPerUnit: 2 } })
		expect(total(entitlement(freezeRule(later, tierOf(later, 0), order), 19_900))).toBe(38)
		expect(total(entitlement(rule, 19_900)) - total(entitlement(rule, 0))).toBe(19)
	})

	test.each([
		['max', 48],
		['sum', 72],
		['product', 96],
	])('V8 HK$199, Gold 1 point per HK$8: two live doubles by %s are %i in total', (combine, expected) => {
		const rules = goldRules({ campaigns: two, combine })
		const lines = entitlement(freezeRule(rules, tierOf(rules, 2), order), 19_900)
		expect(lines[0]).toMatchObject({
			kind: 'earn',
			points: 24,
			facts: { unitMinor: 800, pointsPerUnit: 1, netMinor: 19_900, tierId: 2 },
		})
		expect(lines[1]?.kind).toBe('bonus')
		expect(total(lines)).toBe(expected)
		expect(total(lines[1]?.campaigns ?? [])).toBe(expected - 24)
	})

	test('less than one unit and nothing at all earn nothing', () => {
		expect([points(fresh, 999), points(fresh, 1000), points(fresh, 0)]).toEqual([[], [['base', 1]], []])
	})

	test('only the highest rung of the ladder counts, and equality reaches it', () => {
		const rules = withRules({
			thresholdBonuses: [
				{ spendMinor: 50_000, points: 20 },
				{ spendMinor: 100_000, points: 60 },
			],
		})
		expect([49_999, 50_000, 99_999, 100_000].map((net) => points(rules, net)[1]?.[1])).toEqual([undefined, 20, 20, 60])
	})
})

describe('campaigns', () => {
	const bonus = (change: object, o: Partial<EarningOrder> & { tierId?: number } = {}) =>
		points(withRules({ campaigns: [{ ...double, ...change }] }), 19_900, o)[1]?.[1] ?? 0

	test('the window is that of placedAt, its start inclusive and its end exclusive', () => {
		expect([999, 1000, 1999, 2000].map((placedAt) => bonus({}, { placedAt }))).toEqual([0, 19, 19, 0])
	})

	test('filters ask for the tier, the segment, the branch, a product or a category', () => {
		const lines = [{ productId: 'tea', category: 'drinks', quantity: 1, eligibleMinor: 100 }]
		expect([bonus({ tierIds: [1] }), bonus({ tierIds: [1] }, { tierId: 1 })]).toEqual([0, 19])
		expect([bonus({ segmentId: 5 }), bonus({ segmentId: 5 }, { segmentIds: [4, 5] })]).toEqual([0, 19])
		expect([bonus({ branches: ['TST'] }), bonus({ branches: ['TST'] }, { branch: 'TST' })]).toEqual([0, 19])
		expect([bonus({ productIds: ['tea'] }), bonus({ productIds: ['tea'] }, { lines })]).toEqual([0, 19])
		expect([bonus({ categories: ['food'] }, { lines }), bonus({ categories: ['drinks'] }, { lines })]).toEqual([0, 19])
	})

	test('caps and budget leave what is left of them', () => {
		const campaignUse = () => ({ memberDay: 7, total: 95 })
		expect(bonus({ capPerOrder: 5 })).toBe(5)
		expect(bonus({ capPerMemberDay: 10 }, { campaignUse })).toBe(3)
		expect(bonus({ budgetPoints: 100 }, { campaignUse })).toBe(5)
		expect(bonus({ budgetPoints: 90 }, { campaignUse })).toBe(0)
	})

	test('a minimum spend is judged on what is left of the order', () => {
		const rules = withRules({ campaigns: [{ ...double, minimumMinor: 10_000 }] })
		expect([points(rules, 10_000), points(rules, 9999)]).toEqual([
			[
				['base', 10],
				['multiplier', 10],
			],
			[['base', 9]],
		])
	})

	test('a fraction is dropped once, not for each campaign', () => {
		const half = { ...double, multiplierHundredths: 150 }
		const rules = withRules({ campaigns: [half, { ...half, id: 'other' }], combine: 'sum' })
		expect(points(rules, 1000)).toEqual([
			['base', 1],
			['multiplier', 1],
		])
	})

	test('the best of two is the one that gives more after its cap', () => {
		const triple = { ...double, id: 'triple', multiplierHundredths: 300, capPerOrder: 10 }
		const rules = withRules({ campaigns: [triple, double] })
		const line = entitlement(freezeRule(rules, tierOf(rules, 0), order), 19_900)[1]
		expect([line?.points, line?.campaigns]).toEqual([19, [{ campaignId: 'double', points: 19 }]])
	})
})

describe('other ways to earn', () => {
	test('by visit: one stamp for an order of enough, none for a second visit within the hours', () => {
		const rules = withRules({ earning: { by: 'visit', minimumMinor: 3000 } })
		expect([points(rules, 2999), points(rules, 3000), points(rules, 900_000)]).toEqual([
			[],
			[['base', 1]],
			[['base', 1]],
		])
		expect(points(rules, 3000, { countsAsVisit: false })).toEqual([])
	})

	test('by item: the chosen products count, a part that is returned takes its share', () => {
		const rules = withRules({ earning: { by: 'item', products: [{ productId: 'tea', points: 5 }] } })
		const lines = ['tea', 'cake'].map((productId) => ({ productId, quantity: 2, eligibleMinor: 5000 }))
		const at = (net: number) => points(rules, net, { lines, eligibleMinor: 10_000 })
		expect([at(10_000), at(5500), at(999)]).toEqual([[['base', 10]], [['base', 5]], []])
	})
})

test('every line falls or stays when more of an order is returned, so that a return never credits', () => {
	const campaign = fc.record({
		multiplierHundredths: fc.integer({ min: 101, max: 500 }),
		capPerOrder: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
		minimumMinor: fc.option(fc.integer({ min: 1, max: 50_000 }), { nil: undefined }),
	})
	const way = fc.constantFrom('max', 'sum', 'product')
	const net = fc.integer({ min: 0, max: 100_000 })
	fc.assert(
		fc.property(fc.array(campaign, { maxLength: 4 }), way, net, net, (campaigns, combine, a, b) => {
			const all = campaigns.map((one, i) => ({ ...double, ...JSON.parse(JSON.stringify(one)), id: `c${i}` }))
			const rules = withRules({ campaigns: all, combine, thresholdBonuses: [{ spendMinor: 40_000, points: 9 }] })
			const rule = freezeRule(rules, tierOf(rules, 0), order)
			const part = (amount: number, name: string) =>
				entitlement(rule, amount).find((line) => line.part === name)?.points ?? 0
			for (const name of ['base', 'threshold', 'multiplier'])
				expect(part(Math.min(a, b), name)).toBeLessThanOrEqual(part(Math.max(a, b), name))
		}),
		{ numRuns: 200 },
	)
})

describe('when points come and go', () => {
	const ends = (expiry: Expiry, earned: string) => {
		const day = expiryOf(expiry, parseDay(earned) as number)
		return day === null ? null : formatDay(day)
	}

	test('an order’s points are usable from the day after its hold', () => {
		expect(formatDay(availableFrom(parseDay('2024-02-25') as number, 7))).toBe('2024-03-03')
	})

	test('by default they end with the month 12 months after the earning month', () => {
		expect(['2023-02-01', '2023-02-28', '2024-02-29', '2024-12-31'].map((day) => ends(fresh.expiry, day))).toEqual([
			'2024-02-29',
			'2024-02-29',
			'2025-02-28',
			'2025-12-31',
		])
	})

	test.each<[Expiry, string, string | null]>([
		[{ mode: 'rolling', every: 'days', count: 90 }, '2024-01-01', '2024-03-31'],
		[{ mode: 'rolling', every: 'months', count: 1 }, '2024-01-31', '2024-02-29'],
		[{ mode: 'fixed', month: 12, day: 31, leastMonths: 0 }, '2024-12-31', '2024-12-31'],
		[{ mode: 'fixed', month: 12, day: 31, leastMonths: 6 }, '2024-07-01', '2025-12-31'],
		[{ mode: 'fixed', month: 2, day: 29, leastMonths: 0 }, '2025-01-01', '2025-02-28'],
		[{ mode: 'inactivity', months: 6 }, '2024-08-31', '2025-02-28'],
		[{ mode: 'never' }, '2024-01-01', null],
	])('%j from %s is %s', (expiry, earned, last) => expect(ends(expiry, earned)).toBe(last))
})
