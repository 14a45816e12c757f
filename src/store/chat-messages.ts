import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type ChatMessage = Row<'chat_messages'>

export async function insertChatMessage(tx: Tx, message: NewRow<'chat_messages'>): Promise<void> {
	await tx.insertInto('chat_messages').values(message).execute()
}

/** The last messages of a chat between a person and the staff, the oldest first. */
export async function listChatMessages(db: Db, addressId: number, limit: number): Promise<ChatMessage[]> {
	const rows = await db
		.selectFrom('chat_messages')
		.selectAll()
		.where('address_id', '=', addressId)
		.orderBy('id', 'desc')
		.limit(limit)
		.execute()
	return rows.reverse()
}

/** One message of a chat. */
export async function findChatMessage(db: Db, addressId: number, id: number): Promise<ChatMessage | undefined> {
	const query = db.selectFrom('chat_messages').selectAll().where('id', '=', id).where('address_id', '=', addressId)
	return await query.executeTakeFirst()
}

export async function deleteChatMessages(tx: Tx, addressIds: number[]): Promise<void> {
	if (addressIds.length > 0) await tx.deleteFrom('chat_messages').where('address_id', 'in', addressIds).execute()
}
