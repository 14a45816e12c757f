import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
	countTopFifth,
	findPointsDifference,
	measure,
	measureCac,
	measureLiability,
	measurePoints,
	measureUplift,
	type PeriodCustomer,
} from '../../src/domain/measures.ts'

function customers(count: number, customer: PeriodCustomer): PeriodCustomer[] {
	return Array(count).fill(customer)
}

it('V12: 40 customers, 14 returning, 52 orders, HK$23,400 are 35 %, HK$450 and 1.3', () => {
	const period = [
		...customers(12, { orders: 2, netMinor: 90_000, boughtBefore: false }),
		...customers(2, { orders: 1, netMinor: 45_000, boughtBefore: true }),
		...customers(26, { orders: 1, netMinor: 45_000, boughtBefore: false }),
	]
	expect(measure(period, 2)).toEqual({
		orders: 52,
		customers: 40,
		returningCustomers: 14,
		revenue: '23400.00',
		repurchaseRate: 0.35,
		repurchaseRateStrict: 0.05,
		aov: 450,
		ordersPerCustomer: 1.3,
		top20Count: 8,
		top20Share: (8 * 90_000) / 2_340_000,
	})
})

it('V12: (3,000 + 1,500) / 26 new customers cost 173.08 each', () => {
	expect(measureCac(300_000 + 150_000, 26, 2)?.toFixed(2)).toBe('173.08')
	expect(measureCac(450_000, 0, 2)).toBeNull()
})

it('answers null, not 0, without customers', () => {
	expect(measure([], 0)).toEqual({
		orders: 0,
		customers: 0,
		returningCustomers: 0,
		revenue: '0',
		repurchaseRate: null,
		repurchaseRateStrict: null,
		aov: null,
		ordersPerCustomer: null,
		top20Count: 0,
		top20Share: null,
	})
	expect(measure([], 2).revenue).toBe('0.00')
	expect(measure(customers(1, { orders: 1, netMinor: 5, boughtBefore: false }), 2).revenue).toBe('0.05')
})

it('keeps revenue = customers × orders per customer × AOV', () => {
	const customer = fc.record({
		orders: fc.integer({ min: 1, max: 50 }),
		netMinor: fc.integer({ min: 1, max: 10 ** 10 }),
		boughtBefore: fc.boolean(),
	})
	fc.assert(
		fc.property(fc.array(customer, { minLength: 1, maxLength: 100 }), (period) => {
			const m = measure(period, 2)
			const revenue = m.customers * (m.ordersPerCustomer ?? 0) * (m.aov ?? 0)
			expect(Math.abs(revenue / Number(m.revenue) - 1)).toBeLessThan(1e-15 * 4)
			expect(m.top20Share).toBeGreaterThanOrEqual(m.top20Count / m.customers - 1e-15)
		}),
	)
})

it('takes a fifth rounded up as the top 20 %', () => {
	expect([0, 1, 5, 6, 10, 11, 4338].map(countTopFifth)).toEqual([0, 1, 1, 2, 2, 3, 868])
})

it.each([
	{ treated: [900, 81], control: [100, 5], printed: ['4.0', '-2.4', '7.5'], verdict: 'cannot_tell' },
	{ treated: [9000, 810], control: [1000, 50], printed: ['4.0', '2.4', '5.3'], verdict: 'better' },
	{ treated: [1000, 50], control: [9000, 810], printed: ['-4.0', '-5.3', '-2.4'], verdict: 'worse' },
	{ treated: [10, 0], control: [10, 0], printed: ['0.0', '-27.8', '27.8'], verdict: 'cannot_tell' },
] as const)('V11: $treated against $control is $verdict', ({ treated, control, printed, verdict }) => {
	const group = ([members, buyers]: readonly [number, number]) => ({ members, buyers })
	const { difference, low, high, ...rest } = measureUplift(group(treated), group(control))
	expect([difference, low, high].map((share) => ((share ?? Number.NaN) * 100).toFixed(1))).toEqual(printed)
	expect(rest.verdict).toBe(verdict)
})

it('cannot tell without a control group', () => {
	expect(measureUplift({ members: 10, buyers: 3 }, { members: 0, buyers: 0 })).toEqual({
		difference: null,
		low: null,
		high: null,
		verdict: 'cannot_tell',
	})
})

it('points add up: what is held, gone and taken back is what was issued', () => {
	const sums = {
		issued: 1000,
		redeemed: 300,
		undone: 100,
		expired: 50,
		clawedBack: 120,
		adjusted: -30,
		forgiven: 10,
		usable: 590,
		pending: 40,
		debt: 20,
	}
	expect(findPointsDifference(sums)).toBe(0)
	expect(findPointsDifference({ ...sums, usable: 591 })).toBe(1)
})

it('measures earning per major unit, redemption per point issued, and what is still owed', () => {
	const period = {
		earned: 110,
		clawedBack: 10,
		issued: 200,
		redeemed: 50,
		netMinor: 100_000,
		orders: 8,
		ordersThatEarned: 6,
	}
	expect(measurePoints(period, 2)).toEqual({ earnRate: 0.1, earningOrderShare: 0.75, redemptionRate: 0.25 })
	expect(measurePoints({ ...period, netMinor: 0, orders: 0, issued: 0 }, 2)).toEqual({
		earnRate: null,
		earningOrderShare: null,
		redemptionRate: null,
	})
	expect(measureLiability({ usable: 120, pending: 5 }, { points: 100, minor: 1000 })).toBe(1250)
	expect(measureLiability({ usable: 1, pending: 0 }, { points: 200, minor: 100 })).toBe(1)
})
