import type { Db, Tx } from './db.ts'
import type { NewRow } from './schema.ts'

/** A signed-in person of the shop. */
export interface SignedIn {
	tokenHash: string
	seenAt: number
	expiresAt: number
	staffId: number
	publicId: string
	name: string
	role: string
	locale: string | null
	addressId: number | null
}

export async function insertSession(tx: Tx, session: NewRow<'console_sessions'>): Promise<void> {
	await tx.insertInto('console_sessions').values(session).execute()
}

/** Who a session belongs to; undefined when it ended, was idle since `idleSince`, or its person was revoked. */
export async function findSignedIn(
	db: Db,
	session: { tokenHash: string; now: number; idleSince: number },
): Promise<SignedIn | undefined> {
	return await db
		.selectFrom('console_sessions as s')
		.innerJoin('staff', 'staff.id', 's.staff_id')
		.select([
			's.token_hash as tokenHash',
			's.seen_at as seenAt',
			's.expires_at as expiresAt',
			'staff.id as staffId',
			'staff.public_id as publicId',
			'staff.name as name',
			'staff.role as role',
			'staff.locale as locale',
			'staff.address_id as addressId',
		])
		.where('s.token_hash', '=', session.tokenHash)
		.where('s.expires_at', '>', session.now)
		.where('s.seen_at', '>', session.idleSince)
		.where('staff.revoked_at', 'is', null)
		.executeTakeFirst()
}

export async function setSessionSeen(tx: Tx, tokenHash: string, at: number): Promise<void> {
	await tx
		.updateTable('console_sessions')
		.set({ seen_at: at })
		.where('token_hash', '=', tokenHash)
		.where('seen_at', '<', at)
		.execute()
}

export async function deleteSession(tx: Tx, tokenHash: string): Promise<void> {
	await tx.deleteFrom('console_sessions').where('token_hash', '=', tokenHash).execute()
}

/** Signs a person out everywhere. */
export async function deleteSessionsOf(tx: Tx, staffId: number): Promise<void> {
	await tx.deleteFrom('console_sessions').where('staff_id', '=', staffId).execute()
}

/** Removes sessions that ended; answers how many. */
export async function deleteEndedSessions(tx: Tx, now: number): Promise<number> {
	const { numDeletedRows } = await tx.deleteFrom('console_sessions').where('expires_at', '<=', now).executeTakeFirst()
	return Number(numDeletedRows)
}
