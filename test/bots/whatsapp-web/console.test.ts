import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promotionLimits } from '../../../src/domain/promotion-limits.ts'
import { getSettings } from '../../../src/store/settings.ts'
import { expectUsable, launchChromium, openPage, serve } from '../../support/browser.ts'
import { type HttpShop, openApp, owner, type Visitor } from '../../support/http-app.ts'
import { type Harness, reply, startHarness } from './harness.ts'

describe('the console of a shop on WhatsApp Web', () => {
	let harness: Harness
	let shop: HttpShop
	let browser: Visitor
	let limits = promotionLimits.parse({})
	beforeAll(async () => {
		harness = await startHarness({ idle: true, deps: { promotionLimits: () => limits } })
		await harness.start()
		await harness.until(() => harness.channel.pairing()?.qr !== undefined, 'a code')
		shop = await openApp('sqlite', { needs: { whatsappWeb: harness.channel } })
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, { ...owner, withProvider: 'no', mayBeLost: 'yes', place: 'shop' })
	})
	afterAll(async () => {
		await shop.close()
		await harness.close()
	})

	test('set-up asks three questions and leads to what follows from them', async () => {
		expect(browser.place()).toBe('/console/whatsapp?done=set-up')
		const { text } = await browser.get('/console/whatsapp')
		expect(text).toContain('We recommend Telegram and the WhatsApp Cloud API.')
		expect(text).toContain('WhatsApp Web is possible too')
		await browser.submit('/console/whatsapp/choice', { withProvider: 'yes', mayBeLost: 'no', place: 'data-centre' })
		const changed = (await browser.get('/console/whatsapp')).text
		expect(changed).not.toContain('WhatsApp Web is possible too')
		for (const words of ['can only move to the Cloud API', 'take a second one', 'an address of a data centre'])
			expect(changed).toContain(words)
	})

	test('shows the code of the moment, and characters where they are asked for', async () => {
		const { text } = await browser.get('/console/whatsapp')
		expect(text).toMatch(/<figure class="qr"[^>]*>\s*<svg/)
		expect(text).toContain('hx-get="/console/whatsapp/line"')
		const wrong = await browser.submit('/console/whatsapp/pair', { phone: 'none' })
		expect(wrong.status).toBe(422)
		expect(wrong.text).toContain('id="phone-wrong"')
		await browser.submit('/console/whatsapp/pair', { phone: '+852 6000 0000' })
		await harness.until(() => harness.channel.pairing()?.code !== undefined, 'the characters')
		const { text: line } = await browser.get('/console/whatsapp/line')
		expect(line).toContain(harness.channel.pairing()?.code ?? '-')
	})

	test.for([
		{ viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
		{ viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
	] as const)(
		'in a browser of $viewport.width pixels the page changes by itself once the number is linked',
		async (options) => {
			const server = await serve(shop.app.fetch)
			const chromium = await launchChromium()
			const { page, faults, close } = await openPage(chromium, server.url, options)
			await page.goto(`${server.url}/login`)
			await page.fill('#login', owner.login)
			await page.fill('#password', owner.password)
			await page.click('main button')
			await page.goto(`${server.url}/console/whatsapp`)
			await expectUsable(page)
			if (harness.channel.situation() === 'pairing') {
				expect(await page.locator('#line svg').isVisible()).toBe(true)
				harness.emulator.enterCode('85260000000', harness.channel.pairing()?.code ?? '')
			}
			await expect
				.poll(() => page.locator('#line').innerText(), { timeout: 10_000 })
				.toContain('Connected as +85260000000')
			expect(await page.locator('#line svg').count()).toBe(0)
			expect(faults).toEqual([])
			await close()
			await chromium.close()
			await server.close()
		},
	)

	test('promotions are off until the warning is accepted; every figure can be set, and today’s use is shown', async () => {
		await browser.get('/console/whatsapp')
		const bad = await browser.submit('/console/whatsapp/promotions', { perDay: '0', leastGap: '30', mostGap: '9' })
		expect(bad.status).toBe(422)
		expect(bad.text).toContain('<a href="#perDay">')
		const order = await browser.submit('/console/whatsapp/promotions', { perDay: '150', mostGap: '9', leastGap: '30' })
		expect(order.text).toContain('<a href="#mostGap">')
		await browser.get('/console/whatsapp')
		const fields = { accepted: 'yes', perHour: '5', firstDay: '3', leastGap: '9', mostGap: '30', answers: 'everybody' }
		await browser.submit('/console/whatsapp/promotions', fields)
		const { whatsappWeb } = await getSettings(shop.store.db)
		expect(whatsappWeb).toMatchObject({
			answers: 'everybody',
			promotions: { accepted: true, perHour: 5, firstDay: 3, leastGapMs: 9_000, mostGapMs: 30_000, perDay: 150 },
		})
		limits = whatsappWeb.promotions
		harness.emulator.person('85291230000', 'Amy').wroteFirst = true
		await harness.channel.send('phone:85291230000', reply('offer', { kind: 'promo' }), 'd1')
		const { text } = await browser.get('/console/whatsapp')
		expect(text).toContain('1 of 5')
		expect(text).toContain('1 of 3')
	})

	test('another program took the session: said in words, with a way to try again', async () => {
		harness.emulator.setState('CONFLICT')
		await harness.until(() => harness.channel.situation() === 'conflict', 'the conflict')
		const { text } = await browser.get('/console/whatsapp')
		expect(text).toContain('open in another window or program')
		expect((await browser.get('/console')).text).toContain('WhatsApp needs you')
		await browser.get('/console/whatsapp')
		expect(text).toContain('Promotions have stopped')
		await browser.submit('/console/whatsapp/reconnect')
		await harness.ready()
		await browser.get('/console/whatsapp')
		await browser.submit('/console/whatsapp/resume')
		expect((await browser.get('/console/whatsapp')).text).not.toContain('Promotions have stopped')
	})

	test('is the owner’s alone: a code is the key to the shop’s chats', async () => {
		const stranger = shop.browse()
		for (const path of ['/console/whatsapp', '/console/whatsapp/line']) {
			await stranger.get(path)
			expect(stranger.place()).toBe('/login')
		}
	})
})
