import { type Day, monthOf, startOfDay, weekdayOf } from '../domain/calendar.ts'
import type { Chance } from './chance.ts'

/** The span of time the demo shop has lived through. */
export interface Frame {
	/** ms UTC; the demo's clock starts here. */
	now: number
	today: Day
	zone: string
	/** The first day of which orders are known. */
	firstDay: Day
	/** The day the programme began: older orders are history, and older customers were imported. */
	launchDay: Day
	/** The day of the second shop. */
	newShopDay: Day
}

const MONTH_DAYS = 365 / 12

export function frameAround(now: number, today: Day, zone: string): Frame {
	const back = (months: number) => today - Math.round(months * MONTH_DAYS)
	return { now, today, zone, firstDay: back(18), launchDay: back(14), newShopDay: today - 44 }
}

/** Closed on Mondays but for orders from the web; the weekend is twice a weekday. */
const byWeekday = [0, 0.25, 0.75, 0.8, 0.85, 1.1, 1.9, 2.1]

/** Lunar new year, mid-autumn and Christmas sell, the heat of summer does not. */
const byMonth = [0, 1.25, 1.15, 0.95, 1, 1.05, 0.85, 0.75, 0.8, 1.3, 1.05, 1, 1.5]

// asked some hundred thousand times for the same few hundred days
const known = new Map<Day, number>()

/** How busy a day is, 1 being an ordinary one. */
export function busynessOf(day: Day): number {
	const busyness = known.get(day) ?? (byWeekday[weekdayOf(day)] ?? 1) * (byMonth[monthOf(day)] ?? 1)
	known.set(day, busyness)
	return busyness
}

const around = [-3, -2, -1, 0, 1, 2, 3]

/** A day near another one, the busier the likelier; not outside the given days. */
export function moveToBusyDay(day: Day, range: { from: Day; to: Day }, chance: Chance): Day {
	const near = around.map((by) => day + by).filter((one) => one >= range.from && one <= range.to)
	return near.length === 0 ? Math.min(Math.max(day, range.from), range.to) : chance.weigh(near, busynessOf)
}

/** Breakfast, after lunch, and on the way home. */
const hours: readonly [hour: number, weight: number][] = [
	[8, 14],
	[9, 13],
	[10, 10],
	[11, 7],
	[12, 8],
	[13, 8],
	[14, 6],
	[15, 8],
	[16, 9],
	[17, 12],
	[18, 13],
	[19, 8],
]

/** An instant of a day within the opening hours, ms UTC. */
export function drawInstant(day: Day, zone: string, chance: Chance): number {
	const [hour] = chance.weigh(hours, ([, weight]) => weight)
	return startOfDay(day, zone) + (hour * 3_600 + chance.int(0, 3_599)) * 1_000
}

const OPENS_MS = 8 * 3_600_000
const JUST_NOW_MS = 10 * 60_000

/** The last day on which something can have happened: today, once the shop has been open for two hours. */
export function lastDayOf({ now, today, zone }: Frame): Day {
	return now - startOfDay(today, zone) >= OPENS_MS + 2 * 3_600_000 ? today : today - 1
}

/** An instant of a day that is past, ms UTC. */
export function drawPastInstant(frame: Frame, day: Day, chance: Chance): number {
	const instant = drawInstant(day, frame.zone, chance)
	const latest = frame.now - JUST_NOW_MS
	if (instant <= latest) return instant
	const opened = startOfDay(day, frame.zone) + OPENS_MS
	return opened + Math.floor(chance.unit() * (latest - opened))
}
