import { sql } from 'kysely'
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
export const IN_FLIGHT = 'in flight when the program ended'

/** Who sends: the epoch of the lease on the channel's account. */
export interface Sender {
	broadcastId: number
	channel: string
	epoch: number
	now: number
}

export interface Claim {
	memberId: number
	addressId: number
	/** How often it was handed over before. */
	attempts: number
}

/**
 * Takes the next rows after a member, so that no other sender does. Going on from the last one matters: PostgreSQL would
 * walk over all rows that were claimed before.
 */
export async function claimDeliveries(tx: Tx, sender: Sender, afterId: number, limit: number): Promise<Claim[]> {
	const { broadcastId, channel, epoch, now } = sender
	const rows = await tx
		.updateTable('deliveries')
		.set({ state: 'claimed', epoch, at: now })
		.where('broadcast_id', '=', broadcastId)
		.where('member_id', 'in', (eb) =>
			eb
				.selectFrom('deliveries')
				.select('member_id')
				.where('broadcast_id', '=', broadcastId)
				.where('state', '=', 'queued')
				.where('channel', '=', channel)
				.where('member_id', '>', afterId)
				.where('due_at', '<=', now)
				.orderBy('member_id')
				.limit(limit)
				.$if(isPostgres(tx), (query) => query.forUpdate().skipLocked()),
		)
		.where('state', '=', 'queued')
		.returning(['member_id', 'address_id', 'attempts'])
		.execute()
	return rows
		.map((row) => ({ memberId: row.member_id, addressId: row.address_id ?? 0, attempts: row.attempts }))
		.sort((a, b) => a.memberId - b.memberId)
}

/** Gives back what a sender claimed and has not sent. */
export async function releaseClaims(tx: Tx, sender: Sender, memberIds?: readonly number[]): Promise<void> {
	if (memberIds?.length === 0) return
	await tx
		.updateTable('deliveries')
		.set({ state: 'queued', at: sender.now })
		.where('broadcast_id', '=', sender.broadcastId)
		.where('state', '=', 'claimed')
		.where('channel', '=', sender.channel)
		.where('epoch', '=', sender.epoch)
		.$if(memberIds !== undefined, (query) => query.where('member_id', 'in', memberIds ?? []))
		.execute()
}

/**
 * What an earlier sender of this account left: rows it had only claimed wait again; rows it was sending may have arrived,
 * so they become unknown. Answers the counts.
 */
export async function recoverDeliveries(tx: Tx, sender: Sender): Promise<{ requeued: number; unknown: number }> {
	const mine = tx
		.updateTable('deliveries')
		.where('broadcast_id', '=', sender.broadcastId)
		.where('channel', '=', sender.channel)
		.where('epoch', '<', sender.epoch)
	const requeued = await mine.set({ state: 'queued', at: sender.now }).where('state', '=', 'claimed').executeTakeFirst()
	const unknown = await mine
		.set({ state: 'unknown', reason: IN_FLIGHT, at: sender.now })
		.where('state', '=', 'sending')
		.executeTakeFirst()
	return { requeued: Number(requeued.numUpdatedRows), unknown: Number(unknown.numUpdatedRows) }
}

/** How many promotions a member may get, each since an instant; counted over all broadcasts. */
export interface Cap {
	since: number
	most: number
}

/** Promotions handed over to the member of a row, as a scalar to compare with the cap. */
export const countPromotions = (memberId: string, since: number) =>
	sql<number>`(select count(*) from deliveries as earlier
		where earlier.member_id = ${sql.ref(memberId)} and earlier.sending_at >= ${since})`

/**
 * The hand-over: marks claimed rows as being sent where at this moment the broadcast runs, the member consents on that
 * address, it is reachable and no cap is reached. Only for the members answered may the message go out.
 */
export async function markSending(
	tx: Tx,
	sender: Sender,
	memberIds: readonly number[],
	caps: readonly Cap[],
): Promise<number[]> {
	if (memberIds.length === 0) return []
	// two accounts may reach the same member at the same moment: the cap is counted under her lock
	if (isPostgres(tx))
		await tx.selectFrom('members').select('id').where('id', 'in', memberIds).orderBy('id').forUpdate().execute()
	const rows = await tx
		.updateTable('deliveries')
		.set((eb) => ({
			state: 'sending',
			sending_at: sender.now,
			at: sender.now,
			attempts: eb('attempts', '+', 1),
		}))
		.where('broadcast_id', '=', sender.broadcastId)
		.where('member_id', 'in', memberIds)
		.where('state', '=', 'claimed')
		.where('epoch', '=', sender.epoch)
		.where(({ exists, selectFrom }) =>
			exists(selectFrom('broadcasts').select('id').where('id', '=', sender.broadcastId).where('state', '=', 'sending')),
		)
		.where(({ exists, selectFrom }) =>
			exists(
				selectFrom('addresses')
					.select('addresses.id')
					.whereRef('addresses.id', '=', 'deliveries.address_id')
					.whereRef('addresses.member_id', '=', 'deliveries.member_id')
					.where('addresses.promotions', '=', 1)
					.where('addresses.reachable', '=', 1),
			),
		)
		.where((eb) => eb.and(caps.map(({ since, most }) => eb(countPromotions('deliveries.member_id', since), '<', most))))
		.returning('member_id')
		.execute()
	return rows.map((row) => row.member_id)
}

/** Rows that were refused at the hand-over get the reason; those that must only wait are queued again. */
export async function settleRefused(tx: Tx, sender: Sender, memberIds: readonly number[]): Promise<void> {
	if (memberIds.length === 0) return
	const rows = await tx
		.selectFrom('deliveries')
		.innerJoin('broadcasts', 'broadcasts.id', 'deliveries.broadcast_id')
		.leftJoin('addresses', (join) =>
			join
				.onRef('addresses.id', '=', 'deliveries.address_id')
				.onRef('addresses.member_id', '=', 'deliveries.member_id'),
		)
		.select(['deliveries.member_id', 'broadcasts.state as broadcast', 'addresses.promotions', 'addresses.reachable'])
		.where('deliveries.broadcast_id', '=', sender.broadcastId)
		.where('deliveries.member_id', 'in', memberIds)
		.where('deliveries.state', '=', 'claimed')
		.where('deliveries.epoch', '=', sender.epoch)
		.execute()
	for (const row of rows) {
		const id = { broadcastId: sender.broadcastId, memberId: row.member_id }
		if (row.broadcast !== 'sending') await releaseClaims(tx, sender, [row.member_id])
		else if (row.promotions === null) await setSkipped(tx, id, 'no address', sender.now)
		else if (row.promotions === 0) await setSkipped(tx, id, OPTED_OUT, sender.now)
		else if (row.reachable === 0) await setSkipped(tx, id, 'unreachable', sender.now)
		else await setSkipped(tx, id, 'over the cap', sender.now)
	}
}

interface DeliveryId {
	broadcastId: number
	memberId: number
}

async function setSkipped(tx: Tx, { broadcastId, memberId }: DeliveryId, reason: string, now: number): Promise<void> {
	await tx
		.updateTable('deliveries')
		.set({ state: 'skipped', reason, at: now })
		.where('broadcast_id', '=', broadcastId)
		.where('member_id', '=', memberId)
		.where('state', '=', 'claimed')
		.execute()
}

/** Gives up a claimed row that cannot even be written. */
export async function failClaim(tx: Tx, sender: Sender, memberId: number, reason: string): Promise<void> {
	await tx
		.updateTable('deliveries')
		.set({ state: 'failed', reason, at: sender.now })
		.where('broadcast_id', '=', sender.broadcastId)
		.where('member_id', '=', memberId)
		.where('state', '=', 'claimed')
		.where('epoch', '=', sender.epoch)
		.execute()
}

export type DeliveryOutcome = { memberId: number; addressId: number } & (
	| { kind: 'sent'; platformMessageId: string }
	| { kind: 'failed'; reason: string; unreachable: boolean }
	| { kind: 'unknown'; reason: string }
	/** Surely not delivered: waits until an instant. */
	| { kind: 'retry'; dueAt: number }
)

/** Keeps what became of rows that were handed over. */
export async function setOutcomes(tx: Tx, sender: Sender, outcomes: readonly DeliveryOutcome[]): Promise<void> {
	const sent = outcomes.filter((outcome) => outcome.kind === 'sent')
	if (sent.length > 0) await setDelivered(tx, sender, sent)
	for (const outcome of outcomes) {
		if (outcome.kind === 'sent') continue
		await tx
			.updateTable('deliveries')
			.set({ at: sender.now, ...changeFor(outcome) })
			.where('broadcast_id', '=', sender.broadcastId)
			.where('member_id', '=', outcome.memberId)
			.where('state', 'in', ['sending', 'unknown'])
			.where('epoch', '=', sender.epoch)
			.execute()
	}
}

/** What surely did not arrive does not count in the caps: it has no instant of sending. */
function changeFor(outcome: Exclude<DeliveryOutcome, { kind: 'sent' }>) {
	if (outcome.kind === 'unknown') return { state: 'unknown', reason: outcome.reason }
	if (outcome.kind === 'failed') return { state: 'failed', reason: outcome.reason, sending_at: null }
	return { state: 'queued', due_at: outcome.dueAt, sending_at: null }
}

async function setDelivered(
	tx: Tx,
	{ broadcastId, epoch, now }: Sender,
	sent: readonly { memberId: number; platformMessageId: string }[],
): Promise<void> {
	const values = sent.map((one) => sql`(cast(${one.memberId} as bigint), cast(${one.platformMessageId} as text))`)
	// an opt-out may have left its reason in the meantime
	await sql`
		update deliveries set state = 'sent', sent_at = ${now}, at = ${now}, platform_message_id = sent.column2,
			reason = case when deliveries.state = 'unknown' then null else deliveries.reason end
		from (values ${sql.join(values)}) as sent
		where deliveries.broadcast_id = ${broadcastId} and deliveries.member_id = sent.column1
			and deliveries.state in ('sending', 'unknown') and deliveries.epoch = ${epoch}`.execute(tx)
}

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

/** A later word of the platform on a message; states only move forward. */
export async function setDeliveryStatus(
	tx: Tx,
	status: {
		channel: string
		address: string
		platformMessageId: string
		state: keyof typeof BEFORE
		reason?: string
		at: number
	},
): Promise<void> {
	await tx
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
		.execute()
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
