import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memberNumber, parseMemberNumber } from '../../src/domain/member-number.ts'
import { canonicalJson, netEligible, type OrderVersion, refundedMinor, replaces } from '../../src/domain/order.ts'

describe('the newest state of an order', () => {
	const version = fc.record<OrderVersion>({
		versionAt: fc.integer({ min: 1, max: 3 }),
		refundedMinor: fc.integer({ min: 0, max: 2 }),
		cancelled: fc.boolean(),
		hash: fc.constantFrom('a', 'b', 'c'),
	})

	test('any two different versions have one winner, whichever comes first', () => {
		fc.assert(
			fc.property(version, version, (a, b) => {
				const same = JSON.stringify(a) === JSON.stringify(b)
				expect(replaces(a, b)).toBe(same ? false : !replaces(b, a))
			}),
		)
	})

	test('the winner of many does not depend on their order', () => {
		const winner = (all: readonly OrderVersion[]) => all.reduce((best, one) => (replaces(one, best) ? one : best))
		fc.assert(
			fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), (all) => {
				expect(winner(all.toReversed())).toEqual(winner(all))
			}),
		)
	})

	test('equal reports are equal texts, whatever the order of their keys', () => {
		expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: undefined, e: 1 })).toBe(
			'{"b":[1,{"c":"x","d":null}],"e":1}',
		)
	})

	test.each([
		['the greater of the cumulative refund and the returns', [10_000, 3000, 4000], 4000],
		['never their sum', [10_000, 4000, 3000], 4000],
		['at most what was eligible', [10_000, 4000, 20_000], 10_000],
	] as const)('refunded is %s', (_, [eligible, cumulative, returned], refunded) => {
		expect(refundedMinor(eligible, cumulative, returned)).toBe(refunded)
	})

	test('an unpaid or cancelled order has net 0', () => {
		const order = { eligibleMinor: 100, refundedMinor: 30, paid: true, cancelled: false }
		expect(netEligible(order)).toBe(70)
		expect(netEligible({ ...order, paid: false })).toBe(0)
		expect(netEligible({ ...order, cancelled: true })).toBe(0)
	})
})

describe('the member number', () => {
	test.each([
		['M00042', 42],
		['m42', 42],
		['Ｍ００ ０42', 42],
		['M1234567', 1_234_567],
		['42', null],
		['M0', null],
		['Mx1', null],
	])('%s is %s', (text, id) => expect(parseMemberNumber(text)).toBe(id))

	test('every id reads back from its number', () => {
		fc.assert(fc.property(fc.integer({ min: 1 }), (id) => parseMemberNumber(memberNumber(id)) === id))
	})
})
