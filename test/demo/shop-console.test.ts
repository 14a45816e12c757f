import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Demo } from '../../src/demo/index.ts'
import { type HttpShop, openApp } from '../support/http-app.ts'
import { moveClock, openDemo } from './demo.ts'

let demo: Demo
let shop: HttpShop
beforeAll(async () => {
	demo = await openDemo()
	shop = await openApp('sqlite', { needs: { mounts: [{ path: '/', app: demo.app }] } })
})
afterAll(async () => {
	await demo?.stop()
	await shop?.close()
})

test('the console of the demo shop is open without signing in, and leads nowhere else', async () => {
	const home = await shop.send('GET', '/demo/console')
	expect(home.status).toBe(200)
	expect(home.text).toContain('星期日烘焙')
	expect(home.text).toContain('1,284')
	expect(home.text).not.toContain('TELEGRAM_BOT_TOKEN')
	expect(home.headers.get('set-cookie')).toBeNull()
	const places = [...home.text.matchAll(/(?:href|action|hx-get)="(\/[^"]*)"/g)].map(([, place]) => place ?? '')
	expect(places.filter((place) => !/^\/(demo|assets)\//.test(place))).toEqual([])
	for (const place of new Set(places.filter((one) => one.startsWith('/demo/console'))))
		if (!place.endsWith('/language')) expect((await shop.send('GET', place)).status, place).toBe(200)
})

test('only a page of ours frames it, and no other page sends its forms', async () => {
	const { headers } = await shop.send('GET', '/demo/console')
	expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
	expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
	const real = await shop.send('GET', '/login')
	expect(real.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
	const browser = shop.browse()
	await browser.get('/demo/console')
	const foreign = { headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' } }
	expect((await browser.submit('/demo/console/language', { locale: 'en' }, foreign)).status).toBe(403)
	expect((await browser.get('/demo/console')).text).toContain('<html lang="en">')
})

test('its forms work, also after a long jump in time', async () => {
	expect((await moveClock(demo, { advanceDays: 45 })).status).toBe(200)
	const browser = shop.browse()
	await browser.get('/demo/console')
	const changed = await browser.submit('/demo/console/language', { locale: 'zh-HK' })
	expect(browser.place()).toBe('/demo/console')
	expect(changed.text).toContain('<html lang="zh-HK">')
	await browser.submit('/demo/logout')
	expect(browser.place()).toBe('/demo/console')
})

test('once the real shop has an owner, others get neither the demo nor its console', async () => {
	const browser = shop.browse()
	const place = await shop.newSetUp()
	await browser.get(place)
	const { owner } = await import('../support/http-app.ts')
	await browser.submit(place, { ...owner, repeat: owner.password })
	for (const path of ['/demo', '/demo/console', '/demo/console/members']) {
		const answer = await shop.send('GET', path)
		expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
	}
	for (const [method, path] of [
		['GET', '/demo/api/state'],
		['POST', '/demo/api/say'],
		['POST', '/demo/api/clock'],
		['POST', '/demo/api/reset'],
	] as const) {
		const answer = await shop.send(method, path)
		expect([answer.status, answer.headers.get('content-type')], path).toEqual([401, 'application/problem+json'])
	}
})
