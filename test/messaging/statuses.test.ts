import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nameStatus, type Reply, type Status } from '../../src/messaging/channel.ts'
import { checkBroadcast, createBroadcast, getByPublicId } from '../../src/messaging/compose.ts'
import { startBroadcast } from '../../src/messaging/control.ts'
import { queueReply } from '../../src/messaging/outbox.ts'
import { createMessaging, type Messaging } from '../../src/messaging/start.ts'
import { listDeliveries } from '../../src/store/deliveries.ts'
import { listOutboxOf } from '../../src/store/outbox.ts'
import { insertPeople, testDraft, testNeeds, testSentences } from '../support/audience.ts'
import { createTestChannel, createTestNode, type TestChannel } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const fast = { timeout: 30_000, interval: 10 }

describe.each(databases)('what the platform tells of a message before it answers that it took it, on %s', (kind) => {
	let world: TestStore
	let channel: TestChannel
	let messaging: Messaging

	beforeEach(async () => {
		world = await openTestStore(kind)
		channel = createTestChannel()
		Object.assign(channel.abilities, { statuses: true })
		messaging = createMessaging(createTestNode(world.store, 'a'), {
			channels: [channel],
			sentences: testSentences,
			factsOf: testNeeds.factsOf,
			handle: async () => {},
			apologise: async () => {},
		})
		await channel.start(messaging.receive)
		await messaging.start()
	})
	afterEach(async () => {
		await messaging.stop()
		await world.close()
	})

	/** Every message is told of in these states before send() resolves, each stored and handled. */
	const tellsEarly = (...states: Status['state'][]) => {
		let count = 0
		channel.answer = async ({ address }) => {
			const platformMessageId = `early${++count}`
			for (const state of states) {
				const messageId = nameStatus(platformMessageId, state)
				const reason = state === 'failed' ? { reason: 'undeliverable' } : {}
				const event = {
					kind: 'status',
					channel: channel.name,
					messageId,
					address,
					at: 0,
					platformMessageId,
					state,
				} as const
				await channel.receive([{ event: { ...event, ...reason }, payload: '' }])
			}
			await messaging.inbound.idle()
			return { kind: 'sent', platformMessageId }
		}
	}
	const broadcast = async () => {
		await insertPeople(world.store, [{}])
		const { publicId } = await world.store.transact((work) => createBroadcast(work, testDraft, 'test'))
		await checkBroadcast(world.store, { ...testNeeds, channels: [channel] }, publicId)
		await world.store.transact((work) => startBroadcast(work, { publicId }))
		messaging.wake()
		await expect.poll(async () => (await getByPublicId(world.store.db, publicId)).state, fast).toBe('done')
		const { id } = await getByPublicId(world.store.db, publicId)
		return await listDeliveries(world.store.db, { broadcastId: id, afterId: 0, limit: 10 })
	}

	test('a promotion ends as the furthest of what was told, whatever the order', async () => {
		tellsEarly('read', 'delivered', 'sent')
		expect(await broadcast()).toMatchObject([{ state: 'read' }])
	})

	test('a promotion that was refused afterwards is failed, with the reason', async () => {
		tellsEarly('failed')
		expect(await broadcast()).toMatchObject([{ state: 'failed', reason: 'undeliverable' }])
	})

	test('a reply that was refused afterwards is failed, with the reason', async () => {
		tellsEarly('failed')
		const [memberId = 0] = await insertPeople(world.store, [{}])
		const address = await world.store.db
			.selectFrom('addresses')
			.select('id')
			.where('member_id', '=', memberId)
			.executeTakeFirstOrThrow()
		const reply: Reply = { text: 'your code', kind: 'service', locale: 'en' }
		await world.store.transact((work) => queueReply(work, { addressId: address.id, channel: channel.name, reply }))
		messaging.wake()
		const rows = async () =>
			(await listOutboxOf(world.store.db, address.id, 10)).map(({ state, error }) => [state, error])
		await expect.poll(rows, fast).toEqual([['failed', 'undeliverable']])
	})
})
