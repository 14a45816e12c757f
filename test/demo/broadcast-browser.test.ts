import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Demo } from '../../src/demo/index.ts'
import { expectUsable, launchChromium, openPage, screens, serve } from '../support/browser.ts'
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

/** Brings a pane into sight, where only one is. */
async function show(page: Page, pane: 'phone' | 'shop'): Promise<void> {
	const tab = page.locator(`.panes a[href="#${pane}"]`)
	if (await tab.isVisible()) await tab.click()
}

const MATCHED = 'Match'
const CAPPED = 'got enough lately'
const STOPPED = 'stopped offers'
const RECEIVE = 'Will get it'

const consoleOf = (page: Page) => page.frameLocator('#console')

/** The lines of the waterfall beside the form, once it has counted those who sleep. */
async function countSleepers(page: Page): Promise<Record<string, number>> {
	const inside = consoleOf(page)
	await show(page, 'shop')
	await inside.locator('nav a:visible', { hasText: 'Broadcasts' }).click()
	await inside.getByRole('link', { name: 'New broadcast' }).click()
	const audience = inside.locator('#audience')
	const read = async () => {
		const lines = (await audience.innerText()).matchAll(/^(.+?)\s+−?([\d,]+)$/gm)
		return Object.fromEntries([...lines].map(([, name = '', n = '']) => [name, Number(n.replace(',', ''))]))
	}
	for (const tag of ['S1', 'S2', 'S3']) {
		const { [MATCHED]: before } = await read()
		await inside.locator(`input[value=${tag}]`).check()
		await expect.poll(async () => (await read())[MATCHED], { timeout: 15_000 }).not.toBe(before)
	}
	return await read()
}

test.each(screens)(
	'on $width × $height: a broadcast written in the console rings on the phone beside it; “stop” there makes the next audience one smaller',
	async (viewport) => {
		await demo.reset()
		const { page, faults, close } = await openPage(browser, server.url, { viewport })
		await page.goto(`${server.url}/demo?lang=en&as=sleeping&on=whatsapp`)
		const inside = consoleOf(page)
		const before = await countSleepers(page)
		await inside.locator('#name').fill('Spring')
		await inside.locator('[id="text.en"]').fill('{name}, *come back* this week')
		await inside.locator('button[value=save]').click()
		await expectUsable(page)
		await inside.getByRole('button', { name: `Send to ${before[RECEIVE]} members` }).click()
		await inside
			.locator('#progress')
			.or(inside.locator('.pill', { hasText: 'done' }))
			.first()
			.waitFor()

		await show(page, 'phone')
		const promo = page.locator('.m.promo', { hasText: 'come back' })
		await promo.waitFor()
		expect(await promo.locator('b', { hasText: 'come back' }).count()).toBe(1)
		await expectUsable(page)
		await page.fill('#text', 'stop')
		await page.keyboard.press('Enter')
		await page.locator('.m:not(.me)', { hasText: 'stopped' }).waitFor()

		const after = await countSleepers(page)
		// whoever has just been written to is not written to again so soon
		const audienceOf = (lines: Record<string, number>) => (lines[CAPPED] ?? 0) + (lines[RECEIVE] ?? 0)
		expect(audienceOf(after)).toBe(audienceOf(before) - 1)
		expect(after[MATCHED]).toBe(before[MATCHED])
		expect(after[STOPPED]).toBe((before[STOPPED] ?? 0) + 1)
		await expectUsable(page)
		expect(faults).toEqual([])
		await close()
	},
	60_000,
)
