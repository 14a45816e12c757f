import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectUsable, launchChromium, openPage, screens, serve } from '../support/browser.ts'
import { type HttpShop, openApp, owner } from '../support/http-app.ts'

let browser: Browser
beforeAll(async () => {
	browser = await launchChromium()
})
afterAll(() => browser?.close())

/** What the browser itself notes of an answer that is no success; anything else is a fault. */
const REFUSAL = /^Failed to load resource: the server responded with a status of (403|404|422|429) /
const faultsOf = (noted: readonly string[]) => noted.filter((text) => !REFUSAL.test(text))

const WAIT_MS = 60_000

describe.each(screens)('on a screen of $width × $height', (viewport) => {
	let shop: HttpShop
	let server: Awaited<ReturnType<typeof serve>>
	beforeAll(async () => {
		shop = await openApp('sqlite')
		server = await serve(shop.app.fetch)
	})
	afterAll(async () => {
		await server?.close()
		await shop?.close()
	})

	const open = () => openPage(browser, server.url, { viewport })

	async function signIn(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
		await page.fill('#login', login)
		await page.fill('#password', password)
		await page.click('main form button')
		await page.waitForLoadState()
	}

	test(
		'the link sets the shop up once, and what was typed wrong can be mended',
		async () => {
			const { page, faults, close } = await open()
			await page.goto(server.url)
			await expectUsable(page)
			const link = server.url + (await shop.newSetUp())
			await page.goto(link)
			await expectUsable(page)
			await page.fill('#shopName', owner.shopName)
			await page.fill('#ownerName', owner.ownerName)
			await signIn(page, { login: owner.login, password: 'short' })
			await page.getByText('at least 10 characters').first().waitFor()
			expect(await page.inputValue('#shopName')).toBe(owner.shopName)
			await expectUsable(page)
			await signIn(page, owner)
			await page.waitForURL(/\/console\?done=set-up$/)
			await expectUsable(page)
			await page.goto(link)
			await page.getByText('not good any more').waitFor()
			await expectUsable(page)
			expect(faultsOf(faults)).toEqual([])
			await close()
		},
		WAIT_MS,
	)

	test(
		'ten wrong tries close the door for a minute, for the right password too',
		async () => {
			const { page, faults, close } = await open()
			await page.goto(`${server.url}/login`)
			await expectUsable(page)
			await signIn(page, { login: owner.login, password: 'a wrong guess' })
			await page.getByText('is not right').waitFor()
			expect(await page.inputValue('#login')).toBe(owner.login)
			await expectUsable(page)
			for (let tries = 1; tries < 10; tries++) await signIn(page, { login: owner.login, password: `guess ${tries}` })
			await signIn(page, owner)
			await page.getByText('Too many tries. Wait 1 minute').waitFor()
			await expectUsable(page)
			expect(page.url()).toBe(`${server.url}/login`)
			shop.clock.advance({ minutes: 1 })
			await signIn(page, owner)
			await page.waitForURL(/\/console$/)
			expect(faultsOf(faults)).toEqual([])
			await close()
		},
		WAIT_MS,
	)

	test(
		'each role sees and opens what is hers, from the moment it is given',
		async () => {
			const boss = await open()
			await boss.page.goto(`${server.url}/login`)
			await signIn(boss.page, owner)
			await boss.page.goto(`${server.url}/console/staff`)
			await boss.page.fill('#name', 'Mei')
			await boss.page.click('form[action="/console/staff"] button')
			const link = await boss.page.inputValue('#console-link')

			const mei = await open()
			const { page } = mei
			await page.goto(link)
			await expectUsable(page)
			await signIn(page, { login: 'mei', password: 'a staff password' })
			await page.waitForURL(/\/console$/)
			const mayOpen = async (place: string) => {
				const response = await page.goto(server.url + place)
				await expectUsable(page)
				return response?.status()
			}
			expect(await mayOpen('/console/broadcasts')).toBe(200)
			expect(await page.getByRole('link', { name: 'New broadcast' }).count()).toBe(0)
			expect(await mayOpen('/console/broadcasts/new')).toBe(403)
			expect(await page.getByRole('heading', { name: 'Your role may not do this' }).isVisible()).toBe(true)
			expect(await mayOpen('/console/keys')).toBe(403)

			await boss.page.goto(`${server.url}/console/staff`)
			await boss.page.selectOption('select[id^=role-]', 'manager')
			await boss.page.getByRole('button', { name: /: Mei/ }).first().click()
			await boss.page.waitForURL(/done=/)
			await expectUsable(boss.page)
			expect(await mayOpen('/console/broadcasts')).toBe(200)
			expect(await page.getByRole('link', { name: 'New broadcast' }).count()).toBe(1)
			expect(await mayOpen('/console/keys')).toBe(403)

			await boss.page.goto(`${server.url}/console/staff`)
			await boss.page.getByRole('button', { name: /(revoke|remove|end).*: Mei/i }).click()
			await boss.page.waitForURL(/done=revoked/)
			await page.goto(`${server.url}/console`)
			expect(page.url()).toBe(`${server.url}/login`)
			expect(faultsOf([...boss.faults, ...mei.faults])).toEqual([])
			await Promise.all([boss.close(), mei.close()])
		},
		WAIT_MS,
	)
})
