import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addStaff } from '../../src/conversation/staff-invite.ts'
import { qrPng } from '../../src/lib/qr.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { insertChatMessage } from '../../src/store/chat-messages.ts'
import { insertPeople } from '../support/audience.ts'
import { expectUsable, launchChromium, openPage, serve } from '../support/browser.ts'
import { type HttpShop, openApp, owner } from '../support/http-app.ts'
import { good, peopleOf } from '../support/people.ts'
import { createTestChannel } from '../support/test-channel.ts'

const phone = { width: 390, height: 844 }
const desk = { width: 1280, height: 800 }

let shop: HttpShop
let people: ReturnType<typeof peopleOf>
let browser: Browser
let server: Awaited<ReturnType<typeof serve>>

beforeAll(async () => {
	const telegram = createTestChannel('telegram')
	telegram.fetchMedia = async () => ({ mime: 'image/png', bytes: qrPng('a receipt') })
	shop = await openApp('sqlite', { needs: { channels: [telegram] } })
	people = peopleOf(shop)
	const started = await Promise.all([launchChromium(), serve(shop.app.fetch)])
	browser = started[0]
	server = started[1]
})
afterAll(async () => {
	await browser.close()
	await server.close()
	await shop.close()
})

test('an owner sets up on a phone and writes a broadcast that counts by itself', async () => {
	const { page, faults, close } = await openPage(browser, server.url, { viewport: phone })
	await page.goto(server.url)
	await expectUsable(page)
	await page.goto(server.url + (await shop.newSetUp()))
	await expectUsable(page)
	await page.fill('#shopName', owner.shopName)
	await page.fill('#ownerName', owner.ownerName)
	await page.fill('#login', owner.login)
	await page.fill('#password', owner.password)
	await page.click('main button')
	await page.waitForURL(/\/console\?done=set-up$/)
	await expectUsable(page)
	await insertPeople(shop.store, [{ name: 'Ann' }, { name: 'Bo' }, { consent: false }])
	await page.goto(`${server.url}/console/broadcasts/new`)
	await expectUsable(page)
	const audience = page.locator('#audience')
	expect(await audience.innerText()).toMatch(/Will get it\s+2/)
	await page.check('input[value=S1]')
	await expect.poll(() => audience.innerText(), { timeout: 30_000 }).toMatch(/Will get it\s+0/)
	await page.uncheck('input[value=S1]')
	await page.check('input[value=prospect]')
	await expect.poll(() => audience.innerText(), { timeout: 30_000 }).toMatch(/Will get it\s+2/)
	await page.fill('#name', 'Spring')
	await page.fill('[id="text.en"]', 'Hello {name}, *20 %* off')
	const preview = page.locator('#preview')
	await expect.poll(() => preview.innerText(), { timeout: 30_000 }).toContain('Hello Ann, 20 % off')
	// typing goes on while the message is drawn
	await page.locator('[id="text.en"]').pressSequentially(' today')
	await expect.poll(() => preview.innerText(), { timeout: 30_000 }).toContain('Hello Ann, 20 % off today')
	expect(await page.inputValue('[id="text.en"]')).toBe('Hello {name}, *20 %* off today')
	expect(await page.evaluate('document.activeElement.id')).toBe('text.en')
	await page.setInputFiles('#picture', { name: 'a.png', mimeType: 'image/png', buffer: qrPng('spring') })
	await page.click('button[value=preview]')
	await page.locator('#preview .thumb').first().waitFor()
	await expectUsable(page)
	await page.check('[name="picture-off"]')
	await expect.poll(() => page.locator('#preview .thumb').count(), { timeout: 30_000 }).toBe(0)
	await page.uncheck('[name="picture-off"]')
	await page.click('button[value=save]')
	await page.waitForURL(/\/console\/broadcasts\/brd_/)
	expect(
		await page.locator('.look .thumb').evaluate((one: { naturalWidth: number }) => one.naturalWidth),
	).toBeGreaterThan(0)
	await expectUsable(page)
	expect(await page.locator('.bubble').innerText()).toContain('Hello Ann, 20 % off')
	await page.click('text=Send to 2 members')
	await page.waitForSelector('#progress')
	await expectUsable(page)
	// htmx asks again, sees another state, and loads the whole page
	await shop.store.transact(({ tx }) => tx.updateTable('broadcasts').set({ state: 'done' }).execute())
	await page.waitForSelector('.pill:has-text("done")', { timeout: 30_000 })
	expect(faults).toEqual([])
	await close()
}, 60_000)

test('a waiting chat goes on by itself while an answer is being written', async () => {
	const { page, faults, close } = await openPage(browser, server.url, { viewport: phone })
	const { id } = await shop.store.transact(({ tx, now }) =>
		ensureAddress(tx, { channel: 'telegram', address: '77', name: 'Wong', at: now }),
	)
	const says = (text: string, media?: { media: string; media_id: string }) =>
		shop.store.transact(({ tx, now }) =>
			insertChatMessage(tx, { address_id: id, direction: 'in', text, staff_id: null, at: now, ...media }),
		)
	await says('my receipt', { media: 'photo', media_id: 'p1' })
	await page.goto(`${server.url}/login`)
	await page.fill('#login', owner.login)
	await page.fill('#password', owner.password)
	await page.click('main button')
	await page.waitForURL(/\/console$/)
	await page.goto(`${server.url}/console/chats/${id}`)
	await expectUsable(page)
	const width = () => page.locator('.sent img').evaluate((one: { naturalWidth: number }) => one.naturalWidth)
	await expect.poll(width, { timeout: 30_000 }).toBeGreaterThan(0)
	await page.evaluate('kept = document.querySelector(".sent img")')
	await page.fill('#text', 'We will look')
	for (const text of ['are you there?', 'hello?']) {
		await says(text)
		await page.locator('.bubble', { hasText: text }).waitFor({ timeout: 30_000 })
	}
	expect(await page.inputValue('#text')).toBe('We will look')
	expect(await page.evaluate('document.activeElement.id')).toBe('text')
	expect(await page.evaluate('kept === document.querySelector(".sent img")')).toBe(true)
	expect(await page.locator('.bubble').count()).toBe(3)
	await expectUsable(page)
	expect(faults).toEqual([])
	await close()
}, 60_000)

test.each([
	['light', 'zh-HK', phone],
	['dark', 'en', desk],
] as const)(
	'every page is usable: %s, %s, %o',
	async (colorScheme, locale, viewport) => {
		const { page, faults, close } = await openPage(browser, server.url, { viewport, colorScheme, locale })
		await shop.store.transact(async (work) => {
			const { id } = await ensureAddress(work.tx, { channel: 'telegram', address: '5', name: 'Chan', at: work.now })
			await insertChatMessage(work.tx, {
				address_id: id,
				direction: 'in',
				text: '有冇位？',
				staff_id: null,
				at: work.now,
			})
			await work.tx
				.insertInto('sessions')
				.values({ address_id: id, mode: 'waiting', mode_at: work.now, state: '{}', updated_at: work.now })
				.onConflict((conflict) => conflict.doNothing())
				.execute()
		})
		const { memberId } = await people.enter(`900${locale}`, { name: '陳大文' })
		const member = await shop.member(memberId)
		await people.give(memberId, 300)
		await shop.order({ memberId, source: 'counter' })
		// held: it looks like the one before
		await shop.order({ memberId, source: 'pos' })
		good(await people.take(memberId, (await people.offer()).id, locale))
		const pool = await people.offer({ kind: 'free-shipping', terms: {}, codeSource: 'pool', usableAt: 'online' })
		const coupon = await shop.store.db
			.selectFrom('coupons')
			.select('public_id')
			.where('member_id', '=', memberId)
			.executeTakeFirstOrThrow()
		await shop.store.transact((work) =>
			addStaff(work, { name: 'Bo', role: 'staff', locale: null, by: 'test', origin: 'test' }),
		)
		await shop.newKey()
		await page.goto(`${server.url}/login`)
		await expectUsable(page)
		await page.fill('#login', owner.login)
		await page.fill('#password', owner.password)
		await page.click('main button')
		await page.waitForURL(/\/console$/)
		await page.selectOption('#ui-locale', locale)
		await page.click('.top form[action="/console/language"] button')
		await page.waitForLoadState()
		const { public_id, address } = {
			...(await shop.store.db.selectFrom('broadcasts').select('public_id').executeTakeFirstOrThrow()),
			address: (await shop.store.db.selectFrom('sessions').select('address_id').executeTakeFirstOrThrow()).address_id,
		}
		const places = [
			'/console',
			'/console/broadcasts',
			`/console/broadcasts/${public_id}`,
			`/console/broadcasts/${public_id}/recipients`,
			'/console/chats',
			`/console/chats/${address}`,
			'/console/unknown',
			'/console/members',
			'/console/members?reach=unreachable',
			`/console/members/${member.public_id}`,
			`/console/members/${member.public_id}/adjust`,
			`/console/members/${member.public_id}/coupons/${coupon.public_id}`,
			`/console/members/${member.public_id}/erase`,
			'/console/rewards',
			'/console/rewards/new?kind=gift',
			`/console/rewards/${pool.public_id}`,
			`/console/rewards/${pool.public_id}/pool`,
			'/console/settings',
			'/console/reviews',
			'/console/shop',
			'/console/staff',
			'/console/keys',
			'/console/audit',
			'/console/program',
			`/r/${member.referral_code}`,
			'/api/reference',
		]
		for (const place of places) {
			const response = await page.goto(server.url + place)
			expect(response?.status(), place).toBe(200)
			await expectUsable(page)
		}
		await page.goto(`${server.url}/console/program`)
		await page.fill('[id="welcome.points"]', '80')
		await page.click('button[value=preview]')
		await page.waitForSelector('button[value=publish]')
		await expectUsable(page)
		await page.click('button[value=edit]')
		expect(await page.inputValue('[id="welcome.points"]')).toBe('80')
		await page.goto(`${server.url}/console/staff`)
		await page.fill('#name', 'Mei')
		await page.click(`form[action="/console/staff"] button`)
		await page.waitForSelector('#console-link')
		await expectUsable(page)
		await page.goto(await page.inputValue('#console-link'))
		await expectUsable(page)
		expect(faults).toEqual([])
		await close()
	},
	60_000,
)
