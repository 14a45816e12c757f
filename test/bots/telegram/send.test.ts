import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Harness, reply, startHarness } from './harness.ts'

let harness: Harness
beforeAll(async () => {
	harness = await startHarness({ deps: { clock: () => 1_000_000, sendSeconds: 0.25 } })
	await harness.emulator.person(1).says('hi')
	await harness.inbound('hi')
})
afterAll(async () => {
	await harness.close()
	expect(harness.emulator.violations).toEqual([])
})
beforeEach(() => {
	harness.emulator.faults = []
})

const send = (more: Parameters<typeof reply>[1] = {}, text = 'hello') =>
	harness.channel.send('1', reply(text, more), 'k')
const lastSeen = async () => (await harness.emulator.person(1).sees()).messages.at(-1)
const countSeen = async () => (await harness.emulator.person(1).sees()).messages.length
const refusal = (code: number, description: string) => ({ kind: 'refuse' as const, code, description })

describe('what an attempt to send came to', () => {
	test.each([
		['403', refusal(403, 'Forbidden: bot was blocked by the user'), 'gone'],
		['403 deactivated', refusal(403, 'Forbidden: user is deactivated'), 'gone'],
		['400 chat not found', refusal(400, 'Bad Request: chat not found'), 'gone'],
		['another 400', refusal(400, 'Bad Request: BUTTON_DATA_INVALID'), 'rejected'],
		['413', refusal(413, 'Request Entity Too Large'), 'rejected'],
		['500', refusal(500, 'Internal Server Error'), 'unknown'],
		['502 as a page', { kind: 'page' as const, code: 502, html: '<html>502</html>' }, 'unknown'],
		['a connection cut before the answer', { kind: 'reset-before' as const }, 'unknown'],
		['a connection cut after accepting', { kind: 'reset-after' as const }, 'unknown'],
		['an answer after our time limit', { kind: 'delay' as const, ms: 600 }, 'unknown'],
	])('%s → %s', async (_name, does, kind) => {
		harness.emulator.faults = [{ method: 'sendMessage', times: 1, does }]
		expect(await send()).toMatchObject({ kind })
	})

	test('429 → the same row again after the pause, for the whole account', async () => {
		const does = { ...refusal(429, 'Too Many Requests: retry after 7'), retryAfter: 7 }
		harness.emulator.faults = [{ method: 'sendMessage', times: 1, does }]
		expect(await send()).toEqual({
			kind: 'retry',
			at: 1_007_000,
			reason: '429 Too Many Requests: retry after 7',
			wholeAccount: true,
		})
	})

	test.each([401, 404])('%s, a refused token → surely not sent, later', async (code) => {
		harness.emulator.faults = [{ method: 'sendMessage', times: 1, does: refusal(code, 'Unauthorized') }]
		expect(await send()).toMatchObject({ kind: 'retry', at: 1_060_000, wholeAccount: true })
	})

	test('in doubt means in doubt: after the time limit or a cut the message was delivered all the same', async () => {
		const before = await countSeen()
		harness.emulator.faults = [{ method: 'sendMessage', times: 1, does: { kind: 'reset-after' } }]
		expect(await send()).toMatchObject({ kind: 'unknown' })
		harness.emulator.faults = [{ method: 'sendMessage', times: 1, does: { kind: 'delay', ms: 600 } }]
		expect(await send()).toEqual({ kind: 'unknown', reason: 'network: timeout' })
		expect(await countSeen()).toBe(before + 2)
	})

	test('nobody listening → surely not sent', async () => {
		const closed = createServer().listen(0, '127.0.0.1')
		await new Promise((resolve) => closed.once('listening', resolve))
		const { port } = closed.address() as { port: number }
		await new Promise((resolve) => closed.close(resolve))
		const { createTelegram, telegramConfig } = await import('../../../bots/telegram/index.ts')
		const { pino } = await import('pino')
		const outcomeAt = async (apiRoot: string) => {
			const config = telegramConfig.parse({ token: harness.emulator.token, apiRoot })
			const away = createTelegram(config, { clock: () => 0, log: pino({ level: 'silent' }) })
			const outcome = await away.send('1', reply('x'), 'k')
			await away.stop()
			return outcome
		}
		expect(await outcomeAt(`http://127.0.0.1:${port}`)).toEqual({
			kind: 'retry',
			at: 3000,
			reason: 'network: ECONNREFUSED',
			wholeAccount: true,
		})
		expect(await outcomeAt('http://nowhere.invalid')).toMatchObject({ kind: 'retry', wholeAccount: true })
	})

	test('an address that is no private chat → gone, without asking', async () => {
		const before = harness.emulator.requests
		for (const address of ['', '-100123', '@channel', '1; drop table', '1'.repeat(16)])
			expect(await harness.channel.send(address, reply('x'), 'k')).toMatchObject({ kind: 'gone' })
		expect(harness.emulator.requests).toBe(before)
	})

	test('a choice that fits no button → rejected, without asking', async () => {
		const before = harness.emulator.requests
		expect(await send({ choices: [{ value: '積'.repeat(22), label: 'x' }] })).toEqual({
			kind: 'rejected',
			reason: 'a choice has a value of 66 bytes; Telegram takes 1 to 64',
		})
		expect(harness.emulator.requests).toBe(before)
	})

	test('nothing the outcome says gives away the token', async () => {
		harness.emulator.faults = [{ method: 'sendMessage', times: 1, does: { kind: 'reset-before' } }]
		expect(JSON.stringify(await send())).not.toContain(harness.emulator.token.split(':')[1])
	})
})

describe('in the chat', () => {
	test('choices, a copy button and a link', async () => {
		await send({
			choices: ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() })),
			columns: 2,
			copy: { label: 'Copy code', value: 'VIP-7K2Q' },
			link: { label: 'Shop', url: 'https://shop.example/?a=1&b=2' },
		})
		expect((await lastSeen())?.buttons).toEqual([
			[{ label: 'Copy code', copies: 'VIP-7K2Q' }],
			[{ label: 'Shop', url: 'https://shop.example/?a=1&b=2' }],
			[
				{ label: 'A', data: 'a' },
				{ label: 'B', data: 'b' },
			],
			[{ label: 'C', data: 'c' }],
		])
		expect(await harness.emulator.person(1).presses('Copy code')).toEqual({ copied: 'VIP-7K2Q' })
	})

	test('the contact keyboard comes and goes', async () => {
		await send({ requestContact: { label: 'Share my number' }, choices: [{ value: 'skip', label: 'Skip' }] })
		const mei = harness.emulator.person(1)
		expect((await mei.sees()).keyboard).toEqual([
			[{ label: 'Share my number', asksContact: true }],
			[{ label: 'Skip', asksContact: false }],
		])
		await send({ removeKeyboard: true })
		expect((await mei.sees()).keyboard).toEqual([])
	})

	test('a picture with a caption, and a file with its content', async () => {
		const png = Buffer.alloc(40)
		Buffer.from('89504e470d0a1a0a', 'hex').copy(png)
		png.writeUInt32BE(200, 16)
		png.writeUInt32BE(200, 20)
		const picture = { base64: png.toString('base64') }
		expect(await send({ picture, choices: [{ value: 'menu', label: 'Menu' }] }, 'code `M1`')).toMatchObject({
			kind: 'sent',
		})
		expect(await lastSeen()).toMatchObject({
			text: 'code M1',
			marks: [{ kind: 'code', text: 'M1' }],
			picture: { width: 200, height: 200 },
			buttons: [[{ label: 'Menu', data: 'menu' }]],
		})
		const file = { name: '我的資料 "mine";\r\n.json', mime: 'application/json', text: '{"名":"美"}' }
		expect(await send({ file }, '')).toMatchObject({ kind: 'sent' })
		expect(await lastSeen()).toMatchObject({ text: '', file: { name: '-mine-.json', text: '{"名":"美"}' } })
	})

	test('a reply takes the place of the message whose button was pressed', async () => {
		const first = await send({ choices: [{ value: 'x', label: 'X' }] }, 'one')
		const edits = first.kind === 'sent' ? first.platformMessageId : ''
		const before = await countSeen()
		expect(await send({ edits }, 'two')).toEqual({ kind: 'sent', platformMessageId: edits })
		expect(await lastSeen()).toMatchObject({ text: 'two', edited: true, buttons: [] })
		expect(await send({ edits }, 'two')).toEqual({ kind: 'sent', platformMessageId: edits })
		expect(await countSeen()).toBe(before)
	})

	test.each([
		['is not there any more', async () => '999999'],
		['is a picture', async () => idOf(await send({ picture: { base64: tinyPng } }))],
		['had a keyboard', async () => idOf(await send({ requestContact: { label: 'Phone' } }))],
		['has no number', async () => 'abc'],
	])('where the message %s, the reply is sent anew', async (_why, prepare) => {
		const edits = await prepare()
		const before = await countSeen()
		expect(await send({ edits }, 'anew')).toMatchObject({ kind: 'sent' })
		expect(await countSeen()).toBe(before + 1)
		expect(await lastSeen()).toMatchObject({ text: 'anew', edited: false })
	})

	test('an edit to somebody who blocked the bot is gone, not sent anew', async () => {
		const id = idOf(await send())
		await harness.emulator.person(1).blocks()
		expect(await send({ edits: id }, 'psst')).toMatchObject({ kind: 'gone' })
		await harness.emulator.person(1).unblocks()
	})
})

const tinyPng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const idOf = (outcome: Awaited<ReturnType<typeof send>>) => (outcome.kind === 'sent' ? outcome.platformMessageId : '')
