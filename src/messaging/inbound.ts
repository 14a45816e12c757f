import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { createKeyedQueue } from '../lib/keyed-queue.ts'
import { insertEvents, listWaiting, setReplayed } from '../store/inbox.ts'
import { createBacklog, type Item, REFILL, readItems } from './backlog.ts'
import type { ChannelEvent, ReceiveEvents } from './channel.ts'
import { createTurns, type InboundNeeds } from './turns.ts'

export type { Apologise, HandleInbound } from './turns.ts'

export interface InboundEvents {
	/** Given to every channel: stores first, then works in order. Throws when the store does not take it. */
	receive: ReceiveEvents
	/** Takes up what an earlier run or another node left; then every few seconds again. */
	start(): void
	/** Handles a dead letter again; false when it is none. */
	replay(id: number): Promise<boolean>
	/** Resolves when everything that was received has been handled. */
	idle(): Promise<void>
	stop(): Promise<void>
	/** Events in memory, waiting or being handled. */
	size(): number
}

/** Events kept in memory; more stay in the table until these are done. */
const MAX_IN_MEMORY = 2_000
/** Calls that wait for the store; beyond, the platform is told to come again. */
const MAX_CALLS = 5_000
const CALLS_PER_COMMIT = 50
const MAX_TEXT = 4_096
const SWEEP_MS = 15_000

const noNul = (text: string) => (text.includes('\0') ? text.replaceAll('\0', '') : text)

/** Keeps what PostgreSQL refuses and what no chat can hold out of the store, whatever a channel lets through. */
function cleanEvent(event: ChannelEvent): ChannelEvent {
	if (event.kind !== 'message') return event
	const { text } = event
	return text.length <= MAX_TEXT && !text.includes('\0') ? event : { ...event, text: noNul(text).slice(0, MAX_TEXT) }
}

const toRow = (event: ChannelEvent) => ({
	channel: event.channel,
	messageId: event.messageId,
	address: event.address,
	event: JSON.stringify(event),
})

/** Everything between a channel and the conversation: stored before it is acknowledged, handled once and in order. */
export function createInbound(needs: InboundNeeds): InboundEvents {
	const { store, log } = needs
	const stopping = new AbortController()
	const queue = createKeyedQueue()
	const known = new Set<number>()
	const run = createTurns(needs, stopping.signal)

	const enqueue = (item: Item) => {
		if (known.has(item.id) || stopping.signal.aborted) return
		known.add(item.id)
		const { channel, address } = item.event
		void queue
			.run(`${channel}\n${address}`, () => run(item))
			.finally(() => {
				known.delete(item.id)
				backlog.take()
			})
	}
	const backlog = createBacklog(needs, () => MAX_IN_MEMORY - known.size, enqueue)

	const inserts = createGroup<ChannelEvent[]>(CALLS_PER_COMMIT, async (calls) => {
		const events = calls.flat()
		const ids = await store.transact(({ tx, now }) => insertEvents(tx, events.map(toRow), now))
		for (const [index, id] of ids.entries()) {
			const event = events[index]
			if (id === undefined || !event) continue
			if (backlog.isBehind() || known.size >= MAX_IN_MEMORY) backlog.fallBehind(id)
			else enqueue({ id, event })
		}
		backlog.take()
	})

	const sweep = async (receivedBefore?: number) => {
		for (let afterId = 0; known.size < MAX_IN_MEMORY; ) {
			const rows = await listWaiting(store.db, {
				afterId,
				...(receivedBefore === undefined ? {} : { receivedBefore }),
				limit: REFILL,
			})
			for (const item of await readItems(needs, rows)) enqueue(item)
			afterId = rows.at(-1)?.id ?? 0
			if (rows.length < REFILL) return
		}
	}
	const keepSweeping = async () => {
		// at the start all that waits, whatever its time: the clock may have been set back since
		for (let first = true; !stopping.signal.aborted; first = false) {
			await sweep(first ? undefined : store.now() - SWEEP_MS).catch((error: unknown) =>
				log.error({ fault: describeFault(error) }, 'the inbox could not be read'),
			)
			await needs.sleep(SWEEP_MS, stopping.signal)
		}
	}
	let sweeping: Promise<void> | undefined

	const idle = async () => {
		do {
			await inserts.idle()
			backlog.take()
			await backlog.idle()
			await queue.idle()
			await needs.sleep(0)
		} while (inserts.size() > 0 || known.size > 0 || (backlog.isBehind() && !stopping.signal.aborted))
	}
	return {
		async receive(events) {
			if (stopping.signal.aborted) throw new Error('the inbox is closed')
			if (inserts.size() >= MAX_CALLS) throw new Error('the inbox is overloaded')
			if (events.length > 0) await inserts.add(events.map(({ event }) => cleanEvent(event)))
		},
		start() {
			sweeping ??= keepSweeping()
		},
		async replay(id) {
			const found = await store.transact(({ tx }) => setReplayed(tx, id))
			if (found) await sweep()
			return found
		},
		idle,
		async stop() {
			await inserts.idle()
			stopping.abort()
			await sweeping
			await queue.idle()
		},
		size: () => known.size,
	}
}
