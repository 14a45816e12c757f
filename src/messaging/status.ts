import type { Tx } from '../store/db.ts'
import { setDeliveryStatus } from '../store/deliveries.ts'
import { listEventsNamed } from '../store/inbox.ts'
import { setUndelivered } from '../store/outbox.ts'
import { nameStatus, STATUS_STATES, type Status } from './channel.ts'
import { channelEvent } from './event.ts'

/** A delivery moves forward; a reply is only heard of again when it failed after all. */
export async function takeStatus(tx: Tx, status: Status): Promise<void> {
	await setDeliveryStatus(tx, status)
	if (status.state === 'failed') await setUndelivered(tx, { ...status, reason: status.reason ?? 'failed' })
}

/**
 * Takes what the platform told of messages before their outcome was kept: until then nothing here carried their ids.
 * Called in the transaction that keeps them.
 */
export async function takeEarlyStatuses(tx: Tx, channel: string, platformMessageIds: readonly string[]): Promise<void> {
	const names = platformMessageIds.flatMap((id) => STATUS_STATES.map((state) => nameStatus(id, state)))
	for (const { event } of await listEventsNamed(tx, channel, names)) {
		const status = channelEvent.safeParse(JSON.parse(event)).data
		if (status?.kind === 'status') await takeStatus(tx, status)
	}
}
