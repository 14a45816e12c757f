import { describeFault } from '../lib/fault.ts'
import { type InboxRow, listWaiting, MAX_INBOX_ATTEMPTS, setInboxFailure } from '../store/inbox.ts'
import type { ChannelEvent } from './channel.ts'
import { channelEvent } from './event.ts'
import type { Node } from './lease.ts'

/** A stored event. */
export interface Item {
	id: number
	event: ChannelEvent
}

/** Rows read at once. */
export const REFILL = 500

type Needs = Pick<Node, 'store' | 'log'>

/** The event of a stored row; undefined when it cannot be read any more. */
export function readItem(row: InboxRow): Item | undefined {
	try {
		return { id: row.id, event: channelEvent.parse(JSON.parse(row.event)) }
	} catch {
		return undefined
	}
}

/** The events of stored rows; one that cannot be read any more becomes a dead letter. */
export async function readItems({ store, log }: Needs, rows: InboxRow[]): Promise<Item[]> {
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

/** What is stored but did not fit into memory, read from the table in its order when there is room. */
export function createBacklog(needs: Needs, room: () => number, enqueue: (item: Item) => void) {
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
