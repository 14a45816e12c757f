import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prune } from '../../src/jobs/prune.ts'
import { qrPng } from '../../src/lib/qr.ts'
import { insertPeople } from '../support/audience.ts'
import { type HttpShop, openApp, owner, type Visitor } from '../support/http-app.ts'
import { databases } from '../support/world.ts'

const png = qrPng('a picture')
const jpegAt = (hex: string) => Buffer.from(hex, 'hex')
/** The head of a JPEG of 640 × 480: a first part, a padded marker, the frame. */
const realJpeg = jpegAt('ffd8ffe000040000ffffc000110801e002800301220002110103110100')

function sized(width: number, height: number): Buffer {
	const bytes = Buffer.from(png)
	bytes.writeUInt32BE(width, 16)
	bytes.writeUInt32BE(height, 20)
	return bytes
}

const withFile = (bytes: Uint8Array, type = 'image/png', name = 'spring.png') => {
	const body = new FormData()
	body.set('picture', new File([new Uint8Array(bytes)], name, { type }))
	return { body }
}

const typed = { name: 'Spring', 'text.en': 'Hello {name}', 'text.zh-HK': '你好' }

describe.each(databases)('the picture of a broadcast on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	beforeAll(async () => {
		shop = await openApp(kind)
		browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
		await insertPeople(shop.store, [{ name: 'Ann' }])
	})
	afterAll(() => shop.close())

	const countKept = async () => (await shop.store.db.selectFrom('pictures').select('hash').execute()).length
	const newForm = () => browser.get('/console/broadcasts/new')

	test.each([
		['text called a picture', Buffer.from('<svg onload="alert(1)">'), 'not a PNG or JPEG'],
		['a GIF', Buffer.from('GIF89a..........................'), 'not a PNG or JPEG'],
		['an empty file', Buffer.alloc(0), 'not a PNG or JPEG'],
		['the head of a JPEG without its size', jpegAt('ffd8ffe00001'), 'not a PNG or JPEG'],
		['one of more than 4 MB', Buffer.concat([png, Buffer.alloc(4_000_000)]), 'has 4 MB'],
		['one that is too long', sized(40, 1_000), '40 × 1000 pixels'],
		['one without any size', sized(0, 0), '0 × 0 pixels'],
	])('%s is named at the field, and everything typed is kept', async (_what, bytes, why) => {
		await newForm()
		const before = await countKept()
		const answer = await browser.submit('/console/broadcasts', { ...typed, coupon: 'SPRING' }, withFile(bytes))
		expect([answer.status, answer.text.includes('<a href="#picture">')]).toEqual([422, true])
		expect(answer.text).toContain(why)
		for (const kept of ['value="Spring"', 'Hello {name}</textarea>', '你好</textarea>', 'value="SPRING"'])
			expect(answer.text).toContain(kept)
		expect(await countKept()).toBe(before)
	})

	test('another mistake does not lose the picture, and the second time it need not be picked again', async () => {
		await newForm()
		const wrong = await browser.submit('/console/broadcasts', { ...typed, name: '' }, withFile(realJpeg, 'text/html'))
		expect(wrong.status).toBe(422)
		const place = /src="(\/console\/pictures\/[\w-]{43})"/.exec(wrong.text)?.[1] ?? ''
		const shown = await browser.get(place)
		expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
		await newForm()
		await browser.submit('/console/broadcasts', { ...typed, name: '' }, withFile(realJpeg))
		const saved = await browser.submit('/console/broadcasts', { name: 'By and by' })
		expect(saved.text).toContain('Saved.')
		// in both languages of the preview
		expect(saved.text.split(`<img class="thumb" src="${place}"`).length - 1).toBe(2)
		expect((await shop.send('GET', place)).status).toBe(303)
	})

	test('a draft has it until it is taken off; one picture is kept once for all', async () => {
		const before = await countKept()
		const pages: string[] = []
		for (const name of ['One', 'Two']) {
			await newForm()
			await browser.submit('/console/broadcasts', { ...typed, name }, withFile(png))
			pages.push(browser.place().replace('?done=saved', ''))
		}
		expect(await countKept()).toBe(before + 1)
		const [page = ''] = pages
		expect((await browser.get(`${page}/edit`)).text).toContain('class="thumb"')
		const edited = await browser.submit(page, { 'text.en': 'Hello again' })
		expect(edited.text).toContain('class="thumb"')
		await browser.get(`${page}/edit`)
		const off = await browser.submit(page, { 'picture-off': '1' })
		expect([off.text.includes('class="thumb"'), off.text.includes('Hello again')]).toEqual([false, true])
		const rows = await shop.store.db.selectFrom('broadcasts').select(['name', 'picture', 'content']).execute()
		const pictureOf = (name: string) => rows.find((row) => row.name === name)?.picture
		expect([pictureOf('One'), pictureOf('Two')]).toEqual([null, expect.stringMatching(/^[\w-]{43}$/)])
		expect(Math.max(...rows.map((row) => row.content.length))).toBeLessThan(2_000)
	})

	test('below a picture there is room for a caption only, which is checked before the start', async () => {
		await newForm()
		const long = { name: 'Long', 'text.en': 'a'.repeat(1_100), 'text.zh-HK': '' }
		const without = await browser.submit('/console/broadcasts', long)
		expect(without.text).toContain('Send to 1 member')
		await newForm()
		const answer = await browser.submit('/console/broadcasts', long, withFile(png))
		expect(answer.text).toMatch(/1024|1,024/)
		expect(answer.text).not.toContain('Send to 1 member')
	})

	test('what no broadcast uses is forgotten after a day, and asked for again where a form still names it', async () => {
		await newForm()
		await browser.submit('/console/broadcasts', { ...typed, name: '' }, withFile(sized(300, 200)))
		const before = await countKept()
		shop.clock.advance({ days: 2 })
		await prune.run({ store: shop.store, day: 0, signal: new AbortController().signal })
		expect(await countKept()).toBe(before - 1)
		const late = await browser.submit('/console/broadcasts', { ...typed, name: 'Late' })
		expect([late.status, late.text.includes('not there any more'), late.text.includes('value="Late"')]).toEqual([
			422,
			true,
			true,
		])
		const without = await browser.submit('/console/broadcasts')
		expect(without.text).toContain('Saved.')
	})
})
