import { type Day, dayOf, startOfDay } from '../domain/calendar.ts'
import { parseSaleNumber, saleDay } from '../domain/sale-number.ts'
import { countJoined, listOrdersNumbered } from '../store/counter.ts'
import { listUsers } from '../store/coupons.ts'
import type { Db } from '../store/db.ts'
import { getSettings } from '../store/settings.ts'
import type { Staff } from '../store/staff.ts'
import { COUNTER } from './counter-sale.ts'

export interface CounterFigures {
	/** Sales of which something is kept. */
	sales: number
	/** Their net, returns taken off. */
	netMinor: number
	/** Points they gave members. */
	points: number
	/** Coupons used. */
	coupons: number
}

export interface TodayAtCounter {
	day: Day
	/** By this person. */
	own: CounterFigures
	/** By all staff. */
	all: CounterFigures
	/** People who joined today, in any way. */
	joined: number
}

/** The local day at the counter so far: what staff recorded in the chat, counted from the rows themselves. */
export async function countToday(db: Db, staff: Staff, now: number): Promise<TodayAtCounter> {
	const { timeZone } = await getSettings(db)
	const day = dayOf(now, timeZone)
	const sales = (await listOrdersNumbered(db, COUNTER, saleDay(day))).flatMap((order) => {
		const staffId = parseSaleNumber(order.external_id)?.staffId
		return staffId !== undefined && order.paid_on === day && order.net_minor > 0 ? [{ ...order, staffId }] : []
	})
	const users = (await listUsers(db, startOfDay(day, timeZone), startOfDay(day + 1, timeZone))).filter(
		(by) => by?.startsWith('stf_') === true,
	)
	const sum = (rows: typeof sales, coupons: number): CounterFigures => ({
		sales: rows.length,
		netMinor: rows.reduce((total, row) => total + row.net_minor, 0),
		points: rows.reduce((total, row) => total + row.points, 0),
		coupons,
	})
	return {
		day,
		own: sum(
			sales.filter((sale) => sale.staffId === staff.id),
			users.filter((by) => by === staff.public_id).length,
		),
		all: sum(sales, users.length),
		joined: await countJoined(db, day),
	}
}
