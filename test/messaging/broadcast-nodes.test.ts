import { expect, test } from 'vitest'
import { checkBroadcast, createBroadcast, getByPublicId } from '../../src/messaging/compose.ts'
import { startBroadcast } from '../../src/messaging/control.ts'
import { createMessaging } from '../../src/messaging/start.ts'
import { insertPeople, testDraft, testNeeds } from '../support/audience.ts'
import { createTestChannel, createTestNode } from '../support/test-channel.ts'
import { openTestStore } from '../support/world.ts'

const fast = { timeout: 8_000, interval: 10 }

test('on two nodes each member gets it once, whichever node goes away', async () => {
	const world = await openTestStore('postgres')
	const channel = createTestChannel()
	await channel.start(async () => {})
	await insertPeople(
		world.store,
		Array.from({ length: 300 }, () => ({})),
	)
	await world.store.transact(({ tx }) =>
		tx
			.insertInto('settings')
			.values({ key: 'store', value: JSON.stringify({ promotions: { bulkPerSecond: 1_000 } }) })
			.execute(),
	)
	const needs = { ...testNeeds, channels: [channel], handle: async () => {}, apologise: async () => {} }
	const nodes = ['a', 'b'].map((id) => createMessaging(createTestNode(world.store, id), needs))
	const { publicId } = await world.store.transact((work) => createBroadcast(work, testDraft, 'test'))
	await checkBroadcast(world.store, needs, publicId)
	await world.store.transact((work) => startBroadcast(work, { publicId }))
	for (const node of nodes) await node.start()
	await expect.poll(() => channel.arrived.length, fast).toBeGreaterThan(20)
	await nodes[0]?.stop()
	await expect.poll(async () => (await getByPublicId(world.store.db, publicId)).state, fast).toBe('done')
	await nodes[1]?.stop()
	await world.close()
	expect(channel.arrived.map(({ key }) => key).sort()).toEqual(
		[...new Set(channel.arrived.map(({ key }) => key))].sort(),
	)
	expect(channel.arrived).toHaveLength(300)
})
