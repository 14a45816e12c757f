import { expect, test } from 'vitest'
import { parseHtml } from './html.ts'

/** Formatted stretches in short. */
const marks = (html: string) =>
	parseHtml(html).entities.map(({ type, offset, length }) => `${type} ${offset}+${length}`)

test.each([
	['plain', 'plain', []],
	['&lt;&gt;&amp;&quot;&nbsp;&#33;&#x21;', '<>&"&nbsp;!!', []],
	['a & b', 'a & b', []],
	['🏟<i>🏟&lt</i>', '🏟🏟<', ['italic 2+3']],
	['<b>a<i>b</i></b>', 'ab', ['bold 0+2', 'italic 1+1']],
	['<b></b>x', 'x', []],
	['<B>x</b >', 'x', ['bold 0+1']],
	['<i>x</>', 'x', ['italic 0+1']],
	['<a href="https://a.hk?x=1">y</a>', 'y', ['text_link 0+1']],
	["<code class='language-ts'>y</code>", 'y', ['code 0+1']],
])('%s is read as %s', (html, text, entities) => {
	expect(parseHtml(html).text).toBe(text)
	expect(marks(html)).toEqual(entities)
})

test.each([
	['🏟<abc', 'Unclosed start tag at byte offset 4'],
	['a < b', 'Unsupported start tag "" at byte offset 2'],
	['<br>', 'Unsupported start tag "br" at byte offset 0'],
	['<b/>', 'Unsupported start tag "b/" at byte offset 0'],
	['x</b>', 'Unexpected end tag at byte offset 1'],
	['<i>a</i  ', 'Unclosed end tag at byte offset 4'],
	['<i>a</em>', 'Unmatched end tag at byte offset 4, expected "</i>", found "</em>"'],
	['<b>x', 'Can\'t find end tag corresponding to start tag "b"'],
	['<i   =a>x</i>', 'Empty attribute name in the tag "i" at byte offset 0'],
	['<i aba>x</i>', 'Expected equal sign in declaration of an attribute of the tag "i" at byte offset 0'],
	['🏟 🏟&lt;<i    aba  =  ', 'Unclosed start tag "i" at byte offset 13'],
	['🏟 🏟&lt;<i    aba  =  190azAz-.,', 'Unexpected end of name token at byte offset 27'],
	['<a href="x>y</a>', 'Unclosed start tag at byte offset 0'],
	[
		'&#xDFDF;',
		'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
	],
])('%s is refused', (html, problem) => expect(() => parseHtml(html)).toThrow(`can't parse entities: ${problem}`))
