import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { realTime } from '../../support/telegram/time.ts'
import { type Harness, type HarnessOptions, reply, startHarness } from './harness.ts'

const open: Harness[] = []
async function start(options?: HarnessOptions) {
	const harness = await startHarness(options)
	open.push(harness)
	return harness
}
afterEach(async () => {
	for (const harness of open.splice(0)) {
		await harness.close()
		expect(harness.emulator.violations).toEqual([])
	}
})

const signed = ({ emulator, channel }: Harness, body: string | Uint8Array) =>
	channel.webhook(Buffer.from(body), emulator.webhook.sign(body))

function messageBody({ emulator }: Harness, text: string) {
	const metadata = { phone_number_id: emulator.options.phoneNumberId }
	const message = {
		from: '85291234567',
		id: `wamid.${text.length}`,
		timestamp: '1',
		type: 'text',
		text: { body: text },
	}
	return JSON.stringify({ entry: [{ changes: [{ field: 'messages', value: { metadata, messages: [message] } }] }] })
}

describe('the handshake', () => {
	test('the challenge comes back as plain text to whoever knows the token', async () => {
		const { emulator, channel } = await start()
		expect(await emulator.verifyWebhook()).toBe(true)
		for (const token of ['', 'wrong', emulator.options.verifyToken.slice(1), `${emulator.options.verifyToken}x`])
			expect(await emulator.verifyWebhook(token)).toBe(false)
		const ask = { mode: 'subscribe', verifyToken: emulator.options.verifyToken, challenge: '<script>' }
		expect(channel.handshake(ask).status).toBe(403)
		expect(channel.handshake({ ...ask, challenge: '1', mode: 'unsubscribe' }).status).toBe(403)
		expect(channel.handshake({ ...ask, challenge: '1' }).headers).toEqual({
			'content-type': 'text/plain; charset=utf-8',
		})
	})
})

describe('the signature', () => {
	test('nobody without the app secret gets in, whatever the body says', async () => {
		const harness = await start()
		const { channel, emulator, events } = harness
		const body = Buffer.from(messageBody(harness, 'hi'))
		const good = emulator.webhook.sign(body)
		const other = `sha256=${createHmac('sha256', 'another secret').update(body).digest('hex')}`
		for (const signature of [undefined, '', 'sha256=', good.slice(0, -1), `${good}0`, good.slice(7), other])
			expect((await channel.webhook(body, signature)).status).toBe(401)
		expect((await channel.webhook(Buffer.from(`${body} `), good)).status).toBe(401)
		expect(events).toEqual([])
		expect((await channel.webhook(body, good)).status).toBe(200)
		expect(events).toHaveLength(1)
	})

	test('counts over the bytes as they came, not over a text made of them', async () => {
		const harness = await start()
		const broken = Buffer.concat([Buffer.from(messageBody(harness, 'hi')), Buffer.from([0x20, 0xff, 0xfe])])
		expect((await signed(harness, broken)).status).toBe(200)
		const escaped = messageBody(harness, 'hi').replace('"hi"', '"\\u7a4d\\u5206"')
		expect((await signed(harness, escaped)).status).toBe(200)
		expect(harness.events).toMatchObject([{ text: '積分' }])
	})
})

test('what could not be stored is brought again, with pauses, until it is', async () => {
	const harness = await start({ emulator: { time: realTime(200) } })
	let failures = 3
	harness.store = async () => {
		if (failures-- > 0) throw new Error('database is locked')
	}
	await harness.emulator.person('85291234567').says('積分')
	await harness.inbound('積分')
	await harness.emulator.webhook.settled()
	expect(harness.emulator.webhook.stats).toEqual({ delivered: 1, failed: 3 })
})

test('batches and repetitions have the same ids, so that the inbox knows them again', async () => {
	const harness = await start()
	const { emulator } = harness
	Object.assign(emulator.webhook.knobs, { batch: 3, duplicate: 1 })
	const amy = emulator.person('85291234567')
	for (const text of ['one', 'two', 'three']) await amy.says(text)
	await emulator.webhook.settled()
	expect(emulator.webhook.bodies).toHaveLength(1)
	const texts = harness.events.map((event) => (event.kind === 'message' ? event.text : ''))
	expect(texts).toEqual(['one', 'two', 'three', 'one', 'two', 'three'])
	expect(new Set(harness.events.map(({ messageId }) => messageId)).size).toBe(3)
})

test('statuses of a message come in any order and name the address it was sent to', async () => {
	const harness = await start()
	const { emulator, channel } = harness
	emulator.webhook.knobs.reverse = true
	const amy = emulator.person('85291234567')
	amy.human.readsAtOnce = true
	await amy.says('hi')
	const { address } = await harness.inbound('hi')
	for (const to of [address, 'phone:85291234567']) {
		const sent = await channel.send(to, reply('hello'), 'k')
		const id = sent.kind === 'sent' ? sent.platformMessageId : ''
		await emulator.webhook.settled()
		const states = harness.events.filter((event) => event.kind === 'status' && event.platformMessageId === id)
		expect(states.map((event) => (event.kind === 'status' ? [event.state, event.address] : []))).toEqual([
			['read', to],
			['delivered', to],
			['sent', to],
		])
	}
})

test('a body of more than 3 MB is refused, one of one and a half is read', async () => {
	const harness = await start()
	expect((await signed(harness, messageBody(harness, 'x'.repeat(3_200_000)))).status).toBe(413)
	expect((await signed(harness, messageBody(harness, 'x'.repeat(1_500_000)))).status).toBe(200)
	expect(harness.events[0]).toMatchObject({ text: 'x'.repeat(4096) })
})

test('before the start and under overload Meta is told to wait, and nothing is dropped', async () => {
	const idle = await start({ idle: true })
	expect(await signed(idle, messageBody(idle, 'hi'))).toEqual({ status: 503, headers: { 'retry-after': '1' } })

	const harness = await start()
	let release = () => {}
	const gate = new Promise<void>((resolve) => (release = resolve))
	harness.store = () => gate
	const first = Array.from({ length: 500 }, () => signed(harness, messageBody(harness, 'hi')))
	expect(await signed(harness, messageBody(harness, 'hi'))).toMatchObject({ status: 503 })
	release()
	expect((await Promise.all(first)).every((answer) => answer.status === 200)).toBe(true)
	expect(harness.events).toHaveLength(500)
})

describe('10,000 random bodies', () => {
	const CASES = 5_000

	test('of any bytes and any JSON, signed: no throw, no 5xx', async () => {
		const harness = await start()
		const bodies = fc.oneof(
			fc.uint8Array({ maxLength: 200 }),
			fc.json().map((text) => Buffer.from(text)),
		)
		await fc.assert(
			fc.asyncProperty(bodies, async (body) => {
				expect((await signed(harness, body)).status).toBe(200)
			}),
			{ numRuns: CASES },
		)
	})

	test('that look like Meta’s with anything in any place: what is stored is whole', async () => {
		const harness = await start()
		const { phoneNumberId } = harness.emulator.options
		const anything = fc.oneof(
			{ weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
			fc.constantFrom(
				'85291234567',
				'HK.1',
				'text',
				'image',
				'button',
				'interactive',
				'contacts',
				'failed',
				'stop',
				'1774000000',
			),
			fc.jsonValue({ maxDepth: 2 }),
		)
		const recordOf = (...names: string[]) =>
			fc.record(Object.fromEntries(names.map((name) => [name, anything])), { requiredKeys: [] })
		const value = fc.record({
			metadata: fc.constant({ phone_number_id: phoneNumberId }),
			contacts: fc.array(recordOf('wa_id', 'user_id', 'profile'), { maxLength: 2 }),
			messages: fc.array(
				recordOf(
					'id',
					'from',
					'from_user_id',
					'timestamp',
					'type',
					'text',
					'image',
					'button',
					'interactive',
					'contacts',
					'context',
				),
				{ maxLength: 2 },
			),
			statuses: fc.array(
				recordOf('id', 'status', 'recipient_id', 'recipient_user_id', 'biz_opaque_callback_data', 'errors'),
				{
					maxLength: 2,
				},
			),
			user_preferences: fc.array(recordOf('wa_id', 'user_id', 'category', 'value', 'timestamp'), { maxLength: 2 }),
		})
		const { channelEvent } = await import('../../../src/messaging/event.ts')
		await fc.assert(
			fc.asyncProperty(value, async (value) => {
				const body = JSON.stringify({ entry: [{ changes: [{ field: 'messages', value }] }] })
				expect((await signed(harness, body)).status).toBe(200)
			}),
			{ numRuns: CASES },
		)
		expect(harness.events.length).toBeGreaterThan(10)
		for (const event of harness.events) {
			expect(channelEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
			expect(JSON.stringify(event)).not.toContain('\\u0000')
		}
	})
})
