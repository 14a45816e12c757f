import { Hono } from 'hono'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Demo } from '../../src/demo/index.ts'
import type { AppEnv } from '../../src/http/context.ts'
import { pageHeaders } from '../../src/http/headers.ts'
import { expectUsable, launchChromium, openPage, serve } from '../support/browser.ts'
import { openDemo } from './demo.ts'

let demo: Demo
let browser: Browser
let server: Awaited<ReturnType<typeof serve>>

/** Behind the headers of the real server: its content policy is part of what is tried. */
function withHeaders(app: Hono): Hono<AppEnv> {
	const whole = new Hono<AppEnv>()
	whole.use(async (c, next) => {
		c.set('requestId', 'r')
		await next()
	})
	whole.use(pageHeaders({ https: false }))
	whole.route('/', app)
	return whole
}

beforeAll(async () => {
	;[demo, browser] = await Promise.all([openDemo(), launchChromium()])
	server = await serve(withHeaders(demo.app).fetch)
})
afterAll(async () => {
	await browser?.close()
	await server?.close()
	await demo?.stop()
})

interface Look {
	viewport: { width: number; height: number }
	colorScheme: 'light' | 'dark'
}

const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

const open = (look: Partial<Look> & { javaScriptEnabled?: boolean; permissions?: string[] } = {}) =>
	openPage(browser, server.url, { viewport: phone, ...look })

/** Usable, and the field to write in is in sight. */
async function expectGoodPage(page: Page): Promise<void> {
	await expectUsable(page)
	const bottom = await page.evaluate(`document.querySelector('.compose').getBoundingClientRect().bottom`)
	expect(bottom).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0)
}

const lastMessage = (page: Page) => page.locator('.m:not(.me)').last()
const pressButton = (page: Page, name: string | RegExp) => page.locator('.kb button', { hasText: name }).last().click()

async function type(page: Page, text: string): Promise<void> {
	await page.locator('#text').fill(text)
	await page.keyboard.press('Enter')
}

const looks: [string, Look][] = [
	['a phone in the light', { viewport: phone, colorScheme: 'light' }],
	['a desk in the dark', { viewport: desk, colorScheme: 'dark' }],
]

describe.each(looks)('on %s', (_, look) => {
	test('join by the friend’s link, see the card, redeem, undo, stop', async () => {
		// the stranger joins once in a demo
		if (look.viewport !== phone) await demo.reset()
		const { page, faults, close } = await open(look)
		await page.goto(`${server.url}/demo/phone?lang=zh`)
		await expectGoodPage(page)
		await page.getByRole('button', { name: '打開朋友條連結' }).click()
		await pressButton(page, '入會，收優惠')
		await page.getByText('歡迎').waitFor()
		await type(page, '積分')
		await page
			.getByText('會員卡')
			.or(page.locator('.m', { hasText: 'M01371' }))
			.last()
			.waitFor()
		await expectGoodPage(page)

		await page.getByRole('link', { name: '金卡' }).click()
		await page.locator('.m', { hasText: '吳**' }).waitFor()
		await type(page, '換禮物')
		await pressButton(page, '減 HK$20')
		await pressButton(page, '確認')
		const code = lastMessage(page).locator('code')
		await code.waitFor()
		expect(await code.textContent()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
		await expectGoodPage(page)
		await pressButton(page, '還原')
		await page.locator('.m', { hasText: '還原' }).last().waitFor()
		await type(page, '退訂')
		await page.locator('.m', { hasText: '已停止' }).waitFor()
		await page.locator('.time summary').click()
		await expectGoodPage(page)
		expect(faults).toEqual([])
		await close()
	})
})

test('an answer that comes while somebody writes leaves her where she is', async () => {
	const { page, faults, close } = await open()
	await page.goto(`${server.url}/demo/phone?as=gold&lang=en`)
	await type(page, 'menu')
	await page.locator('.kb button').last().waitFor()
	let release = () => {}
	const held = new Promise<void>((resolve) => (release = resolve))
	await page.route('**/demo/phone/say', async (route) => {
		const response = await route.fetch()
		await held
		await route.fulfill({ response })
	})
	const answered = page.waitForResponse('**/demo/phone/say')
	await page.locator('.kb button').last().click()
	await page.locator('#text').fill('points')
	release()
	await answered
	await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('text')
	await page.evaluate('new Promise((resolve) => setTimeout(resolve, 100))')
	expect(await page.evaluate('[document.activeElement.id, document.activeElement.value]')).toEqual(['text', 'points'])
	expect(faults).toEqual([])
	await close()
})

test.each([
	['a phone in the dark', { viewport: phone, colorScheme: 'dark' }],
	['a desk in the light', { viewport: desk, colorScheme: 'light' }],
] as [string, Look][])('what was said is usable on %s, in both languages', async (_, look) => {
	const { page, faults, close } = await open(look)
	await page.goto(`${server.url}/demo/phone?as=gold&lang=en`)
	await expectGoodPage(page)
	await page.goto(`${server.url}/demo/phone?as=imported&lang=zh`)
	await expectGoodPage(page)
	expect(faults).toEqual([])
	await close()
})

describe('the phone in a browser', () => {
	test('works with the keyboard alone', async () => {
		const { page, faults, close } = await open()
		await page.goto(`${server.url}/demo/phone?as=new&lang=en`)
		await page.locator('#text').focus()
		await page.keyboard.type('points')
		await page.keyboard.press('Enter')
		const rewards = page.getByRole('button', { name: 'Rewards' }).last()
		await rewards.waitFor()
		// back from the field through the chat, as far as the buttons
		const focused = () => page.evaluate('document.activeElement.textContent')
		for (let step = 0; step < 12 && !String(await focused()).includes('Rewards'); step++)
			await page.keyboard.press('Shift+Tab')
		expect(await focused()).toContain('Rewards')
		await page.keyboard.press('Enter')
		await page.locator('.m', { hasText: '228' }).last().waitFor()
		// the pressed button is gone; who uses the keyboard is still in the chat
		await page.waitForFunction(`document.activeElement.closest('#log') !== null`)
		expect(faults).toEqual([])
		await close()
	})

	test('rings: what comes by itself appears, and what was there is left alone', async () => {
		const { page, faults, close } = await open()
		await page.goto(`${server.url}/demo/phone?as=sleeping&lang=zh`)
		await type(page, '積分')
		await lastMessage(page).waitFor()
		await page.evaluate(`document.querySelector('.m').setAttribute('data-mine', '1')`)
		await demo.app.request('/demo/api/say', {
			method: 'POST',
			body: JSON.stringify({ persona: 'sleeping', text: '級別' }),
		})
		await page.locator('.m', { hasText: '鑽石卡' }).waitFor()
		expect(await page.locator('[data-mine]').count()).toBe(1)
		expect(faults).toEqual([])
		await close()
	})

	test('copies a code', async () => {
		const { page, faults, close } = await open({ permissions: ['clipboard-read', 'clipboard-write'] })
		await page.goto(`${server.url}/demo/phone?as=gold&lang=en`)
		await type(page, '推薦')
		const copy = page.locator('.copy').last()
		await copy.click()
		await page.getByText('✓ Copied').waitFor()
		expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/\/r\/[0-9A-Z]{8}$/)
		expect(faults).toEqual([])
		await close()
	})

	test('works without its script', async () => {
		const { page, faults, close } = await open({ javaScriptEnabled: false })
		await page.goto(`${server.url}/demo/phone?as=gold&lang=zh`)
		await page.locator('#text').fill('積分')
		await page.locator('#text').press('Enter')
		await pressButton(page, '優惠券')
		await page.locator('.m', { hasText: '未用嘅優惠券' }).waitFor()
		await page.locator('.time summary').click()
		await page.getByRole('button', { name: '過一日' }).click()
		await page.locator('.m', { hasText: '未用嘅優惠券' }).waitFor()
		// the newest message is in sight although nothing scrolls there
		expect(await page.locator('.m').last().isVisible()).toBe(true)
		expect(faults).toEqual([])
		await close()
	})
})
