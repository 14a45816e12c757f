import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpShop, openApp, owner, type Visitor } from '../support/http-app.ts'

let shop: HttpShop
let browser: Visitor
beforeAll(async () => {
	shop = await openApp('sqlite')
	browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	await browser.submit(path, owner)
})
afterAll(() => shop.close())

test('the poster speaks Chinese and English and leads into the chat under its name', async () => {
	const page = await browser.get('/poster?source=Counter-1')
	expect(page.status).toBe(200)
	expect(page.text).toContain('value="counter-1"')
	expect(page.text).toContain('<section lang="zh-HK">')
	expect(page.text).toContain('<section lang="en">')
	expect(page.text.match(/<svg/g)).toHaveLength(1)
	expect(page.text).not.toMatch(/ style=|<script/)
})

test.each(['<script>alert(1)</script>', 'a b', 'x'.repeat(31)])('%s is no name of a poster', async (source) => {
	const page = await browser.get(`/poster?source=${encodeURIComponent(source)}`)
	expect(page.status).toBe(422)
	expect(page.text).toContain('Small letters, digits and - only')
	expect(page.text).not.toContain('<script>')
})

test('staff below a manager do not make posters', async () => {
	const setRole = (role: string) => shop.store.transact(({ tx }) => tx.updateTable('staff').set({ role }).execute())
	await setRole('staff')
	expect((await browser.get('/poster')).status).toBe(403)
	await setRole('manager')
	expect((await browser.get('/poster')).status).toBe(200)
	expect((await shop.send('GET', '/poster')).headers.get('location')).toBe('/login')
})

test('where the world reaches us, the poster leads to the page that offers every chat', async () => {
	const open = await openApp('sqlite', { needs: { config: { publicUrl: 'https://club.example' } } })
	const page = await open.send('GET', '/j/window', { headers: { 'accept-language': 'en' } })
	expect(page.text).toContain('href="https://t.me/test_bot?start=j_window"')
	expect(page.text).toContain('<meta property="og:url" content="https://club.example/j/window">')
	const odd = await open.send('GET', '/j/%22%3E%3Cb%3E')
	expect([odd.status, odd.text.includes('href="https://t.me/test_bot"')]).toEqual([200, true])
	await open.close()
})

test('a poster without a chat to lead to asks nobody to scan', async () => {
	const closed = await openApp('sqlite', { needs: { channels: [] } })
	const visitor = closed.browse()
	const path = await closed.newSetUp()
	await visitor.get(path)
	await visitor.submit(path, owner)
	const page = await visitor.get('/poster')
	expect(page.text).not.toContain('Scan with the camera')
	expect(page.text.match(/no chat connected right now/g)).toHaveLength(1)
	await closed.close()
})
