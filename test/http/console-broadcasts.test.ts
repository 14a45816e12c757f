import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { showReply as showOnTelegram } from '../../bots/telegram/show.ts'
import { showReply as showOnWhatsApp } from '../../bots/whatsapp-web/show.ts'
import { promotionFacts, promotionFrame } from '../../src/conversation/promotion-words.ts'
import { insertPeople } from '../support/audience.ts'
import { type HttpShop, openApp, owner, readForms, type Visitor } from '../support/http-app.ts'
import { createTestChannel } from '../support/test-channel.ts'
import { databases } from '../support/world.ts'

const own = { headers: { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' } }

describe.each(databases)('broadcasts in the console on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let ids: number[]
	beforeAll(async () => {
		const channels = [
			{ ...createTestChannel('telegram'), show: showOnTelegram },
			{ ...createTestChannel('whatsapp-web'), show: showOnWhatsApp },
		]
		const broadcasts = { sentences: promotionFrame, factsOf: promotionFacts, channels }
		shop = await openApp(kind, { needs: { channels, broadcasts } })
		browser = shop.browse()
		await browser.get(await shop.newSetUp())
		await browser.submit(`/setup/${browser.place().split('/').at(-1)}`, owner)
		ids = await insertPeople(shop.store, [{ name: 'A & <b>' }, { name: 'Bo', channel: 'whatsapp-web' }, { name: 'Cy' }])
	})
	afterAll(() => shop.close())

	const write = async (typed: Record<string, string | string[]>) => {
		await browser.get('/console/broadcasts/new')
		const answer = await browser.submit('/console/broadcasts', { name: 'Spring', 'text.en': 'Hello', ...typed })
		return { answer, page: browser.place().replace('?done=saved', '') }
	}
	const rowOf = (page: string) =>
		shop.store.db
			.selectFrom('broadcasts')
			.selectAll()
			.where('public_id', '=', page.split('/').at(-1) ?? '')
			.executeTakeFirstOrThrow()

	test('a message is shown as each channel makes it', async () => {
		const link = { linkUrl: 'https://shop.example/a', linkLabel: 'Look <i>' }
		const { answer } = await write({ 'text.en': 'Dear {name}, *20 %* off', ...link })
		const looks = [...answer.text.matchAll(/<figure class="look">.*?<\/figure>/gs)].map(([look]) => look)
		expect(looks).toHaveLength(2)
		expect(looks[0]).toContain('Telegram · English')
		expect(looks[0]).toContain('Dear A &amp; &lt;b&gt;, <b>20 %</b> off')
		expect(looks[0]).toContain('<span class="key">Look &lt;i&gt;</span>')
		expect(looks[1]).toContain('WhatsApp · English')
		expect(looks[1]).toContain('Look &lt;i&gt;: https://shop.example/a')
		expect(looks[1]).not.toContain('class="key"')
	})

	test('it is shown while it is written, alone for script and with everything typed by the button', async () => {
		await browser.get('/console/broadcasts/new')
		const empty = await browser.submit('/console/broadcasts', { do: 'preview' })
		expect([empty.status, empty.text.includes('Write a text')]).toEqual([200, true])
		const typed = { 'text.en': 'Dear {name}, *20 %* off {gap}', linkUrl: 'https://', linkLabel: 'Look' }
		const whole = await browser.submit('/console/broadcasts', { ...typed, do: 'preview' })
		expect(whole.text).toContain('Dear {name}, *20 %* off {gap}</textarea>')
		const looks = [...whole.text.matchAll(/<figure class="look">.*?<\/figure>/gs)].map(([look]) => look)
		expect(looks).toHaveLength(2)
		expect(looks[0]).toContain('Dear A &amp; &lt;b&gt;, <b>20 %</b> off')
		// an address that is not one yet is no button yet
		expect(looks.join('')).not.toContain('Look')
		const fields = readForms(whole.text).find((form) => form.action === '/console/broadcasts')?.fields
		const ask = (more: [string, string][]) =>
			browser.get('/console/broadcasts/new').then(() => {
				const body = new URLSearchParams([...(fields ?? []), ...more]).toString()
				const headers = {
					'content-type': 'application/x-www-form-urlencoded',
					'hx-request': 'true',
					cookie: cookieOf(),
				}
				return shop.send('POST', '/console/broadcasts/preview', { headers, body })
			})
		const part = await ask([['channel', 'whatsapp-web']])
		expect([part.text.match(/<figure/g)?.length, part.text.includes('<form')]).toEqual([1, false])
		expect(part.text).toContain('WhatsApp · English')
		expect(await shop.store.db.selectFrom('broadcasts').select('id').where('name', '=', '').execute()).toEqual([])
	})

	const cookieOf = () => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

	test('it goes only through the channels that were ticked, and the form still knows them', async () => {
		const { answer, page } = await write({ channel: 'whatsapp-web' })
		expect(answer.text).toMatch(/Will get it<\/b><\/th><td class="num"><b>1</)
		expect(answer.text).not.toContain('Telegram · English')
		expect((await rowOf(page)).channels).toBe('["whatsapp-web"]')
		expect((await browser.get(`${page}/edit`)).text).toMatch(/value="whatsapp-web" checked/)
		await browser.submit(page, { channel: ['whatsapp-web', 'telegram'] })
		expect((await rowOf(page)).channels).toBe('["telegram","whatsapp-web"]')
	})

	test('it goes out at the time that was chosen; a time that cannot be is named and kept', async () => {
		const { page } = await write({})
		for (const [at, said] of [
			['', 'pick a day and a time'],
			['2026-02-30T10:00', 'pick a day and a time'],
			['2026-03-10T11:00', 'passed already'],
			['2028-01-01T10:00', 'at most a year'],
		] as const) {
			await browser.get(page)
			const refused = await browser.submit(`${page}/send`, { when: 'later', at })
			expect([refused.status, refused.text.includes(said)], at).toEqual([422, true])
			expect(refused.text).toContain('<a href="#at">')
			expect(refused.text).toMatch(/value="later" checked/)
			expect(refused.text).toContain(`type="datetime-local" value="${at}"`)
		}
		expect((await rowOf(page)).state).toBe('draft')
		await browser.get(page)
		const planned = await browser.submit(`${page}/send`, { when: 'later', at: '2026-03-12T09:30' })
		expect(planned.text).toContain('Starts on 12 Mar, 09:30')
		expect(await rowOf(page)).toMatchObject({ state: 'scheduled', scheduled_at: Date.parse('2026-03-12T01:30:00Z') })
		await browser.submit(`${page}/cancel`)
		const like = await browser.get(`/console/broadcasts/new?like=${page.split('/').at(-1)}`)
		expect(like.text).toContain('Hello</textarea>')
	})

	test('two tabs: the later one sees what the other saved, and loses nothing when it was sent meanwhile', async () => {
		const { page } = await write({})
		await browser.get(`${page}/edit`)
		await browser.submit(page, { 'text.en': 'Theirs <3', coupon: 'SAVE' })
		await browser.get(`${page}/edit`)
		const late = await browser.submit(page, { 'text.en': 'Mine', version: '1', coupon: '' })
		expect(late.status).toBe(422)
		expect(late.text).toContain('<dd class="kept">Theirs &lt;3</dd>')
		expect(late.text).toContain('<dd class="kept">SAVE</dd>')
		expect(late.text).toContain('Mine</textarea>')
		await browser.get(page)
		const edit = await browser.get(`${page}/edit`)
		await browser.get(page)
		await browser.submit(`${page}/send`, {})
		expect(edit.status).toBe(200)
		await browser.get(`${page}/edit`)
		const tooLate = await browser.submit(page, { 'text.en': 'After it was sent' })
		expect([tooLate.status, tooLate.text.includes('can no longer be changed')]).toEqual([422, true])
		await browser.submit('/console/broadcasts', {})
		expect(browser.place()).toMatch(/brd_\w+\?done=saved$/)
		expect((await rowOf(browser.place().replace('?done=saved', ''))).content).toContain('After it was sent')
	})

	test('what it brought: sales, buyers, opt-outs and coupons of those who got it, within seven days', async () => {
		const { page } = await write({ name: 'Results' })
		const { id } = await rowOf(page)
		const at = shop.clock()
		const [ann = 0, bo = 0, cy = 0] = ids
		const delivery = { broadcast_id: id, address_id: null, channel: 'telegram', at, sent_at: at, sending_at: at }
		await shop.store.transact(async ({ tx }) => {
			await tx
				.updateTable('broadcasts')
				.set({ state: 'done', started_at: at, finished_at: at })
				.where('id', '=', id)
				.execute()
			await tx
				.insertInto('deliveries')
				.values([
					{ ...delivery, member_id: ann, state: 'read' },
					{ ...delivery, member_id: bo, state: 'sent', reason: 'opted out' },
					{ ...delivery, member_id: cy, state: 'holdout', sent_at: null, sending_at: null },
				])
				.execute()
		})
		shop.clock.advance({ days: 1 })
		await shop.order({ memberId: ann, eligibleMinor: 12_300 })
		await shop.order({ memberId: ann, eligibleMinor: 7_700 })
		await shop.order({ memberId: cy, eligibleMinor: 99_900 })
		shop.clock.advance({ days: 7 })
		await shop.order({ memberId: bo, eligibleMinor: 50_000 })
		// a week without a look ended the session
		await browser.get('/login')
		await browser.submit('/login', { login: owner.login, password: owner.password })
		const { text } = await browser.get(page)
		const figures = [...text.matchAll(/<dt>([^<]*)<\/dt><dd class="[^"]*">([^<]*)/g)].map(([, name, value]) => [
			name,
			value,
		])
		expect(Object.fromEntries(figures)).toMatchObject({
			'Coupons used': '0',
			Sales: 'HK$200',
			Bought: '1',
			'Stopped offers': '1',
		})
		expect(text).toContain('2 orders')
		expect(text).toContain('Only 1 member was held back')
		expect((await browser.get('/console/broadcasts')).text).toMatch(/Results<\/a><\/th>[\s\S]{0,120}2 members/)
		expect((await browser.get(`${page}/recipients`)).text).toContain('<td>stopped offers</td>')
	})

	test('a session that ended, or another one, takes nothing of what was typed', async () => {
		await browser.get('/console/broadcasts/new')
		const typed = { name: 'Kept "<b>"\u202e', 'text.en': 'Line one\nLine & two', nes: ['S1', 'S2'] }
		await shop.store.transact(({ tx }) => tx.deleteFrom('console_sessions').execute())
		const ended = await browser.submit('/console/broadcasts', typed, own)
		expect([ended.status, ended.text.includes('what you typed is kept')]).toEqual([401, true])
		const wrong = await browser.submit('/login', { login: owner.login, password: 'guess' })
		expect(wrong.status).toBe(422)
		const again = await browser.submit('/login', { login: owner.login, password: owner.password })
		expect(again.text).toContain('Line one\nLine &amp; two')
		const draft = await browser.submit('/console/broadcasts', {})
		expect([draft.status, browser.place()]).toEqual([200, expect.stringMatching(/brd_\w+\?done=saved$/)])
		const row = await rowOf(browser.place().replace('?done=saved', ''))
		expect(row.name).toBe(typed.name)
		expect(JSON.parse(row.content).texts.en.text).toBe(typed['text.en'])
		expect(row.segment).toContain('"tags":["S1","S2"]')
		// a page from before logging in again carries the token of the session that is gone
		await browser.get('/console/broadcasts/new')
		const stale = await browser.submit('/console/broadcasts', { ...typed, name: 'Stale', _form: 'x' }, own)
		expect([stale.status, stale.text.includes('Stale')]).toEqual([403, true])
		await browser.submit('/console/broadcasts', {})
		expect((await rowOf(browser.place().replace('?done=saved', ''))).name).toBe('Stale')
	})

	test('a part of a page that asks without a session is not replaced by the log-in page', async () => {
		const stranger = shop.browse()
		const asked = { 'hx-request': 'true', ...own.headers }
		const count = await shop.send('POST', '/console/broadcasts/count', { headers: asked, body: '' })
		expect([count.status, count.text]).toEqual([204, ''])
		const progress = await stranger.get('/console/broadcasts/brd_1/progress?was=sending', { headers: asked })
		expect([progress.status, progress.text, progress.headers.get('hx-refresh')]).toEqual([200, '', 'true'])
	})

	test('a kept form of a stranger leads nowhere unless we gave it', async () => {
		const stranger = shop.browse()
		await stranger.get('/login')
		const kept = JSON.stringify({ path: '/console/staff', fields: [['name', 'Mallory']] })
		const forged = { login: owner.login, password: owner.password, _kept: kept, _kept_by: 'x'.repeat(43) }
		const body = (fields: Record<string, string>) => stranger.submit('/login', fields)
		await body(forged)
		expect(stranger.place()).toBe('/console')
	})
})
