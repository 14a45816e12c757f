import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseForm, LIMIT, renderReply } from '../../../bots/whatsapp-cloud/render.ts'
import { parseMarkup } from '../../../src/domain/message.ts'
import { escapePlain, renderSpans } from '../../../src/domain/whatsapp-markup.ts'
import type { Choice, Reply } from '../../../src/messaging/channel.ts'
import { checkMessage } from '../../support/whatsapp-cloud/check.ts'
import { readMarks, stripMarks } from '../../support/whatsapp-cloud/format.ts'
import { at } from '../../support/whatsapp-cloud/json.ts'
import { reply } from './harness.ts'

const choicesOf = (count: number, label = 'Choice'): Choice[] =>
	Array.from({ length: count }, (_, i) => ({ value: `v${i}`, label: `${label} ${i + 1}` }))
const payloadOf = (more: Partial<Reply> = {}, text = 'hello') => renderReply(reply(text, more)).payload('media-1')
const bodyOf = (payload: object) => at(payload, 'text')['body'] ?? at(at(payload, 'interactive'), 'body')['text']
const markup = (text: string) => renderSpans(parseMarkup(text))

describe('our light markup in WhatsApp’s own', () => {
	test.each([
		['*120* points', '*120* points'],
		['_later_', '_later_'],
		['*_both_*', '*_both_*'],
		['code `AB-12`', 'code ```AB-12```'],
		['order_no a_b@c.hk', 'order_no a_b@c.hk'],
		['https://shop.example/_a_/?c=~d~', 'https://shop.example/_a_/?c=~d~'],
		// blanks that are hardly seen, because a mark beside a letter is none
		['恭喜*銀卡*會員', '恭喜\u200a*銀卡*\u200a會員'],
		['*a*_b_', '*a*\u200a_b_'],
		['*two\nlines*', '*two*\n*lines*'],
		['* no partner', '∗ no partner'],
		['\\*Amy\\* \\_b\\_ ~c~', '∗Amy∗ ＿b＿ ∼c∼'],
		['5 * 3 ` x', '5 ∗ 3 ˋ x'],
		['> not a quote', '\u2060> not a quote'],
	])('%j → %j', (text, rendered) => expect(markup(text)).toBe(rendered))

	test('what is marked reads as marked, however strictly WhatsApp looks', () => {
		const text = markup('你有*120 分*，_下月_到期；碼`K7-Q2`。\n*Silver*member')
		const shown = ['strict', 'lenient'] as const
		for (const reading of shown)
			expect(readMarks(text, reading).map(({ kind, text }) => [kind, text])).toEqual([
				['code', 'K7-Q2'],
				['bold', '120 分'],
				['italic', '下月'],
				['bold', 'Silver'],
			])
		expect(stripMarks(text)).toBe('你有120 分，下月到期；碼K7-Q2。\nSilvermember')
	})

	test('a name never becomes markup, whichever way WhatsApp reads it', () => {
		const nasty = fc.string({ unit: fc.constantFrom('https://', ...'*_~`> \nab陳👩‍👩‍👧.-'), maxLength: 30 })
		fc.assert(
			fc.property(nasty, (name) => {
				const text = escapePlain(name)
				expect(readMarks(text, 'lenient')).toEqual([])
				expect(readMarks(text, 'strict')).toEqual([])
			}),
			{ numRuns: 1000 },
		)
	})
})

describe('choices', () => {
	test.each([
		[0, 10, false, 'none'],
		[1, 10, false, 'buttons'],
		[3, 1024, false, 'buttons'],
		[3, 1025, false, 'list'],
		[3, 5000, true, 'buttons'],
		[4, 10, false, 'list'],
		[10, 4096, false, 'list'],
		[11, 10, false, 'numbers'],
		[4, 10, true, 'numbers'],
	] as const)('%s choices under %s characters (attachment: %s) → %s', (count, length, attached, form) => {
		expect(chooseForm(choicesOf(count), { length, attached })).toBe(form)
	})

	test('a title too long for a button, or the same as another, makes a list', () => {
		const long = [{ value: 'a', label: 'x'.repeat(21) }]
		expect(chooseForm(long, { length: 1, attached: false })).toBe('list')
		const same = [
			{ value: 'a', label: 'OK' },
			{ value: 'b', label: 'OK' },
		]
		expect(chooseForm(same, { length: 1, attached: false })).toBe('list')
	})

	test('what a row’s title leaves out stands below it', () => {
		const label = 'HK$10 off any cake of the house'
		const choices = [
			{ value: 'a', label },
			{ value: 'b', label: 'B', description: 'second line' },
		]
		const payload = payloadOf({ choices, locale: 'zh-HK' })
		expect(at(at(payload, 'interactive'), 'action')).toEqual({
			button: '選擇',
			sections: [
				{
					rows: [
						{ id: 'a', title: 'HK$10 off any cake of t…', description: label },
						{ id: 'b', title: 'B', description: 'second line' },
					],
				},
			],
		})
	})

	test('numbers are never cut; the text before them gives way', () => {
		const payload = payloadOf({ choices: choicesOf(12) }, 'x'.repeat(5000))
		const body = String(bodyOf(payload))
		expect(body.length).toBeLessThanOrEqual(LIMIT.text)
		expect(body).toMatch(/x…\n\n1\. Choice 1\n2\. Choice 2\n[\s\S]*\n12\. Choice 12$/)
	})
})

describe('one message', () => {
	test('a link and a code to copy stand in the text, once', () => {
		const copy = { label: 'Copy code', value: 'VIP-7K2Q' }
		const link = { label: 'Shop', url: 'https://shop.example/?a=1' }
		expect(bodyOf(payloadOf({ copy, link }, 'Hi'))).toBe(
			'Hi\nCopy code: ```VIP-7K2Q```\nShop: https://shop.example/?a=1',
		)
		expect(bodyOf(payloadOf({ copy, link }, 'VIP-7K2Q https://shop.example/?a=1'))).toBe(
			'VIP-7K2Q https://shop.example/?a=1',
		)
		expect(bodyOf(payloadOf({ link: { label: 'x', url: 'tg://user' } }))).toBe('hello')
	})

	test('promotions show what is behind their link, other messages do not', () => {
		const text = 'see https://shop.example'
		expect(payloadOf({ kind: 'promo' }, text)).toMatchObject({ text: { preview_url: true } })
		expect(payloadOf({}, text)).toMatchObject({ text: { preview_url: false } })
	})

	test('nothing to see is said as …', () => {
		expect(bodyOf(payloadOf({}, ' \u200b\n'))).toBe('…')
		expect(bodyOf(payloadOf({ choices: choicesOf(2) }, ''))).toBe('…')
	})

	test('a long text is cut between characters and never inside a code', () => {
		const family = '👩‍👩‍👧'
		const text = String(bodyOf(payloadOf({}, family.repeat(1000))))
		expect(text.length).toBeLessThanOrEqual(LIMIT.text)
		expect(text).toBe(`${family.repeat((text.length - 1) / family.length)}…`)
		const coded = String(bodyOf(payloadOf({}, `${'長'.repeat(4085)} \`VIP-7K2Q-9X4M\``)))
		expect(coded).not.toContain('VIP')
		expect(coded.endsWith('…')).toBe(true)
	})

	test('a JPEG is sent as one', () => {
		const { attachment } = renderReply(reply('Hi', { picture: { base64: '/9j/4AAE' } }))
		expect(attachment).toMatchObject({ kind: 'image', mime: 'image/jpeg', name: 'picture.jpeg' })
	})

	test('whatever is asked for, the server takes it', () => {
		const label = fc.string({ unit: 'grapheme', maxLength: 90 })
		const choices = fc
			.array(label, { maxLength: 14 })
			.map((labels) => labels.map((text, index): Choice => ({ value: `v${index}`, label: text })))
		const words = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 300 }),
			fc.string({ unit: fc.constantFrom(...'*_`~\\ \nx陳🎁'), maxLength: 300 }),
			fc.nat(9000).map((n) => '*長* '.repeat(n / 4)),
		)
		const attached = fc.constantFrom<Partial<Reply>>(
			{},
			{ picture: { base64: 'AAAA' } },
			{ file: { name: '', mime: 'text/csv', text: 'x' } },
		)
		fc.assert(
			fc.property(words, choices, attached, (text, choices, more) => {
				const payload = renderReply(reply(text, { ...more, choices })).payload('media-1')
				checkMessage({ messaging_product: 'whatsapp', to: '85291234567', ...payload }, () => true)
			}),
			{ numRuns: 400 },
		)
	})
})
