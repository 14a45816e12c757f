import { expect, test } from 'vitest'
import { estimateCost, isWithinCap, messagePrices } from '../../src/domain/message-price.ts'

const prices = messagePrices.parse({ marketing: '0.5767', utility: '0.1', service: '0' })

test.each([
	[{ marketing: 1 }, 58],
	[{ marketing: 143 }, 8_247],
	[{ marketing: 100, utility: 10, service: 50 }, 5_867],
	[{}, 0],
])('%j messages cost %s cents, rounded up once', (messages, cost) => expect(estimateCost(prices, messages)).toBe(cost))

test('a million messages are exact, and a currency has its own decimals', () => {
	expect(estimateCost(prices, { marketing: 1_000_000 })).toBe(57_670_000)
	expect(estimateCost(messagePrices.parse({ currency: 'TWD', marketing: '2.5' }), { marketing: 3 })).toBe(750)
	expect(estimateCost(messagePrices.parse({ currency: 'JPY', marketing: '11.2' }), { marketing: 3 })).toBe(34)
})

test.each(['1,5', '-1', 'free', '1.1234567', ''])('%j is no price', (marketing) => {
	expect(messagePrices.safeParse({ marketing }).success).toBe(false)
})

test('without a cap every broadcast may start', () => {
	expect(isWithinCap(prices, 1e9)).toBe(true)
	expect(isWithinCap({ ...prices, broadcastCapMinor: 100 }, 100)).toBe(true)
	expect(isWithinCap({ ...prices, broadcastCapMinor: 100 }, 101)).toBe(false)
})
