import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Demo } from '../../src/demo/index.ts'
import { questSteps } from '../../src/demo/quest.ts'
import { showWhatsAppMarks } from '../../src/demo/skins.ts'
import { openDemo, press, say } from './demo.ts'

let demo: Demo
beforeAll(async () => {
	// at night, when no promotion goes out
	demo = await openDemo('2026-06-17T15:30:00Z')
})
afterAll(() => demo?.stop())

interface Live {
	steps: string[]
	score: string
	feed: string
	inspection: string
	summary: string
	version: string
}

const live = async (as = 'gold'): Promise<Live> =>
	(await (await demo.app.request(`/demo/live?as=${as}&lang=zh&on=whatsapp`)).json()) as Live
const isDone = async () => (await live()).steps.map((one) => one.includes('class="done"'))
const sleepers = async () => Number(/<b id="sleepers">(\d+)</.exec((await live()).score)?.[1])
const post = (path: string, fields: Record<string, string>) =>
	demo.app.request(path, { method: 'POST', body: new URLSearchParams({ lang: 'zh', on: 'telegram', ...fields }) })
const chat = async (as: string, on: string) =>
	await (await demo.app.request(`/demo/phone/log?as=${as}&lang=zh&on=${on}`)).text()

describe('the tour', () => {
	test('begins with nothing done, and does each step when asked, to the end', async () => {
		expect(await isDone()).toEqual([false, false, false, false, false, false])
		let audience = 0
		for (const [at, step] of questSteps.entries()) {
			// the night until the morning makes others fall asleep
			if (step === 'stop') audience = await sleepers()
			const answer = await post('/demo/quest', { step })
			expect(answer.status).toBe(303)
			expect(answer.headers.get('location')).toMatch(/^\/demo\?as=\w+&lang=zh&on=telegram$/)
			await expect.poll(async () => (await isDone())[at], { timeout: 30_000 }).toBe(true)
		}
		expect(await chat('stranger', 'telegram')).toContain('歡迎')
		expect(await chat('gold', 'telegram')).toContain('上環')
		expect(await chat('sleeping', 'telegram')).toContain('COMEBACK')
		expect(audience).toBeGreaterThan(50)
		expect(await sleepers()).toBe(audience - 1)
		const { feed } = await live()
		expect(feed).toMatch(/黃美玲 · 換領 <b>−/)
		expect(feed).toContain('何志強 · 💬 退訂')
		expect(feed).not.toMatch(/\/start|💬 \d+</)
		// a step that is done is not done twice
		const { version } = await live()
		await post('/demo/quest', { step: 'redeem' })
		expect((await live()).version).toBe(version)
		expect((await post('/demo/quest', { step: 'no-such' })).status).toBe(303)
	})

	test('ticks itself for what is done by hand', async () => {
		await demo.reset()
		await say(demo, 'gold', '仲差幾多先升級')
		const rewards = await say(demo, 'gold', '換禮物')
		const done = await press(demo, 'gold', await press(demo, 'gold', rewards, 'redeem:'), 'confirm')
		expect(await isDone()).toEqual([false, true, true, false, false, false])
		const code = done.messages.find((one) => one.copy)?.copy?.value ?? ''
		const refused = await post('/demo/counter', { code: 'XXXX-XXXX-XXXX' })
		expect(refused.headers.get('location')).toContain('code=refused')
		expect((await post('/demo/counter', { code })).headers.get('location')).not.toContain('refused')
		expect(await isDone()).toEqual([false, true, true, true, false, false])
	})
})

test('the people of the demo speak the language of the page, until somebody chooses another in the chat', async () => {
	await demo.reset()
	const openPage = (lang: string) => demo.app.request(`/demo?as=gold&lang=${lang}`)
	await openPage('en')
	await post('/demo/quest', { step: 'tier', lang: 'en' })
	expect(await chat('gold', 'telegram')).toMatch(/how far to the next tier[\s\S]*Diamond/)
	expect((await say(demo, 'new', 'points')).text).toContain('points')
	await say(demo, 'gold', { choice: 'language:zh-HK' })
	expect((await say(demo, 'gold', 'points')).text).toContain('積分')
	await openPage('zh')
	expect((await say(demo, 'sleeping', '積分')).text).toContain('積分')
	await openPage('en')
	expect((await say(demo, 'gold', '積分')).text).toContain('Points')
	await openPage('zh')
	expect((await say(demo, 'new', 'points')).text).toContain('points')
})

describe('the skins', () => {
	test('WhatsApp shows numbered lines that can be answered with their number', async () => {
		await demo.reset()
		await say(demo, 'gold', { channel: 'whatsapp', text: '你好' })
		const shown = await chat('gold', 'whatsapp')
		expect(shown).toMatch(/\n1\. /)
		expect(shown).not.toContain('name="choice"')
		const first = /\n1\. (.+)/.exec(shown)?.[1] ?? ''
		expect(first).toBeTruthy()
		const answered = await say(demo, 'gold', { channel: 'whatsapp', text: '1' })
		expect(answered.messages).toHaveLength(1)
		expect(await chat('gold', 'whatsapp')).not.toMatch(/\*[^*\n]+\*/)
	})

	test('Telegram shows its keyboard, and what people write stays text', async () => {
		await say(demo, 'new', { channel: 'telegram', text: 'name <img src=x onerror=1>' })
		await say(demo, 'new', { channel: 'telegram', text: 'menu' })
		const shown = await chat('new', 'telegram')
		expect(shown).toContain('name="choice"')
		expect(shown).not.toContain('<img src=x')
	})

	test('WhatsApp’s marks are shown, markup of people is not', () => {
		const shown = (text: string) => String(showWhatsAppMarks(text))
		expect(shown('*a* _b_ ```c``` *_d_*')).toBe('<b>a</b> <i>b</i> <code>c</code> <b><i>d</i></b>')
		expect(shown('<script> 2 * 3')).toBe('&lt;script&gt; 2 * 3')
	})
})

test('the inspector shows intent, states, ledger rows and the payload of each channel', async () => {
	const rewards = await say(demo, 'gold', '換禮物')
	await press(demo, 'gold', await press(demo, 'gold', rewards, 'redeem:'), 'confirm')
	const { inspection, summary } = await live()
	expect(summary).toMatch(/confirm 1\.00.* \d+ ms · 1 ✉/)
	expect(inspection).toMatch(/class="new"><th scope="row">points/)
	expect(inspection).toMatch(/#\d+ redeem -\d+/)
	for (const channel of ['telegram', 'whatsapp-web', 'whatsapp-cloud'])
		expect(inspection).toContain(`<h2>${channel}</h2>`)
	expect(inspection).not.toMatch(/[\w+/]{1000}/)
})

test.each(['zh', 'en'])('the page stands in %s', async (lang) => {
	const page = await (await demo.app.request(`/demo?lang=${lang}`)).text()
	expect(page).toContain(lang === 'zh' ? '60 秒任務' : '60-second tour')
	expect(page).toContain('<iframe id="console" src="/demo/console"')
})
