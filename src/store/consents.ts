import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Consent = Row<'consents'>

/** Appends to the log; nothing in it is ever changed but the original words, encrypted when the person is erased. */
export async function insertConsent(tx: Tx, consent: NewRow<'consents'>): Promise<void> {
	await tx.insertInto('consents').values(consent).execute()
}

export async function listConsents(db: Db, memberId: number): Promise<Consent[]> {
	return await db.selectFrom('consents').selectAll().where('member_id', '=', memberId).orderBy('id').execute()
}

/** What a member said last of a purpose without naming an address: the consent that came with an import. */
export async function findImportedConsent(db: Db, memberId: number, purpose: string): Promise<Consent | undefined> {
	return await db
		.selectFrom('consents')
		.selectAll()
		.where('member_id', '=', memberId)
		.where('purpose', '=', purpose)
		.where('address_id', 'is', null)
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst()
}

/** Replaces what identifies a person in one line of the log by a sealed copy. */
export async function sealConsent(tx: Tx, id: number, original: string | null): Promise<void> {
	await tx.updateTable('consents').set({ original, message_id: null, address_id: null }).where('id', '=', id).execute()
}

export async function moveConsents(tx: Tx, fromMemberId: number, intoMemberId: number): Promise<void> {
	await tx.updateTable('consents').set({ member_id: intoMemberId }).where('member_id', '=', fromMemberId).execute()
}
