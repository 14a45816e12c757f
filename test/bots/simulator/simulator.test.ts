import { beforeEach, describe, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../../../bots/simulator/index.ts'
import type { ChannelEvent, Reply } from '../../../src/messaging/channel.ts'
import { channelEvent, storedReply } from '../../../src/messaging/event.ts'

const reply = (text: string, more: Partial<Reply> = {}): Reply => ({ text, kind: 'service', locale: 'en', ...more })

let now = 1_000
let events: ChannelEvent[]
let simulator: Simulator
beforeEach(async () => {
	events = []
	now = 1_000
	simulator = createSimulator(() => now)
	await simulator.start(async (received) => {
		for (const { event, payload } of received) {
			expect(JSON.parse(payload)).toEqual(event)
			events.push(channelEvent.parse(event))
		}
	})
})

const textsOf = (address: string) =>
	simulator.transcript(address).map((line) => (line.from === 'person' ? `me: ${line.text}` : line.reply.text))

describe('what a person does', () => {
	test('is a message like that of any channel, each with an id of its own', async () => {
		await simulator.say('a', { text: 'hi', name: 'Kelly', locale: 'en' })
		await simulator.say('a', { choice: 'card', pressedMessageId: 'out-1', shown: 'Card' })
		await simulator.say('a', { text: '/start r_X', start: 'r_X' })
		await simulator.say('a', { contact: { phone: '+85251234567', own: true }, shown: '📱' })
		const common = { kind: 'message', channel: 'simulator', address: 'a', at: 1_000 }
		expect(events).toEqual([
			{ ...common, messageId: 'in-1', text: 'hi', name: 'Kelly', locale: 'en' },
			{ ...common, messageId: 'in-2', text: '', choice: 'card', pressedMessageId: 'out-1' },
			{ ...common, messageId: 'in-3', text: '/start r_X', start: 'r_X' },
			{ ...common, messageId: 'in-4', text: '', contact: { phone: '+85251234567', own: true } },
		])
		expect(textsOf('a')).toEqual(['me: hi', 'me: Card', 'me: /start r_X', 'me: 📱'])
	})

	test('is cut at what a chat can hold', async () => {
		await simulator.say('a', { text: 'x'.repeat(5_000) })
		expect(events[0]).toMatchObject({ text: 'x'.repeat(4_096) })
	})

	test('does not reach a channel that is not running', async () => {
		await simulator.stop()
		expect(simulator.health().state).toBe('off')
		await expect(simulator.say('a', { text: 'hi' })).rejects.toThrow('not been started')
	})
})

describe('what is sent', () => {
	test('stands in the chat, once per key', async () => {
		const first = await simulator.send('a', reply('one'), 'k1')
		expect(await simulator.send('a', reply('one'), 'k1')).toEqual(first)
		await simulator.send('a', reply('two'), 'k2')
		await simulator.send('b', reply('other'), 'k3')
		expect(first).toEqual({ kind: 'sent', platformMessageId: 'out-1' })
		expect(textsOf('a')).toEqual(['one', 'two'])
		for (const line of simulator.transcript('a')) if (line.from === 'bot') storedReply.parse(line.reply)
	})

	test('replaces the message whose button was pressed, and the press with it', async () => {
		await simulator.send('a', reply('menu', { choices: [{ value: 'card', label: 'Card' }] }), 'k1')
		await simulator.say('a', { choice: 'card', pressedMessageId: 'out-1', shown: 'Card' })
		expect(textsOf('a')).toEqual(['menu', 'me: Card'])
		expect(await simulator.send('a', reply('card', { edits: 'out-1' }), 'k2')).toMatchObject({
			platformMessageId: 'out-1',
		})
		expect(textsOf('a')).toEqual(['card'])
		await simulator.send('a', reply('late', { edits: 'out-404' }), 'k3')
		expect(textsOf('a')).toEqual(['card', 'late'])
	})

	test('does not reach who has blocked the bot', async () => {
		await simulator.block('a', true)
		expect(events.at(-1)).toMatchObject({ kind: 'linkage', address: 'a', reachable: false })
		expect(await simulator.send('a', reply('hi'), 'k1')).toEqual({ kind: 'gone', reason: 'blocked' })
		await simulator.block('a', false)
		expect(events.at(-1)).toMatchObject({ kind: 'linkage', reachable: true })
		expect(await simulator.send('a', reply('hi'), 'k1')).toMatchObject({ kind: 'sent' })
		expect(textsOf('a')).toEqual(['hi'])
	})

	test('is remembered for the last 200 lines, until everything is forgotten', async () => {
		for (let n = 1; n <= 210; n++) await simulator.send('a', reply(`line ${n}`), `k${n}`)
		expect(simulator.transcript('a')).toHaveLength(200)
		expect(textsOf('a')[0]).toBe('line 11')
		simulator.clear()
		expect(simulator.transcript('a')).toEqual([])
	})
})
