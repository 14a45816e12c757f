import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type MemberPhone = Row<'member_phones'>

export async function findPhone(db: Db, phoneHash: string): Promise<MemberPhone | undefined> {
	return await db.selectFrom('member_phones').selectAll().where('phone_hash', '=', phoneHash).executeTakeFirst()
}

export async function listPhones(db: Db, memberId: number): Promise<MemberPhone[]> {
	return await db
		.selectFrom('member_phones')
		.selectAll()
		.where('member_id', '=', memberId)
		.orderBy('added_at')
		.execute()
}

/** Adds a phone; false when it is somebody's already. */
export async function insertPhone(tx: Tx, phone: NewRow<'member_phones'>): Promise<boolean> {
	const { numInsertedOrUpdatedRows = 0n } = await tx
		.insertInto('member_phones')
		.values(phone)
		.onConflict((conflict) => conflict.column('phone_hash').doNothing())
		.executeTakeFirst()
	return numInsertedOrUpdatedRows > 0n
}

/** Adds phones by one statement; those that are somebody's already are left out. */
export async function insertPhones(tx: Tx, phones: readonly NewRow<'member_phones'>[]): Promise<void> {
	if (phones.length === 0) return
	await tx
		.insertInto('member_phones')
		.values(phones)
		.onConflict((conflict) => conflict.column('phone_hash').doNothing())
		.execute()
}

/** Notes that the member proved to hold the phone; a second proof keeps the first date. */
export async function setPhoneVerified(tx: Tx, phoneHash: string, at: number): Promise<void> {
	await tx
		.updateTable('member_phones')
		.set({ verified_at: at })
		.where('phone_hash', '=', phoneHash)
		.where('verified_at', 'is', null)
		.execute()
}

export async function movePhones(tx: Tx, fromMemberId: number, intoMemberId: number): Promise<void> {
	await tx.updateTable('member_phones').set({ member_id: intoMemberId }).where('member_id', '=', fromMemberId).execute()
}
