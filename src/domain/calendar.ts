import { Temporal } from 'temporal-polyfill'
import { done, type Refusal, type Result, refuse } from './result.ts'

/** A civil date in the store's zone, as days since 1970-01-01. */
export type Day = number

export interface CivilDate {
	year: number
	/** 1–12. */
	month: number
	/** 1–31. */
	day: number
}

const dayMs = 86_400_000
const earliestYear = 1
const latestYear = 9999

// ---- civil dates, pure arithmetic on the proleptic Gregorian calendar ----

function isLeapYear(year: number): boolean {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** The number of days of a month (1–12). */
export function daysInMonth(year: number, month: number): number {
	return month === 2 && isLeapYear(year) ? 29 : (monthLengths[month - 1] ?? 0)
}

/** The day of a civil date that exists; callers with input from outside take parseDay. */
export function dayFrom({ year, month, day }: CivilDate): Day {
	// years begin in March here, so that the leap day is the last of its year
	const y = month > 2 ? year : year - 1
	const monthFromMarch = (month + 9) % 12
	const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
	return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468
}

/** Year, month and day of a Day. */
export function civilOf(day: Day): CivilDate {
	const shifted = day + 719_468
	const era = Math.floor(shifted / 146_097)
	const dayOfEra = shifted - era * 146_097
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
	)
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
	const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
	return {
		year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
		month,
		day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
	}
}

/** The year of a day. */
export function yearOf(day: Day): number {
	return civilOf(day).year
}

/** The month of a day, 1–12. */
export function monthOf(day: Day): number {
	return civilOf(day).month
}

/** The day of the month of a day, 1–31. */
export function dayOfMonth(day: Day): number {
	return civilOf(day).day
}

/** The day of the week, 1 Monday to 7 Sunday. */
export function weekdayOf(day: Day): number {
	return ((((day + 3) % 7) + 7) % 7) + 1
}

/** The same day n months later (or earlier, n < 0), clamped to the end of a shorter month. Add to the first day, never to a clamped one. */
export function addMonths(day: Day, months: number): Day {
	const from = civilOf(day)
	const count = from.year * 12 + from.month - 1 + months
	const year = Math.floor(count / 12)
	const month = count - year * 12 + 1
	return dayFrom({ year, month, day: Math.min(from.day, daysInMonth(year, month)) })
}

/** The first day of the month of a day. */
export function startOfMonth(day: Day): Day {
	return day - civilOf(day).day + 1
}

/** The last day of the month of a day. */
export function endOfMonth(day: Day): Day {
	const { year, month, day: inMonth } = civilOf(day)
	return day - inMonth + daysInMonth(year, month)
}

/** The day a birthday falls on in a year: 29 February counts as the 28th, in leap years too (loyalty §6). */
export function birthdayIn(year: number, month: number, day: number): Day {
	return dayFrom({ year, month, day: month === 2 ? Math.min(day, 28) : day })
}

/** Whether day and month exist together in some year. */
export function isMonthAndDay(month: number, day: number): boolean {
	return Number.isInteger(month) && Number.isInteger(day) && day >= 1 && day <= daysInMonth(2000, month)
}

/** 'YYYY-MM-DD'. */
export function formatDay(day: Day): string {
	const { year, month, day: inMonth } = civilOf(day)
	return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(inMonth).padStart(2, '0')}`
}

const dashedDate = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
const slashedDate = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/
const plainDate = /^(\d{4})(\d{2})(\d{2})$/

/** Reads 'YYYY-MM-DD', 'YYYY/MM/DD' or 'YYYYMMDD' (full-width digits too); undefined when it is none or no such date exists. */
export function parseDay(text: string): Day | undefined {
	const trimmed = text.normalize('NFKC').trim()
	const found = dashedDate.exec(trimmed) ?? slashedDate.exec(trimmed) ?? plainDate.exec(trimmed)
	if (!found) return undefined
	const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
	if (year < earliestYear || year > latestYear || day < 1 || day > daysInMonth(year, month)) return undefined
	return dayFrom({ year, month, day })
}

// ---- time zones ----

/** A stretch of time with one UTC offset: start ≤ instant < end. */
interface Stretch {
	start: number
	end: number
	offset: number
}

interface Zone {
	name: string
	/** Ordered by start, only those that were asked for. */
	stretches: Stretch[]
	last: Stretch
}

const zones = new Map<string, Zone>()
const namePattern = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/

/** Whether the time-zone data knows a name such as 'Asia/Hong_Kong' or 'UTC'; fixed offsets such as '+08:00' are refused. */
export function isZone(name: string): boolean {
	if (zones.has(name)) return true
	if (!namePattern.test(name)) return false
	try {
		new Intl.DateTimeFormat('en', { timeZone: name })
		return true
	} catch {
		return false
	}
}

function stretchAround(zone: string, instant: number): Stretch {
	const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
	const next = at.getTimeZoneTransition('next')
	// 'previous' looks strictly before, so that an instant on a transition must be asked one step later
	const previous = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')
	return {
		start: previous ? previous.epochMilliseconds : Number.NEGATIVE_INFINITY,
		end: next ? next.epochMilliseconds : Number.POSITIVE_INFINITY,
		offset: at.offsetNanoseconds / 1_000_000,
	}
}

function addStretch(zone: Zone, instant: number): Stretch {
	const found = stretchAround(zone.name, instant)
	let at = zone.stretches.findIndex((one) => one.start > found.start)
	if (at < 0) at = zone.stretches.length
	zone.stretches.splice(at, 0, found)
	return found
}

function searchStretch(zone: Zone, instant: number): Stretch {
	let low = 0
	let high = zone.stretches.length - 1
	while (low <= high) {
		const middle = (low + high) >> 1
		const one = zone.stretches[middle] as Stretch
		if (instant < one.start) high = middle - 1
		else if (instant >= one.end) low = middle + 1
		else return one
	}
	return addStretch(zone, instant)
}

function stretchOf(zone: Zone, instant: number): Stretch {
	const last = zone.last
	if (instant >= last.start && instant < last.end) return last
	zone.last = searchStretch(zone, instant)
	return zone.last
}

/** Throws a RangeError on a name the time-zone data does not know: check settings with isZone first. */
function zoneNamed(name: string): Zone {
	const known = zones.get(name)
	if (known) return known
	if (!isZone(name)) throw new RangeError(`unknown time zone ${name}`)
	const first = stretchAround(name, 0)
	const zone = { name, stretches: [first], last: first }
	zones.set(name, zone)
	return zone
}

/** The offset from UTC in milliseconds at an instant. */
export function offsetAt(instant: number, zone: string): number {
	return stretchOf(zoneNamed(zone), instant).offset
}

/** The local date at an instant (ms UTC); stretches of equal offset are cached, so a call costs some ten nanoseconds. */
export function dayOf(instant: number, zone: string): Day {
	return Math.floor((instant + stretchOf(zoneNamed(zone), instant).offset) / dayMs)
}

/** Minutes since local midnight on the clock at the wall, 0–1439. */
export function minuteOfDay(instant: number, zone: string): number {
	const local = instant + offsetAt(instant, zone)
	return Math.floor((local - Math.floor(local / dayMs) * dayMs) / 60_000)
}

/** The earliest instant at which the wall clock shows `local` or, when a gap skips that, the instant after the gap. */
function instantOfWall(local: number, zoneName: string): { instant: number; gap: boolean } {
	const zone = zoneNamed(zoneName)
	// two days back is before any offset or skipped date can matter
	let stretch = stretchOf(zone, local - 2 * dayMs)
	while (local - stretch.offset >= stretch.end) stretch = stretchOf(zone, stretch.end)
	const instant = local - stretch.offset
	return instant < stretch.start ? { instant: stretch.start, gap: true } : { instant, gap: false }
}

/** The first instant (ms UTC) of a local date: midnight, or the end of the gap that swallows it. */
export function startOfDay(day: Day, zone: string): number {
	return instantOfWall(day * dayMs, zone).instant
}

// ---- date-times of imports ----

const dateTime =
	/^(\d{4}-\d{1,2}-\d{1,2}|\d{4}\/\d{1,2}\/\d{1,2}|\d{8})(?:(?:(?:\s*T\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?|T(\d{2})(\d{2})(\d{2})?)\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

function readClock(hours: string, minutes: string, seconds = '0', fraction = ''): number | undefined {
	const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)]
	if (hour > 23 || minute > 59 || second > 59) return undefined
	return ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
}

function readOffset(text: string): number | undefined {
	if (/^z$/i.test(text)) return 0
	const digits = text.replace(/\D/g, '').padEnd(4, '0')
	const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))]
	if (hours > 23 || minutes > 59) return undefined
	return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

/**
 * Reads a date-time of a file into an instant (ms UTC): ISO (also its basic form 20260310T120000) with offset or Z, or local
 * time of the zone with T or space, date as in parseDay. No time is the first instant of the date; a time inside a gap is refused, an ambiguous one is the
 * earlier.
 */
export function parseLocalDateTime(text: string, zone: string): Result<number, Refusal<'bad-date' | 'dst-gap'>> {
	const found = dateTime.exec(text.normalize('NFKC').trim())
	const day = found?.[1] === undefined ? undefined : parseDay(found[1])
	if (!found || day === undefined) return refuse('bad-date')
	const [, , colonHours, colonMinutes, colonSeconds, fraction, plainHours, plainMinutes, plainSeconds, offsetText] =
		found
	const [hours, minutes, seconds] = [
		colonHours ?? plainHours,
		colonMinutes ?? plainMinutes,
		colonSeconds ?? plainSeconds,
	]
	if (hours === undefined || minutes === undefined) return done(startOfDay(day, zone))
	const clock = readClock(hours, minutes, seconds, fraction)
	if (clock === undefined) return refuse('bad-date')
	if (offsetText !== undefined) {
		const offset = readOffset(offsetText)
		return offset === undefined ? refuse('bad-date') : done(day * dayMs + clock - offset)
	}
	const { instant, gap } = instantOfWall(day * dayMs + clock, zone)
	return gap ? refuse('dst-gap') : done(instant)
}
