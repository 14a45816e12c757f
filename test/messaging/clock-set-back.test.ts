import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAccount } from '../../src/messaging/account.ts'
import { createLease, type Node } from '../../src/messaging/lease.ts'
import { createTestChannel, createTestNode } from '../support/test-channel.ts'
import { createVirtualTime } from '../support/virtual-time.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const HOUR_MS = 3_600_000

describe.each(databases)('a clock at the wall that is set back by an hour, on %s', (kind) => {
	let world: TestStore
	/** What the clock at the wall is wrong by. */
	let wrongMs: number
	let time: ReturnType<typeof createVirtualTime>
	beforeEach(async () => {
		world = await openTestStore(kind)
		wrongMs = 0
		time = createVirtualTime()
	})
	afterEach(() => world.close())

	const openNode = (): Node => ({
		...createTestNode(world.store, 'a'),
		...{ clock: () => time.now() + wrongMs, steady: time.now, sleep: time.sleep, leaseMs: 9_000 },
	})

	test('makes no chat wait for its next reply', async () => {
		const { limiter } = createAccount(openNode(), createTestChannel())
		for (let n = 0; n < 3; n++) await limiter.reply('amy')
		wrongMs = -HOUR_MS
		let sent = false
		void limiter.reply('amy').then(() => {
			sent = true
		})
		await time.run(time.now() + 2_000)
		expect(sent).toBe(true)
	})

	test('makes no lease last longer than its holder prolongs it', async () => {
		const lease = createLease(openNode(), 'x')
		await lease.start()
		expect(lease.epoch()).toBe(1)
		wrongMs = -HOUR_MS
		world.store.transact = () => Promise.reject(new Error('the database does not answer'))
		await time.run(time.now() + 9_000)
		expect(lease.epoch()).toBeUndefined()
	})
})
