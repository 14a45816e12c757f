import { type Day, formatDay } from '../domain/calendar.ts'
import { classify, type NesMode, type NesTag, type Purchases, storeCycleTenths, type Thetas } from '../domain/nes.ts'
import type { Db } from '../store/db.ts'
import { listCustomerOrders } from '../store/reports.ts'

export interface NesRule {
	mode: NesMode
	thetas: Thetas
	/** k of the shrunk cycle. */
	weight: number
	defaultCycleDays: number
}

export interface NesReport {
	asOf: string
	mode: NesMode
	storeCycleTenths: number
	counts: Record<Exclude<NesTag, 'prospect'>, number>
}

/** NES of every customer on a day, with the store cycle of the orders up to that day. */
export async function reportNes(db: Db, asOf: Day, rule: NesRule): Promise<NesReport> {
	const customers: Purchases[] = []
	for await (const { days, firstOn, lastOn } of listCustomerOrders(db, { to: asOf }))
		customers.push({ days, firstDay: firstOn, lastDay: lastOn })
	const spans = customers.map(({ days, firstDay, lastDay }) => ({ days, spanDays: lastDay - firstDay }))
	const cycleTenths = storeCycleTenths(spans, rule.defaultCycleDays)
	const counts = { N: 0, E0: 0, S1: 0, S2: 0, S3: 0 }
	for (const customer of customers) {
		const { tag } = classify(customer, asOf, { ...rule, storeCycleTenths: cycleTenths })
		if (tag !== 'prospect') counts[tag] += 1
	}
	return { asOf: formatDay(asOf), mode: rule.mode, storeCycleTenths: cycleTenths, counts }
}
