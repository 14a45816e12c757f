import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkBroadcast, createBroadcast, getByPublicId } from '../../src/messaging/compose.ts'
import { resumeBroadcast, startBroadcast } from '../../src/messaging/control.ts'
import { createMessaging, type Messaging } from '../../src/messaging/start.ts'
import { insertPeople, testDraft, testNeeds, testSentences } from '../support/audience.ts'
import { createTestChannel, createTestNode, type TestChannel } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const fast = { timeout: 30_000, interval: 10 }

describe.each(databases)('a channel with rules of its own for promotions, on %s', (kind) => {
	let world: TestStore
	let web: TestChannel
	let telegram: TestChannel
	let messaging: Messaging | undefined

	beforeEach(async () => {
		world = await openTestStore(kind)
		web = createTestChannel('whatsapp-web')
		telegram = createTestChannel('telegram')
		for (const channel of [web, telegram]) await channel.start(async () => {})
	})
	afterEach(async () => {
		await messaging?.stop()
		await world.close()
	})

	const launch = async () => {
		const needs = { ...testNeeds, channels: [telegram, web] }
		const { publicId } = await world.store.transact((work) => createBroadcast(work, testDraft, 'test'))
		const checked = await checkBroadcast(world.store, needs, publicId)
		if (!checked.ok) throw new Error(JSON.stringify(checked))
		await world.store.transact((work) => startBroadcast(work, { publicId }))
		messaging = createMessaging(createTestNode(world.store, 'a'), {
			channels: [telegram, web],
			sentences: testSentences,
			factsOf: testNeeds.factsOf,
			handle: async () => {},
			apologise: async () => {},
		})
		await messaging.start()
		return publicId
	}
	const rowOf = (publicId: string) => getByPublicId(world.store.db, publicId)
	const sentTo = (channel: TestChannel) => channel.arrived.map(({ address }) => address)

	test('whoever is also on Telegram gets them there, whatever she used last', async () => {
		await insertPeople(world.store, [
			{ channel: 'telegram', alsoOn: 'whatsapp-web' },
			{ channel: 'whatsapp-web' },
			{ channel: 'whatsapp-web', alsoOn: 'telegram' },
		])
		const publicId = await launch()
		await expect.poll(async () => (await rowOf(publicId)).state, fast).toBe('done')
		expect(sentTo(telegram)).toEqual(['chat1', 'chat3'])
		expect(sentTo(web)).toEqual(['chat2'])
	})

	test('where they are off nobody is written to, and the others get theirs', async () => {
		web.abilities = { ...web.abilities, promotions: false }
		await insertPeople(world.store, [{ channel: 'whatsapp-web' }, { channel: 'telegram' }])
		const publicId = await launch()
		await expect.poll(async () => (await rowOf(publicId)).state, fast).toBe('done')
		expect([sentTo(web), sentTo(telegram)]).toEqual([[], ['chat2']])
	})

	test('one goes out at a time, each when the account lets it; a stop pauses the broadcast until it is taken back', async () => {
		let from = 0
		let closed: string | undefined
		web.promotions = () => (closed === undefined ? { from } : { closed })
		web.answer = () => {
			from = Date.now() + 150
			if (sentTo(web).length === 1) closed = 'refused too often'
			return { kind: 'sent', platformMessageId: 'x' }
		}
		await insertPeople(world.store, [
			{ channel: 'whatsapp-web' },
			{ channel: 'whatsapp-web' },
			{ channel: 'whatsapp-web' },
		])
		const publicId = await launch()
		await expect.poll(async () => (await rowOf(publicId)).pauseReason, fast).toBe('refused too often')
		expect(sentTo(web)).toEqual(['chat1', 'chat2'])
		closed = undefined
		await world.store.transact((work) => resumeBroadcast(work, { publicId }))
		messaging?.wake()
		await expect.poll(async () => (await rowOf(publicId)).state, fast).toBe('done')
		expect(sentTo(web)).toEqual(['chat1', 'chat2', 'chat3'])
	})

	test('who wrote last is written to first: a small budget goes to those likeliest to answer', async () => {
		web.promotions = () => ({ from: 0 })
		const ids = await insertPeople(
			world.store,
			[1, 2, 3].map(() => ({ channel: 'whatsapp-web' })),
		)
		await world.store.transact(async ({ tx }) => {
			for (const [index, id] of ids.entries())
				await tx
					.updateTable('addresses')
					.set({ last_inbound_at: [50, 10, 90][index] ?? 0 })
					.where('member_id', '=', id)
					.execute()
		})
		const publicId = await launch()
		await expect.poll(async () => (await rowOf(publicId)).state, fast).toBe('done')
		expect(sentTo(web)).toEqual(['chat3', 'chat1', 'chat2'])
	})
})
