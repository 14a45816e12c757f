import { type Day, formatDay } from '../domain/calendar.ts'
import { currencyDecimals, formatPlain } from '../domain/money.ts'
import {
	createRfmTally,
	findRfmEdges,
	makeScorer,
	nameCell,
	type RfmCustomer,
	type RfmName,
	type RfmReport,
} from '../domain/rfm.ts'
import type { Db } from '../store/db.ts'
import { type CustomerOrders, listCustomerOrders, listMemberNames } from '../store/reports.ts'
import { getSettings } from '../store/settings.ts'
import { listSources } from '../store/sources.ts'

/** Days the orders count; 365 on day D is (D − 365, D]. */
export type RfmWindow = 365 | 'all'

export interface RfmOfShop extends RfmReport {
	asOf: string
	window: RfmWindow
}

export interface ScoredCustomer {
	/** mem_…; null for a customer who is no member. */
	member: string | null
	/** source:customer, where the shop's own id is known. */
	customer: string | null
	recencyDays: number
	orders: number
	/** Major units with the currency's decimals. */
	net: string
	/** For example 354. */
	score: string
	segment: RfmName
}

type Measured = RfmCustomer & Pick<CustomerOrders, 'memberId' | 'ref'>

async function* listMeasured(db: Db, asOf: Day, window: RfmWindow): AsyncGenerator<Measured> {
	const days = window === 'all' ? { to: asOf } : { from: asOf - window + 1, to: asOf }
	for await (const { memberId, ref, orders, netMinor, lastOn } of listCustomerOrders(db, days))
		yield { memberId, ref, orders, netMinor, recencyDays: asOf - lastOn }
}

/** RFM of every customer with an order in the window: edges, how many have each score, and the names of the cells. */
export async function reportRfmOn(db: Db, asOf: Day, window: RfmWindow): Promise<RfmOfShop> {
	const { currency } = await getSettings(db)
	const tally = createRfmTally()
	for await (const customer of listMeasured(db, asOf, window)) tally.add(customer)
	return { asOf: formatDay(asOf), window, ...tally.report(currencyDecimals(currency)) }
}

const NAMES_AT_ONCE = 500

async function listNames(db: Db, customers: readonly Measured[]) {
	const ids = customers.flatMap((customer) => customer.memberId ?? [])
	const names = new Map<number, { publicId: string; ref: string | null }>()
	for (let from = 0; from < ids.length; from += NAMES_AT_ONCE)
		for (const [id, name] of await listMemberNames(db, ids.slice(from, from + NAMES_AT_ONCE))) names.set(id, name)
	return names
}

/** The same, customer by customer. */
export async function listRfmScores(db: Db, asOf: Day, window: RfmWindow): Promise<ScoredCustomer[]> {
	const { currency } = await getSettings(db)
	const customers = await Array.fromAsync(listMeasured(db, asOf, window))
	const edges = findRfmEdges(customers)
	if (!edges) return []
	const score = makeScorer(edges)
	const names = await listNames(db, customers)
	const sources = new Map((await listSources(db)).map((source) => [source.id, source.name]))
	return customers.map((one) => {
		const { r, f, m } = score(one)
		const name = names.get(one.memberId ?? 0)
		const ref = one.ref && `${sources.get(one.ref.sourceId)}:${one.ref.customer}`
		return {
			member: name?.publicId ?? null,
			customer: name?.ref ?? ref,
			recencyDays: one.recencyDays,
			orders: one.orders,
			net: formatPlain(one.netMinor, currency),
			score: `${r}${f}${m}`,
			segment: nameCell(r, f),
		}
	})
}
