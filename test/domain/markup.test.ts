import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMarkup } from '../../src/domain/markup.ts'

describe('our light markup', () => {
	test.each([
		[
			'a *b* c',
			[
				['plain', 'a '],
				['bold', 'b'],
				['plain', ' c'],
			],
		],
		[
			'_i_`c*d*`',
			[
				['italic', 'i'],
				['code', 'c*d*'],
			],
		],
		['2 \\* 3 \\_ 4', [['plain', '2 * 3 _ 4']]],
		['*a\\*b*', [['bold', 'a*b']]],
		['*never closed', [['plain', '*never closed']]],
		['*not over\na line*', [['plain', '*not over\na line*']]],
		['**', [['plain', '**']]],
		['', []],
	])('%j', (text, spans) => {
		expect(parseMarkup(text).map((span) => [span.style, span.text])).toEqual(spans)
	})

	test('an escaped text is one plain run of itself', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1, unit: fc.constantFrom('a', '*', '_', '`', '\\', '\n', '中') }), (text) => {
				const escaped = text.replace(/[\\*_`]/g, '\\$&')
				expect(parseMarkup(escaped)).toEqual([{ style: 'plain', text }])
			}),
		)
	})
})
