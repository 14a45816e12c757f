import { describe, expect, test } from 'vitest'
import { formatDay, parseDay } from '../../src/domain/calendar.ts'
import { bothLocales, locales } from '../../src/domain/program-words.ts'
import {
	couponExpiry,
	minimumOf,
	parseReward,
	rewardKinds,
	seedReward,
	titleOf,
} from '../../src/domain/rewards/index.ts'
import type { Reward } from '../../src/domain/rewards/kind.ts'
import { bestValue, checkLadder } from '../../src/domain/rewards/ladder.ts'
import { type PointsAsMoneyTerms, worthOfPoints } from '../../src/domain/rewards/points-as-money.ts'

function reward(kind: string, terms: unknown): Reward {
	const result = parseReward(kind, terms)
	if (!result.ok) throw new Error(result.facts.issues.join())
	return result.value
}

function issues(kind: string, terms: unknown): string[] {
	const result = parseReward(kind, terms)
	return result.ok ? [] : result.facts.issues.map((issue) => issue.split(':')[0] ?? '')
}

const cup = bothLocales('杯', 'cup')

describe('kinds of reward', () => {
	test.each<[string, object, number | null, string[]]>([
		['amount-off', { amountMinor: 1000 }, 1000, ['減 HK$10', '折抵 HK$10', 'HK$10 off']],
		['percent-off', { percent: 20 }, 5000, ['8 折', '8 折', '20% off']],
		[
			'percent-off',
			{ percent: 15, ceilingMinor: 3000 },
			3000,
			['85 折（最多減 HK$30）', '85 折（最多折 HK$30）', '15% off (at most HK$30)'],
		],
		['percent-off', { percent: 100 }, 25_000, ['免費', '免費', '100% off']],
		['free-shipping', { worthMinor: 4000 }, 4000, ['免運費', '免運費', 'Free delivery']],
		['gift', { product: cup }, null, ['送杯', '送杯', 'Free cup']],
		[
			'experience',
			{ event: bothLocales('品茶會', 'Tea tasting'), worthMinor: 9000 },
			9000,
			['品茶會', '品茶會', 'Tea tasting'],
		],
		[
			'points-as-money',
			{ stepPoints: 50, stepMinor: 500, minimumSteps: 2 },
			1000,
			['每 50 分當 HK$5', '每 50 點折抵 HK$5', 'HK$5 for every 50 points'],
		],
	])('%s %j is worth %s and says so in three languages', (kind, terms, worth, words) => {
		const one = reward(kind, terms)
		expect(one.valueMinor({ averageOrderMinor: 25_000 })).toBe(worth)
		expect(locales.map((locale) => titleOf(one, { locale, currency: 'HKD' }))).toEqual(words)
	})

	test('every kind is in the list, and terms that were stored parse again to the same', () => {
		expect(rewardKinds.map((kind) => kind.name)).toEqual([
			'amount-off',
			'percent-off',
			'free-shipping',
			'gift',
			'experience',
			'points-as-money',
		])
		const { terms } = reward('amount-off', { amountMinor: 1000, minimumMinor: 5000 })
		expect(reward('amount-off', JSON.parse(JSON.stringify(terms))).terms).toEqual(terms)
	})

	test.each<[string, unknown, string[]]>([
		['cash', {}, ['kind']],
		['amount-off', null, ['terms']],
		['amount-off', { amountMinor: 0 }, ['amountMinor']],
		['amount-off', { amountMinor: 9.5 }, ['amountMinor']],
		['percent-off', { percent: 101 }, ['percent']],
		['gift', { product: { en: 'cup' } }, ['product.zh-HK', 'product.zh-Hant']],
		['amount-off', { amountMinor: 1, validity: { mode: 'days', days: 0 } }, ['validity.days']],
		['points-as-money', { stepPoints: 1, stepMinor: 1, minimumSteps: 3, maximumSteps: 2 }, ['maximumSteps']],
		['experience', { event: cup, sessions: [1, 2].map((startsAt) => ({ id: 'a', startsAt, seats: 5 })) }, ['sessions']],
	])('%s with %j is refused, saying where', (kind, terms, where) => expect(issues(kind, terms)).toEqual(where))

	test('the merchant’s title comes before what the kind says, the minimum spend is said apart', () => {
		const one = reward('amount-off', {
			amountMinor: 1000,
			minimumMinor: 10_000,
			title: bothLocales('生日券', 'Birthday'),
		})
		expect(titleOf(one, { locale: 'zh-HK', currency: 'HKD' })).toBe('生日券')
		expect(locales.map((locale) => minimumOf(one, { locale, currency: 'HKD' }))).toEqual([
			'消費滿 HK$100 適用',
			'消費滿 HK$100 適用',
			'on HK$100 or more',
		])
		expect(minimumOf(reward('amount-off', { amountMinor: 1 }), { locale: 'en', currency: 'HKD' })).toBeUndefined()
	})

	test('a share of the order is worth nothing certain before there are orders', () => {
		expect(reward('percent-off', { percent: 20 }).valueMinor({ averageOrderMinor: null })).toBeNull()
	})

	test.each([
		[undefined, '2024-05-29'],
		[{ mode: 'days', days: 1 }, '2024-03-01'],
		[{ mode: 'until', on: parseDay('2024-12-31') }, '2024-12-31'],
		[{ mode: 'end-of-month' }, '2024-02-29'],
		[{ mode: 'end-of-month', months: 12 }, '2025-02-28'],
		[{ mode: 'never' }, null],
	])('a coupon of validity %j issued on 29 February 2024 is good until %s', (validity, until) => {
		const { terms } = reward('amount-off', { amountMinor: 1, validity })
		const last = couponExpiry(terms, parseDay('2024-02-29') as number)
		expect(last === null ? null : formatDay(last)).toBe(until)
	})

	test('points as money go in whole steps between the least and the most, at the tier’s rate', () => {
		const terms = reward('points-as-money', {
			stepPoints: 50,
			stepMinor: 500,
			minimumSteps: 2,
			maximumSteps: 10,
			tierStepMinor: { 2: 600 },
		}).terms as PointsAsMoneyTerms
		const at = (points: number, tierId = 0) => {
			const worth = worthOfPoints(terms, { points, tierId })
			return worth.ok ? worth.value : worth.reason
		}
		expect([at(100), at(500), at(100, 2), at(99), at(50), at(550)]).toEqual([
			1000,
			5000,
			1200,
			'not-a-step',
			'too-few',
			'too-many',
		])
	})

	test('the reward of a fresh store is 100 points for 10 at the counter', () => {
		expect(seedReward('HKD')).toEqual({
			kind: 'amount-off',
			terms: { amountMinor: 1000 },
			costPoints: 100,
			usableAt: 'counter',
			codeSource: 'own',
		})
		expect(seedReward('JPY').terms.amountMinor).toBe(10)
	})
})

describe('the ladder', () => {
	const rate = { unitMinor: 1000, pointsPerUnit: 1, averageOrderMinor: 50_000 }
	const rung = (id: number, costPoints: number, valueMinor: number | null) => ({ id, costPoints, valueMinor })

	test('a fresh store’s one reward gives back exactly 1 % and is warned of nothing but its distance', () => {
		expect(checkLadder([rung(1, 100, 1000)], rate)).toEqual([])
		expect(checkLadder([rung(1, 100, 1000)], { ...rate, averageOrderMinor: 33_000 })).toEqual([
			{ what: 'first-rung-far', id: 1, orders: 4 },
		])
	})

	test('warns when value per point falls as cost rises', () => {
		const warnings = checkLadder([rung(1, 100, 2000), rung(2, 200, 4000), rung(3, 300, 5999)], rate)
		expect(warnings).toEqual([{ what: 'value-falls', id: 3 }])
	})

	test('warns of a cost rate above 10 % and below 1 %, not at them', () => {
		const rates = [10_000, 10_001, 1000, 999].map((value) => checkLadder([rung(1, 100, value)], rate)[0])
		expect(rates).toEqual([
			undefined,
			{ what: 'cost-rate-high', id: 1, basisPoints: 1000 },
			undefined,
			{ what: 'cost-rate-low', id: 1, basisPoints: 99 },
		])
	})

	test('warns when the first rung takes more than 3 average orders, also where one earns nothing', () => {
		const far = (averageOrderMinor: number | null) => checkLadder([rung(1, 100, null)], { ...rate, averageOrderMinor })
		expect([far(34_000), far(null)]).toEqual([[], []])
		expect(far(999)).toMatchObject([{ what: 'first-rung-far' }])
	})

	test('the best value has the most per point, the cheaper one of equals; unknown values stand aside', () => {
		expect(bestValue([rung(1, 300, 3100), rung(2, 200, 2000), rung(3, 100, null)])).toBe(1)
		expect(bestValue([rung(1, 200, 2000), rung(2, 100, 1000)])).toBe(2)
		expect(bestValue([rung(1, 10, null)])).toBeNull()
	})
})
