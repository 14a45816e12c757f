import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Reply, Status } from '../../src/messaging/channel.ts'
import { createInbound } from '../../src/messaging/inbound.ts'
import { createOutbox, type Outbox, queueReply } from '../../src/messaging/outbox.ts'
import { fitWindow, isWindowOpen } from '../../src/messaging/window.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { listOutboxOf } from '../../src/store/outbox.ts'
import { createTestAccount, createTestChannel, createTestNode, type TestChannel } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const HOUR = 3_600_000
const template = { name: 'suki_earned_v1', language: 'en', variables: ['19'] }
const say = (text: string, more: Partial<Reply> = {}): Reply => ({ text, kind: 'service', locale: 'en', ...more })

test.each([
	[undefined, 0, 10 * 24 * HOUR, true],
	[24, 0, 23 * HOUR, true],
	[24, 0, 24 * HOUR - 60_001, true],
	[24, 0, 24 * HOUR - 60_000, false],
	[24, null, 0, false],
])('a window of %s hours after %s at %s: %s', (windowHours, lastInboundAt, now, open) => {
	expect(isWindowOpen(windowHours === undefined ? {} : { windowHours }, { lastInboundAt, now })).toBe(open)
})

test('a template waits for the window to close; free text alone is not sent then', () => {
	const open = { lastInboundAt: 0, now: HOUR }
	const closed = { lastInboundAt: 0, now: 25 * HOUR }
	const abilities = { windowHours: 24 }
	expect(fitWindow(say('x', { template }), abilities, open)).toEqual(say('x'))
	expect(fitWindow(say('x', { template }), abilities, closed)).toEqual(say('x', { template }))
	expect(fitWindow(say('x'), abilities, closed)).toBeUndefined()
})

describe.each(databases)('on %s', (kind) => {
	let world: TestStore
	let channel: TestChannel
	let outbox: Outbox
	let stopLease: () => Promise<void>
	let addressId: number

	beforeEach(async () => {
		world = await openTestStore(kind)
		channel = createTestChannel('whatsapp-cloud')
		channel.abilities = { ...channel.abilities, windowHours: 24 }
		const node = createTestNode(world.store, 'a')
		const account = createTestAccount(node, channel)
		await account.lease.start()
		stopLease = () => account.lease.stop()
		outbox = createOutbox(node, [account])
		const address = { channel: 'whatsapp-cloud', address: 'bsuid:HK.1', at: world.clock() }
		addressId = (await world.store.transact(({ tx }) => ensureAddress(tx, address))).id
	})
	afterEach(async () => {
		await outbox.stop()
		await stopLease()
		await world.close()
	})

	const send = async (reply: Reply) => {
		await world.store.transact((work) => queueReply(work, { addressId, channel: 'whatsapp-cloud', reply }))
		outbox.kick()
		await outbox.idle()
	}
	const last = async () => (await listOutboxOf(world.store.db, addressId, 1))[0]

	test('the outbox asks the last message of the person', async () => {
		await send(say('now', { template }))
		expect(channel.arrived.at(-1)?.reply.template).toBeUndefined()
		world.clock.advance({ hours: 24 })
		await send(say('later', { template }))
		expect(channel.arrived.at(-1)?.reply.template).toEqual(template)
		await send(say('too late'))
		expect(channel.arrived).toHaveLength(2)
		expect(await last()).toMatchObject({ state: 'failed', error: 'rejected: outside-window' })
	})

	test('a reply that was taken and could not be delivered says so, and only that one', async () => {
		await send(say('one'))
		const sent = await last()
		const inbound = createInbound({
			...createTestNode(world.store, 'a'),
			handle: async () => {},
			apologise: async () => {},
			afterCommit: () => {},
		})
		const tell = async (platformMessageId: string, address: string) => {
			const status: Status = {
				kind: 'status',
				channel: 'whatsapp-cloud',
				messageId: `${platformMessageId} ${address}`,
				address,
				at: world.clock(),
				platformMessageId,
				state: 'failed',
				reason: '131026 undeliverable',
			}
			await inbound.receive([{ event: status, payload: '' }])
			await inbound.idle()
		}
		await tell('another', 'bsuid:HK.1')
		await tell(sent?.platform_message_id ?? '', 'bsuid:HK.2')
		expect(await last()).toMatchObject({ state: 'sent' })
		await tell(sent?.platform_message_id ?? '', 'bsuid:HK.1')
		expect(await last()).toMatchObject({ state: 'failed', error: '131026 undeliverable' })
		await inbound.stop()
	})
})
