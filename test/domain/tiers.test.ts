import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMonths, type Day, dayOf, formatDay, parseDay } from '../../src/domain/calendar.ts'
import { freshProgram } from '../../src/domain/program.ts'
import { type Tier, type TierReview, tierReview } from '../../src/domain/program-tiers.ts'
import {
	bestFit,
	carryOf,
	countInPeriod,
	isSecured,
	judgeUpgrade,
	periodOf,
	startPeriod,
	type TierCase,
	type TierCause,
	type TierOrder,
	type TierPeriod,
} from '../../src/domain/tiers.ts'

// Member, Silver 3,000, Gold 10,000 in 12 months, express 8,000 to Gold; in these tests money has no decimals.
const [base, silver, gold] = freshProgram('JPY').tiers as [Tier, Tier, Tier]

function day(text: string): Day {
	return parseDay(text) ?? expect.unreachable(text)
}

/** An order on a date; `minute` is when on that day it was processed. */
function order(date: string, netMinor: number, minute = 0): TierOrder {
	return { paidOn: day(date), netMinor, processedAt: day(date) * 86_400_000 + minute * 60_000 }
}

function period(tier: Tier, date: string, cause: TierCause = 'spend', minute = 0): TierPeriod {
	return startPeriod(tier, { startedOn: day(date), cause, openedAt: day(date) * 86_400_000 + minute * 60_000 })
}

interface Given extends Partial<Omit<TierCase, 'today' | 'review'>> {
	today: string
	review?: Partial<TierReview>
}

function given({ today, review, ...rest }: Given): TierCase {
	return {
		tiers: [base, silver, gold],
		periods: [],
		orders: [],
		review: { ...tierReview.parse({}), ...review },
		today: day(today),
		...rest,
	}
}

function withUpgrade(tier: Tier, upgrade: Partial<NonNullable<Tier['upgrade']>>): Tier {
	return { ...tier, upgrade: { over: 'rolling', months: 12, ...tier.upgrade, ...upgrade } }
}

describe('upgrade', () => {
	const judge = (orders: TierOrder[], today: string, processed?: TierOrder) =>
		judgeUpgrade(given({ orders, today }), processed)

	it('comes with a spend equal to the threshold and not one unit below', () => {
		expect(judge([order('2026-03-01', 2999)], '2026-03-01')).toBeNull()
		expect(judge([order('2026-03-01', 3000)], '2026-03-01')).toEqual({ tierId: 1, cause: 'spend' })
	})

	it('counts the days after the same date a year before up to today', () => {
		const earlier = order('2025-03-01', 2000)
		const later = order('2026-02-28', 1000)
		expect(judge([earlier, later], '2026-02-28')?.tierId).toBe(1)
		expect(judge([earlier, later], '2026-03-01')).toBeNull()
		expect(judge([later, order('2026-03-02', 5000)], '2026-03-01')).toBeNull()
	})

	it('reckons a year before 29 February to the 28th, and a year before the 28th past the 29th', () => {
		const spend = (date: string) => [order(date, 3000)]
		expect(judge(spend('2027-02-28'), '2028-02-29')).toBeNull()
		expect(judge(spend('2027-03-01'), '2028-02-29')?.tierId).toBe(1)
		expect(judge(spend('2028-02-29'), '2029-02-28')?.tierId).toBe(1)
		expect(judge(spend('2028-02-28'), '2029-02-28')).toBeNull()
	})

	it('counts 23:59:59 of the last day in the day of the shop', () => {
		const lastSecond = Date.parse('2026-03-01T23:59:59+08:00')
		const inTime = { paidOn: dayOf(lastSecond, 'Asia/Hong_Kong'), netMinor: 3000, processedAt: lastSecond }
		expect(judge([inTime], '2026-03-01')?.tierId).toBe(1)
		const late = { ...inTime, paidOn: dayOf(lastSecond + 1000, 'Asia/Hong_Kong') }
		expect(judge([late], '2026-03-01')).toBeNull()
	})

	it('takes the highest tier that is satisfied, skipping one', () => {
		expect(judge([order('2026-03-01', 10_000)], '2026-03-01')).toEqual({ tierId: 2, cause: 'spend' })
	})

	it('lifts by one express order straight to its tier, but not by an old one again', () => {
		const express = order('2026-03-01', 8000)
		expect(judge([express], '2026-03-01', express)).toEqual({ tierId: 2, cause: 'express' })
		const coffee = order('2026-09-01', 30)
		const inSilver = given({ orders: [express, coffee], today: '2026-09-01', periods: [period(silver, '2026-08-30')] })
		expect(judgeUpgrade(inSilver, coffee)).toBeNull()
		expect(judgeUpgrade(inSilver)).toEqual({ tierId: 2, cause: 'express' })
	})

	it('never lowers and never names the tier one has', () => {
		const orders = [order('2026-03-01', 3500)]
		expect(judgeUpgrade(given({ orders, today: '2026-03-01', periods: [period(gold, '2026-02-01')] }))).toBeNull()
		expect(judgeUpgrade(given({ orders, today: '2026-03-01', periods: [period(silver, '2026-02-01')] }))).toBeNull()
	})

	it('counts orders, ever, or since the present period began with its carry', () => {
		const counting = withUpgrade(silver, { spendMinor: 99_999, orderCount: 2 })
		const twice = [order('2026-01-01', 10), order('2026-01-01', 10)]
		expect(judgeUpgrade(given({ tiers: [base, counting], orders: twice, today: '2026-02-01' }))?.cause).toBe('orders')

		const ever = [base, withUpgrade(silver, { over: 'lifetime' })]
		expect(judgeUpgrade(given({ tiers: ever, orders: [order('2001-01-01', 3000)], today: '2026-02-01' }))?.tierId).toBe(
			1,
		)

		const inPeriod = [base, silver, withUpgrade(gold, { over: 'period' })]
		const orders = [order('2026-01-01', 2500), order('2026-02-01', 1200), order('2026-03-01', 9300, 9)]
		const periods = [period(silver, '2026-02-01')]
		expect(judgeUpgrade(given({ tiers: inPeriod, orders, periods, today: '2026-03-01' }))?.tierId).toBe(2)
		const without = given({ tiers: inPeriod, orders, periods, today: '2026-03-01', review: { carry: 'none' } })
		expect(judgeUpgrade(without, orders[0])).toBeNull()
	})

	it('I13: depends on the set of net orders in the window alone', () => {
		const orders = fc.array(
			fc.record({ paidOn: fc.integer({ min: 20_000, max: 21_000 }), netMinor: fc.integer({ min: 1, max: 4000 }) }),
		)
		fc.assert(
			fc.property(orders, fc.integer({ min: 20_000, max: 21_000 }), fc.nat(), (list, today, rotate) => {
				const made = list.map((one, at) => ({ ...one, processedAt: at }))
				const turned = [...made.slice(rotate % 7), ...made.slice(0, rotate % 7)].map((one) => ({
					...one,
					processedAt: 7,
				}))
				const inside = turned.filter((one) => one.paidOn > addMonths(today, -12) && one.paidOn <= today)
				const fit = (all: TierOrder[]) => bestFit({ ...given({ today: '2026-01-01', orders: all }), today })
				expect(fit(turned)).toBe(fit(made))
				expect(fit(inside)).toBe(fit(made))
				const spent = inside.reduce((sum, one) => sum + one.netMinor, 0)
				expect(fit(made).id).toBe(spent >= 10_000 ? 2 : spent >= 3000 ? 1 : 0)
			}),
		)
	})
})

describe('carry', () => {
	const v5 = [order('2026-01-10', 2500), order('2026-02-10', 1200, 5)]
	const inSilver = (over: Partial<Given> = {}) =>
		given({ orders: v5, periods: [period(silver, '2026-02-10', 'spend', 5)], today: '2026-02-10', ...over })

	it('V5: 2,500 + 1,200 over a threshold of 3,000 carries 700; of 2,000 to renew 1,300 are left', () => {
		const renewing = { ...silver, renew: { spendMinor: 2000 } }
		const tierCase = inSilver({ tiers: [base, renewing, gold] })
		expect(carryOf(tierCase)).toBe(700)
		expect(2000 - countInPeriod(tierCase).spendMinor).toBe(1300)
	})

	it('V6: an express order of 8,200 below a threshold of 10,000 carries nothing', () => {
		const orders = [order('2026-02-10', 8200)]
		expect(judgeUpgrade(given({ orders, today: '2026-02-10' }))).toEqual({ tierId: 2, cause: 'express' })
		expect(carryOf(given({ orders, periods: [period(gold, '2026-02-10', 'express')], today: '2026-02-10' }))).toBe(0)
	})

	it('is nothing, the excess, or all that was counted', () => {
		expect(carryOf(inSilver({ review: { carry: 'none' } }))).toBe(0)
		expect(carryOf(inSilver({ review: { carry: 'all' } }))).toBe(3700)
	})

	it('shrinks with a later return of what was counted', () => {
		expect(carryOf(inSilver({ orders: [order('2026-01-10', 2200), order('2026-02-10', 1200, 5)] }))).toBe(400)
	})

	it('counts every order once: the crossing one and earlier ones by the carry, later ones of that day in the period', () => {
		const sameDay = order('2026-02-10', 50, 6)
		const reportedLate = { ...order('2026-02-09', 100), processedAt: day('2026-03-01') * 86_400_000 }
		expect(countInPeriod(inSilver({ orders: [...v5, sameDay] })).spendMinor).toBe(750)
		expect(countInPeriod(inSilver({ orders: [...v5, sameDay, reportedLate] })).spendMinor).toBe(850)
		expect(countInPeriod(inSilver({ orders: [...v5, sameDay], review: { carry: 'none' } })).spendMinor).toBe(50)
	})

	it('goes on from tier to tier when two orders cross two tiers on one day', () => {
		const orders = [...v5, order('2026-02-10', 6500, 7)]
		expect(judgeUpgrade(inSilver({ orders }))).toEqual({ tierId: 2, cause: 'spend' })
		const periods = [period(silver, '2026-02-10', 'spend', 5), period(gold, '2026-02-10', 'spend', 7)]
		expect(countInPeriod(inSilver({ orders, periods })).spendMinor).toBe(200)
		const measured = [base, silver, withUpgrade(gold, { over: 'period', spendMinor: 7000 })]
		expect(carryOf(inSilver({ tiers: measured, orders, periods }))).toBe(700 + 6500 - 7000)
	})

	it('is left behind by a renewal, a downgrade and a tier that a list gave', () => {
		for (const cause of ['renewal', 'downgrade', 'import'] as const) {
			expect(carryOf(inSilver({ periods: [period(silver, '2026-02-10', cause, 5)] })), cause).toBe(0)
		}
	})
})

describe('period', () => {
	it('is always reckoned from its first day: 31 January, 28 February, 31 March', () => {
		const ends = [1, 2, 3].map((k) => periodOf(day('2026-01-31'), 1, k).until ?? 0)
		expect(ends.map(formatDay)).toEqual(['2026-02-28', '2026-03-31', '2026-04-30'])
		expect(formatDay(periodOf(day('2028-02-29'), 12, 1).until ?? 0)).toBe('2029-02-28')
		expect(formatDay(periodOf(day('2028-02-29'), 12, 4).until ?? 0)).toBe('2032-02-29')
	})

	it('follows the one before without a gap or an overlap', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 40_000 }),
				fc.integer({ min: 1, max: 36 }),
				fc.integer({ min: 1, max: 20 }),
				(s, m, k) => {
					expect(periodOf(s, m, k + 1).after).toBe(periodOf(s, m, k).until)
				},
			),
		)
	})

	it('is secured at the renewal spend exactly, by one express order, and always where it never ends', () => {
		const periods = [period(gold, '2026-01-01')]
		const secured = (...orders: TierOrder[]) => isSecured(given({ orders, periods, today: '2026-06-01' }))
		const renew: Tier = { ...gold, renew: { spendMinor: 9000, orderCount: 3 } }
		const tiers = [base, silver, renew]
		const halves = [order('2026-02-01', 4500), order('2026-03-01', 4500)]
		expect(secured(order('2026-02-01', 8000))).toBe(true)
		expect(secured(order('2026-02-01', 7999))).toBe(false)
		expect(secured(order('2026-01-01', 8000))).toBe(false)
		expect(isSecured(given({ tiers, orders: halves, periods, today: '2026-06-01' }))).toBe(true)
		expect(isSecured(given({ tiers, orders: halves, periods, today: '2026-02-28' }))).toBe(false)
		expect(
			isSecured(
				given({ tiers, orders: [1, 2, 3].map((n) => order(`2026-02-0${n}`, 1)), periods, today: '2026-06-01' }),
			),
		).toBe(true)
		expect(isSecured(given({ today: '2026-06-01' }))).toBe(true)
	})
})
