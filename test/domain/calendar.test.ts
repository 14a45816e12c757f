import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import {
	addMonths,
	birthdayIn,
	civilOf,
	type Day,
	dayFrom,
	dayOf,
	endOfMonth,
	formatDay,
	isMonthAndDay,
	isZone,
	minuteOfDay,
	parseDay,
	parseLocalDateTime,
	startOfDay,
	startOfMonth,
	weekdayOf,
} from '../../src/domain/calendar.ts'
import { cpuMsOf } from '../support/cpu.ts'

const zones = [
	'Asia/Hong_Kong',
	'Asia/Taipei',
	'Europe/London',
	'America/New_York',
	'America/St_Johns',
	'America/Sao_Paulo',
	'Africa/Casablanca',
	'Australia/Lord_Howe',
	'Pacific/Apia',
	'Asia/Kathmandu',
	'UTC',
]

function on(text: string): Day {
	return parseDay(text) as Day
}

const anyInstant = fc.integer({ min: Date.UTC(1950, 0, 1), max: Date.UTC(2060, 0, 1) })
const anyDay = fc.integer({ min: on('1950-01-01'), max: on('2060-01-01') })

describe('civil dates', () => {
	test('the epoch is day 0, and days before it are negative', () => {
		expect([on('1970-01-01'), on('1969-12-31'), on('2000-03-01')]).toEqual([0, -1, 11017])
	})

	test('agree with Temporal over four centuries', () => {
		const date = Temporal.PlainDate.from('1799-12-28')
		const first = on('1799-12-28')
		for (let i = 0; i < 146_200; i += 13) {
			const other = date.add({ days: i })
			expect(formatDay(first + i)).toBe(other.toString())
			expect(dayFrom(civilOf(first + i))).toBe(first + i)
			expect(weekdayOf(first + i)).toBe(other.dayOfWeek)
		}
	})

	test.each([
		['2024-02-29', '2024-02-29'],
		['2024/2/9', '2024-02-09'],
		['20240229', '2024-02-29'],
		[' ２０２４－０２－２９ ', '2024-02-29'],
	])('%j is a date', (text, day) => expect(formatDay(on(text))).toBe(day))

	test.each([
		'2023-02-29',
		'1900-02-29',
		'2024-13-01',
		'2024-00-10',
		'2024-04-31',
		'2024-01-00',
		'0000-01-01',
		'2024-2/9',
		'240229',
		'2024-02-29x',
		'',
	])('%j is no date', (text) => expect(parseDay(text)).toBeUndefined())

	test('months are added from the given day: 31 January gives 28 February, then 31 March', () => {
		const start = on('2025-01-31')
		expect([1, 2, 3, 13, -2].map((n) => formatDay(addMonths(start, n)))).toEqual([
			'2025-02-28',
			'2025-03-31',
			'2025-04-30',
			'2026-02-28',
			'2024-11-30',
		])
		expect(formatDay(addMonths(on('2024-02-29'), 12))).toBe('2025-02-28')
		expect(formatDay(addMonths(on('2024-02-29'), 48))).toBe('2028-02-29')
	})

	test('months begin and end where they do', () => {
		expect(formatDay(endOfMonth(on('2024-02-10')))).toBe('2024-02-29')
		expect(formatDay(endOfMonth(on('2023-12-31')))).toBe('2023-12-31')
		expect(formatDay(startOfMonth(on('2024-02-29')))).toBe('2024-02-01')
	})

	test('a birthday on 29 February counts as the 28th, in leap years too', () => {
		expect([2023, 2024].map((year) => formatDay(birthdayIn(year, 2, 29)))).toEqual(['2023-02-28', '2024-02-28'])
		expect(formatDay(birthdayIn(2024, 12, 31))).toBe('2024-12-31')
		expect([isMonthAndDay(2, 29), isMonthAndDay(2, 30), isMonthAndDay(13, 1)]).toEqual([true, false, false])
	})
})

describe('time zones', () => {
	test('dayOf agrees with Temporal in zones of every habit, transitions included', () => {
		fc.assert(
			fc.property(fc.constantFrom(...zones), anyInstant, (zone, instant) => {
				const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
				expect(formatDay(dayOf(instant, zone))).toBe(local.toPlainDate().toString())
				expect(minuteOfDay(instant, zone)).toBe(local.hour * 60 + local.minute)
			}),
			{ numRuns: 500 },
		)
	})

	test.each(zones)('%s: the milliseconds around each change of offset', (zone) => {
		let at: Temporal.ZonedDateTime | null = Temporal.Instant.from('1965-01-01T00:00Z').toZonedDateTimeISO(zone)
		for (let i = 0; i < 60 && at; i++) {
			at = at.getTimeZoneTransition('next')
			if (!at) break
			for (const step of [-1, 0, 1]) {
				const instant = at.epochMilliseconds + step
				const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
				expect(formatDay(dayOf(instant, zone))).toBe(local.toPlainDate().toString())
			}
		}
	})

	test('the first instant of a date agrees with Temporal, also where midnight is skipped', () => {
		const check = (day: Day, zone: string) => {
			const first = Temporal.PlainDate.from(formatDay(day)).toZonedDateTime(zone)
			expect(startOfDay(day, zone)).toBe(first.epochMilliseconds)
		}
		fc.assert(fc.property(anyDay, fc.constantFrom(...zones), check), { numRuns: 500 })
		check(on('2018-11-04'), 'America/Sao_Paulo')
		check(on('2011-12-30'), 'Pacific/Apia')
	})

	test('a day begins at its first instant and not a millisecond before', () => {
		for (const day of [on('2024-03-31'), on('2024-10-27'), on('2024-02-29')]) {
			const first = startOfDay(day, 'Europe/London')
			expect([dayOf(first, 'Europe/London'), dayOf(first - 1, 'Europe/London')]).toEqual([day, day - 1])
		}
	})

	test('only names of the time-zone data are zones', () => {
		expect(['Asia/Hong_Kong', 'UTC', 'America/Argentina/Salta'].map(isZone)).toEqual([true, true, true])
		expect(['+08:00', 'Hong Kong', 'Mars/Base', '', "x'; drop"].map(isZone)).toEqual(Array(5).fill(false))
		expect(() => dayOf(0, 'Mars/Base')).toThrow(RangeError)
	})

	test('a local date costs far less than a microsecond', () => {
		let sum = 0
		const ms = cpuMsOf(() => {
			for (let i = 0; i < 300_000; i++) sum += dayOf(1_300_000_000_000 + i * 100_000, 'Europe/London')
		})
		expect(sum).toBeGreaterThan(0)
		expect(ms).toBeLessThan(300)
	})
})

describe('date-times of files', () => {
	const read = (text: string, zone = 'Europe/London') => {
		const result = parseLocalDateTime(text, zone)
		return result.ok ? new Date(result.value).toISOString() : result.reason
	}

	test.each([
		['2011-07-01T10:30:00Z', '2011-07-01T10:30:00.000Z'],
		['2011-07-01T10:30:00.5+08:00', '2011-07-01T02:30:00.500Z'],
		['2011-07-01 10:30', '2011-07-01T09:30:00.000Z'],
		['2011/12/1 8:26:07', '2011-12-01T08:26:07.000Z'],
		['20110701', '2011-06-30T23:00:00.000Z'],
		['20110701 1030', 'bad-date'],
		['20110701T1030', '2011-07-01T09:30:00.000Z'],
		['20110701T103007Z', '2011-07-01T10:30:07.000Z'],
		['20110701T2460', 'bad-date'],
		['20110701T10', 'bad-date'],
		['2011-07-01', '2011-06-30T23:00:00.000Z'],
		['２０１１－０７－０１　１０：３０', '2011-07-01T09:30:00.000Z'],
		['2011-02-29 10:00', 'bad-date'],
		['2011-07-01 24:00', 'bad-date'],
		['2011-07-01 10:60', 'bad-date'],
		['2011-07-01T10:00+25:00', 'bad-date'],
		['yesterday', 'bad-date'],
		['', 'bad-date'],
	])('%j is %s', (text, expected) => expect(read(text)).toBe(expected))

	test('a time inside the gap is refused, its edges are not', () => {
		expect(
			['2024-03-31 00:59:59', '2024-03-31 01:00', '2024-03-31 01:59:59', '2024-03-31 02:00'].map((t) => read(t)),
		).toEqual(['2024-03-31T00:59:59.000Z', 'dst-gap', 'dst-gap', '2024-03-31T01:00:00.000Z'])
	})

	test('an ambiguous time is the earlier of the two', () => {
		expect(read('2024-10-27 01:30')).toBe('2024-10-27T00:30:00.000Z')
		expect(read('2024-10-27 02:00')).toBe('2024-10-27T02:00:00.000Z')
	})

	test('a date without a time whose midnight is skipped takes the first instant of the day; midnight itself is refused', () => {
		expect(read('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z')
		expect(read('2018-11-04 00:00', 'America/Sao_Paulo')).toBe('dst-gap')
	})
})
