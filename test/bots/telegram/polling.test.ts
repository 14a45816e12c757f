import { afterEach, expect, test } from 'vitest'
import type { ChannelEvent } from '../../../src/messaging/channel.ts'
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

test('a message comes in, the answer is seen, and the bot knows its own name', async () => {
	const { emulator, channel, inbound } = await start()
	const mei = emulator.person(700001, { name: 'Mei', lastName: 'Chan', username: 'meichan', languageCode: 'zh-hk' })
	await mei.says('你好')

	const message = await inbound('你好')
	expect(message).toMatchObject({
		kind: 'message',
		channel: 'telegram',
		address: '700001',
		name: 'Mei Chan',
		username: 'meichan',
		locale: 'zh-HK',
	})
	const outcome = await channel.send('700001', reply('*120* 分'), 'k1')
	const screen = await mei.waitFor((chat) => chat.messages.length === 2)
	expect(outcome).toEqual({ kind: 'sent', platformMessageId: String(screen.messages[1]?.id) })
	expect(screen.messages[1]).toMatchObject({ from: 'bot', text: '120 分', marks: [{ kind: 'bold', text: '120' }] })
	expect(channel.handle()).toBe('suki_test_bot')
	expect(channel.health()).toEqual({ state: 'up', detail: 'reading messages' })
})

test('a batch that could not be stored is not acknowledged and comes again', async () => {
	const harness = await start()
	let failures = 2
	harness.store = async () => {
		if (failures-- > 0) throw new Error('disk full')
	}
	await harness.emulator.person(1).says('積分')
	await harness.inbound('積分')
	expect(failures).toBe(-1)
	expect(harness.events).toHaveLength(1)
})

test('the next offset waits until the batch is stored', async () => {
	const harness = await start()
	let stored: (() => void) | undefined
	harness.store = () => new Promise((resolve) => (stored = resolve))
	await harness.emulator.person(1).says('first')
	await expect.poll(() => stored).toBeDefined()
	const pollsBefore = harness.emulator.calls.get('getupdates')
	await new Promise((resolve) => setTimeout(resolve, 50))
	expect(harness.emulator.calls.get('getupdates')).toBe(pollsBefore)
	expect(harness.emulator.context.updates.alive()).toHaveLength(1)
	stored?.()
	await expect.poll(() => harness.emulator.context.updates.alive().length).toBe(0)
})

test('repeated and reordered updates keep the id that lets the inbox know them', async () => {
	const harness = await start()
	harness.emulator.context.updates.knobs = { duplicate: 0.5, reorder: 0.3 }
	const person = harness.emulator.person(1)
	for (let i = 0; i < 40; i++) await person.says(`m${i}`)
	const texts = () => new Set(harness.events.map((event) => event.kind === 'message' && event.text))
	await expect.poll(() => texts().size).toBe(40)
	// repeats come with the poll after the one that acknowledged them
	await person.says('last')
	await harness.inbound('last')
	const ids = harness.events.map((event) => event.messageId)
	expect(ids.length).toBeGreaterThan(new Set(ids).size)
	expect(new Set(ids).size).toBe(41)
})

test('a shared contact counts as own only when it is', async () => {
	const { emulator, event } = await start()
	await emulator.person(1).sharesContact('+85291234567')
	await emulator.person(2).sharesContact('+85291234567', 1)
	const contactOf = async (address: string) => {
		const found = await event((one) => one.address === address)
		return found.kind === 'message' ? found.contact : undefined
	}
	expect(await contactOf('1')).toEqual({ phone: '+85291234567', own: true })
	expect(await contactOf('2')).toEqual({ phone: '+85291234567', own: false })
})

test('a press carries its choice, names its message and stops spinning without waiting for the reply', async () => {
	const harness = await start()
	const { emulator, channel } = harness
	const mei = emulator.person(1)
	await mei.says('/rewards')
	await harness.inbound('/rewards')
	const menu = await channel.send('1', reply('Rewards', { choices: [{ value: 'redeem:1', label: 'Coffee' }] }), 'k')
	let stored = () => {}
	harness.store = () => new Promise((resolve) => (stored = resolve))
	await mei.waitFor((chat) => chat.messages.length === 2)
	await mei.presses('Coffee')
	await mei.waitFor((chat) => chat.spinning === 0)
	stored()
	const press = await harness.inbound('redeem:1')
	expect(press.pressedMessageId).toBe(menu.kind === 'sent' ? menu.platformMessageId : '')
	expect(press.text).toBe('')
})

test('block and unblock are told at once, and a blocked person is gone', async () => {
	const { emulator, channel, event, inbound } = await start()
	const mei = emulator.person(1)
	await mei.says('hi')
	await inbound('hi')
	await mei.blocks()
	const isLinkage = (reachable: boolean) => (one: ChannelEvent) => one.kind === 'linkage' && one.reachable === reachable
	expect(await event(isLinkage(false))).toMatchObject({ address: '1', channel: 'telegram' })
	expect(await channel.send('1', reply('news'), 'k')).toMatchObject({ kind: 'gone' })
	await mei.unblocks()
	expect(await event(isLinkage(true))).toMatchObject({ address: '1' })
	expect(await channel.send('1', reply('news'), 'k')).toMatchObject({ kind: 'sent' })
})

test('edited messages are none of our business', async () => {
	const { emulator, events, inbound } = await start()
	const mei = emulator.person(1)
	await mei.says('積分')
	await mei.edits((await mei.sees()).messages[0]?.id ?? 0, '積分!')
	await mei.says('after')
	await inbound('after')
	expect(events.map((event) => event.kind === 'message' && event.text)).toEqual(['積分', 'after'])
})

test('a second reader of the same bot is named in plain words, and reading goes on when it leaves', async () => {
	const harness = await start()
	const { emulator, channel } = harness
	await expect.poll(() => emulator.calls.get('getupdates')).toBeGreaterThan(0)
	const rival = fetch(`${emulator.root}/bot${emulator.token}/getUpdates?timeout=20`)
	await expect.poll(() => channel.health().state).toBe('down')
	expect(channel.health().detail).toMatch(/^Another program reads the messages of this bot/)
	expect((await rival).status).toBe(409)
	await emulator.person(1).says('still there?')
	await harness.inbound('still there?')
	expect(channel.health().state).toBe('up')
})

test('a webhook that somebody set meanwhile is removed', async () => {
	const harness = await start()
	const { emulator } = harness
	await expect.poll(() => emulator.calls.get('getupdates')).toBeGreaterThan(0)
	await fetch(`${emulator.root}/bot${emulator.token}/setWebhook?url=http://127.0.0.1:9/elsewhere`)
	await emulator.person(1).says('hello')
	await harness.inbound('hello')
	expect(emulator.context.webhook).toBeUndefined()
})

test('a wrong token is said in words that help, and start() still returns', async () => {
	const { emulator, channel } = await start({ idle: true })
	emulator.faults = [{ does: { kind: 'refuse', code: 401, description: 'Unauthorized' } }]
	await channel.start(async () => {})
	expect(channel.health()).toEqual({
		state: 'down',
		detail: 'Telegram does not accept the token: copy it again from @BotFather into TELEGRAM_BOT_TOKEN.',
	})
	emulator.faults = []
})

test('a server that is away or answers nonsense is tried again', async () => {
	const harness = await start({ idle: true })
	harness.emulator.faults = [
		{ method: 'getMe', times: 1, does: { kind: 'reset-before' } },
		{ method: 'getUpdates', times: 1, does: { kind: 'reset-after' } },
		{ method: 'getUpdates', times: 1, does: { kind: 'page', code: 502, html: '<html>502</html>' } },
		{ method: 'getUpdates', times: 1, does: { kind: 'refuse', code: 500, description: 'Internal Server Error' } },
	]
	await harness.channel.start(async (events) => {
		harness.events.push(...events.map(({ event }) => event))
	})
	await harness.emulator.person(1).says('hi')
	await expect.poll(() => harness.events.length).toBe(1)
	expect(harness.emulator.faults.every((fault) => fault.times === 0)).toBe(true)
})

test('stop ends the long poll at once, waits for what is being stored and sends nothing afterwards', async () => {
	const harness = await start()
	let stored = false
	let storing = () => {}
	const begun = new Promise<void>((resolve) => (storing = resolve))
	harness.store = async () => {
		storing()
		await new Promise((resolve) => setTimeout(resolve, 60))
		stored = true
	}
	await harness.emulator.person(1).says('last words')
	await begun
	await harness.channel.stop()
	expect(stored).toBe(true)
	expect(harness.channel.health().state).toBe('off')
	expect(await harness.channel.send('1', reply('x'), 'k')).toMatchObject({ kind: 'retry' })

	const idle = await start()
	const before = performance.now()
	await idle.channel.stop()
	expect(performance.now() - before).toBeLessThan(5_000)
})
