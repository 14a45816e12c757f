import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SimulatorLine } from '../../bots/simulator/index.ts'
import type { Demo } from '../../src/demo/index.ts'
import { renderLog, renderText } from '../../src/demo/phone-log.ts'
import { personaTabs, phoneWords } from '../../src/demo/phone-words.ts'
import type { Persona } from '../../src/demo/seed-personas.ts'
import type { Reply } from '../../src/messaging/channel.ts'
import { openDemo, say } from './demo.ts'

const persona: Persona = {
	key: 'gold',
	address: 'a',
	name: 'May',
	locale: 'en',
	phone: '+85251234567',
	label: { zh: '美', en: 'May' },
}

const show = async (lines: SimulatorLine[]) =>
	String(await renderLog({ lines, persona, lang: 'en', zone: 'Asia/Hong_Kong' }))

const bot = (reply: Partial<Reply>, at = Date.parse('2026-06-17T06:30:00Z')): SimulatorLine => ({
	id: 'out-1',
	from: 'bot',
	at,
	reply: { text: 'hello', kind: 'service', locale: 'en', ...reply },
})

describe('a message on the phone', () => {
	test.each([
		['*bold _both_* plain', '<b>bold </b><b><i>both</i></b> plain'],
		['`A*B*` and 2 \\* 3', '<code>A*B*</code> and 2 * 3'],
		['<script>alert(1)</script> & "x"', '&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;'],
		['a *never closed', 'a *never closed'],
	])('shows %j in our markup, and nothing else', async (text, expected) => {
		expect(String(await renderText(text))).toBe(expected)
	})

	test('has buttons of its own message, one or two a row', async () => {
		const choices = [
			{ value: 'card', label: 'Card' },
			{ value: 'a|b', label: '"<' },
		]
		const page = await show([bot({ choices, columns: 2 })])
		expect(page).toContain('<button form="keys" name="choice" value="out-1|card">Card</button>')
		expect(page).toContain('value="out-1|a|b">&quot;&lt;</button>')
		expect(page).toContain('<div class="kb"')
		expect(await show([bot({ choices })])).toContain('<div class="kb wide"')
	})

	test('shows a promotion as one, with picture, link and code', async () => {
		const page = await show([
			bot({
				kind: 'promo',
				text: '【shop】\nCome `BACK`',
				picture: { base64: 'AAAA' },
				link: { label: 'Shop', url: 'https://shop.example/?a=1&b=2' },
				copy: { label: 'Copy', value: 'BA"CK' },
			}),
		])
		expect(page).toContain('<div class="m promo" dir="auto" lang="en">')
		expect(page).toContain('<img src="data:image/png;base64,AAAA" alt="QR code"')
		expect(page).toContain('href="https://shop.example/?a=1&amp;b=2" rel="noreferrer"')
		expect(page).toContain('data-copy="BA&quot;CK"')
		expect(page).toContain('<code>BACK</code>')
	})

	test('never links to anything but the web', async () => {
		const page = await show([bot({ link: { label: 'x', url: 'javascript:alert(1)' } })])
		expect(page).not.toContain('javascript')
		expect(page).not.toContain('class="kb')
	})

	test('shows a file, a contact button, and a date where a day begins', async () => {
		const lines = [
			bot({ file: { name: 'data.json', mime: 'application/json', text: '{"a":"<b>"}' } }),
			{ id: 'in-1', from: 'person', at: Date.parse('2026-06-17T15:59:00Z'), text: '<i>hi</i>' } as const,
			bot({ requestContact: { label: '📱 Share' } }, Date.parse('2026-06-17T16:01:00Z')),
		]
		const page = await show(lines)
		expect(page).toContain('{&quot;a&quot;:&quot;&lt;b&gt;&quot;}</pre>')
		expect(page).toContain('&lt;i&gt;hi&lt;/i&gt;')
		expect(page).toContain('<button form="keys" name="contact" value="own">📱 Share</button>')
		expect(page.match(/class="day"/g)).toHaveLength(2)
		expect(page).toContain('18 June 2026')
	})
})

describe('the page, without a script', () => {
	let demo: Demo
	beforeAll(async () => {
		demo = await openDemo()
	})
	afterAll(() => demo.stop())

	const get = async (path: string, headers: Record<string, string> = {}) => {
		const response = await demo.app.request(path, { headers })
		return { response, page: await response.text() }
	}
	const submit = (form: Record<string, string>, path = '/demo/phone/say', headers: Record<string, string> = {}) =>
		demo.app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })

	test('speaks the language that is asked for, or the browser’s', async () => {
		expect((await get('/demo/phone')).page).toContain('<html lang="zh-HK">')
		expect((await get('/demo/phone', { 'accept-language': 'en-GB,en' })).page).toContain('<html lang="en">')
		const { page } = await get('/demo/phone?lang=zh', { 'accept-language': 'en' })
		expect(page).toContain(phoneWords.zh.send)
		expect(page).toContain('href="/demo/phone?as=stranger&amp;lang=en" lang="en"')
	})

	test('has both languages for every word', () => {
		expect(Object.keys(phoneWords.en)).toEqual(Object.keys(phoneWords.zh))
		for (const tab of Object.values(personaTabs)) expect(Object.values(tab).every((word) => word !== '')).toBe(true)
	})

	test('takes what is typed and pressed, and goes back to the phone it came from', async () => {
		const typed = await submit({ as: 'gold', lang: 'zh', text: ' 積分 ' })
		expect(typed.status).toBe(303)
		expect(typed.headers.get('location')).toBe('/demo/phone?as=gold&lang=zh')
		const { page } = await get('/demo/phone?as=gold&lang=zh')
		expect(page).toContain('>積分<time')
		const value = /name="choice" value="([^"]*\|rewards)"/.exec(page)?.[1] ?? ''
		expect(value).not.toBe('')
		await submit({ as: 'gold', lang: 'zh', choice: value })
		const after = (await get('/demo/phone?as=gold&lang=zh')).page
		// the message itself became the next screen, as in Telegram: nothing is said twice
		expect(after.match(/class="m"/g)).toHaveLength(1)
		expect(after).toMatch(/\|redeem:/)
	})

	test('answers a live request with the chat alone', async () => {
		const response = await submit({ as: 'new', lang: 'en', text: 'points' }, '/demo/phone/say', { 'x-live': '1' })
		expect(response.status).toBe(200)
		const chat = await response.text()
		expect(chat).not.toContain('<html')
		expect(chat).toContain('228')
		expect((await get('/demo/phone/log?as=new&lang=en')).page).toBe(chat)
	})

	test('keeps each person’s chat to herself, and unknown names with the first of the list', async () => {
		expect((await get('/demo/phone?as=sleeping&lang=en')).page).toContain('class="empty"')
		expect((await get('/demo/phone?as=../../x&lang=en')).page).toContain('Ng Tsz Ching')
	})

	test('lets time pass and begins anew by plain forms', async () => {
		const before = demo.clock()
		const moved = await submit({ as: 'gold', lang: 'zh', days: '30' }, '/demo/phone/time')
		expect(moved.headers.get('location')).toBe('/demo/phone?as=gold&lang=zh')
		expect(demo.clock() - before).toBeGreaterThan(29 * 86_400_000)
		await submit({ as: 'gold', lang: 'zh', days: '4000' }, '/demo/phone/time')
		expect(demo.clock() - before).toBeLessThan(31 * 86_400_000)
		await submit({ as: 'gold', lang: 'zh', reset: '1' }, '/demo/phone/time')
		expect(demo.clock() - before).toBeLessThan(86_400_000)
	})

	test.each([
		['nothing', {}],
		['an empty text', { as: 'gold', text: '  ' }],
		['a button of nowhere', { as: 'gold', choice: 'zz' }],
		['a button of another message', { as: 'gold', choice: 'out-99999|card' }],
		['a button with 10,000 characters', { as: 'gold', choice: `out-1|${'x'.repeat(10_000)}` }],
		['a text of 100,000 characters', { as: 'new', text: 'x'.repeat(100_000) }],
		['control characters', { as: 'new', text: 'a\u0000b\u202ec' }],
	])('survives %s', async (_, form) => {
		expect((await submit(form)).status).toBe(303)
		expect((await say(demo, 'gold', '積分')).status).toBe(200)
	})

	test('is small', async () => {
		const [style, script] = [(await get('/demo/phone.css')).page, (await get('/demo/phone.js')).page]
		expect(style.length).toBeLessThan(15_000)
		expect(script.length).toBeLessThan(10_000)
		expect(style + script).not.toMatch(/https?:\/\//)
	})
})
