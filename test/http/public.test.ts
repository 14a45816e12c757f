import { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createActivationLinks } from '../../src/loyalty/create-activation-link.ts'
import { createMember } from '../../src/loyalty/create-member.ts'
import { setMember } from '../../src/store/members.ts'
import { type HttpShop, openApp, owner } from '../support/http-app.ts'

let shop: HttpShop
let webhook: unknown[] = []
beforeAll(async () => {
	const demo = new Hono().get('/demo/phone', (c) => c.text('the demo'))
	shop = await openApp('sqlite', {
		needs: {
			mounts: [{ path: '/', app: demo }],
			telegramWebhook: async (body, secret) => {
				webhook = [body, secret]
				return { status: 503, body: 'later', headers: { 'retry-after': '5' } }
			},
		},
	})
})
afterAll(() => shop.close())

const en = { headers: { 'accept-language': 'en' } }

test('the start page says what to do next in the language of the reader, and no secret', async () => {
	const path = await shop.newSetUp()
	const page = await shop.send('GET', '/', en)
	expect(page.text).toContain('Open the set-up link that the program printed')
	expect(page.text).toContain('href="/demo"')
	expect(page.text).not.toContain(path.split('/')[2])
	const chinese = await shop.send('GET', '/', { headers: { 'accept-language': 'fr, zh-TW;q=0.8, en;q=0.5' } })
	expect(chinese.text).toContain('lang="zh-Hant"')
})

test('a referral link offers each chat with a code to scan, and says what it is to whoever previews it', async () => {
	const member = await shop.member(await shop.join())
	const page = await shop.send('GET', `/r/${member.referral_code.toLowerCase()}`, en)
	expect(page.status).toBe(200)
	expect(page.text).toContain(`href="https://t.me/test_bot?start=r_${member.referral_code}"`)
	expect(page.text).toContain('<svg viewBox=')
	expect(page.text).toContain('<meta property="og:title" content="A friend invites you to 我的小店">')
	expect(page.text).toContain('get 50 points')
	expect(page.text).not.toContain(member.public_id)
})

test.each(['00000000', 'nonsense', '%00', '%E0%A4%A', '<script>', 'x'.repeat(3000)])(
	'a referral link that means nothing (%s) still offers to join',
	async (code) => {
		const page = await shop.send('GET', `/r/${code}`, en)
		expect(page.status).toBe(404)
		expect(page.text).toContain('href="https://t.me/test_bot"')
		expect(page.text).not.toContain('<script>')
	},
)

test('the link of a member who left invites nobody any more', async () => {
	const id = await shop.join()
	await shop.store.transact(({ tx }) => setMember(tx, id, { status: 'left' }))
	expect((await shop.send('GET', `/r/${(await shop.member(id)).referral_code}`, en)).status).toBe(404)
})

test('an activation link leads into the chat as often as it is looked at, until it is used', async () => {
	const [link] = await shop.store.transact(async (work) => {
		const { id } = await createMember(work, { status: 'imported' })
		return await createActivationLinks(work, { memberIds: [id] })
	})
	for (let n = 0; n < 2; n++) {
		const page = await shop.send('GET', `/a/${link?.code}`, en)
		expect([page.status, page.text.includes(`start=a_${link?.code}`)]).toEqual([200, true])
	}
	expect((await shop.send('GET', '/a/never-was-one', en)).status).toBe(404)
	shop.clock.advance({ days: 91 })
	expect((await shop.send('GET', `/a/${link?.code}`, en)).status).toBe(404)
})

test('health says that it lives and is ready, whatever the channels do', async () => {
	expect((await shop.send('GET', '/livez')).json()).toEqual({ live: true })
	const ready = await shop.send('GET', '/readyz')
	expect([ready.status, ready.json()]).toEqual([200, { ready: true, channels: { telegram: 'up' } }])
})

test('the webhook gives the channel the raw body and the secret, and answers what the channel says', async () => {
	const answer = await shop.send('POST', '/webhooks/telegram', {
		body: '{"update_id":1 }',
		headers: { 'x-telegram-bot-api-secret-token': 's3cret' },
	})
	expect(webhook).toEqual(['{"update_id":1 }', 's3cret'])
	expect([answer.status, answer.text, answer.headers.get('retry-after')]).toEqual([503, 'later', '5'])
	const large = await shop.send('POST', '/webhooks/telegram', { body: 'x'.repeat(4_200_000) })
	expect(large.status).toBe(413)
	await shop.send('POST', '/webhooks/telegram', { body: 'x'.repeat(1_100_000) })
	expect(webhook[0]).toHaveLength(1_100_000)
})

test('every page forbids what is not ours, and files of ours are kept for ever under a name of their content', async () => {
	for (const path of ['/', '/login', '/nothing', '/r/x', '/api/reference']) {
		const { headers, text } = await shop.send('GET', path)
		expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
		expect(headers.get('x-content-type-options')).toBe('nosniff')
		expect(headers.get('referrer-policy')).toBe('same-origin')
		expect(headers.get('cache-control')).toBe('no-store')
		expect(text).not.toMatch(/<style|style="|<script>|\son\w+="|(src|href)="https?:\/\/(?!t\.me)/)
		for (const [, url = ''] of text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
			const file = await shop.send('GET', url)
			expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
		}
	}
	expect((await shop.send('GET', '/assets/old/app.css')).headers.get('cache-control')).toBe('no-store')
	expect((await shop.send('GET', '/assets/x/__proto__')).status).toBe(404)
	const api = await shop.send('GET', '/api/v1/members')
	expect([api.headers.get('x-content-type-options'), api.headers.get('cache-control')]).toEqual(['nosniff', 'no-store'])
	expect(api.headers.get('x-request-id')).toMatch(/^req_/)
})

test('the demo is everybody’s until the shop is set up, and its owner’s afterwards', async () => {
	expect((await shop.send('GET', '/demo/phone')).text).toBe('the demo')
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	await browser.submit(path, owner)
	expect((await shop.send('GET', '/demo/phone')).headers.get('location')).toBe('/login')
	expect((await browser.get('/demo/phone')).text).toBe('the demo')
	expect((await shop.send('GET', path, en)).status).toBe(404)
	expect((await shop.send('GET', '/', en)).text).toContain('href="/login"')
})
