import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { TelegramEmulator } from './emulator.ts'
import { REAL_FLOOD_LIMIT } from './flood.ts'
import { manualTime } from './time.ts'

let time: ReturnType<typeof manualTime>
let emulator: TelegramEmulator
beforeEach(async () => {
	time = manualTime()
	emulator = await new TelegramEmulator({ time, lint: false }).start()
})
afterEach(() => emulator.stop())

/** One raw call, without a client between. */
async function call(method: string, params: object = {}) {
	const answer = await fetch(`${emulator.root}/bot${emulator.token}/${method}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(params),
	})
	return { status: answer.status, ...JSON.parse(await answer.text()) }
}
const refusalOf = async (method: string, params: object) => (await call(method, params)).description

describe('refusals in the words of the real server', () => {
	beforeEach(async () => {
		await emulator.person(1).says('hi')
		await emulator.person(2).says('hi')
		await emulator.person(2).blocks()
		await emulator.person(3).says('hi')
		await emulator.person(3).disappears()
		emulator.person(4)
	})

	const html = { chat_id: 1, parse_mode: 'HTML' }
	const button = (one: object) => ({ chat_id: 1, text: 'x', reply_markup: { inline_keyboard: [[one]] } })
	test.each([
		['sendMessage', {}, 'Bad Request: chat_id is empty'],
		['sendMessage', { chat_id: 99, text: 'x' }, 'Bad Request: chat not found'],
		['sendMessage', { chat_id: 4, text: 'x' }, 'Bad Request: chat not found'],
		['sendMessage', { chat_id: 2, text: 'x' }, 'Forbidden: bot was blocked by the user'],
		['sendMessage', { chat_id: 3, text: 'x' }, 'Forbidden: user is deactivated'],
		['sendMessage', { chat_id: 1, text: ' \u200b ' }, 'Bad Request: message text is empty'],
		['sendMessage', { chat_id: 1, text: 'x'.repeat(4097) }, 'Bad Request: message is too long'],
		['sendMessage', { chat_id: 1, text: '\ud83d' }, 'Bad Request: strings must be encoded in UTF-8'],
		['sendMessage', { ...html, parse_mode: 'Wiki', text: 'x' }, 'Bad Request: unsupported parse_mode'],
		[
			'sendMessage',
			{ ...html, text: '<b>x' },
			'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
		],
		[
			'sendMessage',
			{ ...html, text: '積<b>x</i>' },
			'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 7, expected "</b>", found "</i>"',
		],
		['sendMessage', button({ text: 'x', callback_data: '積'.repeat(22) }), 'Bad Request: BUTTON_DATA_INVALID'],
		[
			'sendMessage',
			button({ text: 'x', copy_text: { text: 'x'.repeat(257) } }),
			'Bad Request: BUTTON_COPY_TEXT_INVALID',
		],
		[
			'sendMessage',
			button({ text: 'x', url: 'http://localhost' }),
			"Bad Request: inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL",
		],
		[
			'sendMessage',
			button({ text: 'x' }),
			"Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
		],
		['editMessageText', { chat_id: 1, text: 'x' }, 'Bad Request: message identifier is not specified'],
		['editMessageText', { chat_id: 1, message_id: 77, text: 'x' }, 'Bad Request: message to edit not found'],
		['editMessageText', { chat_id: 1, message_id: 1, text: 'x' }, "Bad Request: message can't be edited"],
		[
			'answerCallbackQuery',
			{ callback_query_id: '1' },
			'Bad Request: query is too old and response timeout expired or query ID is invalid',
		],
		['setMyCommands', { commands: [{ command: 'Me!', description: 'x' }] }, 'Bad Request: BOT_COMMAND_INVALID'],
		['setMyCommands', { commands: [], language_code: 'zh-hk' }, 'Bad Request: invalid language code specified'],
		['setWebhook', { url: 'http://a.hk' }, 'Bad Request: bad webhook: An HTTPS URL must be provided for webhook'],
		[
			'setWebhook',
			{ url: 'https://a.hk', secret_token: 'a b' },
			'Bad Request: secret token contains unallowed characters',
		],
		['sendSomething', { chat_id: 1 }, 'Not Found: method not found'],
	])('%s %j → %s', async (method, params, description) => expect(await refusalOf(method, params)).toBe(description))

	test('an edit that changes nothing is refused', async () => {
		const { result } = await call('sendMessage', { chat_id: 1, text: 'x' })
		expect(await refusalOf('editMessageText', { chat_id: 1, message_id: result.message_id, text: 'x' })).toMatch(
			/^Bad Request: message is not modified: /,
		)
	})

	test('a foreign token and another path', async () => {
		const at = async (path: string) => (await fetch(emulator.root + path)).json()
		expect(await at('/bot1:x/getMe')).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' })
		expect(await at('/')).toEqual({ ok: false, error_code: 404, description: 'Not Found' })
	})
})

describe('reading updates by polling', () => {
	test('an offset forgets what is below it, a negative one keeps the newest', async () => {
		for (const text of ['a', 'b', 'c']) await emulator.person(1).says(text)
		const texts = async (params: object) =>
			(await call('getUpdates', params)).result.map((update: { message: { text: string } }) => update.message.text)
		const first = (await call('getUpdates', { limit: 1 })).result[0].update_id
		expect(await texts({})).toEqual(['a', 'b', 'c'])
		expect(await texts({ offset: first + 1 })).toEqual(['b', 'c'])
		expect(await texts({ offset: -1 })).toEqual(['c'])
		expect(await texts({ offset: first + 3 })).toEqual([])
	})

	test('a long poll is answered when something comes, or ended by another one or by setWebhook', async () => {
		const one = call('getUpdates', { timeout: 30 })
		await expect.poll(() => emulator.calls.get('getupdates')).toBe(1)
		const two = call('getUpdates', { timeout: 30 })
		expect(await one).toMatchObject({
			status: 409,
			description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
		})
		await emulator.person(1).says('a')
		expect((await two).result).toHaveLength(1)
		await call('getUpdates', { offset: -1 })
		const three = call('getUpdates', { timeout: 30, offset: 999_999_999 })
		await expect.poll(() => emulator.calls.get('getupdates')).toBe(4)
		await call('setWebhook', { url: 'http://127.0.0.1:9' })
		expect(await three).toMatchObject({ description: 'Conflict: terminated by setWebhook request' })
		expect(await refusalOf('getUpdates', {})).toBe(
			"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
		)
	})

	test('a day for messages, 150 seconds for presses', async () => {
		await emulator.person(1).says('a')
		await call('sendMessage', { chat_id: 1, text: 'x' })
		await emulator.person(1).forges('data')
		const left = async () => (await call('getUpdates')).result.length
		expect(await left()).toBe(2)
		time.advance(150_000)
		expect(await left()).toBe(1)
		time.advance(86_400_000)
		expect(await left()).toBe(0)
	})

	test('only the wanted kinds are kept', async () => {
		await call('getUpdates', { allowed_updates: ['message'] })
		await emulator.person(1).says('a')
		await emulator.person(1).blocks()
		expect((await call('getUpdates')).result).toHaveLength(1)
	})
})

describe('pushing updates to a webhook', () => {
	let bot: Server
	let url: string
	let hits: { at: number; secret: unknown; body: string }[]
	let answer: { status: number; headers?: Record<string, string>; body?: string }
	beforeEach(async () => {
		hits = []
		answer = { status: 200 }
		bot = createServer(async (request, response) => {
			let body = ''
			for await (const part of request) body += part
			hits.push({ at: time.now(), secret: request.headers['x-telegram-bot-api-secret-token'], body })
			response.writeHead(answer.status, answer.headers).end(answer.body)
		}).listen(0, '127.0.0.1')
		await once(bot, 'listening')
		url = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/hook`
	})
	afterEach(() => {
		bot.closeAllConnections()
		bot.close()
	})
	const failures = () => emulator.context.webhook?.sender.stats.failed

	test('a failed update is resent at once, then after 2, 4, 8 … seconds, and at last every one or two minutes', async () => {
		answer = { status: 500 }
		await call('setWebhook', { url, secret_token: 'abc' })
		const start = time.now()
		await emulator.person(1).says('a')
		await expect.poll(failures).toBe(1)
		for (const pause of [0, 2, 4, 8, 16, 32, 64]) {
			const before = failures() ?? 0
			time.advance(pause * 1000 - 1)
			expect(failures()).toBe(before)
			time.advance(1)
			await expect.poll(failures).toBe(before + 1)
		}
		expect(hits.map((hit) => (hit.at - start) / 1000)).toEqual([0, 0, 2, 6, 14, 30, 62, 126])
		expect(hits[0]?.secret).toBe('abc')
		expect((await call('getWebhookInfo')).result).toMatchObject({
			pending_update_count: 1,
			last_error_message: 'Wrong response from the webhook: 500',
		})
		answer = { status: 200 }
		time.advance(120_000)
		await expect.poll(() => emulator.context.updates.alive().length).toBe(0)
	})

	test('Retry-After is obeyed', async () => {
		answer = { status: 503, headers: { 'retry-after': '30' } }
		await call('setWebhook', { url })
		await emulator.person(1).says('a')
		await expect.poll(failures).toBe(1)
		time.advance(29_000)
		expect(failures()).toBe(1)
		time.advance(1000)
		await expect.poll(failures).toBe(2)
	})

	test('a repeated update has the same number', async () => {
		emulator.context.updates.knobs.duplicate = 1
		await call('setWebhook', { url })
		await emulator.person(1).says('a')
		await expect.poll(() => hits.length).toBe(2)
		expect(hits[0]?.body).toBe(hits[1]?.body)
	})

	test('the answer may call one method, but none that reads or changes the webhook', async () => {
		await call('setWebhook', { url })
		const json = { 'content-type': 'application/json' }
		answer = { status: 200, headers: json, body: JSON.stringify({ method: 'sendMessage', chat_id: 1, text: 'pong' }) }
		await emulator.person(1).says('ping')
		await emulator.person(1).waitFor((chat) => chat.messages.at(-1)?.text === 'pong')
		answer = { status: 200, headers: json, body: '{"method":"deleteWebhook"}' }
		await emulator.person(1).says('ping')
		await expect.poll(() => emulator.context.webhook?.sender.stats.ignoredReplies).toBe(1)
		expect(emulator.context.webhook?.url).toBe(url)
	})
})

describe('the flood limit', () => {
	beforeEach(() => {
		emulator.context.flood.knobs = { ...REAL_FLOOD_LIMIT }
	})
	const known = async (id: number) => emulator.person(id).says('hi')
	const send = async (id: number) =>
		(await call('sendMessage', { chat_id: id, text: 'x' })).parameters?.retry_after ?? 0

	test('30 a second in bulk; who ignores the pause gets a longer one', async () => {
		for (let id = 1; id <= 32; id++) await known(id)
		time.advance(10_000)
		for (let id = 1; id <= 30; id++) expect(await send(id)).toBe(0)
		expect(await send(31)).toBe(1)
		expect(await send(31)).toBe(3)
		expect(await send(31)).toBe(4)
		time.advance(4000)
		expect(await send(31)).toBe(0)
	})

	test('one a second to one chat after a short burst, also for answers', async () => {
		await known(1)
		for (let i = 0; i < 5; i++) expect(await send(1)).toBe(0)
		expect(await send(1)).toBe(1)
		time.advance(1000)
		expect(await send(1)).toBe(0)
	})

	test('answers to somebody who just wrote do not count as bulk', async () => {
		for (let id = 1; id <= 60; id++) {
			await known(id)
			expect(await send(id)).toBe(0)
		}
	})
})

test('photos and files of a person can be fetched', async () => {
	await emulator.person(1).sends({ kind: 'document', name: 'orders.txt' })
	const [update] = (await call('getUpdates')).result
	const { result } = await call('getFile', { file_id: update.message.document.file_id })
	const file = await fetch(`${emulator.root}/file/bot${emulator.token}/${result.file_path}`)
	expect(await file.text()).toBe('document made by the emulator')
})

test('the same seed gives the same run', async () => {
	const run = async (seed: number) => {
		const one = new TelegramEmulator({ seed, time: manualTime(), lint: false })
		one.context.updates.knobs = { duplicate: 0, reorder: 0.4 }
		for (let i = 0; i < 30; i++) await one.person(1).says(String(i))
		return one.context.updates.alive().map((pending) => pending.update.message?.text)
	}
	expect(await run(5)).toEqual(await run(5))
	expect(await run(5)).not.toEqual(await run(6))
})
