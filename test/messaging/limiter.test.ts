import { describe, expect, test } from 'vitest'
import { createLimiter } from '../../src/messaging/limiter.ts'
import { createVirtualTime } from '../support/virtual-time.ts'

const START = 1_000_000

function open(bulkPerSecond = 28) {
	const time = createVirtualTime(START)
	const limiter = createLimiter({ now: time.now, sleep: time.sleep, bulkPerSecond: () => bulkPerSecond })
	const bulk: number[] = []
	const replies: number[] = []
	const order: string[] = []
	const note = (kind: 'bulk' | 'reply', times: number[]) => () => {
		times.push(time.now() - START)
		order.push(kind)
	}
	const sendBulk = (count: number, chat = (n: number) => `chat ${n}`) => {
		for (let n = 0; n < count; n++) void limiter.bulk(chat(n)).then(note('bulk', bulk))
	}
	const sendReply = (chat: string) => void limiter.reply(chat).then(note('reply', replies))
	return { time, limiter, bulk, replies, order, sendBulk, sendReply, until: (ms: number) => time.run(START + ms) }
}

const within = (times: number[], from: number, to: number) => times.filter((at) => at >= from && at < to).length

describe('the pace of an account', () => {
	test.each([28, 80, 1_000])(
		'bulk goes out evenly at %i a second, at least 98 %% of it and never more',
		async (pace) => {
			const { bulk, sendBulk, until } = open(pace)
			sendBulk(pace * 12)
			await until(10_000)
			expect(bulk.length).toBeGreaterThanOrEqual(pace * 10 * 0.98)
			for (let from = 0; from < 10_000; from += 500)
				expect(within(bulk, from, from + 1_000)).toBeLessThanOrEqual(Math.ceil(pace * 1.1) + 1)
		},
	)

	test('a reply waits for no bulk: behind 500 promotions it goes out at once', async () => {
		const { replies, sendBulk, sendReply, until } = open()
		sendBulk(500)
		await until(3_000)
		sendReply('shopper')
		await until(3_001)
		expect(replies).toEqual([3_000])
	})

	test('replies take places of bulk, but at most every second one', async () => {
		const { time, bulk, replies, sendBulk, sendReply, until } = open(28)
		sendBulk(1_000)
		for (let n = 0; n < 400; n++) {
			sendReply(`shopper ${n}`)
			await time.run(START + n * 25)
		}
		await until(10_000)
		expect(replies).toHaveLength(400)
		expect(bulk.length).toBeGreaterThan(130)
		expect(bulk.length).toBeLessThan(160)
	})

	test('one chat gets a small burst and then one a second', async () => {
		const { replies, sendReply, until } = open()
		for (let n = 0; n < 6; n++) sendReply('shopper')
		await until(10_000)
		expect(replies).toEqual([0, 0, 0, 1_000, 2_000, 3_000])
	})

	test('a 429 holds everything for as long as the platform says, and then replies go first', async () => {
		const { limiter, bulk, replies, order, sendBulk, sendReply, until } = open()
		sendBulk(400)
		await until(1_000)
		const before = bulk.length
		limiter.hold(5_000)
		sendReply('shopper')
		await until(5_999)
		expect(bulk.length).toBe(before)
		expect(replies).toEqual([])
		await until(6_000)
		expect(replies).toEqual([6_000])
		expect(order.slice(before)).toEqual(['reply', 'bulk'])
	})

	test('bulk halves at a 429, several answers at once count once, and it recovers', async () => {
		const { limiter, bulk, sendBulk, until } = open(28)
		sendBulk(2_000)
		await until(1_000)
		for (let n = 0; n < 5; n++) limiter.hold(1_000)
		expect(limiter.bulkPerSecond()).toBe(14)
		await until(4_000)
		expect(within(bulk, 2_000, 4_000)).toBeGreaterThanOrEqual(28)
		expect(within(bulk, 2_000, 4_000)).toBeLessThanOrEqual(32)
		await until(22_000)
		expect(limiter.bulkPerSecond()).toBe(28)
		await until(32_000)
		expect(within(bulk, 22_000, 32_000)).toBeGreaterThanOrEqual(275)
	})

	test('after a long hold there is no burst', async () => {
		const { limiter, bulk, sendBulk, until } = open()
		sendBulk(200)
		await until(100)
		limiter.hold(60_000)
		await until(61_100)
		expect(within(bulk, 60_000, 61_100)).toBeLessThanOrEqual(16)
	})
})
