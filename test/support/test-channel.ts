import { pino } from 'pino'
import { systemClock } from '../../src/lib/clock.ts'
import type { Log } from '../../src/lib/log.ts'
import { systemSleep } from '../../src/lib/sleep.ts'
import type { Channel, ChannelName, Inbound, ReceiveEvents, Reply, SendOutcome } from '../../src/messaging/channel.ts'
import { createLease, type Node } from '../../src/messaging/lease.ts'
import { createLimiter } from '../../src/messaging/limiter.ts'
import type { Store } from '../../src/store/transact.ts'

/** What arrived at the platform. */
export interface Arrived {
	address: string
	reply: Reply
	key: string
}

export interface TestChannel extends Channel {
	arrived: Arrived[]
	/** The person says something; resolves when it is stored. */
	say(address: string, text: string, messageId?: string): Promise<void>
	receive: ReceiveEvents
	/** Decides the next answers; without one everything is sent. */
	answer: ((message: Arrived) => Promise<SendOutcome> | SendOutcome) | undefined
}

/** A platform in memory behind the real port. */
export function createTestChannel(name: ChannelName = 'telegram', bulkPerSecond = 10_000): TestChannel {
	let receive: ReceiveEvents | undefined
	let count = 0
	const channel: TestChannel = {
		name,
		abilities: { choices: 'buttons', maxChoices: 100, maxText: 4_096, coldStart: false, bulkPerSecond },
		arrived: [],
		answer: undefined,
		handle: () => 'test_bot',
		health: () => ({ state: receive ? 'up' : 'off', detail: '' }),
		async start(given) {
			receive = given
		},
		async stop() {
			receive = undefined
		},
		async send(address, reply, key) {
			const message = { address, reply, key }
			const outcome = (await channel.answer?.(message)) ?? { kind: 'sent', platformMessageId: `p${++count}` }
			if (outcome.kind === 'sent') channel.arrived.push(message)
			return outcome
		},
		receive: (events) => {
			if (!receive) throw new Error('not started')
			return receive(events)
		},
		async say(address, text, messageId = `m${++count}`) {
			const event: Inbound = { kind: 'message', channel: name, messageId, address, at: 0, text }
			await channel.receive([{ event, payload: JSON.stringify(event) }])
		},
	}
	return channel
}

export const silentLog: Log = pino({ level: 'silent' })

/** A log whose lines a test can read. */
export function createTestLog(): { log: Log; lines: () => string } {
	let written = ''
	return { log: pino({ level: 'debug' }, { write: (line) => (written += line) }), lines: () => written }
}

export function createTestNode(store: Store, id: string, log: Log = silentLog): Node {
	return { store, id, clock: systemClock, sleep: systemSleep, log, leaseMs: 10_000 }
}

/** An account that waits for nothing but its own chats, at a hundred messages a second each. */
export function createTestAccount(node: Node, channel: Channel) {
	const { clock: now, sleep } = node
	const { bulkPerSecond } = channel.abilities
	const limiter = createLimiter({ now, sleep, bulkPerSecond: () => bulkPerSecond, chatPerSecond: 100 })
	return { channel, limiter, lease: createLease(node, `sender:${channel.name}`), setPace: () => {} }
}
