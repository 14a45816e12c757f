import { type Api, GrammyError } from 'grammy'
import type { Update } from 'grammy/types'
import type { ReceiveEvents } from '../../src/messaging/channel.ts'
import type { Connection } from './connection.ts'
import { parseUpdate } from './parse.ts'

/** The only kinds of update this channel reads. */
export const WANTED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const
const BATCH = 100
/** How often a node that waits looks whether it is its turn. */
const TURN_MS = 500

export interface PollerDeps {
	api: Api
	connection: Connection
	receive: ReceiveEvents
	/** Telegram gives updates to one reader only: false while another node is the one. */
	mayReceive: () => boolean
	/** Called for every update at once, before it is stored. */
	onUpdate: (update: Update) => void
	now: () => number
	/** How long one request may wait for something to come. */
	pollSeconds: number
}

/**
 * Reads updates until the connection is stopped. The next offset, which makes Telegram forget a batch, is only sent
 * once receive() has stored the batch: a crash in between brings it again, and the inbox knows it by its id.
 */
export async function pollUpdates(deps: PollerDeps): Promise<void> {
	const { connection, mayReceive } = deps
	let offset = 0
	while (!connection.stopped) {
		if (!mayReceive()) {
			connection.up('another node reads the messages')
			await connection.rest(TURN_MS)
			continue
		}
		try {
			const updates = await deps.api.raw.getUpdates(
				{ offset, timeout: deps.pollSeconds, limit: BATCH, allowed_updates: WANTED_UPDATES },
				connection.signal,
			)
			await storeUpdates(updates, deps)
			const last = updates.at(-1)
			if (last) offset = last.update_id + 1
			if (!connection.stopped) connection.up('reading messages')
		} catch (error) {
			if (connection.stopped) return
			// the node whose turn it is now has ended our request
			if (!mayReceive()) continue
			await removeForeignWebhook(deps.api, error)
			await connection.failed(error)
		}
	}
}

async function storeUpdates(updates: Update[], { receive, onUpdate, now }: PollerDeps): Promise<void> {
	const receivedAt = now()
	for (const update of updates) onUpdate(update)
	const events = updates.flatMap((update) => {
		const event = parseUpdate(update, receivedAt)
		return event ? [{ event, payload: JSON.stringify(update) }] : []
	})
	if (events.length > 0) await receive(events)
}

/** Somebody set a webhook while we poll: as long as it is there, no update can be read. */
async function removeForeignWebhook(api: Api, error: unknown): Promise<void> {
	const conflict =
		error instanceof GrammyError && error.error_code === 409 && /webhook is active/.test(error.description)
	if (conflict) await api.deleteWebhook().catch(() => {})
}
