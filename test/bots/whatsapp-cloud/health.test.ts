import { afterEach, expect, test } from 'vitest'
import type { Fault } from '../../support/whatsapp-cloud/faults.ts'
import { type Harness, type HarnessOptions, reply, startHarness } from './harness.ts'

const open: Harness[] = []
async function start(options?: HarnessOptions) {
	const harness = await startHarness(options)
	open.push(harness)
	return harness
}
afterEach(async () => {
	for (const harness of open.splice(0)) await harness.close()
})

const refuse = (code: number, path?: string): Fault => ({
	...(path === undefined ? {} : { path }),
	does: { kind: 'refuse', status: 400, code, title: 'no' },
})

test('at start the number is asked for and the webhooks are subscribed', async () => {
	const { channel, emulator } = await start()
	expect(channel.health()).toEqual({ state: 'up', detail: 'connected as +85260000000 (Sunday Bakery)' })
	expect(emulator.subscribed).toBe(true)
	emulator.quality = 'RED'
	await expect.poll(() => channel.health().detail).toContain('quality is low')
})

test('start returns although WhatsApp refuses, says why, and goes on trying', async () => {
	const harness = await start({ idle: true })
	const { channel, emulator } = harness
	expect(channel.health().state).toBe('off')
	emulator.faults = [refuse(190)]
	await channel.start(async () => {})
	expect(channel.health()).toMatchObject({
		state: 'down',
		detail: expect.stringContaining('does not accept the access token'),
	})
	emulator.faults = [
		{ does: { kind: 'refuse', status: 400, code: 100, subcode: 33, title: 'Unsupported get request' } },
	]
	await expect.poll(() => channel.health().detail).toContain('WHATSAPP_CLOUD_PHONE_NUMBER_ID')
	emulator.faults = [{ does: { kind: 'reset-before' } }]
	await expect.poll(() => channel.health().detail).toContain('cannot be reached')
	emulator.faults = []
	await expect.poll(() => channel.health().state).toBe('up')
	await channel.stop()
	expect(channel.health()).toEqual({ state: 'off', detail: 'stopped' })
	expect(await channel.send('phone:85291234567', reply('x'), 'k')).toMatchObject({ kind: 'retry', wholeAccount: true })
})

test.each([
	[131042, 'payment method'],
	[131048, 'blocked or reported'],
	[131031, 'locked'],
	[368, 'policies'],
])('%s stops the account and tells the merchant, until a message goes through again', async (code, words) => {
	const { channel, emulator } = await start()
	emulator.faults = [refuse(code, '/messages')]
	await channel.send('phone:85291234567', reply('x'), 'k')
	expect(channel.health()).toMatchObject({ state: 'down', detail: expect.stringContaining(words) })
	emulator.faults = []
	await channel.send('phone:85291234567', reply('x'), 'k')
	expect(channel.health().state).toBe('up')
})

test('so does a code that comes later by webhook; one person’s refusal does not', async () => {
	const harness = await start({ emulator: { limits: { peopleADay: 0 } } })
	const { channel, emulator } = harness
	emulator.templates.add({ name: 't', language: 'en', category: 'UTILITY', text: 'Hello there {{1}} again' })
	const template = { name: 't', language: 'en', variables: ['x'] }
	await channel.send('phone:85299999999', reply('x'), 'k')
	await harness.event((event) => event.kind === 'linkage' && !event.reachable)
	expect(channel.health().state).toBe('up')
	emulator.person('85291234567')
	await channel.send('phone:85291234567', reply('x', { template }), 'k')
	await harness.event((event) => event.kind === 'status' && event.reason === '131048 held back as spam')
	await expect.poll(() => channel.health().state).toBe('down')
})

test('what a person sent can be fetched, and the token goes nowhere else', async () => {
	const { channel, emulator } = await start()
	const id = emulator.keepMedia({ bytes: Buffer.from('a receipt'), mime: 'image/jpeg' })
	expect(await channel.fetchMedia?.(id)).toEqual({ mime: 'image/jpeg', bytes: Buffer.from('a receipt') })
	const body = { url: 'https://elsewhere.example/x', mime_type: 'image/jpeg' }
	emulator.faults = [{ path: '/42', does: { kind: 'answer', body } }]
	await expect(channel.fetchMedia?.('42')).rejects.toThrow('strange address')
})
