import { isPostgres } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

/**
 * One row per broadcast and member. queued → claimed (by a running sender) → sending (handed over: nothing takes it back)
 * → sent → delivered → read, or failed, skipped, unknown (may have arrived; never sent again by itself), holdout.
 */
export type DeliveryState =
	| 'queued'
	| 'claimed'
	| 'sending'
	| 'sent'
	| 'delivered'
	| 'read'
	| 'failed'
	| 'skipped'
	| 'unknown'
	| 'holdout'

export type Delivery = Row<'deliveries'>

export const OPTED_OUT = 'opted out'
const ATTRIBUTED_MS = 7 * 86_400_000

/**
 * Takes a member out of every broadcast that has not been handed over for her yet; answers how many. An opt-out is also
 * noted on what she was sent in the last seven days, which is what stops a broadcast that drives people away.
 */
export async function skipDeliveriesOf(tx: Tx, memberId: number, reason: string, now: number): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('deliveries')
		.set({ state: 'skipped', reason, at: now })
		.where('member_id', '=', memberId)
		.where('broadcast_id', 'in', (eb) =>
			eb.selectFrom('broadcasts').select('id').where('state', 'in', ['scheduled', 'sending', 'paused']),
		)
		.where('state', 'in', ['queued', 'claimed'])
		.executeTakeFirst()
	if (reason === OPTED_OUT)
		await tx
			.updateTable('deliveries')
			.set({ reason })
			.where('member_id', '=', memberId)
			.where('sending_at', '>=', now - ATTRIBUTED_MS)
			.where('state', 'in', ['sending', 'sent', 'delivered', 'read'])
			.where('reason', 'is', null)
			.execute()
	return Number(numUpdatedRows)
}

const BEFORE = {
	sent: ['sending', 'unknown'],
	delivered: ['sending', 'unknown', 'sent'],
	read: ['sending', 'unknown', 'sent', 'delivered'],
	failed: ['sending', 'unknown', 'sent'],
} as const

export interface DeliveryStatus {
	channel: string
	address: string
	platformMessageId: string
	state: keyof typeof BEFORE
	reason?: string
	at: number
}

/**
 * A later word of the platform on a message; states only move forward. Nothing happens while the row does not carry the
 * id of the message yet: whoever writes it there looks for what was told before.
 */
export async function setDeliveryStatus(tx: Tx, status: DeliveryStatus): Promise<void> {
	if ((await moveForward(tx, status)) || !isPostgres(tx)) return
	await lockUnderWay(tx, status)
	await moveForward(tx, status)
}

/** Waits for a transaction that is writing the id of a message to that address at this moment. */
async function lockUnderWay(tx: Tx, { channel, address }: DeliveryStatus): Promise<void> {
	await tx
		.selectFrom('deliveries')
		.innerJoin('addresses', (join) =>
			join
				.onRef('addresses.id', '=', 'deliveries.address_id')
				.onRef('addresses.member_id', '=', 'deliveries.member_id'),
		)
		.select('deliveries.broadcast_id')
		.where('addresses.channel', '=', channel)
		.where('addresses.address', '=', address)
		.where('deliveries.sending_at', 'is not', null)
		.where('deliveries.state', 'in', ['sending', 'unknown'])
		.orderBy('deliveries.broadcast_id')
		.forUpdate('deliveries')
		.execute()
}

async function moveForward(tx: Tx, status: DeliveryStatus): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('deliveries')
		.set({
			state: status.state,
			at: status.at,
			...(status.state === 'failed' ? { reason: status.reason ?? 'failed', sending_at: null } : {}),
		})
		.where('platform_message_id', '=', status.platformMessageId)
		.where('state', 'in', BEFORE[status.state])
		// the number of a message is unique within a chat only
		.where('address_id', 'in', (eb) =>
			eb
				.selectFrom('addresses')
				.select('id')
				.where('channel', '=', status.channel)
				.where('address', '=', status.address),
		)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/** Rows of a broadcast by channel and state: its progress. */
export async function countDeliveries(
	db: Db,
	broadcastId: number,
): Promise<{ channel: string | null; state: DeliveryState; n: number }[]> {
	const rows = await db
		.selectFrom('deliveries')
		.select((eb) => ['channel', 'state', eb.fn.countAll<number>().as('n')])
		.where('broadcast_id', '=', broadcastId)
		.groupBy(['state', 'channel'])
		.execute()
	return rows.map((row) => ({ ...row, state: row.state as DeliveryState }))
}

/** Rows of a broadcast that carry a reason, by state and reason. */
export async function countReasons(
	db: Db,
	broadcastId: number,
): Promise<{ state: DeliveryState; reason: string; n: number }[]> {
	const rows = await db
		.selectFrom('deliveries')
		.select((eb) => ['state', 'reason', eb.fn.countAll<number>().as('n')])
		.where('broadcast_id', '=', broadcastId)
		.where('reason', 'is not', null)
		.groupBy(['state', 'reason'])
		.orderBy('n', 'desc')
		.execute()
	return rows.map((row) => ({ n: row.n, state: row.state as DeliveryState, reason: row.reason ?? '' }))
}

/** True while there is something that a sender (of that channel) has still to do. */
export async function hasUnfinished(db: Db, broadcastId: number, channel?: string): Promise<boolean> {
	const row = await db
		.selectFrom('deliveries')
		.select('member_id')
		.where('broadcast_id', '=', broadcastId)
		.where('state', 'in', ['queued', 'claimed', 'sending'])
		.$if(channel !== undefined, (query) => query.where('channel', '=', channel ?? ''))
		.limit(1)
		.executeTakeFirst()
	return row !== undefined
}

/** The outcome of each recipient, by member. */
export async function listDeliveries(
	db: Db,
	page: { broadcastId: number; afterId: number; limit: number; states?: readonly DeliveryState[] },
) {
	return await db
		.selectFrom('deliveries')
		.innerJoin('members', 'members.id', 'deliveries.member_id')
		.select([
			'deliveries.member_id as memberId',
			'members.public_id as memberPublicId',
			'members.name',
			'deliveries.channel',
			'deliveries.state',
			'deliveries.reason',
			'deliveries.attempts',
			'deliveries.sent_at as sentAt',
			'deliveries.at',
		])
		.where('deliveries.broadcast_id', '=', page.broadcastId)
		.where('deliveries.member_id', '>', page.afterId)
		.$if(page.states !== undefined, (query) => query.where('deliveries.state', 'in', page.states ?? []))
		.orderBy('deliveries.member_id')
		.limit(page.limit)
		.execute()
}

/** Takes what is still to be sent out of a broadcast, at most `limit` rows; answers how many. */
export async function skipRest(
	tx: Tx,
	rest: { broadcastId: number; reason: string; now: number; limit: number },
): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('deliveries')
		.set({ state: 'skipped', reason: rest.reason, at: rest.now })
		.where('broadcast_id', '=', rest.broadcastId)
		.where('state', '=', 'queued')
		.where('member_id', 'in', (eb) =>
			eb
				.selectFrom('deliveries')
				.select('member_id')
				.where('broadcast_id', '=', rest.broadcastId)
				.where('state', '=', 'queued')
				.orderBy('member_id')
				.limit(rest.limit),
		)
		.executeTakeFirst()
	return Number(numUpdatedRows)
}

/** How many opted out after they were sent a broadcast. */
export async function countOptOuts(db: Db, broadcastId: number): Promise<number> {
	const { n } = await db
		.selectFrom('deliveries')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('broadcast_id', '=', broadcastId)
		.where('reason', '=', OPTED_OUT)
		.where('state', 'in', ['sending', 'sent', 'delivered', 'read'])
		.executeTakeFirstOrThrow()
	return n
}

/** How many got each of some broadcasts. */
export async function countReached(db: Db, broadcastIds: readonly number[]): Promise<Map<number, number>> {
	if (broadcastIds.length === 0) return new Map()
	const rows = await db
		.selectFrom('deliveries')
		.select((eb) => ['broadcast_id', eb.fn.countAll<number>().as('n')])
		.where('broadcast_id', 'in', broadcastIds)
		.where('state', 'in', ['sent', 'delivered', 'read'])
		.groupBy('broadcast_id')
		.execute()
	return new Map(rows.map((row) => [row.broadcast_id, row.n]))
}

/** How many were sent a broadcast, counted no further than `most`. */
export async function countSentUpTo(db: Db, broadcastId: number, most: number): Promise<number> {
	const { n } = await db
		.selectFrom((from) =>
			from
				.selectFrom('deliveries')
				.select('member_id')
				.where('broadcast_id', '=', broadcastId)
				.where('state', 'in', ['sent', 'delivered', 'read'])
				.limit(most)
				.as('sent'),
		)
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.executeTakeFirstOrThrow()
	return n
}

/** Sends again what may have arrived: only when the merchant says so. Answers how many. */
export async function requeueUnknown(tx: Tx, broadcastId: number, now: number): Promise<number> {
	const { numUpdatedRows } = await tx
		.updateTable('deliveries')
		.set({ state: 'queued', reason: null, sending_at: null, due_at: now, at: now })
		.where('broadcast_id', '=', broadcastId)
		.where('state', '=', 'unknown')
		.executeTakeFirst()
	return Number(numUpdatedRows)
}

/** What is needed to write to the recipients of claimed rows. */
export async function listRecipients(db: Db, addressIds: readonly number[]) {
	return await db
		.selectFrom('addresses')
		.innerJoin('members', 'members.id', 'addresses.member_id')
		.select([
			'addresses.id as addressId',
			'addresses.address',
			'addresses.channel',
			'addresses.locale as addressLocale',
			'addresses.last_inbound_at as lastInboundAt',
			'members.id as memberId',
			'members.locale as memberLocale',
			'members.name',
		])
		.where('addresses.id', 'in', addressIds)
		.execute()
}

export type Recipient = Awaited<ReturnType<typeof listRecipients>>[number]
