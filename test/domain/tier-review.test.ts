import { describe, expect, it } from 'vitest'
import { type Day, formatDay, parseDay } from '../../src/domain/calendar.ts'
import { freshProgram } from '../../src/domain/program.ts'
import { type Tier, type TierReview, tierReview } from '../../src/domain/program-tiers.ts'
import {
	findProgress,
	isAtRisk,
	isNearUpgrade,
	judgeReturn,
	type PeriodEnd,
	reviewPeriodEnd,
} from '../../src/domain/tier-review.ts'
import { startPeriod, type TierCase, type TierCause, type TierOrder, type TierPeriod } from '../../src/domain/tiers.ts'

const [base, freshSilver, freshGold] = freshProgram('JPY').tiers as [Tier, Tier, Tier]
const silver: Tier = { ...freshSilver, renew: { spendMinor: 2000 } }
const gold: Tier = { ...freshGold, renew: { spendMinor: 6000 } }

function day(text: string): Day {
	return parseDay(text) ?? expect.unreachable(text)
}

function order(date: string, netMinor: number, minute = 0): TierOrder {
	return { paidOn: day(date), netMinor, processedAt: day(date) * 86_400_000 + minute * 60_000 }
}

function period(tier: Tier, date: string, cause: TierCause = 'spend'): TierPeriod {
	return startPeriod(tier, { startedOn: day(date), cause, openedAt: day(date) * 86_400_000 })
}

interface Given extends Partial<Omit<TierCase, 'today' | 'review'>> {
	today: string
	review?: Partial<TierReview>
}

function given({ today, review, ...rest }: Given): TierCase {
	return {
		tiers: [base, silver, gold],
		periods: [period(gold, '2025-01-31')],
		orders: [],
		review: { ...tierReview.parse({}), ...review },
		today: day(today),
		...rest,
	}
}

/** The outcome in words: renew 1 (2025-01-31 #2) until 2027-01-31. */
function review(tierCase: TierCase): string {
	const end: PeriodEnd = reviewPeriodEnd(tierCase, 0)
	if (end.action === 'keep') return 'keep'
	if (end.action === 'grace') return `grace until ${formatDay(end.graceUntil)}`
	const { tierId, startedOn, index, endsOn } = end.period
	return `${end.action} ${tierId} (${formatDay(startedOn)} #${index}) until ${endsOn === null ? 'ever' : formatDay(endsOn)}`
}

describe('end of a period', () => {
	it('keeps the tier through the last day, waits through the grace days, then falls one tier', () => {
		expect(review(given({ today: '2026-01-31' }))).toBe('keep')
		expect(review(given({ today: '2026-02-01' }))).toBe('grace until 2026-02-14')
		expect(review(given({ today: '2026-02-14' }))).toBe('grace until 2026-02-14')
		expect(review(given({ today: '2026-02-15' }))).toBe('downgrade 1 (2026-02-15 #1) until 2027-02-15')
	})

	it('renews from the old end, however late it is judged', () => {
		const orders = [order('2026-01-31', 6000)]
		const renewed = 'renew 2 (2025-01-31 #2) until 2027-01-31'
		expect(review(given({ orders, today: '2026-02-01' }))).toBe(renewed)
		expect(review(given({ orders, today: '2026-12-24' }))).toBe(renewed)
		expect(review(given({ orders: [order('2026-01-31', 5999)], today: '2026-02-01' }))).toMatch('grace')
	})

	it('counts an order of the grace days for the ended period and again in the next', () => {
		const orders = [order('2026-02-14', 6000)]
		const today = '2026-02-20'
		const end = reviewPeriodEnd(given({ orders, today }), 0)
		expect(review(given({ orders, today }))).toBe('renew 2 (2025-01-31 #2) until 2027-01-31')
		const next = given({ orders, today, periods: end.action === 'renew' ? [end.period] : [] })
		expect(findProgress(next).renewal).toMatchObject({ secured: true, countedMinor: 6000 })
		expect(review(given({ orders: [order('2026-02-15', 6000)], today }))).toMatch('downgrade')
	})

	it('falls at most once: a second review on the same day changes nothing', () => {
		const first = reviewPeriodEnd(given({ today: '2026-02-15' }), 0)
		const periods = first.action === 'downgrade' ? [first.period] : []
		expect(periods).toHaveLength(1)
		expect(review(given({ periods, today: '2026-02-15' }))).toBe('keep')
	})

	it('falls to the base tier, or where the spend of the day fits', () => {
		const orders = [order('2025-06-01', 3500)]
		expect(review(given({ orders, today: '2026-02-15', review: { downgrade: 'to-base' } }))).toBe(
			'downgrade 0 (2026-02-15 #1) until ever',
		)
		const bestFit = { downgrade: 'best-fit' } as const
		expect(review(given({ orders, today: '2026-02-15', review: bestFit }))).toMatch('downgrade 1')
		expect(review(given({ today: '2026-02-15', review: bestFit }))).toMatch('downgrade 0')
	})

	it('stays where the tier itself fits best, and leaves a tier that no longer exists', () => {
		const strict = { ...gold, renew: { spendMinor: 12_000 } }
		const orders = [order('2025-09-01', 5000), order('2025-10-01', 5000)]
		const bestFit = { downgrade: 'best-fit' } as const
		const tierCase = given({ tiers: [base, silver, strict], orders, today: '2026-02-15', review: bestFit })
		expect(review(tierCase)).toMatch('renew 2')
		const gone = given({ tiers: [base, silver], orders, today: '2026-02-15' })
		expect(review(gone)).toBe('downgrade 1 (2026-02-15 #1) until 2027-02-15')
	})

	it('says what was missing', () => {
		const end = reviewPeriodEnd(given({ orders: [order('2025-06-01', 4500)], today: '2026-02-15' }), 0)
		expect(end).toMatchObject({ missing: { spendMinor: 1500, orders: null } })
	})

	it('goes on from its end when the tier has another length now, or the period had an end of its own', () => {
		const orders = [order('2025-12-01', 9000)]
		const halfYears = [base, silver, { ...gold, validMonths: 6 }]
		expect(review(given({ tiers: halfYears, orders, today: '2026-02-01' }))).toBe(
			'renew 2 (2026-01-31 #1) until 2026-07-31',
		)
		const imported = { ...period(gold, '2025-11-15', 'import'), endsOn: day('2025-12-31') }
		expect(review(given({ periods: [imported], orders, today: '2026-01-01' }))).toBe(
			'renew 2 (2025-12-31 #1) until 2026-12-31',
		)
	})

	it('counts an order of the last day in the ended period alone', () => {
		const renewed: TierPeriod = { ...period(gold, '2025-12-31', 'renewal'), openedAt: 0 }
		const orders = [order('2025-12-31', 9000, 30)]
		expect(findProgress(given({ periods: [renewed], orders, today: '2026-03-01' })).renewal?.countedMinor).toBe(0)
	})
})

describe('return', () => {
	const upgraded = [period(silver, '2026-03-01'), period(gold, '2026-03-10')]
	const judge = (orders: TierOrder[], today: string, periods = upgraded) => {
		const verdict = judgeReturn(given({ orders, today, periods }))
		return verdict.stays ? 'stays' : verdict.period
	}

	it('takes a young upgrade back to the earlier period when no condition holds any more', () => {
		expect(judge([order('2026-03-01', 4000), order('2026-03-10', 6000)], '2026-04-08')).toBe('stays')
		expect(judge([order('2026-03-01', 4000), order('2026-03-10', 5999)], '2026-04-08')).toBe(upgraded[0])
	})

	it('leaves an upgrade of 30 days', () => {
		expect(judge([], '2026-04-09')).toBe('stays')
	})

	it('falls through to the base tier when the tier between does not hold either, unless that one is settled', () => {
		expect(judge([order('2026-03-01', 2999)], '2026-03-20')).toBeNull()
		const settled = [period(silver, '2025-09-01'), period(gold, '2026-03-10')]
		expect(judge([order('2026-03-01', 2999)], '2026-03-20', settled)).toBe(settled[0])
		const fallen = [period(silver, '2026-03-01', 'downgrade'), period(gold, '2026-03-10')]
		expect(judge([], '2026-03-20', fallen)).toBe(fallen[0])
	})

	it('stays by any other condition, and by hand', () => {
		expect(judge([order('2026-03-12', 8000)], '2026-03-20')).toBe('stays')
		expect(judge([], '2026-03-20', [period(gold, '2026-03-10', 'hand')])).toBe('stays')
		expect(judge([], '2026-03-20', [period(gold, '2026-03-10', 'express')])).toBeNull()
	})

	it('measures a tier that counts since the period began in the period before the upgrade', () => {
		const tiers = [base, silver, { ...gold, upgrade: { over: 'period', months: 12, spendMinor: 5000 } as const }]
		const stays = (net: number) =>
			judgeReturn(
				given({
					tiers,
					periods: upgraded,
					orders: [order('2026-03-01', 3000), order('2026-03-10', net)],
					today: '2026-03-20',
				}),
			).stays
		expect(stays(5000)).toBe(true)
		expect(stays(4999)).toBe(false)
	})
})

describe('progress', () => {
	it('tells the way to the next tier and what renews the present one', () => {
		const orders = [order('2026-01-10', 2500), order('2026-02-10', 1200)]
		const tierCase = given({ orders, periods: [period(silver, '2026-02-10')], today: '2026-02-11' })
		expect(findProgress(tierCase)).toEqual({
			tierId: 1,
			next: { tierId: 2, countedMinor: 3700, thresholdMinor: 10_000, spendMinor: 6300, orders: null, percent: 37 },
			renewal: {
				spendMinor: 1300,
				orders: null,
				endsOn: day('2027-02-10'),
				graceUntil: day('2027-02-24'),
				secured: false,
				countedMinor: 700,
			},
		})
		expect(findProgress(given({ today: '2026-01-01' })).next).toBeNull()
		expect(findProgress(given({ periods: [], today: '2026-01-01' }))).toMatchObject({
			tierId: 0,
			next: { tierId: 1, spendMinor: 3000, percent: 0 },
			renewal: null,
		})
	})

	it('is near an upgrade within a fifth of the threshold or one average order', () => {
		const near = (spent: number, member: { orders: number; spendMinor: number }) =>
			isNearUpgrade(
				findProgress(given({ periods: [], orders: [order('2026-01-01', spent)], today: '2026-01-02' })),
				member,
			)
		expect(near(2400, { orders: 9, spendMinor: 9 })).toBe(true)
		expect(near(2399, { orders: 9, spendMinor: 9 })).toBe(false)
		expect(near(2000, { orders: 3, spendMinor: 3000 })).toBe(true)
		expect(near(2000, { orders: 3, spendMinor: 2999 })).toBe(false)
		expect(isNearUpgrade(findProgress(given({ today: '2026-01-01' })), { orders: 1, spendMinor: 9 })).toBe(false)
	})

	it('is at risk within 45 days of the end unless secured', () => {
		const risk = (today: string, orders: TierOrder[] = []) => {
			const tierCase = given({ today, orders })
			return isAtRisk(findProgress(tierCase), tierCase.today)
		}
		expect(risk('2025-12-16')).toBe(false)
		expect(risk('2025-12-17')).toBe(true)
		expect(risk('2026-02-10')).toBe(true)
		expect(risk('2025-12-17', [order('2025-05-01', 6000)])).toBe(false)
	})
})
