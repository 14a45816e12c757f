import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMIT, renderReply } from '../../../bots/telegram/render.ts'
import type { Reply } from '../../../src/messaging/channel.ts'
import { parseHtml } from '../../support/telegram/html.ts'
import { readMarkup } from '../../support/telegram/keyboard.ts'
import { loadLint } from '../../support/telegram/lint.ts'
import { readText } from '../../support/telegram/text.ts'
import { reply } from './harness.ts'

const textOf = (one: Reply) => {
	const rendered = renderReply(1, one)
	return 'text' in rendered.payload ? rendered.payload.text : rendered.payload.caption
}
const markupOf = (one: Reply) => renderReply(1, one).payload.reply_markup

describe('text', () => {
	test.each([
		['*bold* _it_ `code`', '<b>bold</b> <i>it</i> <code>code</code>'],
		['*a _b_*', '<b>a </b><b><i>b</i></b>'],
		['<script>alert("x")</script> & *<b>*', '&lt;script&gt;alert("x")&lt;/script&gt; &amp; <b>&lt;b&gt;</b>'],
		['`<&>`', '<code>&lt;&amp;&gt;</code>'],
		['a\u0000b\tc\nd', 'a b c\nd'],
		['half \ud83d', 'half \ufffd'],
		['', '…'],
		[' \n\u200b\u3164 ', '…'],
		['&lt;', '&amp;lt;'],
	])('%j → %s', (text, html) => expect(textOf(reply(text))).toBe(html))

	test('a caption holds 1,024 characters, and none where there is nothing to see', () => {
		const picture = { base64: '' }
		expect(textOf(reply('積'.repeat(2000), { picture }))).toBe(`${'積'.repeat(1023)}…`)
		expect(textOf(reply(' ', { picture }))).toBeUndefined()
	})

	test('a text is cut between characters, and a code that does not fit is left out', () => {
		expect(textOf(reply('👩‍👩‍👧‍👦'.repeat(400)))).toBe(`${'👩‍👩‍👧‍👦'.repeat(372)}…`)
		expect(textOf(reply(`${'x'.repeat(4090)} \`VIP-7K2Q\` end`))).toBe(`${'x'.repeat(4090)} …`)
	})

	test('only promotions show link previews', () => {
		expect(renderReply(1, reply('x')).payload).toMatchObject({ link_preview_options: { is_disabled: true } })
		expect(renderReply(1, reply('x', { kind: 'promo' })).payload).not.toHaveProperty('link_preview_options')
	})
})

describe('buttons', () => {
	const link = (url: string) => markupOf(reply('x', { link: { label: 'Go', url } }))
	test.each(['https://a.hk/', 'http://a.hk/x?y=1', 'tg://resolve?domain=suki', 'https://t.me/bot?start=c_1'])(
		'%s is a link',
		(url) => expect(link(url)).toEqual({ inline_keyboard: [[{ text: 'Go', url }]] }),
	)
	test.each(['javascript:alert(1)', 'ftp://a.hk', 'data:text/html,x', 'http://localhost:8080/r/A', 'not a link', ''])(
		'%s is none',
		(url) => expect(link(url)).toBeUndefined(),
	)
	test('an address without a button stands in the text', () => {
		const local = { label: 'Page', url: 'http://localhost:8080/r/A_B' }
		expect(textOf(reply('See', { link: local }))).toBe('See\nPage: http://localhost:8080/r/A_B')
		expect(textOf(reply('See', { link: { ...local, url: 'javascript:x' } }))).toBe('See')
	})
	test('a copy button holds 256 characters; a longer value is only in the text', () => {
		const copy = (length: number) => markupOf(reply('x', { copy: { label: 'Copy', value: 'x'.repeat(length) } }))
		expect(copy(256)).toBeDefined()
		expect(copy(257)).toBeUndefined()
		expect(copy(0)).toBeUndefined()
	})
	test('a value of 64 bytes fits, of 65 not', () => {
		const choose = (value: string) => () => renderReply(1, reply('x', { choices: [{ value, label: 'L' }] }))
		expect(choose(`${'積'.repeat(21)}x`)).not.toThrow()
		expect(choose(`${'積'.repeat(21)}xy`)).toThrow('65 bytes')
		expect(choose('')).toThrow()
	})
	test('choices win over taking a keyboard away', () => {
		expect(markupOf(reply('x', { removeKeyboard: true, choices: [{ value: 'a', label: 'A' }] }))).toHaveProperty(
			'inline_keyboard',
		)
		expect(markupOf(reply('x', { removeKeyboard: true }))).toEqual({ remove_keyboard: true })
	})
})

const anyText = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.string({
		unit: fc.constantFrom('*', '_', '`', '\\', '<', '>', '&', 'b', '/', '"', '積', '👩‍👧', '\n', ' ', '\ud83d'),
	}),
	fc
		.tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.integer({ min: 1, max: 600 }))
		.map(([s, n]) => s.repeat(n)),
)
const anyReply: fc.Arbitrary<Reply> = fc
	.record(
		{
			text: anyText,
			choices: fc.array(
				fc.record(
					{ value: fc.stringMatching(/^[a-z:0-9]{1,64}$/), label: anyText },
					{ requiredKeys: ['value', 'label'] },
				),
				{ maxLength: 8 },
			),
			columns: fc.constantFrom(1 as const, 2 as const),
			copy: fc.record({ label: anyText, value: anyText }),
			link: fc.record({ label: anyText, url: fc.oneof(fc.webUrl(), anyText) }),
			picture: fc.constant({ base64: '' }),
			requestContact: fc.record({ label: anyText }),
			removeKeyboard: fc.boolean(),
			edits: fc.constantFrom('12', 'x'),
		},
		{ requiredKeys: ['text'] },
	)
	.map((one) => ({ ...one, kind: 'service', locale: 'zh-HK' }))

test('whatever is said, the server takes it: markup, lengths, buttons, schema', () => {
	const checker = loadLint()
	fc.assert(
		fc.property(anyReply, (one) => {
			const rendered = renderReply(7, one)
			const values: Record<string, unknown> = JSON.parse(JSON.stringify(rendered.payload))
			const params = { values, files: new Map() }
			const field = rendered.method === 'sendPhoto' ? 'caption' : 'text'
			const limit = field === 'text' ? LIMIT.text : LIMIT.caption
			const seen = readText(params, field, limit)
			if (field === 'text') expect(seen.text).not.toBe('')
			expect(parseHtml(String(values[field] ?? '')).text.length).toBeLessThanOrEqual(limit)
			readMarkup(params)
			const upload = rendered.method === 'sendPhoto' ? { photo: 'attach://x' } : {}
			expect(checker?.lint(rendered.method, { ...values, ...upload }) ?? []).toEqual([])
		}),
		{ numRuns: 500 },
	)
})
