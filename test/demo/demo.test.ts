import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Demo } from '../../src/demo/index.ts'
import { getCard } from '../../src/loyalty/card.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { broadcastDraft, checkBroadcast, createBroadcast } from '../../src/messaging/compose.ts'
import { startBroadcast } from '../../src/messaging/control.ts'
import { findAddress } from '../../src/store/addresses.ts'
import { getOverview } from '../../src/store/overview.ts'
import { moveClock, openDemo, press, say } from './demo.ts'

const DAY_MS = 86_400_000

let demo: Demo
beforeAll(async () => {
	demo = await openDemo()
})
afterAll(() => demo.stop())

const cardOf = async (persona: string) => {
	const address = await findAddress(demo.store.db, 'simulator', `demo-${persona}`)
	const card = await getCard(demo.store.db, address?.member_id ?? 0, demo.clock())
	if (!card) throw new Error('no card')
	return card
}
const expectSound = async () => expect(await doctor(demo.store.db, demo.clock())).toEqual({ ok: true, problems: [] })

describe('what a visitor can do', () => {
	test('the very first message is answered at once', async () => {
		const { text, messages, ms, status } = await say(demo, 'new', 'hello')
		expect(status).toBe(200)
		expect(text).toContain('Jasmine Lee')
		expect(messages[0]?.choices.length).toBeGreaterThan(3)
		expect(ms).toBeLessThan(3_000)
	})

	test('join by the friend’s link, in two messages', async () => {
		const { members } = await getOverview(demo.store.db)
		const personas = (await (await demo.app.request('/demo/api/state')).json()) as { personas: { key: string }[] }
		expect(personas.personas.map((one) => one.key)).toEqual(['stranger', 'new', 'gold', 'sleeping', 'imported'])
		const page = await (await demo.app.request('/demo/phone?as=stranger')).text()
		expect(page).toContain('name="start"')
		const form = new URLSearchParams({ as: 'stranger', lang: 'zh', start: '1' })
		await demo.app.request('/demo/phone/say', { method: 'POST', body: form })
		const joined = await say(demo, 'stranger', { choice: 'join:offers' })
		expect(joined.text).toContain('吳梓晴')
		expect(joined.text).toContain('200')
		expect((await getOverview(demo.store.db)).members).toBe(members + 1)
		// the friend hears of it
		const gold = await (await demo.app.request('/demo/phone?as=gold')).text()
		expect(gold).toContain('吳**')
	})

	test('redeem, and take it back', async () => {
		const before = await cardOf('gold')
		const rewards = await say(demo, 'gold', '換禮物')
		const asked = await press(demo, 'gold', rewards, 'redeem:')
		const done = await press(demo, 'gold', asked, 'confirm')
		expect(done.messages.some((one) => one.copy && done.text.includes(one.copy.value))).toBe(true)
		expect((await cardOf('gold')).usable).toBe(before.usable - 400)
		await press(demo, 'gold', done, 'undo')
		expect((await cardOf('gold')).usable).toBe(before.usable)
		await expectSound()
	})

	test('see what each thing said led to: states, ledger rows, and what each platform would be sent', async () => {
		const rewards = await say(demo, 'gold', { channel: 'telegram', text: '換禮物' })
		expect(rewards).toMatchObject({ intent: 'rewards', ledger: [] })
		expect(rewards.state.after).toEqual(rewards.state.before)
		const asked = await press(demo, 'gold', rewards, 'redeem:')
		const done = await press(demo, 'gold', asked, 'confirm')
		expect(done.ledger).toMatchObject([{ kind: 'redeem', points: -400 }])
		expect(Number(done.state.before.points) - Number(done.state.after.points)).toBe(400)
		const answer = done.messages.find((one) => one.copy)
		if (!answer) throw new Error('no code')
		const { payloads, copy } = answer
		expect(Object.keys(payloads)).toEqual(['telegram', 'whatsapp-web', 'whatsapp-cloud'])
		for (const payload of Object.values(payloads)) expect(JSON.stringify(payload)).toContain(copy?.value)
		await press(demo, 'gold', done, 'undo')
	})

	test('claim the points of before by sharing the number', async () => {
		const hello = await say(demo, 'imported', '你好')
		const joined = await press(demo, 'imported', hello, 'join:')
		expect(joined.messages.some((one) => one.requestContact)).toBe(true)
		const { text } = await say(demo, 'imported', { contact: true })
		const card = await cardOf('imported')
		expect(card.usable).toBeGreaterThan(200)
		expect(text).toContain(String(card.usable))
		expect(card.orders.count).toBe(7)
		await expectSound()
	})

	test('say stop, and be left in peace', async () => {
		const { consenting } = await getOverview(demo.store.db)
		const { intent } = await say(demo, 'sleeping', '退訂')
		expect(intent).toBe('stop')
		expect((await getOverview(demo.store.db)).consenting).toBe(consenting - 1)
	})

	test('a button says what it means; words are understood', async () => {
		expect(await say(demo, 'gold', '積分')).toMatchObject({ intent: 'card' })
		expect(await say(demo, 'gold', { choice: 'tier' })).toMatchObject({ intent: 'tier' })
		expect((await say(demo, 'gold', { choice: 'no-such-button' })).status).toBe(200)
		expect((await say(demo, 'new', '<b>*x*</b> ’; drop table')).status).toBe(200)
	})
})

test('a broadcast of the demo shop rings on the phone, inside its frame', async () => {
	const { store, shop } = demo
	const segment = {
		and: [
			{ kind: 'tier', is: [2] },
			{ kind: 'spend', atLeastMinor: 1_000_000 },
		],
	}
	const texts = { 'zh-HK': { text: '{name}，今日買二送一', fallbacks: { name: '你' } } }
	const draft = broadcastDraft.parse({ name: 'today', segment, content: { texts } })
	const { publicId } = await store.transact((work) => createBroadcast(work, draft, 'owner'))
	const checked = await checkBroadcast(store, shop.messaging.broadcasts, publicId)
	expect(checked.ok).toBe(true)
	await store.transact((work) => startBroadcast(work, { publicId }))
	shop.messaging.wake()
	const chat = async () => await (await demo.app.request('/demo/phone/log?as=gold&lang=zh')).text()
	await expect.poll(chat, { timeout: 30_000 }).toContain('黃美玲，今日買二送一')
	const page = await chat()
	expect(page).toContain('class="m promo"')
	expect(page).toContain('【星期日烘焙 Sunday Bakery】')
	expect(page).toContain('hello@sunday-bakery.example')
	expect(page).toMatch(/退訂|stop/i)
})

describe('the time machine', () => {
	test('goes forward by days, and every night on the way is lived through', async () => {
		const before = demo.clock()
		const { status, body } = await moveClock(demo, { advanceDays: 60 })
		expect(status).toBe(200)
		expect(body['nights']).toBe(60)
		const moved = demo.clock() - before - 60 * DAY_MS
		expect(moved).toBeGreaterThanOrEqual(0)
		expect(moved).toBeLessThan(30_000)
		const { nes } = await getOverview(demo.store.db)
		// nobody has bought for two months, so that hardly anybody is new or existing
		expect(nes.N + nes.E0).toBeLessThan(200)
		expect((await cardOf('new')).nes.tag).toMatch(/^S/)
		await expectSound()
	})

	test('ends coupons and points whose day has come', async () => {
		const { db } = demo.store
		const countRows = async (table: 'coupons' | 'entries', column: 'state' | 'kind', value: string) =>
			(await db.selectFrom(table).selectAll().where(column, '=', value).execute()).length
		const expired = await countRows('entries', 'kind', 'expire')
		expect(await countRows('coupons', 'state', 'issued')).toBeGreaterThan(0)
		expect((await moveClock(demo, { advanceDays: 190 })).status).toBe(200)
		expect(await countRows('coupons', 'state', 'issued')).toBe(0)
		expect(await countRows('entries', 'kind', 'expire')).toBeGreaterThan(expired + 100)
		await expectSound()
	})

	test('goes to an instant, never back, and not too far at once', async () => {
		const now = demo.clock()
		const later = new Date(now + 3 * DAY_MS).toISOString()
		expect(await moveClock(demo, { at: later })).toMatchObject({ status: 200 })
		expect(demo.clock()).toBeGreaterThanOrEqual(now + 3 * DAY_MS)
		const back = await moveClock(demo, { at: now })
		expect(back).toMatchObject({ status: 400, body: { title: 'the clock only goes forward' } })
		expect(await moveClock(demo, { at: now + 800 * DAY_MS })).toMatchObject({ status: 400 })
		expect(demo.clock()).toBeLessThan(now + 4 * DAY_MS)
	})

	test.each([
		[{ advanceDays: -1 }],
		[{ advanceDays: 1.5 }],
		[{ advanceDays: 100_000 }],
		[{ advanceDays: 1, at: '2030-01-01T00:00:00Z' }],
		[{ at: 'tomorrow' }],
		[{ at: '2030-02-30T00:00:00Z' }],
		[{ at: null }],
		[{}],
		[[]],
		['not json'],
		['null'],
	])('refuses %j and says why', async (body) => {
		const now = demo.clock()
		const { status, body: problem } = await moveClock(demo, body)
		expect(status).toBe(400)
		expect(problem['detail']).toBeTruthy()
		expect(demo.clock() - now).toBeLessThan(DAY_MS / 2)
	})
})

describe('bad input', () => {
	test.each([
		['nobody of that name', { persona: 'queen', text: 'hi' }, 'persona'],
		['a channel that is not there', { persona: 'gold', channel: 'fax', text: 'hi' }, 'channel'],
		['nothing said', { persona: 'gold' }, ''],
		['two things at once', { persona: 'gold', text: 'a', choice: 'b' }, ''],
		['only blanks', { persona: 'gold', text: '   ' }, 'text'],
		['too much', { persona: 'gold', text: 'x'.repeat(5_000) }, 'text'],
		['a foreign field', { persona: 'gold', text: 'a', memberId: 1 }, ''],
		['no text at all', { persona: 'gold', text: 7 }, 'text'],
	])('%s is a 400 that names the field', async (_, body, path) => {
		const response = await demo.app.request('/demo/api/say', { method: 'POST', body: JSON.stringify(body) })
		expect(response.status).toBe(400)
		expect(response.headers.get('content-type')).toContain('application/problem+json')
		const problem = (await response.json()) as { errors: { path: string }[] }
		expect(problem.errors.map((one) => one.path)).toContain(path)
	})
})

test('an address that is none, and a method it does not take, are problems too', async () => {
	const missing = await demo.app.request('/demo/api/no-such')
	expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
	const wrong = await demo.app.request('/demo/api/say')
	expect([wrong.status, wrong.headers.get('content-type')]).toEqual([405, 'application/problem+json'])
	expect(wrong.headers.get('allow')).toBe('POST')
	const page = await demo.app.request('/demo/no-such')
	expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=UTF-8'])
})

test('the word that brings offers back is understood as it is told', async () => {
	for (const [persona, stop] of [
		['new', 'stop'],
		['sleeping', '退訂'],
	] as const) {
		const told = (await say(demo, persona, stop)).text
		const word = /(?:again|收返)[:：] ?(\S+)/.exec(told)?.[1] ?? ''
		expect((await say(demo, persona, word)).state.after.promotions, told).toBe(true)
	}
})

describe('beginning anew', () => {
	test('brings back the same people, the first instant and empty chats; the old shop answers nobody', async () => {
		const changed = await openDemo()
		const gold = (await say(changed, 'gold', '積分')).text
		await say(changed, 'gold', '退訂')
		await moveClock(changed, { advanceDays: 40 })
		const old = changed.store
		const [response, waited] = await Promise.all([
			changed.app.request('/demo/api/reset', { method: 'POST' }),
			say(changed, 'new', 'points'),
		])
		expect(response.status).toBe(200)
		expect(waited.status).toBe(200)
		expect(changed.store).not.toBe(old)
		expect(changed.clock() - Date.parse('2026-06-17T06:30:00Z')).toBeLessThan(60_000)
		expect(await (await changed.app.request('/demo/phone/log?as=gold&lang=en')).text()).toContain('class="empty"')
		expect((await say(changed, 'gold', '積分')).text).toBe(gold)
		await changed.stop()
	})

	test('happens to one demo alone', async () => {
		const other = await openDemo()
		const countConsents = async ({ store }: Demo) => (await getOverview(store.db)).consenting
		const before = await countConsents(demo)
		const first = await countConsents(other)
		await say(other, 'gold', '退訂')
		await moveClock(other, { advanceDays: 10 })
		expect(await countConsents(other)).toBe(first - 1)
		expect(await countConsents(demo)).toBe(before)
		await other.stop()
	})
})
