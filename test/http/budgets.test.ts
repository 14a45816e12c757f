import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { openApp, owner } from '../support/http-app.ts'

test('a page loads at most 40 KB of script and 15 KB of style, gzipped, and all of it from here', async () => {
	const shop = await openApp('sqlite')
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	await browser.submit(path, owner)
	const sizes = new Map<string, number>()
	for (const place of ['/', '/console', '/console/members', '/console/broadcasts/new', '/console/program']) {
		const { text } = await browser.get(place)
		const size = { js: 0, css: 0 }
		const assets = [...text.matchAll(/<(?:script src|link rel="stylesheet" href)="([^"]+)"/g)].map(
			([, url = '']) => url,
		)
		expect(assets.length, place).toBeGreaterThan(0)
		for (const url of assets) {
			expect(url).toMatch(/^\/assets\//)
			const asset = await shop.send('GET', url)
			expect(asset.status).toBe(200)
			size[url.endsWith('.js') ? 'js' : 'css'] += gzipSync(asset.text).length
		}
		expect(text, place).not.toMatch(/<script(?! src)|<style|style="|\son\w+="/)
		expect(size.js, place).toBeLessThanOrEqual(40 * 1024)
		expect(size.css, place).toBeLessThanOrEqual(15 * 1024)
		sizes.set(place, size.js)
	}
	// only the page that counts by itself has a script at all
	expect([...sizes].filter(([, bytes]) => bytes > 0).map(([place]) => place)).toEqual(['/console/broadcasts/new'])
	await shop.close()
})
