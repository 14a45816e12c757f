import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutSpans, cutText, parseMarkup, type Span } from '../../src/domain/message.ts'
import { cpuMsOf } from '../support/cpu.ts'

/** Spans in short: b, i, c before each stretch. */
const short = (spans: Span[]) =>
	spans.map(({ text, bold, italic, code }) => `${bold ? 'b' : ''}${italic ? 'i' : ''}${code ? 'c' : ''}:${text}`)

describe('the light markup', () => {
	test.each([
		['plain 積分', [':plain 積分']],
		['*bold* _italic_ `code`', ['b:bold', ': ', 'i:italic', ': ', 'c:code']],
		['就升*金卡*級', [':就升', 'b:金卡', ':級']],
		['*a _b_ c*', ['b:a ', 'bi:b', 'b: c']],
		['*a `b` c*', ['b:a ', 'bc:b', 'b: c']],
		['`*a* _b_`', ['c:*a* _b_']],
		['\\*a\\* \\_b\\_ \\`c\\` \\\\', [':*a* _b_ `c` \\']],
		['`a\\`b\\\\c`', ['c:a`b\\c']],
		['*shop\\_name*', ['b:shop_name']],
		['a * b * c', [':a * b * c']],
		['*open', [':*open']],
		['_open *b*', [':_open ', 'b:b']],
		['*a _b* c_', ['b:a _b', ': c_']],
		['order_no_5', [':order_no_5']],
		['`open', [':`open']],
		['``', [':``']],
		['', []],
		['end\\', [':end\\']],
		['https://a.hk/x_y_z?q=*1* ok', [':https://a.hk/x_y_z?q=', 'b:1', ': ok']],
		['https://a.hk/r/\\_a\\_b_c_', [':https://a.hk/r/_a_b_c_']],
		['*line\nbreak*', ['b:line\nbreak']],
	])('%s', (source, spans) => expect(short(parseMarkup(source))).toEqual(spans))

	test('escaped text is always itself', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const spans = parseMarkup(text.replace(/[\\*_`]/g, '\\$&'))
				expect(spans.map((span) => span.text).join('')).toBe(text)
				expect(spans.every((span) => !span.bold && !span.italic && !span.code)).toBe(true)
			}),
		)
	})

	test('nothing but marks and escapes is ever lost', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom('*', '_', '`', '\\', 'a', ' ', '積', '👩‍🍳') }), (text) => {
				const bare = (one: string) => one.replace(/[\\*_`]/g, '')
				expect(
					bare(
						parseMarkup(text)
							.map((span) => span.text)
							.join(''),
					),
				).toBe(bare(text))
			}),
		)
	})

	test('a megabyte of marks takes no long', () => {
		const ms = cpuMsOf(() => {
			for (const bad of ['*a ', '_a*b', '`', '\\`', '*_', 'http://']) parseMarkup(bad.repeat(20_000))
		})
		expect(ms).toBeLessThan(2000)
	})
})

describe('cutting', () => {
	test.each([
		['abc', 3, 'abc'],
		['abcd', 3, 'ab…'],
		['積分👩‍👩‍👧‍👦家', 12, '積分…'],
		['積分👩‍👩‍👧‍👦家家', 14, '積分👩‍👩‍👧‍👦…'],
		['👍🏽👍🏽', 5, '👍🏽…'],
		['🇭🇰🇹🇼', 5, '🇭🇰…'],
		['e\u0301\u0302e\u0301\u0302', 4, 'e\u0301\u0302…'],
		['ab', 0, ''],
	])('%s to %i → %s', (text, most, cut) => expect(cutText(text, most)).toBe(cut))

	test('one character of a thousand marks is cut all the same, and never inside a surrogate pair', () => {
		expect(cutText(`a${'\u0301'.repeat(1000)}`, 10)).toHaveLength(10)
		expect(cutText(`👩${'\u200d👩'.repeat(99)}`, 7).isWellFormed()).toBe(true)
	})

	test('a code is kept whole or left out', () => {
		expect(short(cutSpans(parseMarkup('use `VIP-7K2Q` now'), 10))).toEqual([':use ', ':…'])
		expect(short(cutSpans(parseMarkup('use `VIP-7K2Q` now'), 14))).toEqual([':use ', 'c:VIP-7K2Q', ': …'])
		expect(short(cutSpans(parseMarkup('`VIP-7K2Q-TOO-LONG`'), 6))).toEqual(['c:VIP-7…'])
	})

	test('the length is kept, and what fits is not touched', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (text, most) => {
				const spans = parseMarkup(text)
				const length = (some: Span[]) => some.reduce((sum, span) => sum + span.text.length, 0)
				const cut = cutSpans(spans, most)
				if (length(spans) <= most) expect(cut).toEqual(spans)
				else expect(length(cut)).toBeLessThanOrEqual(most)
			}),
		)
	})
})
