import { describe, expect, test } from 'vitest'
import { createThroughput } from '../../../bots/whatsapp-cloud/throughput.ts'
import { createVirtualTime } from '../../support/virtual-time.ts'
import { Limits, REAL_LIMITS } from '../../support/whatsapp-cloud/limits.ts'
import { reply, startHarness } from './harness.ts'

describe('as fast as the number may be', () => {
	/** Sends ten seconds' worth, each to somebody else, where timers are late by what is given. */
	const sendAll = async (lateMs: (count: number) => number, perSecond = 80) => {
		const { now, sleep, run } = createVirtualTime()
		let sleeps = 0
		const mayGo = createThroughput(perSecond, { now, sleep: (ms) => sleep(ms + lateMs(++sleeps)) })
		const limits = new Limits({ ...REAL_LIMITS, perSecond }, now)
		const from = now()
		const all = Promise.all(
			Array.from({ length: 10 * perSecond }, async (_, i) => {
				await mayGo()
				try {
					limits.take({ phone: String(i) })
				} catch {}
			}),
		).then(() => now() - from)
		await run(from + 60_000)
		return { refused: limits.refused.throughput, tookMs: await all }
	}

	test.each([20, 80, 1000])('WhatsApp refuses none of %s a second, although timers are late', async (perSecond) => {
		const { refused, tookMs } = await sendAll((count) => (count % 3) * 0.9, perSecond)
		expect(refused).toBe(0)
		expect(tookMs).toBeLessThanOrEqual(10_000 / 0.98)
	})

	test('what a stall held up is not sent all at once', async () => {
		expect((await sendAll((count) => (count % 100 === 50 ? 700 : 0))).refused).toBe(0)
	})
})

test('messages are spread over the second, whoever asks', async () => {
	const { channel, emulator, close } = await startHarness({ config: { perSecond: 40 } })
	const phones = Array.from({ length: 20 }, (_, i) => String(85_290_000_000 + i))
	for (const phone of phones) await emulator.person(phone).blocks(false)
	const from = performance.now()
	await Promise.all(phones.map((phone) => channel.send(`phone:${phone}`, reply('x', { kind: 'promo' }), 'k')))
	// 19 pauses of 25.5 ms, a little of which a late timer makes good
	expect(performance.now() - from).toBeGreaterThanOrEqual(18 * 25.5)
	expect(emulator.sent).toHaveLength(20)
	await close()
})
