import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { createKeyedQueue } from '../lib/keyed-queue.ts'
import { waitUnlessAborted } from '../lib/sleep.ts'
import { setReachable } from '../store/addresses.ts'
import {
	type DueReply,
	expireReplies,
	insertOutbox,
	listDueReplies,
	setFailed,
	setRetry,
	setSent,
} from '../store/outbox.ts'
import type { Work } from '../store/transact.ts'
import type { Account } from './account.ts'
import type { Reply, SendOutcome } from './channel.ts'
import { storedReply } from './event.ts'
import type { Node } from './lease.ts'
import { fitWindow } from './window.ts'

export interface QueuedReply {
	addressId: number
	channel: string
	reply: Reply
	/** What it is for, as the member page groups it; the reply's own kind when nothing is said. */
	kind?: string | undefined
	/** Written once: a second reply with the same key is dropped. */
	key?: string | undefined
	/** ms UTC before which it is not sent. */
	dueAt?: number | undefined
}

/** Writes what is to be said, in the transaction of what it is about; undefined when its key was used before. */
export async function queueReply(work: Pick<Work, 'tx' | 'now'>, queued: QueuedReply): Promise<number | undefined> {
	return await insertOutbox(work.tx, {
		addressId: queued.addressId,
		channel: queued.channel,
		kind: queued.kind ?? queued.reply.kind,
		reply: JSON.stringify(queued.reply),
		key: queued.key,
		dueAt: queued.dueAt ?? work.now,
		createdAt: work.now,
	})
}

export interface Outbox {
	/** Sends what has just been committed; returns at once. */
	kick(): void
	/** Sends everything that is due, also what had to wait or another node wrote; returns at once. */
	sweep(): void
	/** Sends what is due, now and whenever something becomes due, until stop(). */
	start(): void
	/** Resolves when nothing is due or under way any more. */
	idle(): Promise<void>
	stop(): Promise<void>
}

/** A reply that could not be handed over for a day is worth nothing any more. */
const MAX_AGE_MS = 86_400_000
/** Attempts whose fate is in doubt; each may have arrived, so there are few. */
const MAX_DOUBTFUL = 4
const MAX_UNDER_WAY = 500
const BATCH = 100
const EXPIRE_EVERY_MS = 60_000
/** How soon replies are found that another node or an earlier run wrote. */
const POLL_MS = { sqlite: 1_000, postgres: 200 }

type Result =
	| { kind: 'sent'; platformMessageId: string }
	| { kind: 'retry'; dueAt: number; error: string }
	| { kind: 'failed'; error: string; unreachable: boolean }

/** What an outcome means for a reply or a code: they are sent again until it is known that they arrived. */
function judge(row: DueReply, outcome: SendOutcome, { now, waitMs }: { now: number; waitMs: number }): Result {
	const attempts = row.attempts + 1
	const tooOld = now - row.createdAt > MAX_AGE_MS
	const backOff = Math.min(60_000, 500 * 2 ** attempts)
	switch (outcome.kind) {
		case 'sent':
			return outcome
		case 'gone':
			return { kind: 'failed', error: `gone: ${outcome.reason}`, unreachable: true }
		case 'rejected':
			return { kind: 'failed', error: `rejected: ${outcome.reason}`, unreachable: false }
		case 'retry': {
			if (tooOld) return { kind: 'failed', error: `too old: ${outcome.reason}`, unreachable: false }
			const dueAt = now + (outcome.wholeAccount ? waitMs : Math.max(backOff, waitMs))
			return { kind: 'retry', dueAt, error: outcome.reason }
		}
		case 'unknown':
			if (attempts >= MAX_DOUBTFUL || tooOld)
				return { kind: 'failed', error: `in doubt: ${outcome.reason}`, unreachable: false }
			return { kind: 'retry', dueAt: now + 2 * backOff, error: `in doubt: ${outcome.reason}` }
	}
}

interface Finished {
	row: DueReply
	result: Result
}

async function record(work: Work, finished: readonly Finished[]): Promise<void> {
	const { tx, now } = work
	const sent = finished.flatMap(({ row, result }) =>
		result.kind === 'sent'
			? [{ id: row.id, platformMessageId: result.platformMessageId, attempts: row.attempts + 1 }]
			: [],
	)
	if (sent.length > 0) await setSent(tx, sent, now)
	for (const { row, result } of finished) {
		const attempt = { id: row.id, attempts: row.attempts + 1 }
		if (result.kind === 'retry') await setRetry(tx, { ...attempt, dueAt: result.dueAt, error: result.error })
		if (result.kind !== 'failed') continue
		await setFailed(tx, { ...attempt, error: result.error })
		if (result.unreachable) await setReachable(tx, row.addressId, false)
	}
}

/** Sends the replies of one account in the order they were written to each address. */
function createSender(node: Node, account: Account) {
	const { store, log } = node
	const { channel, limiter, lease } = account
	const stopping = new AbortController()
	const lanes = createKeyedQueue()
	const underWay = new Set<number>()
	/** A reply that must be tried again holds back the later ones to the same address. */
	const blocked = new Map<number, { id: number; until: number }>()
	let passedOver = 0
	let lastSeen = 0
	let readAll = true
	// on PostgreSQL a row may be seen after one that was written later
	const margin = store.kind === 'postgres' ? BATCH / 2 : 0
	let pumping: Promise<void> | undefined
	let again = false

	const records = createGroup<Finished>(BATCH, (finished) => store.transact((work) => record(work, finished)))

	const finish = (row: DueReply, result: Result) => {
		if (result.kind === 'retry') blocked.set(row.addressId, { id: row.id, until: result.dueAt })
		else if (blocked.get(row.addressId)?.id === row.id) blocked.delete(row.addressId)
		if (result.kind === 'failed') log.warn({ outbox: row.id, reason: result.error }, 'a reply was given up')
		void records
			.add({ row, result })
			.catch((error: unknown) => log.error({ outbox: row.id, fault: describeFault(error) }, 'an outcome was not kept'))
			.finally(() => {
				underWay.delete(row.id)
				if (again || underWay.size === 0) kick()
			})
	}

	const attempt = async (row: DueReply, reply: Reply): Promise<Result | undefined> => {
		await waitUnlessAborted(limiter.reply(row.address), stopping.signal)
		if (stopping.signal.aborted || lease.epoch() === undefined) return undefined
		const { address, lastInboundAt } = row
		const outcome = await trySend(node, account, { address, lastInboundAt, reply, key: `o${row.id}` })
		const waitMs = waitOf(node, outcome)
		if (outcome.kind === 'retry' && outcome.wholeAccount) limiter.hold(waitMs)
		return judge(row, outcome, { now: store.now(), waitMs })
	}

	const send = async (row: DueReply) => {
		const block = blocked.get(row.addressId)
		const reply = storedReply.safeParse(readJson(row.reply))
		let result: Result | undefined
		if (block && row.id > block.id && block.until > store.now()) result = undefined
		else if (!reply.success) result = { kind: 'failed', error: 'unreadable', unreachable: false }
		else if (row.reachable === 0) result = { kind: 'failed', error: 'unreachable', unreachable: false }
		else result = await attempt(row, reply.data)
		if (result) finish(row, result)
		else underWay.delete(row.id)
	}

	/** Takes rows into the lanes of their addresses; answers how many could not be taken yet. */
	const enqueue = (rows: readonly DueReply[]): number => {
		let waiting = 0
		for (const row of rows) {
			lastSeen = Math.max(lastSeen, row.id)
			const block = blocked.get(row.addressId)
			if (underWay.has(row.id)) continue
			if (block && row.id > block.id && block.until > store.now()) waiting += 1
			else {
				underWay.add(row.id)
				void lanes.run(String(row.addressId), () => send(row))
			}
		}
		return waiting
	}

	/** Reads what was written since the last time, or, when it was asked for, everything that is due. */
	const pump = async () => {
		do {
			again = false
			if (stopping.signal.aborted || lease.epoch() === undefined) return
			if (underWay.size >= MAX_UNDER_WAY) {
				again = true
				return
			}
			const all = readAll
			readAll = false
			const limit = all ? underWay.size + passedOver + BATCH : BATCH
			// 0 reads all that is due: before anything was seen, the very first row of a store is new as well
			const afterId = all ? 0 : Math.max(0, lastSeen - margin)
			const rows = await listDueReplies(store.db, { channel: channel.name, now: store.now(), afterId, limit })
			const waiting = enqueue(rows)
			if (all) passedOver = waiting
			if (rows.length < limit) continue
			again = true
			readAll ||= all
		} while (again)
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
				if (again && underWay.size < MAX_UNDER_WAY) kick()
			})
	}

	return {
		kick,
		sweep() {
			readAll = true
			kick()
		},
		expire: () => store.transact(({ tx, now }) => expireReplies(tx, now - MAX_AGE_MS, 1_000)),
		async idle() {
			do {
				await pumping
				await lanes.idle()
				await records.idle()
				await node.sleep(0)
			} while (pumping || underWay.size > 0)
		},
		async stop() {
			stopping.abort()
			await lanes.idle()
			await records.idle()
			await pumping
		},
	}
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

/** How long the platform wants a row to wait: channels count on the clock at the wall, the rows on that of the shop. */
export function waitOf({ clock }: Pick<Node, 'clock'>, outcome: SendOutcome): number {
	return outcome.kind === 'retry' ? Math.max(0, outcome.at - clock()) : 0
}

/** Sends through the port; a channel that throws has left it open whether the message arrived. */
export async function trySend(
	node: Pick<Node, 'log' | 'store'>,
	account: Account,
	message: { address: string; lastInboundAt: number | null; reply: Reply; key: string },
): Promise<SendOutcome> {
	const when = { lastInboundAt: message.lastInboundAt, now: node.store.now() }
	const reply = fitWindow(message.reply, account.channel.abilities, when)
	if (!reply) return { kind: 'rejected', reason: 'outside-window' }
	try {
		return await account.channel.send(message.address, reply, message.key)
	} catch (error) {
		const fault = describeFault(error)
		node.log.error({ channel: account.channel.name, key: message.key, fault }, 'a channel threw while sending')
		return { kind: 'unknown', reason: fault.name }
	}
}

/** Sends, after the commit, what transactions have written: at least once, in order, one node per account. */
export function createOutbox(node: Node, accounts: readonly Account[]): Outbox {
	const stopping = new AbortController()
	const senders = accounts.map((account) => createSender(node, account))
	const kick = () => {
		for (const sender of senders) sender.kick()
	}
	const sweep = () => {
		for (const sender of senders) sender.sweep()
	}
	const poll = async () => {
		for (let expired = 0; !stopping.signal.aborted; ) {
			if (node.clock() - expired > EXPIRE_EVERY_MS) {
				expired = node.clock()
				await senders[0]
					?.expire()
					.catch((error: unknown) => node.log.error({ fault: describeFault(error) }, 'old replies were not given up'))
			}
			sweep()
			await node.sleep(POLL_MS[node.store.kind], stopping.signal)
		}
	}
	let polling: Promise<void> | undefined
	return {
		kick,
		sweep,
		start() {
			polling ??= poll()
		},
		async idle() {
			await Promise.all(senders.map((sender) => sender.idle()))
		},
		async stop() {
			stopping.abort()
			await polling
			await Promise.all(senders.map((sender) => sender.stop()))
		},
	}
}
