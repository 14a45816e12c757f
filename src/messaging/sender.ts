import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { createKeyedQueue } from '../lib/keyed-queue.ts'
import { waitUnlessAborted } from '../lib/sleep.ts'
import { type DueReply, listDueReplies } from '../store/outbox.ts'
import { isStoreFailure } from '../store/transact.ts'
import type { Account } from './account.ts'
import type { Reply } from './channel.ts'
import { storedReply } from './event.ts'
import type { Node } from './lease.ts'
import { type FinishedReply, judgeReply, type ReplyResult, recordReplies } from './reply-outcome.ts'
import { trySend, waitOf } from './send.ts'

const MAX_UNDER_WAY = 500
const BATCH = 100
const STORE_RETRY_MS = 1_000

function readReply(text: string): Reply | undefined {
	try {
		return storedReply.parse(JSON.parse(text))
	} catch {
		return undefined
	}
}

interface LaneOptions {
	signal: AbortSignal
	/** Called when a row is out of hand: its outcome is kept, or it waits in the table. */
	onFreed: (id: number) => void
}

/** Rows that are being sent: one at a time for each address, in the order they were written. */
function createLanes(node: Node, account: Account, { signal, onFreed }: LaneOptions) {
	const { store, log } = node
	const { limiter, lease } = account
	const queue = createKeyedQueue()
	const underWay = new Set<number>()
	/** A reply that must be tried again holds back the later ones to the same address. */
	const blocked = new Map<number, { id: number; until: number }>()
	/** What has gone out and is not noted would go out again: a store that is away is waited for. */
	const record = async (finished: readonly FinishedReply[]): Promise<void> => {
		for (;;) {
			try {
				return await store.transact((work) => recordReplies(work, finished, account.channel))
			} catch (error) {
				if (signal.aborted || !isStoreFailure(error)) throw error
				await node.sleep(STORE_RETRY_MS, signal)
			}
		}
	}
	const records = createGroup<FinishedReply>(BATCH, record)

	const isBlocked = ({ id, addressId }: DueReply) => {
		const block = blocked.get(addressId)
		return block !== undefined && id > block.id && block.until > store.now()
	}

	const attempt = async (row: DueReply): Promise<ReplyResult | undefined> => {
		if (isBlocked(row)) return undefined
		const reply = readReply(row.reply)
		if (!reply) return { kind: 'failed', error: 'unreadable', unreachable: false }
		if (row.reachable === 0) return { kind: 'failed', error: 'unreachable', unreachable: false }
		await waitUnlessAborted(limiter.reply(row.address), signal)
		if (signal.aborted || lease.epoch() === undefined) return undefined
		const { address, lastInboundAt } = row
		const outcome = await trySend(node, account, { address, lastInboundAt, reply, key: `o${row.id}` })
		const waitMs = waitOf(node, outcome)
		if (outcome.kind === 'retry' && outcome.wholeAccount) limiter.hold(waitMs)
		return judgeReply(row, outcome, { now: store.now(), waitMs, unasked: reply.unasked === true })
	}

	const keep = async (row: DueReply, result: ReplyResult) => {
		if (result.kind === 'failed') log.warn({ outbox: row.id, reason: result.error }, 'a reply was given up')
		try {
			await records.add({ row, result })
		} catch (error) {
			log.error({ outbox: row.id, fault: describeFault(error) }, 'an outcome was not kept')
		}
	}

	/** The next of the address need not wait until the outcome is kept, only until it is known. */
	const send = async (row: DueReply) => {
		const result = await attempt(row)
		if (result?.kind === 'retry') blocked.set(row.addressId, { id: row.id, until: result.dueAt })
		else if (result && blocked.get(row.addressId)?.id === row.id) blocked.delete(row.addressId)
		const kept = result ? keep(row, result) : Promise.resolve()
		void kept.finally(() => {
			underWay.delete(row.id)
			onFreed(row.id)
		})
	}

	return {
		/** Takes a row that is due; false when it must wait for an earlier one to the same address. */
		take(row: DueReply): boolean {
			if (underWay.has(row.id)) return true
			if (isBlocked(row)) return false
			underWay.add(row.id)
			void queue
				.run(String(row.addressId), () => send(row))
				.catch((error: unknown) => {
					underWay.delete(row.id)
					log.error({ outbox: row.id, fault: describeFault(error) }, 'a reply could not be sent')
				})
			return true
		},
		size: () => underWay.size,
		async idle() {
			await queue.idle()
			await records.idle()
		},
	}
}

export interface Sender {
	/** Sends what was just written. */
	kick(): void
	/** Sends everything that is due. */
	sweep(): void
	idle(): Promise<void>
	stop(): Promise<void>
}

/** Sends the replies of one account while this node holds it. */
export function createSender(node: Node, account: Account): Sender {
	const { store, log } = node
	const { channel, lease } = account
	const stopping = new AbortController()
	const { signal } = stopping
	let passedOver = 0
	let lastSeen = 0
	let readAll = true
	// on PostgreSQL a row may be seen after one that was written later
	const margin = store.kind === 'postgres' ? BATCH / 2 : 0
	let pumping: Promise<void> | undefined
	let again = false
	/** Rows let go while a read was under way: it may have seen them as they were before their outcome was kept. */
	const freed = new Set<number>()
	const lanes = createLanes(node, account, {
		signal,
		onFreed: (id) => {
			freed.add(id)
			if (again || lanes.size() === 0) kick()
		},
	})

	/** Reads what was written since the last time, or, when that was asked for, everything that is due. */
	const read = async (): Promise<void> => {
		const all = readAll
		readAll = false
		const limit = all ? lanes.size() + passedOver + BATCH : BATCH
		// 0 reads all that is due: before anything was seen, the very first row of a store is new as well
		const afterId = all ? 0 : Math.max(0, lastSeen - margin)
		freed.clear()
		const rows = await listDueReplies(store.db, { channel: channel.name, now: store.now(), afterId, limit })
		const waiting = rows.filter((row) => !freed.has(row.id) && !lanes.take(row)).length
		lastSeen = Math.max(lastSeen, rows.at(-1)?.id ?? 0)
		if (all) passedOver = waiting
		if (rows.length < limit) return
		again = true
		readAll ||= all
	}

	const pump = async () => {
		do {
			again = false
			if (signal.aborted || lease.epoch() === undefined) return
			if (lanes.size() < MAX_UNDER_WAY) await read()
			else again = true
		} while (again && lanes.size() < MAX_UNDER_WAY)
	}

	function kick() {
		again = true
		pumping ??= pump()
			.catch((error: unknown) => {
				again = false
				log.error({ fault: describeFault(error) }, 'the outbox could not be read')
			})
			.finally(() => {
				pumping = undefined
				if (again && lanes.size() < MAX_UNDER_WAY) kick()
			})
	}

	return {
		kick,
		sweep() {
			readAll = true
			kick()
		},
		async idle() {
			do {
				await pumping
				await lanes.idle()
				await node.sleep(0)
			} while (pumping || lanes.size() > 0)
		},
		async stop() {
			stopping.abort()
			await lanes.idle()
			await pumping
		},
	}
}
