import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { createSlots } from '../lib/slots.ts'
import { claimHandled, findOldestWaiting, MAX_INBOX_ATTEMPTS, setInboxFailure, setLinkage } from '../store/inbox.ts'
import { isStoreFailure, type Work } from '../store/transact.ts'
import { type Item, readItem } from './backlog.ts'
import type { Inbound, Linkage, Status } from './channel.ts'
import type { Node } from './lease.ts'
import { takeStatus } from './status.ts'

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

/** More would only wait for the database, in front of the messages that are still to be stored. */
const TURNS_AT_A_TIME = 8
/** On SQLite; some milliseconds of work, in which nothing else is answered. */
const TURNS_TOGETHER = 16
const RETRY_MS = [50, 500]

/** One attempt at an item; afterwards the time until the next one, undefined when it is done with. */
interface Turn {
	item: Item
	waitMs: number | undefined
}

/** Handles one event after another of the same person; a fault is tried again, then kept as a dead letter. */
export function createTurns(needs: InboundNeeds, signal: AbortSignal) {
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
			// no fault of the message: it waits until the store is well, however long that takes
			if (isStoreFailure(error)) throw error
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
