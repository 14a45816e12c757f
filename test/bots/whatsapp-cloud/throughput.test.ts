import { expect, test } from 'vitest'
import { createThroughput } from '../../../bots/whatsapp-cloud/throughput.ts'
import { reply, startHarness } from './harness.ts'

test('messages are spread over the second, whoever asks', async () => {
	const mayGo = createThroughput(200)
	const from = performance.now()
	await mayGo()
	expect(performance.now() - from).toBeLessThan(50)
	await Promise.all(Array.from({ length: 40 }, mayGo))
	expect(performance.now() - from).toBeGreaterThanOrEqual(200)
})

test('as fast as the number may be, WhatsApp refuses next to nothing', async () => {
	const { channel, emulator, close } = await startHarness({ emulator: { limits: { perSecond: 80 } } })
	const phones = Array.from({ length: 120 }, (_, i) => String(85_290_000_000 + i))
	for (const phone of phones) await emulator.person(phone).blocks(false)
	await Promise.all(phones.map((phone) => channel.send(`phone:${phone}`, reply('x', { kind: 'promo' }), 'k')))
	// connections that are being opened hold some up, which then come together
	expect(emulator.limits.refused.throughput).toBeLessThan(5)
	await close()
})
