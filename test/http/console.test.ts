import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { promotionFacts, promotionFrame } from '../../src/conversation/promotion-words.ts'
import { consoleRoutes } from '../../src/http/console/index.ts'
import { seedRewards } from '../../src/loyalty/create-reward.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { insertChatMessage } from '../../src/store/chat-messages.ts'
import { getSettings } from '../../src/store/settings.ts'
import { listStaff } from '../../src/store/staff.ts'
import { insertPeople } from '../support/audience.ts'
import { type HttpShop, openApp, owner, readForms, type Visitor } from '../support/http-app.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('the console on %s', (kind) => {
	let shop: HttpShop
	let browser: Visitor
	let path: string
	beforeAll(async () => {
		shop = await openApp(kind)
		browser = shop.browse()
		path = await shop.newSetUp()
	})
	afterAll(() => shop.close())

	test('shows the set-up form as often as one looks, and names what is wrong with the values kept', async () => {
		await browser.get(path)
		expect((await browser.get(path)).status).toBe(200)
		const wrong = await browser.submit(path, { ...owner, password: 'short', shopName: '', ownerName: '<b>Kelly</b>' })
		expect(wrong.status).toBe(422)
		expect(wrong.text).toContain('at least 10 characters')
		expect(wrong.text).toContain('<a href="#shopName">')
		expect(wrong.text).toContain('value="&lt;b&gt;Kelly&lt;/b&gt;"')
		expect(wrong.text).not.toContain('short"')
		expect(await listStaff(shop.store.db)).toEqual([])
	})

	test('a later start leaves the link of an earlier one good for a week', async () => {
		const later = await shop.newSetUp()
		expect([(await browser.get(path)).status, (await browser.get(later)).status]).toEqual([200, 200])
		shop.clock.advance({ days: 8 })
		const fresh = await shop.newSetUp()
		expect((await browser.get(path)).status).not.toBe(200)
		expect((await browser.get(fresh)).status).toBe(200)
		path = fresh
	})

	test('sets the shop up once and signs the owner in', async () => {
		await browser.get(path)
		const twin = shop.browse()
		await twin.get(path)
		const home = await browser.submit(path, owner)
		expect([home.status, browser.place()]).toEqual([200, '/console?done=set-up'])
		expect(home.text).toContain('Your shop is set up')
		const settings = await getSettings(shop.store.db)
		expect(settings).toMatchObject({ shopName: '星期日烘焙', currency: 'HKD', setUpAt: shop.clock() })
		const [staff] = await listStaff(shop.store.db)
		expect(staff).toMatchObject({ name: 'Kelly Wong', login: 'kelly', role: 'owner' })
		expect(staff?.password).toMatch(/^scrypt\$15\$[\w-]{22}\$[\w-]{43}$/)
		const late = await twin.submit(path, { ...owner, login: 'mallory' })
		expect(late.status).toBe(404)
		expect(await listStaff(shop.store.db)).toHaveLength(1)
	})

	test('keeps cookies from scripts and other sites, and a session from whoever reads the database', async () => {
		const stranger = shop.browse()
		await stranger.get('/login')
		const page = await stranger.submit('/login', { login: 'Kelly', password: owner.password })
		expect(page.status).toBe(200)
		const raw = await shop.send('GET', '/login')
		expect(raw.headers.get('set-cookie')).toMatch(/^suki-form=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/)
		const rows = JSON.stringify(await shop.store.db.selectFrom('console_sessions').selectAll().execute())
		expect(rows).not.toContain(stranger.cookies.get('suki-session'))
	})

	test('lets nobody in with a wrong password, and closes after ten tries a minute', async () => {
		const stranger = shop.browse()
		await stranger.get('/login', { from: '127.0.0.2' })
		const wrong = await stranger.submit('/login', { login: 'kelly', password: 'guess' }, { from: '127.0.0.2' })
		expect([wrong.status, wrong.text.includes('not right')]).toEqual([422, true])
		for (let n = 0; n < 9; n++)
			await stranger.submit('/login', { login: `other${n}`, password: 'guess' }, { from: '127.0.0.2' })
		const locked = await stranger.submit('/login', { login: 'kelly', password: owner.password }, { from: '127.0.0.2' })
		expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '60'])
		shop.clock.advance({ minutes: 1 })
		const free = await stranger.submit('/login', { login: 'kelly', password: owner.password }, { from: '127.0.0.2' })
		expect([free.status, stranger.place()]).toEqual([200, '/console'])
	})

	test('signs out here only, and ends an idle session', async () => {
		const other = shop.browse()
		await other.get('/login')
		await other.submit('/login', { login: 'kelly', password: owner.password })
		const session = other.cookies.get('suki-session')
		await other.submit('/logout')
		other.cookies.set('suki-session', session ?? '')
		expect((await other.get('/console')).text).toContain('action="/login"')
		await browser.get('/console')
		expect(browser.place()).toBe('/console')
		shop.clock.advance({ days: 8 })
		await browser.get('/console')
		expect(browser.place()).toBe('/login')
		await browser.submit('/login', { login: 'kelly', password: owner.password })
	})

	test('takes a form only from its own pages', async () => {
		await browser.get('/console')
		const language = { locale: 'en' }
		expect((await browser.submit('/console/language', { ...language, _form: 'x' })).status).toBe(403)
		await browser.get('/console')
		const foreign = { origin: 'https://evil.example' }
		expect((await browser.submit('/console/language', language, { headers: foreign })).status).toBe(403)
		await browser.get('/console')
		const crossSite = { 'sec-fetch-site': 'cross-site' }
		expect((await browser.submit('/console/language', language, { headers: crossSite })).status).toBe(403)
		await browser.get('/console')
		const own = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }
		expect((await browser.submit('/console/language', language, { headers: own })).status).toBe(200)
		const stranger = shop.browse()
		await stranger.get('/login')
		stranger.cookies.clear()
		expect((await stranger.submit('/login', { login: 'kelly', password: owner.password })).status).toBe(403)
	})

	test('speaks the language that was chosen', async () => {
		await browser.get('/console')
		expect((await browser.submit('/console/language', { locale: 'zh-HK' })).text).toContain('<h1>首頁</h1>')
		await browser.submit('/console/language', { locale: 'en' })
	})

	test('answers a waiting chat once, hands it back, and shows what was said without its markup', async () => {
		const nasty = '<script>alert(1)</script>'
		const address = await shop.store.transact(async (work) => {
			const { id } = await ensureAddress(work.tx, { channel: 'telegram', address: '5', name: nasty, at: work.now })
			await insertChatMessage(work.tx, {
				address_id: id,
				direction: 'in',
				text: `${nasty} *hi*`,
				staff_id: null,
				at: work.now,
			})
			await work.tx
				.insertInto('sessions')
				.values({ address_id: id, mode: 'waiting', mode_at: work.now, state: '{}', updated_at: work.now })
				.execute()
			return id
		})
		const list = await browser.get('/console/chats')
		expect(list.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; · Not a member')
		const chat = await browser.get(`/console/chats/${address}`)
		expect(chat.text).not.toContain('<script>alert')
		const action = `/console/chats/${address}`
		expect((await browser.submit(action, { text: ' ' })).status).toBe(422)
		await browser.get(action)
		const nonce = readForms((await browser.get(action)).text).find((form) => form.action === action)?.fields
		const body = { ...Object.fromEntries(nonce ?? []), text: 'We *open* at 9\nSee you' }
		const sent = await browser.submit(action, body)
		expect(sent.text).toContain('on its way')
		await browser.submit(action, body)
		const replies = await shop.store.db.selectFrom('outbox').select('reply').where('address_id', '=', address).execute()
		expect(replies.map((row) => JSON.parse(row.reply).text)).toEqual(['👤 Kelly Wong: We \\*open\\* at 9\nSee you'])
		await browser.get(action)
		await browser.get(action)
		const setReachable = (reachable: number) =>
			shop.store.transact(({ tx }) =>
				tx.updateTable('addresses').set({ reachable }).where('id', '=', address).execute(),
			)
		await setReachable(0)
		const lost = await browser.submit(action, { text: 'Written <while> blocked' })
		expect([lost.status, lost.text.includes('Written &lt;while&gt; blocked</textarea>')]).toEqual([422, true])
		expect(lost.text).toContain('cannot be reached')
		await setReachable(1)
		await browser.get(action)
		const back = await browser.submit(`${action}/hand-back`)
		expect([back.text.includes('Nobody is waiting'), browser.place()]).toEqual([
			true,
			'/console/chats?done=handed-back',
		])
	})

	test('writes, tests, sends, pauses, resumes and cancels a broadcast', async () => {
		const people = await insertPeople(shop.store, [
			{ name: '<i>Ann</i>' },
			{ name: 'Bo' },
			{ consent: false },
			{ reachable: false },
		])
		await browser.get('/console/broadcasts/new')
		const typed = { name: 'Spring <b>', nes: ['prospect'], 'text.en': 'Hello {name}, *20 %* off', 'text.zh-HK': '' }
		const counted = await browser.submit('/console/broadcasts', { ...typed, do: 'count' })
		expect(counted.text).toMatch(/Will get it<\/b><\/th><td class="num"><b>2</)
		expect(counted.text).toContain('value="Spring &lt;b&gt;"')
		expect((await browser.submit('/console/broadcasts', { ...typed, name: '', holdout: '99' })).status).toBe(422)
		const draft = await browser.submit('/console/broadcasts', { ...typed, holdout: '0' })
		expect(draft.text).toContain('Saved.')
		expect(draft.text).toContain('Hello &lt;i&gt;Ann&lt;/i&gt;, <b>20 %</b> off')
		expect(draft.text).toContain('did not ask for offers')
		const page = browser.place().replace('?done=saved', '')
		const nobody = await browser.submit(`${page}/test`, { number: 'M99999' })
		expect([nobody.status, nobody.text.includes('no member has this number')]).toEqual([422, true])
		expect(nobody.text).toContain('value="M99999"')
		const tested = await browser.submit(`${page}/test`, { number: `M0000${people[1]}` })
		expect(tested.text).toContain('The test is on its way')
		const stateOf = async () =>
			(await shop.store.db.selectFrom('broadcasts').select('state').executeTakeFirstOrThrow()).state
		const stale = await browser.submit(`${page}/send`, { version: '99' })
		expect(stale.text).toContain('no longer possible')
		await browser.submit(`${page}/send`)
		expect(await stateOf()).toBe('scheduled')
		// the sending itself is another part's: here only its state is needed
		await shop.store.transact(({ tx }) => tx.updateTable('broadcasts').set({ state: 'sending' }).execute())
		const running = await browser.get(page)
		expect(running.text).toContain('hx-trigger="every 2s"')
		const paused = await browser.submit(`${page}/pause`)
		expect([await stateOf(), paused.text.includes('Paused: by hand')]).toEqual(['paused', true])
		expect((await browser.get(`${page}/progress?was=sending`)).headers.get('hx-refresh')).toBe('true')
		await browser.get(page)
		await browser.submit(`${page}/resume`)
		expect(await stateOf()).toBe('sending')
		const cancelled = await browser.submit(`${page}/cancel`)
		expect([await stateOf(), cancelled.text.includes('cancelled')]).toEqual(['cancelled', true])
		const actions = await shop.store.db
			.selectFrom('audit')
			.select('action')
			.where('subject', '=', page.split('/').at(-1) ?? '')
			.orderBy('id')
			.execute()
		expect(actions.map((row) => row.action)).toEqual([
			'broadcast.create',
			'broadcast.test',
			'broadcast.send',
			'broadcast.pause',
			'broadcast.resume',
			'broadcast.cancel',
		])
		expect((await browser.get(`${page}/recipients`)).status).toBe(200)
	})

	test('writes one broadcast when the form is sent twice, and keeps what was typed when somebody else was faster', async () => {
		await browser.get('/console/broadcasts/new')
		const typed = { name: 'Twice', 'text.en': 'Hello' }
		const first = browser.submit('/console/broadcasts', typed)
		await first
		const place = browser.place()
		const [form] = readForms((await browser.get('/console/broadcasts/new')).text).filter(
			(one) => one.action === '/console/broadcasts',
		)
		const again = { ...Object.fromEntries(form?.fields ?? []), ...typed }
		await browser.submit('/console/broadcasts', again)
		const second = browser.place()
		await browser.get('/console/broadcasts/new')
		await browser.submit('/console/broadcasts', again)
		expect(browser.place()).toBe(second)
		expect(second).not.toBe(place)
		const page = place.replace('?done=saved', '')
		await browser.get(`${page}/edit`)
		await browser.submit(page, { 'text.en': 'Hello there' })
		await browser.get(`${page}/edit`)
		const late = await browser.submit(page, { 'text.en': 'Mine', version: '1' })
		expect([late.status, late.text.includes('Mine</textarea>'), late.text.includes('Somebody else')]).toEqual([
			422,
			true,
			true,
		])
	})

	test('opens to each role what the table says, and nothing to strangers', async () => {
		const [staff] = await listStaff(shop.store.db)
		const ranks = ['readonly', 'staff', 'manager', 'owner']
		const setRole = (role: string) =>
			shop.store.transact(({ tx }) =>
				tx
					.updateTable('staff')
					.set({ role })
					.where('id', '=', staff?.id ?? 0)
					.execute(),
			)
		const token =
			readForms((await browser.get('/console')).text)[0]?.fields.find(([name]) => name === '_form')?.[1] ?? ''
		const stranger = shop.browse()
		for (const route of consoleRoutes) {
			if (route.path === '/logout') continue
			const place = route.path.replace(':id', '0')
			const ask = (who: Visitor) => {
				if (route.method === 'get') return who.get(place)
				const body = new URLSearchParams({ _form: token, _once: `role ${place}` }).toString()
				const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
				return shop.send('POST', place, {
					body,
					headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
				})
			}
			const refused = await ask(stranger)
			expect(refused.headers.get('location') ?? stranger.place(), `${route.method} ${place} of a stranger`).toBe(
				'/login',
			)
			for (const role of ranks) {
				await setRole(role)
				const { status } = await ask(browser)
				const may = ranks.indexOf(role) >= ranks.indexOf(route.role)
				expect(status === 403, `${route.method} ${place} as ${role}`).toBe(!may)
				expect(status).toBeLessThan(500)
			}
		}
	})
})

test.each(databases)(
	'a shop without any channel on %s can write a broadcast, which then reaches nobody',
	async (kind) => {
		const broadcasts = { sentences: promotionFrame, factsOf: promotionFacts, channels: [] }
		const shop = await openApp(kind, { needs: { channels: [], broadcasts } })
		const browser = shop.browse()
		const path = await shop.newSetUp()
		await browser.get(path)
		await browser.submit(path, owner)
		await insertPeople(shop.store, [{}])
		expect((await browser.get('/console/broadcasts/new')).status).toBe(200)
		const draft = await browser.submit('/console/broadcasts', { name: 'Early', 'text.en': 'Hello' })
		expect(draft.text).toContain('No channel is connected')
		await shop.close()
	},
)

describe('the connection', () => {
	test('must be this machine, or https to where PUBLIC_URL says; else a page names the three ways', async () => {
		const shop = await openApp('sqlite')
		const ways = await shop.send('GET', '/login', { from: '192.168.1.5', headers: { 'accept-language': 'en' } })
		expect([ways.status, ways.text.includes('three ways')]).toEqual([403, true])
		const foreignName = await shop.send('GET', '/login', { headers: { host: 'evil.example' } })
		expect(foreignName.status).toBe(403)
		const behindProxy = await shop.send('GET', '/login', { headers: { 'x-forwarded-for': '8.8.8.8' } })
		expect(behindProxy.status).toBe(403)
		expect((await shop.send('GET', '/login')).status).toBe(200)
		expect((await shop.send('GET', '/', { from: '192.168.1.5' })).status).toBe(200)
		await shop.close()
		const config = { publicUrl: 'https://shop.example' }
		const open = await openApp('sqlite', { needs: { config } })
		const headers = { host: 'shop.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '8.8.8.8' }
		const page = await open.send('GET', '/login', { from: '172.17.0.1', headers })
		expect(page.status).toBe(200)
		expect(page.headers.get('set-cookie')).toMatch(/^__Host-suki-form=.*; Secure; SameSite=Lax$/)
		expect(page.headers.get('strict-transport-security')).toContain('max-age')
		await open.close()
	})
})

test('a page of the console stays itself whatever the shop and its people are called', async () => {
	const shop = await openApp('sqlite')
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	const home = await browser.submit(path, {
		...owner,
		shopName: '"><img src=x onerror=alert(1)>',
		ownerName: `'"><svg/onload=1>`,
	})
	expect(home.text).not.toContain('<img src=x')
	expect(home.text).not.toContain('<svg/onload')
	await shop.close()
})

test('set-up in another currency gives a programme and a reward that count in it', async () => {
	const shop = await openApp('sqlite')
	await shop.store.transact(seedRewards)
	const browser = shop.browse()
	const path = await shop.newSetUp()
	await browser.get(path)
	await browser.submit(path, { ...owner, currency: 'JPY', timeZone: 'Asia/Tokyo' })
	const { rules } = await shop.store.db
		.selectFrom('programs')
		.select('rules')
		.orderBy('id', 'desc')
		.executeTakeFirstOrThrow()
	expect(JSON.parse(rules)).toMatchObject({ currency: 'JPY', earning: { unitMinor: 10 } })
	const { terms } = await shop.store.db.selectFrom('rewards').select('terms').executeTakeFirstOrThrow()
	expect(JSON.parse(terms)).toMatchObject({ amountMinor: 10 })
	await shop.close()
})
