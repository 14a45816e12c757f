import { civilOf, type Day } from '../../domain/calendar.ts'
import type { Locale } from '../../messaging/channel.ts'

// English dates are written day first, as Hong Kong and Taiwan read them; 24 hours leave no doubt
const tags: Record<Locale, string> = { 'zh-HK': 'zh-HK', 'zh-Hant': 'zh-TW', en: 'en-GB' }

type Style = 'date' | 'monthDay' | 'moment'

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
	date: { year: 'numeric', month: 'short', day: 'numeric' },
	monthDay: { month: 'short', day: 'numeric' },
	moment: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(locale: Locale, style: Style, timeZone: string): Intl.DateTimeFormat {
	const key = `${locale} ${style} ${timeZone}`
	let format = formats.get(key)
	if (!format) {
		format = new Intl.DateTimeFormat(tags[locale], { ...styles[style], timeZone })
		formats.set(key, format)
	}
	return format
}

function utcOf(day: Day): number {
	const { year, month, day: inMonth } = civilOf(day)
	return Date.UTC(year, month - 1, inMonth)
}

/** A civil date as people write it: 15 Aug 2026, 2026年8月15日. */
export function formatDate(locale: Locale, day: Day): string {
	return formatOf(locale, 'date', 'UTC').format(utcOf(day))
}

/** A birthday: 15 Aug, 8月15日. */
export function formatMonthDay(locale: Locale, month: number, day: number): string {
	// 2000 had a 29 February
	return formatOf(locale, 'monthDay', 'UTC').format(Date.UTC(2000, month - 1, day))
}

/** An instant (ms UTC) on the clock of the shop's zone: 15 Aug, 18:30. */
export function formatMoment(locale: Locale, at: number, timeZone: string): string {
	return formatOf(locale, 'moment', timeZone).format(at)
}

const lists = new Map<Locale, Intl.ListFormat>()

/** Several things in one line: a, b and c; a、b和c. */
export function formatList(locale: Locale, parts: readonly string[]): string {
	let list = lists.get(locale)
	if (!list) {
		list = new Intl.ListFormat(tags[locale], { style: 'long', type: 'conjunction' })
		lists.set(locale, list)
	}
	return list.format(parts)
}
