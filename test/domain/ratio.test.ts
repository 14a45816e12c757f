import fc from 'fast-check'
import { expect, it } from 'vitest'
import { divideDown, nearestDouble, parseRatio } from '../../src/domain/ratio.ts'

it('divides down as integers do, also where a double would round up', () => {
	expect(divideDown(2 ** 53 - 1, 2)).toBe(2 ** 52 - 1)
	fc.assert(
		fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 40 }), (a, b) => {
			const [n, d] = [BigInt(a), BigInt(b)]
			expect(divideDown(a, b)).toBe(Number(n / d - (n % d < 0n ? 1n : 0n)))
		}),
	)
})

it('makes the double nearest a quotient, whatever the size of its parts', () => {
	expect(nearestDouble(1, 3)).toBe(1 / 3)
	expect(nearestDouble(2n ** 60n + 2n ** 7n, 1n)).toBe(2 ** 60)
	expect(nearestDouble(2n ** 60n + 2n ** 7n + 1n, 1n)).toBe(2 ** 60 + 2 ** 8)
	expect(nearestDouble(0, 7)).toBe(0)
	expect(() => nearestDouble(1, 0)).toThrow(RangeError)
	const big = fc.bigInt({ min: 1n, max: 10n ** 30n })
	fc.assert(
		fc.property(fc.maxSafeInteger(), fc.integer({ min: 1 }), big, (a, b, factor) => {
			// The same fraction written with huge parts is the same double.
			expect(nearestDouble(BigInt(a) * factor, BigInt(b) * factor) === a / b).toBe(true)
		}),
	)
})

it('reads plain positive decimals exactly and nothing else', () => {
	expect(parseRatio('2.5')).toEqual({ numerator: 25, denominator: 10 })
	expect(parseRatio(' 3 ')).toEqual({ numerator: 3, denominator: 1 })
	for (const text of ['', '0', '0.000', '-1', '1e3', '.5', '2.', '1.2345', '12345', '２', 'NaN']) {
		expect(parseRatio(text), text).toBeNull()
	}
})
