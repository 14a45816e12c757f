import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findEdges, fixEdges, makeScorer, nameCell, RFM_NAMES, reportRfm, type Score } from '../../src/domain/rfm.ts'

it('finds type-7 quintiles of integers exactly, as fifths', () => {
	// n = 4: positions 0.6, 1.2, 1.8, 2.4 in 1, 2, 3, 10.
	expect(findEdges([10, 1, 3, 2])).toEqual([8n, 11n, 14n, 29n])
	expect(findEdges([7])).toEqual([35n, 35n, 35n, 35n])
	expect(findEdges([])).toBeNull()
	expect(findEdges([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER])?.[0]).toBe(5n * BigInt(Number.MAX_SAFE_INTEGER))
})

it('scores a value on an edge below it, recency the other way round', () => {
	const fixed = fixEdges([10, 20, 30, 40])
	const score = makeScorer({ recency: fixed, orders: fixed, net: fixed })
	const at = (value: number) => Object.values(score({ recencyDays: value, orders: value, netMinor: value }))
	expect([10, 11, 20, 40, 41].map(at)).toEqual([
		[5, 1, 1],
		[4, 2, 2],
		[4, 2, 2],
		[2, 4, 4],
		[1, 5, 5],
	])
})

it('names all 25 cells as the shop reads them', () => {
	const scores: Score[] = [1, 2, 3, 4, 5]
	const initials = scores.map((r) => scores.map((f) => nameCell(r, f)).join(' '))
	expect(initials).toEqual([
		'hibernating hibernating at_risk at_risk cant_lose',
		'hibernating hibernating at_risk at_risk cant_lose',
		'about_to_sleep about_to_sleep need_attention loyal loyal',
		'promising potential_loyalist potential_loyalist loyal loyal',
		'new potential_loyalist potential_loyalist champions champions',
	])
	expect(new Set(initials.join(' ').split(' '))).toEqual(new Set(RFM_NAMES))
})

it('prints money edges in major units and answers an empty shop with nothing', () => {
	const customers = [250, 254, 255, 300].map((netMinor, i) => ({ recencyDays: i, orders: 1, netMinor }))
	expect(reportRfm(customers, 2).edges).toEqual({
		R: [0.6, 1.2, 1.8, 2.4],
		F: [1, 1, 1, 1],
		M: [2.524, 2.542, 2.548, 2.73],
	})
	expect(reportRfm(customers, 0).edges.M).toEqual([252.4, 254.2, 254.8, 273])
	expect(reportRfm([], 2)).toMatchObject({ customers: 0, edges: { R: [], F: [], M: [] } })
})

it('gives equal customers equal scores, orders them, and counts everybody once', () => {
	const customer = fc.record({
		recencyDays: fc.nat(400),
		orders: fc.integer({ min: 1, max: 9 }),
		netMinor: fc.nat(99_999),
	})
	fc.assert(
		fc.property(fc.array(customer, { minLength: 1, maxLength: 60 }), (customers) => {
			const report = reportRfm(customers, 2)
			const total = (counts: object) => Object.values(counts).reduce((sum: number, n: number) => sum + n, 0)
			expect([report.segments, report.scores.R, report.scores.F, report.scores.M].map(total)).toEqual(
				Array(4).fill(customers.length),
			)
			expect(reportRfm(customers.toReversed(), 2)).toEqual(report)
			// No edge of integers lies above the greatest value, so somebody always has the lowest recency edge or better.
			expect(report.scores.F[1]).toBeGreaterThan(0)
			expect(report.scores.R[5]).toBeGreaterThan(0)
		}),
	)
})
