import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Demo } from '../../src/demo/index.ts'
import { expectUsable, launchChromium, openPage, serve } from '../support/browser.ts'
import { type HttpShop, openApp } from '../support/http-app.ts'
import { openDemo } from './demo.ts'

let demo: Demo
let shop: HttpShop
let browser: Browser
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
	;[demo, browser] = await Promise.all([openDemo(), launchChromium()])
	shop = await openApp('sqlite', { needs: { mounts: [{ path: '/', app: demo.app }] } })
	server = await serve(shop.app.fetch)
})
afterAll(async () => {
	await browser?.close()
	await server?.close()
	await demo?.stop()
	await shop?.close()
})

const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

/** Brings a pane into sight, where only one is. */
async function show(page: Page, pane: 'phone' | 'shop' | 'tasks'): Promise<void> {
	const tab = page.locator(`.panes a[href="#${pane}"]`)
	if (await tab.isVisible()) await tab.click()
}

async function doStep(page: Page, step: string): Promise<void> {
	await show(page, 'tasks')
	// by the keyboard alone
	await page.locator(`#step-${step} button[name=step]`).focus()
	await Promise.all([page.waitForURL(/\/demo\?as=/), page.keyboard.press('Enter')])
	await page.waitForLoadState()
	await page.locator(`#step-${step}.done`).waitFor({ state: 'attached' })
}

const message = (page: Page, text: string) => page.locator('.m', { hasText: text }).last()

test.each([
	[phone, 'light', 'whatsapp'],
	[desk, 'dark', 'telegram'],
] as const)(
	'the tour from end to end on %o, %s, %s',
	async (viewport, colorScheme, skin) => {
		await demo.reset()
		const { page, faults, close } = await openPage(browser, server.url, { viewport, colorScheme })
		await page.goto(`${server.url}/demo?lang=zh&on=${skin}`)
		await expectUsable(page)
		await doStep(page, 'join')
		await message(page, '歡迎').waitFor()
		await doStep(page, 'tier')
		await message(page, '鑽石卡').waitFor()

		// by hand: redeem in the chat, use at the counter
		await show(page, 'phone')
		const say = async (text: string) => {
			await page.fill('#text', text)
			await page.keyboard.press('Enter')
		}
		await say('換禮物')
		await message(page, '減 HK$20')
			.or(page.locator('.kb button', { hasText: '減 HK$20' }).last())
			.last()
			.waitFor()
		if (skin === 'telegram') {
			await page.locator('.kb button', { hasText: '減 HK$20' }).last().click()
			await page.locator('.kb button', { hasText: '確認' }).last().click()
		} else {
			await say('1')
			await message(page, '確認').waitFor()
			await say('1')
		}
		await page.locator('#step-redeem.done').waitFor({ state: 'attached' })
		const code = (await page.locator('.m:not(.me) code').last().textContent()) ?? ''
		expect(code).toMatch(/^\w{4}-\w{4}-\w{4}$/)
		await page.locator('.insp summary').click()
		await expectUsable(page)
		await show(page, 'tasks')
		await page.fill('#step-use input[name=code]', code)
		await Promise.all([page.waitForURL(/\/demo\?as=/), page.keyboard.press('Enter')])
		await page.locator('#step-use.done').waitFor({ state: 'attached' })

		// the console beside it is the real one, and shows the broadcast while the phone rings
		await doStep(page, 'broadcast')
		await message(page, 'COMEBACK').waitFor()
		const inside = page.frameLocator('#console')
		await inside.locator('#progress, h1').first().waitFor({ state: 'attached' })
		await show(page, 'shop')
		await inside.locator('h1', { hasText: 'We miss you' }).waitFor()
		const before = Number(await page.locator('#sleepers').textContent())
		await show(page, 'phone')
		await say('退訂')
		await page.locator('#step-stop.done').waitFor({ state: 'attached' })
		expect(Number(await page.locator('#sleepers').textContent())).toBe(before - 1)
		await show(page, 'tasks')
		await expectUsable(page)
		expect(await page.locator('.score').textContent()).toBe('6/6')
		expect(faults).toEqual([])
		await close()
	},
	60_000,
)

test('the console pane keeps the language and follows what happens on the phone', async () => {
	await demo.reset()
	const { page, faults, close } = await openPage(browser, server.url, { viewport: desk })
	await page.goto(`${server.url}/demo?lang=en&as=stranger`)
	await expectUsable(page)
	const inside = page.frameLocator('#console')
	expect(await inside.locator('html').getAttribute('lang')).toBe('en')
	await inside.getByText('1,284').first().waitFor()
	await page.getByRole('button', { name: 'Open the friend' }).click()
	// the people of an English page speak English
	await message(page, 'Join & get offers').waitFor()
	await page.fill('#text', '1')
	await page.keyboard.press('Enter')
	await inside.getByText('1,285').first().waitFor()
	expect(faults).toEqual([])
	await close()
})

test('works without its scripts', async () => {
	const { page, faults, close } = await openPage(browser, server.url, { viewport: phone, javaScriptEnabled: false })
	await page.goto(`${server.url}/demo?lang=en`)
	await show(page, 'tasks')
	await page.locator('#step-redeem button').click()
	await page.locator('.m', { hasText: 'HK$20 off' }).last().waitFor()
	await show(page, 'tasks')
	expect(await page.locator('#step-redeem.done').count()).toBe(1)
	expect(faults).toEqual([])
	await close()
})
