import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
	classify,
	DEFAULT_THETAS,
	type NesSettings,
	type Purchases,
	parseThetas,
	personalCycle,
	storeCycleTenths,
} from '../../src/domain/nes.ts'
import { cpuMsOf } from '../support/cpu.ts'

const shrunk: NesSettings = { mode: 'shrunk', weight: 3, thetas: DEFAULT_THETAS, storeCycleTenths: 600 }
const raw: NesSettings = { ...shrunk, mode: 'raw' }

function bought(days: number, spanDays: number, firstDay = 15_000): Purchases {
	return { days, firstDay, lastDay: firstDay + spanDays }
}

function tagAt(purchases: Purchases, age: number, settings = shrunk) {
	return classify(purchases, purchases.lastDay + age, settings).tag
}

describe('store cycle', () => {
	const repeat = (count: number, days: number, spanDays: number) => Array(count).fill({ days, spanDays })

	it('is 60 days with fewer than 30 members who came back', () => {
		expect(storeCycleTenths([...repeat(29, 2, 10), ...repeat(500, 1, 0)])).toBe(600)
		expect(storeCycleTenths(repeat(29, 2, 10), 45)).toBe(450)
		expect(storeCycleTenths(repeat(30, 2, 10))).toBe(100)
	})

	it('is the exact median, the mean of the two middle ones, rounded half up to a tenth', () => {
		// 10/3 and 7/2: mean 41/12 = 3.416…; 13/4 = 3.25 → 3.3, where a tie to even would give 3.2.
		expect(storeCycleTenths([...repeat(15, 4, 10), ...repeat(15, 3, 7)])).toBe(34)
		expect(storeCycleTenths(repeat(31, 5, 13))).toBe(33)
		expect(storeCycleTenths([...repeat(16, 4, 10), ...repeat(15, 3, 7)])).toBe(33)
	})
})

describe('personal cycle', () => {
	const days = (purchases: Purchases, settings: NesSettings) => {
		const { numerator, denominator } = personalCycle(purchases, settings)
		return numerator / denominator
	}

	it('is pulled to the store cycle by k intervals and kept within half and twice of it', () => {
		expect(days(bought(1, 0), shrunk)).toBe(60)
		expect(days(bought(3, 30), shrunk)).toBe((3 * 60 + 30) / 5)
		expect(days(bought(50, 49), shrunk)).toBe(30)
		expect(days(bought(2, 2000), shrunk)).toBe(120)
	})

	it("is the store's alone, or the member's alone, in the other modes", () => {
		expect(days(bought(3, 30), { ...shrunk, mode: 'store' })).toBe(60)
		expect(days(bought(3, 31), raw)).toBe(15.5)
		expect(days(bought(1, 0), raw)).toBe(60)
	})
})

describe('tag', () => {
	it('moves at ⌊θ·μ⌋ days after the last purchase', () => {
		const once = bought(1, 0)
		expect([0, 60, 61, 120, 121, 180, 181].map((age) => tagAt(once, age))).toEqual([
			'N',
			'N',
			'S1',
			'S1',
			'S2',
			'S2',
			'S3',
		])
		const twice = bought(3, 31)
		const parsed = parseThetas(['2', '2.5', '3'])
		const settings = { ...raw, thetas: parsed.ok ? parsed.value : DEFAULT_THETAS }
		// μ = 15.5: borders 31, ⌊38.75⌋ = 38, ⌊46.5⌋ = 46.
		expect([31, 32, 38, 39, 46, 47].map((age) => tagAt(twice, age, settings))).toEqual([
			'E0',
			'S1',
			'S1',
			'S2',
			'S2',
			'S3',
		])
	})

	it('is prospect without a purchase day', () => {
		expect(classify(bought(0, 0), 15_000, shrunk)).toEqual({
			tag: 'prospect',
			cycle: null,
			borders: null,
			changesOn: null,
		})
	})

	const purchases = fc
		.record({ days: fc.integer({ min: 1, max: 40 }), extra: fc.integer({ min: 0, max: 2000 }) })
		.map(({ days, extra }) => bought(days, days === 1 ? 0 : days - 1 + extra))
	const settings = fc.record({
		mode: fc.constantFrom('shrunk', 'store', 'raw'),
		weight: fc.integer({ min: 0, max: 10 }),
		thetas: fc.constant(DEFAULT_THETAS),
		storeCycleTenths: fc.integer({ min: 1, max: 3000 }),
	}) satisfies fc.Arbitrary<NesSettings>

	it('changes on changesOn and not a day earlier, and only forward', () => {
		const order = ['N', 'E0', 'S1', 'S2', 'S3']
		fc.assert(
			fc.property(purchases, settings, fc.nat(1000), (member, rule, age) => {
				const now = classify(member, member.lastDay + age, rule)
				expect(now.changesOn === null).toBe(now.tag === 'S3')
				if (now.changesOn === null) return
				expect(now.changesOn).toBeGreaterThan(member.lastDay + age)
				expect(classify(member, now.changesOn - 1, rule).tag).toBe(now.tag)
				const next = classify(member, now.changesOn, rule)
				expect(order.indexOf(next.tag)).toBeGreaterThan(order.indexOf(now.tag))
			}),
		)
	})

	it('is N or E0 on the day of any new order', () => {
		fc.assert(
			fc.property(purchases, settings, (member, rule) => {
				expect(classify(member, member.lastDay, rule).tag).toBe(member.days === 1 ? 'N' : 'E0')
			}),
		)
	})
})

describe('thetas', () => {
	it('are three positive decimals that do not fall', () => {
		expect(parseThetas(['2', '2.5', '3'])).toMatchObject({ ok: true })
		for (const texts of [
			['1', '2'],
			['1', '2', '3', '4'],
			['2', '1', '3'],
			['0', '1', '2'],
			['1', 'x', '3'],
		]) {
			expect(parseThetas(texts), texts.join()).toMatchObject({ ok: false, reason: 'thetas_invalid' })
		}
	})
})

it('classifies a million members in well under two seconds', () => {
	const member = bought(7, 311)
	let awake = 0
	const ms = cpuMsOf(() => {
		for (let age = 0; age < 1_000_000; age++)
			if (classify(member, member.lastDay + (age % 400), shrunk).tag === 'E0') awake++
	})
	expect(awake).toBeGreaterThan(0)
	expect(ms).toBeLessThan(2000)
})
