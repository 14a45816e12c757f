import type { Db, Tx } from './db.ts'
import { MAX_INBOX_ATTEMPTS } from './inbox.ts'
import type { NewRow, Row } from './schema.ts'

// What a person may ask to see or to have erased lies in the tables of every noun; it is in one file so that nothing
// is forgotten.

/** Every order of a member with the name of its source, oldest first. */
export async function listOrdersOf(db: Db, memberId: number): Promise<(Row<'orders'> & { source: string })[]> {
	return await db
		.selectFrom('orders')
		.innerJoin('sources', 'sources.id', 'orders.source_id')
		.selectAll('orders')
		.select('sources.name as source')
		.where('orders.member_id', '=', memberId)
		.orderBy('orders.placed_at')
		.orderBy('orders.external_id')
		.execute()
}

/** What was said between a member and the shop's staff, oldest first. */
export async function listChatOf(db: Db, memberId: number): Promise<Row<'chat_messages'>[]> {
	return await db
		.selectFrom('chat_messages')
		.innerJoin('addresses', 'addresses.id', 'chat_messages.address_id')
		.selectAll('chat_messages')
		.where('addresses.member_id', '=', memberId)
		.orderBy('chat_messages.id')
		.execute()
}

/** An address as erasing it needs it. */
type Erasable = Pick<Row<'addresses'>, 'id' | 'channel' | 'address'>

/** Takes what identifies a person, and every free text, off the rows of her addresses; the rows stay, nobody's. */
export async function eraseAddresses(tx: Tx, addresses: readonly Erasable[], at: number): Promise<void> {
	const addressIds = addresses.map((address) => address.id)
	if (addressIds.length === 0) return
	for (const table of ['sessions', 'chat_messages', 'unknown_texts', 'outbox'] as const)
		await tx.deleteFrom(table).where('address_id', 'in', addressIds).execute()
	await tx.updateTable('deliveries').set({ address_id: null }).where('address_id', 'in', addressIds).execute()
	await eraseMessages(tx, addresses, at)
	await tx
		.updateTable('addresses')
		.set({
			member_id: null,
			name: null,
			username: null,
			linked_at: null,
			referral_code: null,
			referral_at: null,
			promotions: 0,
			promotions_at: null,
			// silent since ever: the next round of the retention job takes the row itself
			last_inbound_at: null,
		})
		.where('id', 'in', addressIds)
		.execute()
}

/**
 * Empties what was received and is handled, and what nobody could handle, which would otherwise be kept for ever. The
 * address goes as well: on WhatsApp it is the phone. A message that still waits for its turn stays.
 */
async function eraseMessages(tx: Tx, addresses: readonly Erasable[], at: number): Promise<void> {
	for (const { channel, address } of addresses)
		await tx
			.updateTable('inbox')
			.set((eb) => ({ event: '{}', address: '', error: null, handled_at: eb.fn.coalesce('handled_at', eb.val(at)) }))
			.where('channel', '=', channel)
			.where('address', '=', address)
			.where((eb) => eb.or([eb('handled_at', 'is not', null), eb('attempts', '>=', MAX_INBOX_ATTEMPTS)]))
			.execute()
}

/** Deletes addresses that belong to nobody, with what they said. */
export async function deleteAddresses(tx: Tx, addresses: readonly Erasable[], at: number): Promise<void> {
	if (addresses.length === 0) return
	await eraseAddresses(tx, addresses, at)
	const ids = addresses.map((address) => address.id)
	await tx.deleteFrom('addresses').where('id', 'in', ids).execute()
}

/** Takes what identifies a member off her own rows and her orders; figures, points and dates stay. */
export async function eraseMember(tx: Tx, memberId: number, at: number): Promise<void> {
	await tx.deleteFrom('member_tags').where('member_id', '=', memberId).execute()
	await tx.deleteFrom('member_phones').where('member_id', '=', memberId).execute()
	await tx.updateTable('staff').set({ member_id: null }).where('member_id', '=', memberId).execute()
	await tx
		.updateTable('orders')
		.set({ customer_ref: null, guest_hash: null })
		.where('member_id', '=', memberId)
		.execute()
	await eraseReviews(tx, memberId)
	// the reason of a posting by hand is the only free text of the ledger
	await tx
		.updateTable('entries')
		.set({ facts: null })
		.where('member_id', '=', memberId)
		.where('kind', 'in', ['adjust', 'forgive'])
		.execute()
	await tx
		.updateTable('members')
		.set({
			status: 'left',
			left_at: at,
			name: '',
			locale: null,
			email: null,
			birthday_month: null,
			birthday_day: null,
			birthday_set_at: null,
			external_ref: null,
		})
		.where('id', '=', memberId)
		.execute()
}

/** Reports of a member that were put before a person, decided or not: what names her goes, what it is about stays. */
async function eraseReviews(tx: Tx, memberId: number): Promise<void> {
	const rows = await tx
		.selectFrom('order_reviews')
		.leftJoin('orders', (join) =>
			join
				.onRef('orders.source_id', '=', 'order_reviews.source_id')
				.onRef('orders.external_id', '=', 'order_reviews.external_id'),
		)
		.select(['order_reviews.id', 'order_reviews.report'])
		.where((eb) =>
			eb.or([
				eb('orders.member_id', '=', memberId),
				// keys are sorted and dates come after it, so that a comma follows
				eb('order_reviews.report', 'like', `%"memberId":${memberId},%`),
			]),
		)
		.execute()
	for (const { id, report } of rows) {
		const { customerRef: _, phoneHash: __, couponCodes: ___, ...kept } = JSON.parse(report) as Record<string, unknown>
		await tx
			.updateTable('order_reviews')
			.set({ report: JSON.stringify(kept) })
			.where('id', '=', id)
			.execute()
	}
}

/** Orders keep their id and count for another member. */
export async function moveOrders(tx: Tx, fromMemberId: number, intoMemberId: number): Promise<void> {
	await tx.updateTable('orders').set({ member_id: intoMemberId }).where('member_id', '=', fromMemberId).execute()
}

export async function insertMerge(tx: Tx, merge: NewRow<'member_merges'>): Promise<void> {
	await tx.insertInto('member_merges').values(merge).execute()
}
