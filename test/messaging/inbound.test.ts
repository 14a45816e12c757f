import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemSleep } from '../../src/lib/sleep.ts'
import type { Inbound } from '../../src/messaging/channel.ts'
import { createInbound, type InboundEvents } from '../../src/messaging/inbound.ts'
import { ensureAddress, findAddress } from '../../src/store/addresses.ts'
import { countInbox, insertEvents, listDeadLetters } from '../../src/store/inbox.ts'
import { setValue } from '../../src/store/settings.ts'
import type { Work } from '../../src/store/transact.ts'
import { createTestChannel, createTestLog, silentLog, type TestChannel } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('messages that come in, on %s', (kind) => {
	let world: TestStore
	let channel: TestChannel
	const open: InboundEvents[] = []
	let heard: string[]
	let handle: (work: Work, event: Inbound) => Promise<void>
	let apologies: string[]

	const openInbound = (log = silentLog) => {
		const inbound = createInbound({
			store: world.store,
			sleep: (_ms, signal) => systemSleep(1, signal?.aborted ? signal : undefined),
			log,
			handle: (work, event) => handle(work, event),
			apologise: async (work, event, reference) => {
				await setValue(work.tx, `apology ${event.messageId}`, reference)
				apologies.push(reference)
			},
			afterCommit: () => {},
		})
		open.push(inbound)
		return inbound
	}

	beforeEach(async () => {
		world = await openTestStore(kind)
		channel = createTestChannel()
		heard = []
		apologies = []
		handle = async (work, event) => {
			await setValue(work.tx, `heard ${event.messageId}`, event.text)
			heard.push(event.text)
		}
	})
	afterEach(async () => {
		await Promise.all(open.splice(0).map((inbound) => inbound.stop()))
		await world.close()
	})

	test('a message that is delivered again, at once, later and in the same batch, is handled once', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		const event: Inbound = { kind: 'message', channel: 'telegram', messageId: '7', address: 'a', at: 0, text: 'hi' }
		await channel.receive([
			{ event, payload: '' },
			{ event, payload: '' },
		])
		await Promise.all([channel.say('a', 'hi', '7'), channel.say('a', 'hi', '7')])
		await inbound.idle()
		await channel.say('a', 'hi', '7')
		await inbound.idle()
		expect(heard).toEqual(['hi'])
	})

	test('messages of one person are handled in order, whatever each takes', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		handle = async (_work, event) => {
			heard.push(event.text)
		}
		const said = Array.from({ length: 60 }, (_, n) => `${n}`)
		await Promise.all(said.map((text) => channel.say(`chat ${Number(text) % 3}`, text)))
		await inbound.idle()
		for (const chat of [0, 1, 2]) {
			const mine = said.filter((text) => Number(text) % 3 === chat)
			expect(heard.filter((text) => Number(text) % 3 === chat)).toEqual(mine)
		}
	})

	test('what a crash left unhandled is handled after the start, in order, and the handled rest is not', async () => {
		await world.store.transact(async ({ tx, now }) => {
			const rows = ['1', '2', '3'].map((messageId) => ({
				channel: 'telegram',
				messageId,
				address: 'a',
				event: JSON.stringify({
					kind: 'message',
					channel: 'telegram',
					messageId,
					address: 'a',
					at: 0,
					text: messageId,
				}),
			}))
			await insertEvents(tx, rows, now)
			await tx.updateTable('inbox').set({ handled_at: now }).where('message_id', '=', '1').execute()
		})
		const inbound = openInbound()
		inbound.start()
		await expect.poll(() => heard).toEqual(['2', '3'])
	})

	test('a message waits while the store has no room, and is no dead letter however often that was tried', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		let tries = 0
		handle = async (work, event) => {
			await setValue(work.tx, `heard ${event.messageId}`, event.text)
			// what waits is looked at again after a while
			world.clock.advance({ minutes: 1 })
			if (++tries <= 6) throw Object.assign(new Error('no room'), { code: kind === 'sqlite' ? 'SQLITE_FULL' : '53100' })
			heard.push(event.text)
		}
		inbound.start()
		await channel.say('a', 'hi')
		await expect.poll(() => tries, { timeout: 30_000, interval: 5 }).toBeGreaterThan(6)
		await inbound.idle()
		expect(heard).toEqual(['hi'])
		expect(apologies).toEqual([])
		expect(await countInbox(world.store.db, world.clock())).toMatchObject({ waiting: 0, dead: 0 })
	})

	test('what a crash left is handled though the clock was set back meanwhile', async () => {
		const event = { kind: 'message', channel: 'telegram', messageId: '1', address: 'a', at: 0, text: 'hi' }
		const row = { channel: 'telegram', messageId: '1', address: 'a', event: JSON.stringify(event) }
		await world.store.transact(({ tx, now }) => insertEvents(tx, [row], now + 3_600_000))
		openInbound().start()
		await expect.poll(() => heard).toEqual(['hi'])
	})

	test('a fault rolls the turn back, is tried three times, and then is a dead letter with one apology', async () => {
		const { log, lines } = createTestLog()
		const inbound = openInbound(log)
		await channel.start(inbound.receive)
		let tries = 0
		handle = async (work, event) => {
			if (event.text !== 'secret words') return void heard.push(event.text)
			tries += 1
			await setValue(work.tx, 'half', 'written')
			throw new Error('it said: secret words')
		}
		await channel.say('a', 'secret words')
		await channel.say('a', 'next')
		await inbound.idle()
		expect(tries).toBe(3)
		expect(heard).toEqual(['next'])
		expect(apologies).toHaveLength(1)
		expect(lines()).toContain(apologies[0])
		expect(lines()).not.toContain('secret words')
		const [dead] = await listDeadLetters(world.store.db, 10)
		expect(dead?.error).toContain(apologies[0])
		expect(await countInbox(world.store.db, world.clock())).toEqual({ waiting: 0, dead: 1, oldestMs: null })
		expect(await world.store.db.selectFrom('settings').select('key').where('key', '=', 'half').execute()).toEqual([])

		handle = async (_work, event) => void heard.push(event.text)
		expect(await inbound.replay(dead?.id ?? 0)).toBe(true)
		await inbound.idle()
		expect(heard).toEqual(['next', 'secret words'])
		expect(await inbound.replay(dead?.id ?? 0)).toBe(false)
	})

	test('of many turns at once one that fails spoils no other, and none is done twice', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		handle = async (work, event) => {
			await work.tx.insertInto('audit').values({ at: 0, actor: event.address, action: event.text }).execute()
			if (event.address === 'chat 13') throw new Error('no')
		}
		const chats = Array.from({ length: 40 }, (_, n) => `chat ${n}`)
		await Promise.all(chats.map((chat) => channel.say(chat, 'hi')))
		await inbound.idle()
		const done = await world.store.db.selectFrom('audit').select('actor').execute()
		expect(done.map((row) => row.actor).sort()).toEqual(chats.filter((chat) => chat !== 'chat 13').sort())
		expect(await listDeadLetters(world.store.db, 10)).toHaveLength(1)
	})

	test('a person who blocks the bot becomes unreachable, and reachable when she lets it in again', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		await world.store.transact(({ tx }) => ensureAddress(tx, { channel: 'telegram', address: 'a', at: 0 }))
		for (const reachable of [false, true]) {
			const event = {
				kind: 'linkage',
				channel: 'telegram',
				messageId: `${reachable}`,
				address: 'a',
				at: 0,
				reachable,
			} as const
			await channel.receive([{ event, payload: '' }])
			await inbound.idle()
			expect((await findAddress(world.store.db, 'telegram', 'a'))?.reachable).toBe(reachable ? 1 : 0)
		}
	})

	test('a text of a megabyte with characters no database takes is cut and handled', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		await channel.say('a', `\0${'長'.repeat(1_000_000)}`)
		await inbound.idle()
		expect(heard).toEqual(['長'.repeat(4_096)])
	})

	test('a flood beyond what is kept in memory waits in the table, and nothing of it is dropped', async () => {
		const inbound = openInbound()
		await channel.start(inbound.receive)
		let release = () => {}
		const gate = new Promise<void>((resolve) => {
			release = resolve
		})
		let most = 0
		handle = async (_work, event) => {
			if (event.text === 'first') await gate
			else heard.push(event.text)
		}
		await channel.say('slow', 'first')
		const events = Array.from({ length: 2_300 }, (_, n) => {
			const event: Inbound = {
				kind: 'message',
				channel: 'telegram',
				messageId: `f${n}`,
				address: 'slow',
				at: 0,
				text: `${n}`,
			}
			return { event, payload: '' }
		})
		// on SQLite the first turn holds the one connection until it ends
		const stored = channel.receive(events)
		if (kind === 'postgres') await stored
		most = Math.max(most, inbound.size())
		release()
		await stored
		most = Math.max(most, inbound.size())
		await inbound.idle()
		expect(most).toBeLessThanOrEqual(2_000)
		expect(heard).toEqual(events.map(({ event }) => event.text))
	})
})

test('two nodes handle the messages of one person once each and in order', async () => {
	const world = await openTestStore('postgres')
	const heard: string[] = []
	const nodes = ['a', 'b'].map(() =>
		createInbound({
			store: world.store,
			sleep: systemSleep,
			log: silentLog,
			handle: async (_work, event) => {
				await systemSleep(2)
				heard.push(event.text)
			},
			apologise: async () => {},
			afterCommit: () => {},
		}),
	)
	for (let n = 0; n < 40; n++) {
		const event: Inbound = {
			kind: 'message',
			channel: 'telegram',
			messageId: `${n}`,
			address: 'a',
			at: 0,
			text: `${n}`,
		}
		// the platform resends to the other node what it is not sure of
		const calls = n % 5 === 0 ? nodes : [nodes[n % 2]]
		await Promise.all(calls.map((node) => node?.receive([{ event, payload: '' }])))
	}
	await Promise.all(nodes.map((node) => node.idle()))
	await Promise.all(nodes.map((node) => node.stop()))
	await world.close()
	expect(heard).toEqual(Array.from({ length: 40 }, (_, n) => `${n}`))
})
