import { describeFault } from '../lib/fault.ts'
import { expireReplies, insertOutbox } from '../store/outbox.ts'
import type { Work } from '../store/transact.ts'
import type { Account } from './account.ts'
import type { Reply } from './channel.ts'
import type { Node } from './lease.ts'
import { MAX_AGE_MS } from './reply-outcome.ts'
import { createSender } from './sender.ts'

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

const EXPIRE_EVERY_MS = 60_000
/** How soon replies are found that another node or an earlier run wrote. */
const POLL_MS = { sqlite: 1_000, postgres: 200 }

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
	const expire = () =>
		node.store
			.transact(({ tx, now }) => expireReplies(tx, now - MAX_AGE_MS, 1_000))
			.catch((error: unknown) => node.log.error({ fault: describeFault(error) }, 'old replies were not given up'))
	const poll = async () => {
		for (let expired = 0; !stopping.signal.aborted; ) {
			if (node.clock() - expired > EXPIRE_EVERY_MS) {
				expired = node.clock()
				await expire()
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
