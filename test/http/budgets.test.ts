import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openDemo } from '../demo/demo.ts'
import { openApp, owner } from '../support/http-app.ts'

const consolePlaces = ['', '/members', '/broadcasts', '/broadcasts/new', '/rewards', '/chats', '/settings', '/program']
const demoPlaces = ['/demo', '/demo/phone', '/demo/console', '/demo/console/broadcasts/new']
const places = [
	'/',
	'/login',
	'/poster',
	'/j/window',
	...consolePlaces.map((place) => `/console${place}`),
	...demoPlaces,
]

test('a page loads at most 40 KB of script and 15 KB of style, gzipped, and all of it from here', async () => {
	const demo = await openDemo()
	const shop = await openApp('sqlite', { needs: { mounts: [{ path: '/', app: demo.app }] } })
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	await browser.submit(path, owner)
	const sizes = new Map<string, number>()
	for (const place of places) {
		const { text, status } = await browser.get(place)
		expect(status, place).toBe(200)
		const size = { js: 0, css: 0 }
		const assets = [...text.matchAll(/<(?:script src|link rel="stylesheet" href)="([^"]+)"/g)].map(
			([, url = '']) => url,
		)
		expect(assets.length, place).toBeGreaterThan(0)
		for (const url of assets) {
			expect(url).toMatch(/^\/(assets|demo)\//)
			const asset = await browser.get(url)
			expect(asset.status).toBe(200)
			size[url.endsWith('.js') ? 'js' : 'css'] += gzipSync(asset.text).length
		}
		expect(text, place).not.toMatch(/<script(?! src)|<style|style="|\son\w+="/)
		expect(size.js, place).toBeLessThanOrEqual(40 * 1024)
		expect(size.css, place).toBeLessThanOrEqual(15 * 1024)
		sizes.set(place, size.js)
	}
	// only pages that change by themselves have a script at all
	const live = [...sizes].filter(([, bytes]) => bytes > 0).map(([place]) => place)
	expect(live).toEqual(places.filter((place) => /^\/demo(\/phone)?$|\/new$/.test(place)))
	await shop.close()
	await demo.stop()
})
