import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BAD_GATEWAY, type Fault } from '../../support/whatsapp-cloud/faults.ts'
import type { Person } from '../../support/whatsapp-cloud/person.ts'
import { configOf, type Harness, reply, startHarness } from './harness.ts'

const NOW = 1_000_000
let harness: Harness
let amy: Person
let address: string
beforeAll(async () => {
	harness = await startHarness({ deps: { clock: () => NOW, callMs: 250 } })
	amy = harness.emulator.person('85291234567', { name: 'Amy' })
	await amy.says('hi')
	address = (await harness.inbound('hi')).address
})
afterAll(async () => {
	await harness.close()
	expect(harness.emulator.violations).toEqual([])
})
beforeEach(() => {
	harness.emulator.faults = []
})

const send = (more: Parameters<typeof reply>[1] = {}, text = 'hello') =>
	harness.channel.send(address, reply(text, more), 'k')
const lastSeen = async () => (await amy.sees()).messages.at(-1)
const countSeen = async () => (await amy.sees()).messages.length
const fail = (does: Fault['does'], path = '/messages') => {
	harness.emulator.faults = [{ path, times: 1, does }]
}
const refuse = (code: number, status = 400) => fail({ kind: 'refuse', status, code, title: `of +85291234567` })
const retry = (afterMs: number, wholeAccount: boolean) => ({ kind: 'retry', at: NOW + afterMs, wholeAccount })
const MINUTE = 60_000

describe('what an attempt to send came to', () => {
	test.each([
		[130429, 429, 'slow down', retry(5000, true)],
		[80007, 400, 'slow down', retry(MINUTE, true)],
		[131056, 400, 'this person later', retry(MINUTE, false)],
		[131047, 400, 'a template is needed', { kind: 'rejected', reason: 'outside-window' }],
		[131026, 400, 'undeliverable', { kind: 'gone' }],
		[131049, 400, 'not before a day', retry(1440 * MINUTE, false)],
		[131050, 400, 'stopped promotions: never', { kind: 'rejected' }],
		[130472, 400, 'an experiment: never', { kind: 'rejected' }],
		[131048, 400, 'spam: a pause', retry(60 * MINUTE, true)],
		[131042, 400, 'payment: a pause', retry(10 * MINUTE, true)],
		[190, 401, 'the token: a pause', retry(10 * MINUTE, true)],
		[368, 400, 'blocked: a pause', retry(10 * MINUTE, true)],
		[131031, 403, 'locked: a pause', retry(10 * MINUTE, true)],
		[132000, 400, 'the template', { kind: 'rejected' }],
		[132001, 404, 'the template', { kind: 'rejected' }],
		[132015, 400, 'the template', { kind: 'rejected' }],
		[100, 400, 'a wrong request', { kind: 'rejected' }],
		[131000, 500, 'their fault', { kind: 'unknown' }],
	])('%s (HTTP %s), %s', async (code, status, _means, outcome) => {
		refuse(code, status)
		const came = await send()
		expect(came).toMatchObject(outcome)
		// what it says is the same for everybody, so that equal refusals are seen to be equal, and names nobody
		expect(JSON.stringify(came)).not.toContain('9123')
	})

	test.each([
		['502 as a page', BAD_GATEWAY, 'unknown'],
		['429 without a code', { kind: 'page' as const, status: 429, html: '' }, 'retry'],
		['401 without a code', { kind: 'page' as const, status: 401, html: '' }, 'retry'],
		['a connection cut before the answer', { kind: 'reset-before' as const }, 'unknown'],
		['a connection cut after accepting', { kind: 'reset-after' as const }, 'unknown'],
		['an answer after our time limit', { kind: 'delay' as const, ms: 600 }, 'unknown'],
		['a good answer of another shape', { kind: 'answer' as const, body: { messages: [] } }, 'unknown'],
	])('%s → %s', async (_name, does, kind) => {
		fail(does)
		expect(await send()).toMatchObject({ kind })
	})

	test('in doubt means in doubt: after the time limit or a cut the message was delivered all the same', async () => {
		const before = await countSeen()
		fail({ kind: 'reset-after' })
		expect(await send()).toMatchObject({ kind: 'unknown' })
		fail({ kind: 'delay', ms: 600 })
		expect(await send()).toEqual({ kind: 'unknown', reason: 'network: timeout' })
		expect(await countSeen()).toBe(before + 2)
	})

	test('nobody listening → surely not sent', async () => {
		const closed = createServer().listen(0, '127.0.0.1')
		await new Promise((resolve) => closed.once('listening', resolve))
		const { port } = closed.address() as { port: number }
		await new Promise((resolve) => closed.close(resolve))
		const { createWhatsAppCloud } = await import('../../../bots/whatsapp-cloud/index.ts')
		const { pino } = await import('pino')
		for (const apiRoot of [`http://127.0.0.1:${port}/v25.0`, 'http://nowhere.invalid/v25.0']) {
			const away = createWhatsAppCloud(configOf(harness.emulator, { apiRoot }), {
				clock: () => NOW,
				log: pino({ level: 'silent' }),
			})
			expect(await away.send(address, reply('x'), 'k')).toMatchObject(retry(3000, true))
			await away.stop()
		}
	})

	test('what fails before the message itself has reached nobody: the same row again', async () => {
		const picture = { base64: Buffer.from('another picture').toString('base64') }
		fail({ kind: 'reset-after' }, '/media')
		expect(await send({ picture })).toMatchObject({ kind: 'retry', wholeAccount: false })
		expect(await send({ picture })).toMatchObject({ kind: 'sent' })
	})

	test('an address that is none of this channel → gone, without asking', async () => {
		const before = harness.emulator.requests.length
		for (const other of ['', '85291234567', 'phone:', 'phone:abc', 'bsuid:HK.a/b', 'lid:1', `phone:${'1'.repeat(16)}`])
			expect(await harness.channel.send(other, reply('x'), 'k')).toMatchObject({ kind: 'gone' })
		expect(harness.emulator.requests.length).toBe(before)
	})

	test('choices that no button can carry → rejected, without asking', async () => {
		const before = harness.emulator.requests.length
		const twice = [
			{ value: 'a', label: 'A' },
			{ value: 'a', label: 'B' },
		]
		expect(await send({ choices: twice })).toMatchObject({ kind: 'rejected' })
		expect(await send({ choices: [{ value: 'x'.repeat(201), label: 'A' }] })).toMatchObject({ kind: 'rejected' })
		expect(harness.emulator.requests.length).toBe(before)
	})
})

describe('in the chat', () => {
	test('up to three choices are buttons, more a list that opens, and what is chosen comes back', async () => {
		const choices = ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value.toUpperCase() }))
		await send({ choices: choices.slice(0, 3) })
		expect((await lastSeen())?.buttons.map(({ title }) => title)).toEqual(['A', 'B', 'C'])
		await amy.presses('B')
		const pressed = await harness.inbound('b')
		expect(pressed).toMatchObject({ text: '', address, pressedMessageId: (await amy.sees()).messages.at(-2)?.id })
		await send({ choices })
		expect((await lastSeen())?.rows.map(({ title }) => title)).toEqual(['A', 'B', 'C', 'D'])
		await amy.presses('D')
		await harness.inbound('d')
	})

	test('a picture and its choices are one message, and the same picture goes up once', async () => {
		const picture = { base64: Buffer.from('a picture').toString('base64') }
		const before = harness.emulator.media.size
		const choices = [{ value: 'menu', label: 'Menu' }]
		await send({ picture, choices }, 'your code `M1`')
		expect(await lastSeen()).toMatchObject({ text: 'your code M1', picture: true, buttons: [{ title: 'Menu' }] })
		await send({ picture }, 'again')
		expect(await lastSeen()).toMatchObject({ text: 'again', picture: true })
		expect(harness.emulator.media.size).toBe(before + 1)
		const many = ['a', 'b', 'c', 'd'].map((value) => ({ value, label: value }))
		await send({ picture, choices: many }, 'pick')
		expect(await lastSeen()).toMatchObject({ text: 'pick\n\n1. a\n2. b\n3. c\n4. d', picture: true })
	})

	test('a file with its name and content', async () => {
		const file = { name: '我的資料/mine.json', mime: 'application/json', text: '{"名":"美"}' }
		expect(await send({ file }, '')).toMatchObject({ kind: 'sent' })
		expect(await lastSeen()).toMatchObject({ text: '', file: '我的資料-mine.json' })
		expect([...harness.emulator.media.values()].at(-1)?.bytes.toString()).toBe('{"名":"美"}')
	})

	test('a message is shown as read when it is answered, and not before', async () => {
		const id = await amy.says('anybody there?')
		await harness.inbound('anybody there?')
		expect((await amy.sees()).read).not.toContain(id)
		await send()
		await amy.waitFor((screen) => screen.read.includes(id))
	})

	test('a template goes out with its variables, and through the endpoint for promotions when that is on', async () => {
		harness.emulator.templates.add({ name: 'spring', language: 'zh_HK', text: '你好 {{1}}，今日有 {{2}} 呀' })
		const template = { name: 'spring', language: 'zh_HK', variables: ['*Amy*\n陳', ''] }
		expect(await send({ template, kind: 'promo' })).toMatchObject({ kind: 'sent' })
		expect(await lastSeen()).toMatchObject({ template: 'spring', raw: '你好 ∗Amy∗ 陳，今日有 – 呀' })
		expect(harness.emulator.sent.at(-1)?.endpoint).toBe('messages')

		const marketing = await startHarness({ config: { marketingEndpoint: true } })
		marketing.emulator.templates.add({ name: 'spring', language: 'en', text: 'Hello {{1}}, spring is here' })
		const bob = marketing.emulator.person('85261234567')
		await bob.says('hi')
		const { address: to } = await marketing.inbound('hi')
		const english = { name: 'spring', language: 'en', variables: ['Bob'] }
		await marketing.channel.send(to, reply('x', { kind: 'promo', template: english }), 'k')
		await marketing.channel.send(to, reply('x', { kind: 'promo' }), 'k')
		expect(marketing.emulator.sent.map(({ endpoint }) => endpoint)).toEqual(['marketing_messages', 'messages'])
		await marketing.event((event) => event.kind === 'status' && event.address === to)
		await marketing.close()
	})
})

describe('a person with a user name', () => {
	test('is written to by her id, and stays the same person when her phone is shown later', async () => {
		const { emulator, channel } = harness
		const ivy = emulator.person('85251112222', { name: 'Ivy', username: 'ivy', hidesPhone: true })
		await ivy.says('hello from ivy')
		const first = await harness.inbound('hello from ivy')
		expect(first).toMatchObject({ address: `bsuid:${ivy.userId}`, name: 'Ivy', username: 'ivy' })
		expect(first).not.toHaveProperty('verifiedPhone')
		const sent = await channel.send(first.address, reply('hi Ivy'), 'k')
		expect(sent).toMatchObject({ kind: 'sent' })
		await ivy.waitFor((screen) => screen.messages.some(({ text }) => text === 'hi Ivy'))
		await harness.event((event) => event.kind === 'status' && event.address === first.address)
		ivy.human.hidesPhone = false
		await ivy.says('shown')
		expect(await harness.inbound('shown')).toMatchObject({ address: first.address, verifiedPhone: '+85251112222' })
	})
})

test('the abilities say the window and the pace', () => {
	expect(harness.channel.abilities).toMatchObject({ windowHours: 24, bulkPerSecond: 80, chatPerSecond: 1 / 6 })
	expect(harness.channel.handle()).toBe('85260000000')
})
