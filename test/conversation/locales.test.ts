import fc from 'fast-check'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { intentNames } from '../../src/conversation/intents/index.ts'
import { formatDate, formatList, formatMoment, formatMonthDay } from '../../src/conversation/locales/format.ts'
import {
	catalogues,
	escapeMarkup,
	type Fact,
	fill,
	localeNames,
	type MessageKey,
	marked,
	messageKeys,
	say,
	sayPlain,
	stripMarkup,
} from '../../src/conversation/locales/index.ts'
import { understand } from '../../src/conversation/understand.ts'
import { dayFrom } from '../../src/domain/calendar.ts'
import { parseMarkup } from '../../src/domain/message.ts'
import type { Locale } from '../../src/messaging/channel.ts'

type Kind = 'number' | 'text'
type Ast = ReturnType<IntlMessageFormat['getAst']>

const ARGUMENT = 1
const NUMBER = 2
const PLURAL = 6

function collect(ast: Ast, found: Map<string, Kind>) {
	for (const element of ast) {
		if (element.type === ARGUMENT && !found.has(element.value)) found.set(element.value, 'text')
		if (element.type === NUMBER || element.type === PLURAL) found.set(element.value, 'number')
		if (element.type === PLURAL) for (const option of Object.values(element.options)) collect(option.value, found)
	}
}

/** The gaps of a sentence and what fills them, as the ICU parser sees them. */
function gapsOf(locale: Locale, key: MessageKey): Record<string, Kind> {
	const found = new Map<string, Kind>()
	collect(new IntlMessageFormat(catalogues[locale][key], locale, undefined, { ignoreTag: true }).getAst(), found)
	return Object.fromEntries([...found].sort())
}

function factsFor(key: MessageKey, text: (name: string) => Fact): Record<string, Fact> {
	const gaps = Object.entries(gapsOf('en', key))
	return Object.fromEntries(gaps.map(([name, kind]) => [name, kind === 'number' ? 12_345 : text(name)]))
}

// as long as the settings and the limits of names let them be
const longest: Record<string, number> = {
	shop: 60,
	contact: 120,
	address: 200,
	hours: 200,
	terms: 200,
	list: 300,
	url: 120,
}
const longFacts = (key: MessageKey) => factsFor(key, (name) => '長'.repeat(longest[name] ?? 40))

describe.each(localeNames)('the catalogue %s', (locale) => {
	test('has the keys and the gaps of English', () => {
		expect(Object.keys(catalogues[locale]).sort()).toEqual([...messageKeys].sort())
		for (const key of messageKeys) expect({ key, gaps: gapsOf(locale, key) }).toEqual({ key, gaps: gapsOf('en', key) })
	})

	test('says at most six lines and what the narrowest channel can carry', () => {
		for (const key of messageKeys) {
			const text = stripMarkup(fill(locale, key, longFacts(key)))
			expect({ key, lines: text.split('\n').length <= 6 }).toEqual({ key, lines: true })
			expect({ key, length: text.length <= 1024 }).toEqual({ key, length: true })
			expect(text.trim()).not.toBe('')
		}
	})

	test.each([
		['btn.', 20],
		['menu.list_button', 20],
		['menu.desc.', 72],
		['cmd.', 72],
		['bot.about', 120],
		['bot.description', 512],
		['cast.footer', 60],
	])('what begins with %s has at most %i characters', (prefix, most) => {
		const keys = messageKeys.filter((key) => key.startsWith(prefix))
		expect(keys.length).toBeGreaterThan(0)
		const long = keys.filter((key) => stripMarkup(fill(locale, key, longFacts(key))).length > most)
		expect(long).toEqual([])
	})

	test('the whole answer to a stranger is six lines and fits one message', () => {
		const [shop, contact] = ['長'.repeat(60), '長'.repeat(120)]
		const lines = [
			say(locale, 'join.hello', { shop }),
			say(locale, 'join.gift', { points: 50 }),
			say(locale, 'join.invited', { referrer: 'C*** W.', reward: sayPlain(locale, 'piece.points', { points: 50 }) }),
			`${say(locale, 'join.notice', { shop })} ${say(locale, 'join.notice_contact', { contact })}`,
			say(locale, 'join.offers', { shop, cap: 4 }),
			say(locale, 'join.choose'),
		]
		const text = stripMarkup(lines.join('\n'))
		expect(text.split('\n')).toHaveLength(6)
		expect(text.length).toBeLessThanOrEqual(1024)
	})

	test('every mark of a sentence has its partner', () => {
		for (const key of messageKeys) {
			const text = fill(
				locale,
				key,
				factsFor(key, () => 'x'),
			)
			const shown = parseMarkup(text).map((span) => span.text)
			expect({ key, shown: shown.join('') }).toEqual({ key, shown: stripMarkup(text) })
		}
	})

	test('no name or setting can become markup', () => {
		const hostile = fc
			.array(fc.constantFrom('*', '_', '`', '\\', 'a', '長', ' ', '\n', '\u202e', '{', '<b>', "'"), {
				minLength: 1,
				maxLength: 8,
			})
			.map((parts) => `x${parts.join('')}x`)
		const styles = (text: string) =>
			parseMarkup(text).flatMap(({ text: shown, bold, italic, code }) =>
				[...shown].map(() => `${bold}${italic}${code}`),
			)
		fc.assert(
			fc.property(fc.constantFrom(...messageKeys), hostile, (key, fact) => {
				const shown = stripMarkup(escapeMarkup(fact)).replace(/[\n\u202e]+/g, ' ')
				const said = fill(
					locale,
					key,
					factsFor(key, () => fact),
				)
				const tame = fill(
					locale,
					key,
					factsFor(key, () => [...shown].map(() => 'x').join('')),
				)
				expect(styles(said)).toEqual(styles(tame))
				if (Object.values(gapsOf('en', key)).includes('text')) expect(stripMarkup(said)).toContain(shown)
			}),
			{ numRuns: 500 },
		)
	})

	test('the words it tells people to type are understood as it means them', () => {
		const shown = [...say(locale, 'help.body').matchAll(/「([^」]+)」|\b([A-Z]{4,})\b/g)]
		const told: [word: string, intent?: string][] = [
			[say(locale, 'piece.resume_whatsapp'), 'resume'],
			[sayPlain(locale, 'refer.prefill', { code: '' }), 'join'],
			...shown.map((found): [string] => [found[1] ?? found[2] ?? '']),
		]
		expect(told.length).toBeGreaterThan(8)
		for (const [word, intent] of told) {
			const { intent: found } = understand(word, { channel: 'whatsapp-cloud' })
			expect({ word, found }).toEqual({ word, found: intent ?? expect.any(String) })
		}
	})
})

describe('saying', () => {
	test('numbers are written the locale’s way and plural by rule', () => {
		expect(say('en', 'piece.points', { points: 1 })).toBe('1 point')
		expect(say('en', 'piece.points', { points: 1234 })).toBe('1,234 points')
		expect(say('zh-HK', 'piece.points', { points: 1234 })).toBe('1,234 分')
		expect(say('zh-Hant', 'piece.points', { points: 1234 })).toBe('1,234 點')
	})

	test('a finished piece keeps its markup, a fact loses it', () => {
		expect(say('en', 'entry.gift', { cause: '*now*' })).toBe('Gift from us: \\*now\\*')
		expect(say('en', 'entry.gift', { cause: marked('*now*') })).toBe('Gift from us: *now*')
		expect(sayPlain('en', 'refer.share', { shop: 'A_B*', url: 'https://t.me/a_b?start=r_1' })).toContain(
			'https://t.me/a_b?start=r_1',
		)
	})

	test('a missing fact is a fault', () => {
		expect(() => fill('en', 'join.gift', {})).toThrow(/points/)
	})

	test('every intent has a button and, as far as it has a command, a description', () => {
		for (const name of intentNames) expect(messageKeys).toContain(`btn.${name}`)
		for (const name of intentNames.filter((one) => one !== 'smalltalk')) expect(messageKeys).toContain(`cmd.${name}`)
	})

	test('dates and lists as each locale writes them', () => {
		const day = dayFrom({ year: 2026, month: 8, day: 15 })
		expect(formatDate('en', day)).toBe('15 Aug 2026')
		expect(formatDate('zh-HK', day)).toBe('2026年8月15日')
		expect(formatMonthDay('zh-Hant', 2, 29)).toBe('2月29日')
		expect(formatMoment('en', Date.parse('2026-08-15T10:30:00Z'), 'Asia/Hong_Kong')).toBe('15 Aug, 18:30')
		expect(formatMoment('zh-HK', Date.parse('2026-08-15T16:05:00Z'), 'Asia/Hong_Kong')).toContain('00:05')
		expect(formatList('zh-Hant', ['一', '二', '三'])).toBe('一、二和三')
	})
})
