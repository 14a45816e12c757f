import { z } from 'zod'
import { currencyDecimals } from './money.ts'

/** Kinds of messages that WhatsApp prices apart. */
export const priceCategories = ['marketing', 'utility', 'service'] as const

export type PriceCategory = (typeof priceCategories)[number]

const MICROS = 1_000_000
const PRICE = /^\d{1,6}(?:\.\d{1,6})?$/

const price = z.string().regex(PRICE, 'must be a price such as 0.5767').default('0')

/**
 * What one message costs, in major units of a currency, as the merchant read it from WhatsApp's list: prices differ by
 * country and change, so none are shipped.
 */
export const messagePrices = z.object({
	currency: z.string().length(3).default('HKD'),
	marketing: price,
	utility: price,
	service: price,
	/** A broadcast that would cost more, in minor units, does not start; null: no cap. */
	broadcastCapMinor: z.int().min(0).nullable().default(null),
})

export type MessagePrices = z.infer<typeof messagePrices>

/** A price in millionths of a major unit: prices have more decimals than money. */
function microsOf(text: string): number {
	const [whole = '0', fraction = ''] = text.split('.')
	return Number(whole) * MICROS + Number(fraction.padEnd(6, '0'))
}

/** What so many messages cost, in minor units of the table's currency, rounded up once. */
export function estimateCost(prices: MessagePrices, messages: Partial<Record<PriceCategory, number>>): number {
	const micros = priceCategories.reduce((sum, name) => sum + microsOf(prices[name]) * (messages[name] ?? 0), 0)
	return Math.ceil((micros * 10 ** currencyDecimals(prices.currency)) / MICROS)
}

/** Whether a broadcast of that cost may start. */
export function isWithinCap({ broadcastCapMinor }: MessagePrices, costMinor: number): boolean {
	return broadcastCapMinor === null || costMinor <= broadcastCapMinor
}
