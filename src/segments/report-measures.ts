import type { Day } from '../domain/calendar.ts'
import { createMeasuring, type Measures } from '../domain/measures.ts'
import { currencyDecimals } from '../domain/money.ts'
import type { Db } from '../store/db.ts'
import { listCustomerOrders, listUnknownOrders } from '../store/reports.ts'
import { getSettings } from '../store/settings.ts'

/** The three measures of a period of local days, both included; an order of an unknown buyer is a customer of its own. */
export async function reportMeasures(db: Db, period: { from: Day; to: Day }): Promise<Measures> {
	const measuring = createMeasuring()
	for await (const { orders, netMinor, firstEverOn } of listCustomerOrders(db, period))
		measuring.add({ orders, netMinor, boughtBefore: firstEverOn < period.from })
	for (const netMinor of await listUnknownOrders(db, period))
		measuring.add({ orders: 1, netMinor, boughtBefore: false })
	return measuring.finish(currencyDecimals((await getSettings(db)).currency))
}
