import { sql } from 'kysely'
import { isPostgres } from './compiled.ts'
import type { Tx } from './db.ts'
import { OPTED_OUT } from './deliveries.ts'

// A row on its way from the queue to the platform: claimed, handed over, and what became of it.

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

/** Takes the one row whose person wrote last: an account that may send few sends to those who are likeliest to answer. */
export async function claimMostRecent(tx: Tx, sender: Sender): Promise<Claim[]> {
	const { broadcastId, channel, epoch, now } = sender
	const next = await tx
		.selectFrom('deliveries')
		.innerJoin('addresses', 'addresses.id', 'deliveries.address_id')
		.select('deliveries.member_id')
		.where('deliveries.broadcast_id', '=', broadcastId)
		.where('deliveries.state', '=', 'queued')
		.where('deliveries.channel', '=', channel)
		.where('deliveries.due_at', '<=', now)
		.where('addresses.last_inbound_at', 'is not', null)
		.orderBy('addresses.last_inbound_at', 'desc')
		.orderBy('deliveries.member_id')
		.limit(1)
		.$if(isPostgres(tx), (query) => query.forUpdate('deliveries').skipLocked())
		.executeTakeFirst()
	if (!next) return []
	const rows = await tx
		.updateTable('deliveries')
		.set({ state: 'claimed', epoch, at: now })
		.where('broadcast_id', '=', broadcastId)
		.where('member_id', '=', next.member_id)
		.where('state', '=', 'queued')
		.returning(['member_id', 'address_id', 'attempts'])
		.execute()
	return rows.map((row) => ({ memberId: row.member_id, addressId: row.address_id ?? 0, attempts: row.attempts }))
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
	const memberIds = sql.join(sent.map((one) => one.memberId))
	// without the list SQLite walks over every row of the broadcast; an opt-out may have left its reason in the meantime
	await sql`
		update deliveries set state = 'sent', sent_at = ${now}, at = ${now}, platform_message_id = sent.column2,
			reason = case when deliveries.state = 'unknown' then null else deliveries.reason end
		from (values ${sql.join(values)}) as sent
		where deliveries.broadcast_id = ${broadcastId} and deliveries.member_id in (${memberIds})
			and deliveries.member_id = sent.column1 and deliveries.state in ('sending', 'unknown') and deliveries.epoch = ${epoch}`.execute(
		tx,
	)
}
