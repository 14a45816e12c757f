import { estimateCost, isWithinCap, type MessagePrices } from '../domain/message-price.ts'
import type { AudiencePreview } from './audience.ts'
import type { ContentProblem } from './template.ts'

/** What a broadcast costs on the channel that WhatsApp charges for. */
export interface CostEstimate {
	currency: string
	/** Minor units, rounded up; at most: who answers before it goes out costs less. */
	minor: number
	/** Messages by template, to people who have not written for a day, and free text to the others. */
	marketing: number
	service: number
}

const PRICED = 'whatsapp-cloud'

/** The cost of a preview by the merchant's table of prices; undefined when nothing goes out by a priced channel. */
export function estimateBroadcast(audience: AudiencePreview, prices: MessagePrices): CostEstimate | undefined {
	const priced = audience.channels[PRICED]
	if (!priced || priced.chosen === 0) return undefined
	const marketing = priced.late ?? 0
	const service = priced.chosen - marketing
	return { currency: prices.currency, minor: estimateCost(prices, { marketing, service }), marketing, service }
}

/** A broadcast above the merchant's cap does not start. */
export function findCostProblems(cost: CostEstimate | undefined, prices: MessagePrices): ContentProblem[] {
	if (!cost || isWithinCap(prices, cost.minor)) return []
	const { minor, currency } = cost
	return [{ problem: 'over-cap', minor, capMinor: prices.broadcastCapMinor ?? 0, currency }]
}
