import { afterEach, expect, test } from 'vitest'
import { parseStored } from '../../../bots/telegram/index.ts'
import { realTime } from '../../support/telegram/time.ts'
import { type Harness, type HarnessOptions, reply, SECRET, startHarness } from './harness.ts'

const open: Harness[] = []
async function start(options?: HarnessOptions) {
	const harness = await startHarness({ mode: 'webhook', ...options })
	open.push(harness)
	return harness
}

afterEach(async () => {
	for (const harness of open.splice(0)) {
		await harness.close()
		expect(harness.emulator.violations).toEqual([])
	}
})

const message = (text: string, more: object = {}) =>
	JSON.stringify({
		update_id: 5,
		message: {
			message_id: 1,
			date: 1,
			chat: { id: 9, type: 'private', first_name: 'A' },
			from: { id: 9, is_bot: false, first_name: 'A' },
			text,
			...more,
		},
	})

test('updates arrive with the secret, are stored as they came and can be parsed again', async () => {
	const harness = await start()
	await harness.emulator.person(1, { languageCode: 'en-GB' }).says('/start ref_A1')
	const event = await harness.inbound('/start ref_A1')
	expect(event).toMatchObject({ start: 'ref_A1', locale: 'en' })
	expect(parseStored(harness.payloads[0] ?? '', 0)).toEqual(event)
	await expect.poll(() => harness.emulator.context.updates.alive().length).toBe(0)
	expect(harness.channel.health().state).toBe('up')
	expect(await harness.channel.send('1', reply('hi'), 'k')).toMatchObject({ kind: 'sent' })
})

test('what could not be stored is brought again, with pauses, until it is', async () => {
	const harness = await start({ emulator: { time: realTime(50) } })
	let failures = 3
	harness.store = async () => {
		if (failures-- > 0) throw new Error('database is locked')
	}
	await harness.emulator.person(1).says('積分')
	await harness.inbound('積分')
	expect(harness.emulator.context.webhook?.sender.stats).toMatchObject({ failed: 3 })
	expect(harness.emulator.context.webhook?.sender.lastError?.text).toBe('Wrong response from the webhook: 503')
})

test('nobody without the secret gets in', async () => {
	const { channel, events } = await start()
	for (const secret of [undefined, '', 'x', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()])
		expect((await channel.webhook(message('hi'), secret)).status).toBe(401)
	expect(events).toEqual([])
	expect((await channel.webhook(message('hi'), SECRET)).status).toBe(200)
	expect(events).toHaveLength(1)
})

test('in polling mode there is no webhook, not even for an empty secret', async () => {
	const { channel } = await start({ mode: 'polling' })
	expect((await channel.webhook(message('hi'), '')).status).toBe(401)
	expect((await channel.webhook(message('hi'), SECRET)).status).toBe(401)
})

test.each([
	['no JSON', '{"update_id":'],
	['nothing', ''],
	['null', 'null'],
	['a list', '[1]'],
	['no number', '{"update_id":"5","message":{}}'],
	['an empty message', '{"update_id":5,"message":{}}'],
	['a message of another shape', '{"update_id":5,"message":{"chat":{"type":"private"},"from":[],"text":7}}'],
	['an unknown kind', '{"update_id":5,"purchased_paid_media":{}}'],
	['a text that is a list', message('x').replace('"x"', '["x"]')],
	['a date that is a word', message('x').replace('"date":1', '"date":"now"')],
])('%s is answered 200 and not stored', async (_what, body) => {
	const { channel, events } = await start()
	expect((await channel.webhook(body, SECRET)).status).toBe(200)
	expect(events).toEqual([])
})

test('a text of a million characters is read and cut, a body of more than four megabytes is refused', async () => {
	const { channel, events } = await start()
	expect((await channel.webhook(message('x'.repeat(4 * 1_048_576)), SECRET)).status).toBe(413)
	expect((await channel.webhook(message('分'.repeat(1_048_576)), SECRET)).status).toBe(200)
	expect(events).toHaveLength(1)
	expect(events[0]).toMatchObject({ text: '分'.repeat(4096) })
})

test('before the start and under overload Telegram is told to wait, and nothing is dropped', async () => {
	const idle = await start({ idle: true })
	expect(await idle.channel.webhook(message('hi'), SECRET)).toEqual({ status: 503, headers: { 'retry-after': '1' } })

	const harness = await start()
	let release = () => {}
	const gate = new Promise<void>((resolve) => (release = resolve))
	harness.store = () => gate
	const first = Array.from({ length: 500 }, () => harness.channel.webhook(message('hi'), SECRET))
	expect(await harness.channel.webhook(message('hi'), SECRET)).toMatchObject({ status: 503 })
	release()
	expect((await Promise.all(first)).every((answer) => answer.status === 200)).toBe(true)
	expect(harness.events).toHaveLength(500)
})

test('messages, presses and block events of one person travel in queues of their own', async () => {
	const harness = await start()
	const mei = harness.emulator.person(1)
	await mei.says('/menu')
	await harness.inbound('/menu')
	await harness.channel.send('1', reply('menu', { choices: [{ value: 'go', label: 'Go' }] }), 'k')
	await mei.waitFor((chat) => chat.messages.length === 2)
	let release = () => {}
	const gate = new Promise<void>((resolve) => (release = resolve))
	harness.store = async ([event]) => {
		if (event?.kind === 'message' && event.text === 'slow') await gate
	}
	await mei.says('slow')
	await mei.says('behind it')
	await mei.presses('Go')
	await mei.blocks()
	await harness.inbound('go')
	await harness.event((event) => event.kind === 'linkage')
	expect(harness.events.some((event) => event.kind === 'message' && event.text === 'behind it')).toBe(false)
	release()
	await harness.inbound('behind it')
})

test('press answers work in webhook mode too', async () => {
	const harness = await start()
	const mei = harness.emulator.person(1)
	await mei.says('x')
	await harness.inbound('x')
	await mei.forges('unknown-button')
	await mei.waitFor((chat) => chat.spinning === 0)
})

test('health says when Telegram cannot deliver, and a webhook that was taken away is set again', async () => {
	const harness = await start({ deps: { watchMs: 20 }, emulator: { time: realTime(50) } })
	const { emulator, channel } = harness
	let broken = true
	harness.store = async () => {
		if (broken) throw new Error('disk full')
	}
	await emulator.person(1).says('積分')
	await expect
		.poll(() => channel.health().detail)
		.toMatch(/cannot deliver messages to .*Wrong response from the webhook: 503/)
	broken = false
	await harness.inbound('積分')
	await expect.poll(() => channel.health()).toEqual({ state: 'up', detail: 'the webhook is set' })
	await fetch(`${emulator.root}/bot${emulator.token}/deleteWebhook`)
	await expect.poll(() => emulator.context.webhook).toBeDefined()
})
