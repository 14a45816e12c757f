import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { createKeyedQueue } from '../lib/keyed-queue.ts'
import { createSlots } from '../lib/slots.ts'
import { setDeliveryStatus } from '../store/deliveries.ts'
import {
	claimHandled,
	findOldestWaiting,
	type InboxRow,
	insertEvents,
	listWaiting,
	MAX_INBOX_ATTEMPTS,
	setInboxFailure,
	setLinkage,
	setReplayed,
} from '../store/inbox.ts'
import { setUndelivered } from '../store/outbox.ts'
import type { Work } from '../store/transact.ts'
import type { ChannelEvent, Inbound, Linkage, ReceiveEvents, Status } from './channel.ts'
import { channelEvent } from './event.ts'
import type { Node } from './lease.ts'

/** What a message leads to; runs in the transaction that marks it handled. A throw rolls both back. */
export type HandleInbound = (work: Work, event: Inbound, inboxId: number) => Promise<void>

/** Says once that something went wrong on our side; the reference is in the log. */
export type Apologise = (work: Work, event: Inbound, reference: string) => Promise<void>

export interface InboundNeeds extends Pick<Node, 'store' | 'sleep' | 'log'> {
	handle: HandleInbound
	apologise: Apologise
	/** Called after every commit that may have written replies. */
	afterCommit: () => void
}

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
/** More would only wait for the database, in front of the messages that are still to be stored. */
const TURNS_AT_A_TIME = 8
/** On SQLite; some milliseconds of work, in which nothing else is answered. */
const TURNS_TOGETHER = 16
const REFILL = 500
const MAX_TEXT = 4_096
const RETRY_MS = [50, 500]
const SWEEP_MS = 15_000

interface Item {
	id: number
	event: ChannelEvent
}

/** One attempt at an item; afterwards the time until the next one, undefined when it is done with. */
interface Turn {
	item: Item
	waitMs: number | undefined
}

const noNul = (text: string) => (text.includes('\0') ? text.replaceAll('\0', '') : text)

/** Keeps what PostgreSQL refuses and what no chat can hold out of the store, whatever a channel lets through. */
function cleanEvent(event: ChannelEvent): ChannelEvent {
	if (event.kind !== 'message') return event
	const { text } = event
	return text.length <= MAX_TEXT && !text.includes('\0') ? event : { ...event, text: noNul(text).slice(0, MAX_TEXT) }
}

function readItem(row: InboxRow): Item | undefined {
	try {
		return { id: row.id, event: channelEvent.parse(JSON.parse(row.event)) }
	} catch {
		return undefined
	}
}

/** The events of stored rows; one that cannot be read any more becomes a dead letter. */
async function readItems({ store, log }: Pick<InboundNeeds, 'store' | 'log'>, rows: InboxRow[]): Promise<Item[]> {
	const items: Item[] = []
	for (const row of rows) {
		const item = readItem(row)
		if (item) items.push(item)
		else {
			log.error({ inbox: row.id }, 'a stored message cannot be read')
			await store.transact(({ tx }) => setInboxFailure(tx, row.id, 'unreadable', MAX_INBOX_ATTEMPTS))
		}
	}
	return items
}

/** A delivery moves forward; a reply is only heard of again when it failed after all. */
async function takeStatus(tx: Work['tx'], status: Status): Promise<void> {
	await setDeliveryStatus(tx, status)
	if (status.state === 'failed') await setUndelivered(tx, { ...status, reason: status.reason ?? 'failed' })
}

/** Handles one event after another of the same person; a fault is tried again, then kept as a dead letter. */
function createTurns(needs: InboundNeeds, signal: AbortSignal) {
	const { store, log } = needs
	const slots = createSlots(TURNS_AT_A_TIME)

	async function work(one: Work, { id, event }: Item): Promise<void> {
		if (!(await claimHandled(one.tx, id, one.now))) return
		if (event.kind === 'message') await needs.handle(one, event, id)
		else if (event.kind === 'linkage') await setLinkage(one.tx, event satisfies Linkage)
		else await takeStatus(one.tx, event satisfies Status)
	}

	/** On several nodes an older message of the same person may have reached another one: it goes first, here or there. */
	async function findOlder(one: Work, { id, event }: Item): Promise<Item | undefined> {
		const row = await findOldestWaiting(one.tx, event.channel, event.address)
		return row && row.id < id ? readItem(row) : undefined
	}

	/** Notes the failure; answers after how many ms the event may be tried again, undefined when it may not. */
	async function fail({ id, event }: Item, error: unknown): Promise<number | undefined> {
		const fault = describeFault(error)
		const { reference, attempts } = await store.transact(async (one) => {
			const reference = one.newId('req')
			return { reference, attempts: await setInboxFailure(one.tx, id, `${reference} ${fault.name}`) }
		})
		log.error({ reference, inbox: id, attempts, fault }, 'a message could not be handled')
		if (attempts < MAX_INBOX_ATTEMPTS) return RETRY_MS[attempts - 1] ?? 0
		if (event.kind === 'message')
			try {
				await store.transact((one) => needs.apologise(one, event, reference))
				needs.afterCommit()
			} catch (silenced) {
				log.error({ reference, fault: describeFault(silenced) }, 'no apology could be written')
			}
		return undefined
	}

	/** One transaction; answers after how many ms there is more to do, undefined when the item is done with. */
	async function runOnce(item: Item): Promise<number | undefined> {
		let current = item
		try {
			await store.transact(async (one) => {
				current = (store.kind === 'postgres' ? await findOlder(one, item) : undefined) ?? item
				await work(one, current)
			})
			needs.afterCommit()
			return current === item ? undefined : 0
		} catch (error) {
			return (await fail(current, error)) ?? (current === item ? undefined : 0)
		}
	}

	/**
	 * SQLite takes one transaction at a time, and each costs a sync of the disk: what waits meanwhile is handled in one.
	 * When one of them fails, all are rolled back and each is done by itself.
	 */
	const together = createGroup<Turn>(TURNS_TOGETHER, async (turns) => {
		if (turns.length > 1 && (await runTogether(turns))) return
		for (const turn of turns) turn.waitMs = await runOnce(turn.item)
	})

	async function runTogether(turns: readonly Turn[]): Promise<boolean> {
		try {
			await store.transact(async (one) => {
				for (const { item } of turns) await work(one, item)
			})
		} catch {
			return false
		}
		needs.afterCommit()
		return true
	}

	async function attempt(item: Item): Promise<number | undefined> {
		if (store.kind === 'postgres') return await slots(() => runOnce(item))
		const turn: Turn = { item, waitMs: undefined }
		await together.add(turn)
		return turn.waitMs
	}

	return async function run(item: Item): Promise<void> {
		try {
			for (let waitMs: number | undefined = 0; waitMs !== undefined && !signal.aborted; ) {
				if (waitMs > 0) await needs.sleep(waitMs, signal)
				waitMs = await attempt(item)
			}
		} catch (error) {
			// the store does not answer: the row still waits, the sweep finds it
			log.error({ inbox: item.id, fault: describeFault(error) }, 'a message waits: the store failed')
		}
	}
}

/** What is stored but did not fit into memory, read from the table in its order when there is room. */
function createBacklog(needs: InboundNeeds, room: () => number, enqueue: (item: Item) => void) {
	let behind = false
	let cursor = 0
	let stored = 0
	let running: Promise<void> | undefined
	const refill = async () => {
		while (behind && room() > 0) {
			const before = stored
			const rows = await listWaiting(needs.store.db, { afterId: cursor, limit: Math.min(REFILL, room()) })
			for (const item of await readItems(needs, rows)) enqueue(item)
			cursor = rows.at(-1)?.id ?? cursor
			if (rows.length === 0 && stored === before) behind = false
		}
	}
	return {
		isBehind: () => behind,
		/** From this id on, rows are read from the table. */
		fallBehind(id: number) {
			stored += 1
			if (behind) return
			behind = true
			cursor = id - 1
		},
		take() {
			if (!behind || running) return
			running = refill()
				.catch((error: unknown) => needs.log.error({ fault: describeFault(error) }, 'the inbox could not be read'))
				.finally(() => {
					running = undefined
				})
		},
		idle: async () => {
			while (running) await running
		},
	}
}

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
		const rows = events.map((event) => ({
			channel: event.channel,
			messageId: event.messageId,
			address: event.address,
			event: JSON.stringify(event),
		}))
		const ids = await store.transact(({ tx, now }) => insertEvents(tx, rows, now))
		for (const [index, id] of ids.entries()) {
			const event = events[index]
			if (id === undefined || !event) continue
			if (backlog.isBehind() || known.size >= MAX_IN_MEMORY) backlog.fallBehind(id)
			else enqueue({ id, event })
		}
		backlog.take()
	})

	const sweep = async (receivedBefore: number) => {
		for (let afterId = 0; known.size < MAX_IN_MEMORY; ) {
			const rows = await listWaiting(store.db, { afterId, receivedBefore, limit: REFILL })
			for (const item of await readItems(needs, rows)) enqueue(item)
			afterId = rows.at(-1)?.id ?? 0
			if (rows.length < REFILL) return
		}
	}
	const keepSweeping = async () => {
		for (let age = 0; !stopping.signal.aborted; age = SWEEP_MS) {
			await sweep(store.now() - age).catch((error: unknown) =>
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
			if (found) await sweep(store.now())
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
