import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/lib/clock.ts'
import type { Reply, SendOutcome } from '../../src/messaging/channel.ts'
import type { Node } from '../../src/messaging/lease.ts'
import { createOutbox, type Outbox, queueReply } from '../../src/messaging/outbox.ts'
import { ensureAddress, getAddress } from '../../src/store/addresses.ts'
import { listOutboxOf } from '../../src/store/outbox.ts'
import { createTestAccount, createTestChannel, createTestNode, type TestChannel } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

const say = (text: string): Reply => ({ text, kind: 'service', locale: 'en' })

describe.each(databases)('replies that go out, on %s', (kind) => {
	let world: TestStore
	let channel: TestChannel
	const running: { stop(): Promise<void> }[] = []

	/** A node that holds the account of the channel, if nobody else does. */
	const openNode = async (id = 'a', on: TestChannel = channel, lease: Pick<Node, 'leaseMs'> = {}): Promise<Outbox> => {
		const account = createTestAccount({ ...createTestNode(world.store, id), ...lease }, on)
		await account.lease.start()
		const outbox = createOutbox(createTestNode(world.store, id), [account])
		running.unshift(outbox, account.lease)
		return outbox
	}
	const addressOf = async (address: string) =>
		(await world.store.transact(({ tx }) => ensureAddress(tx, { channel: 'telegram', address, at: 0 }))).id
	const queue = (addressId: number, text: string, more: { key?: string; dueAt?: number } = {}) =>
		world.store.transact((work) => queueReply(work, { addressId, channel: 'telegram', reply: say(text), ...more }))
	const texts = () => channel.arrived.map(({ reply }) => reply.text)
	const states = async (addressId: number) =>
		(await listOutboxOf(world.store.db, addressId, 100))
			.reverse()
			.map(({ state, error }) => (error ? `${state}: ${error}` : state))

	beforeEach(async () => {
		world = await openTestStore(kind)
		channel = createTestChannel()
		await channel.start(async () => {})
	})
	afterEach(async () => {
		for (const one of running.splice(0)) await one.stop()
		await world.close()
	})

	test('what was committed is sent, in order, and marked', async () => {
		const id = await addressOf('a')
		const outbox = await openNode()
		for (const text of ['1', '2', '3', '4', '5']) await queue(id, text)
		outbox.kick()
		await outbox.idle()
		expect(texts()).toEqual(['1', '2', '3', '4', '5'])
		expect(await states(id)).toEqual(['sent', 'sent', 'sent', 'sent', 'sent'])
		const [last] = await listOutboxOf(world.store.db, id, 1)
		expect(last).toMatchObject({ platform_message_id: channel.arrived.length ? 'p5' : '', attempts: 1 })
	})

	test('what has gone out while the store was away is not sent again when it is back', async () => {
		const id = await addressOf('a')
		const outbox = await openNode()
		await queue(id, 'once')
		const { transact } = world.store
		let refused = 0
		world.store.transact = async (work) => {
			if (refused >= 2) return await transact(work)
			refused++
			throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
		}
		outbox.sweep()
		await expect.poll(() => states(id), { timeout: 30_000 }).toEqual(['sent'])
		world.store.transact = transact
		expect(refused).toBe(2)
		expect(texts()).toEqual(['once'])
	})

	test('replies written while others go out are sent once each, though reading takes its time', async () => {
		// a busy machine may take longer over it than a lease lasts that nobody prolongs in time
		const outbox = await openNode('a', channel, { leaseMs: 600_000 })
		const wanted = Array.from({ length: 600 }, (_, n) => `reply ${n}`)
		await Promise.all(
			wanted.map(async (text, n) => {
				await queue(await addressOf(`chat${n % 200}`), text)
				outbox.kick()
			}),
		)
		await outbox.idle()
		expect(texts().sort()).toEqual(wanted.sort())
	})

	test('what was rolled back is never sent', async () => {
		const id = await addressOf('a')
		const outbox = await openNode()
		const failing = world.store.transact(async (work) => {
			await queueReply(work, { addressId: id, channel: 'telegram', reply: say('half') })
			outbox.kick()
			throw new Error('no')
		})
		await expect(failing).rejects.toThrow('no')
		await outbox.idle()
		expect(texts()).toEqual([])
	})

	test('the same key is written once', async () => {
		const id = await addressOf('a')
		expect(await queue(id, 'code', { key: 'k' })).toBeTypeOf('number')
		expect(await queue(id, 'code', { key: 'k' })).toBeUndefined()
	})

	test('each outcome of the platform has its consequence', async () => {
		const outbox = await openNode()
		const answers: Record<string, SendOutcome[]> = {
			gone: [{ kind: 'gone', reason: 'blocked' }],
			rejected: [{ kind: 'rejected', reason: 'too long' }],
			later: [{ kind: 'retry', at: systemClock() + 2_000, reason: 'refused', wholeAccount: false }],
			doubtful: Array.from({ length: 9 }, () => ({ kind: 'unknown', reason: 'timeout' })),
		}
		channel.answer = ({ address }) => answers[address]?.shift() as SendOutcome
		const ids = new Map<string, number>()
		for (const name of Object.keys(answers)) {
			ids.set(name, await addressOf(name))
			await queue(ids.get(name) ?? 0, name)
		}
		for (let round = 0; round < 6; round++) {
			outbox.sweep()
			await outbox.idle()
			world.clock.advance({ minutes: 2 })
		}
		expect(await states(ids.get('gone') ?? 0)).toEqual(['failed: gone: blocked'])
		expect((await getAddress(world.store.db, ids.get('gone') ?? 0)).reachable).toBe(0)
		expect(await states(ids.get('rejected') ?? 0)).toEqual(['failed: rejected: too long'])
		expect(await states(ids.get('later') ?? 0)).toEqual(['sent'])
		// sent again, but not for ever
		expect(await states(ids.get('doubtful') ?? 0)).toEqual(['failed: in doubt: timeout'])
		expect(answers['doubtful']).toHaveLength(5)
	})

	test('a reply that must wait holds back the later ones to the same person, and nobody else', async () => {
		const [slow, other] = [await addressOf('slow'), await addressOf('other')]
		const outbox = await openNode()
		let refusals = 1
		channel.answer = ({ address }) =>
			(address === 'slow' && refusals-- > 0
				? { kind: 'retry', at: systemClock() + 1_500, reason: 'refused', wholeAccount: false }
				: undefined) as SendOutcome
		await queue(slow, 'first')
		await queue(slow, 'second')
		await queue(other, 'hello')
		outbox.sweep()
		await outbox.idle()
		expect(texts()).toEqual(['hello'])
		world.clock.advance({ minutes: 1 })
		outbox.sweep()
		await outbox.idle()
		expect(texts()).toEqual(['hello', 'first', 'second'])
	})

	test('a reply for later waits for its instant', async () => {
		const id = await addressOf('a')
		const outbox = await openNode()
		await queue(id, 'tomorrow', { dueAt: world.clock() + 3_600_000 })
		outbox.sweep()
		await outbox.idle()
		expect(texts()).toEqual([])
		world.clock.advance({ hours: 1 })
		outbox.sweep()
		await outbox.idle()
		expect(texts()).toEqual(['tomorrow'])
	})

	test('what an earlier run left is sent after the start, but not what is older than a day', async () => {
		const id = await addressOf('a')
		await queue(id, 'stale')
		world.clock.advance({ hours: 25 })
		await queue(id, 'fresh')
		await world.store.transact(({ tx }) => tx.updateTable('outbox').set({ state: 'sending' }).execute())
		const outbox = await openNode()
		outbox.start()
		await expect.poll(texts).toEqual(['fresh'])
		await expect.poll(() => states(id)).toEqual(['failed: too old', 'sent'])
	})

	test('the key of an attempt stays the same, so that a channel can tell a repetition', async () => {
		const id = await addressOf('a')
		const outbox = await openNode()
		const keys: string[] = []
		channel.answer = ({ key }) =>
			(keys.push(key) < 3 ? { kind: 'unknown', reason: 'timeout' } : undefined) as SendOutcome
		await queue(id, 'code')
		for (let round = 0; round < 3; round++) {
			outbox.sweep()
			await outbox.idle()
			world.clock.advance({ minutes: 2 })
		}
		expect(new Set(keys).size).toBe(1)
		expect(keys).toHaveLength(3)
	})

	if (kind === 'postgres')
		test('of two nodes one sends, also what the other wrote; when it stops the other goes on', async () => {
			const id = await addressOf('a')
			const [first, second] = [await openNode('a'), await openNode('b')]
			await queue(id, '1')
			second.kick()
			await second.idle()
			expect(texts()).toEqual([])
			first.kick()
			await first.idle()
			expect(texts()).toEqual(['1'])
			for (const one of running.splice(0)) await one.stop()
			await queue(id, '2')
			const third = await openNode('c')
			third.kick()
			await third.idle()
			expect(texts()).toEqual(['1', '2'])
		})
})
