import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Staff = Row<'staff'>

/** Adds a person; undefined when somebody has the login already. */
export async function insertStaff(tx: Tx, staff: NewRow<'staff'>): Promise<Staff | undefined> {
	return await tx
		.insertInto('staff')
		.values(staff)
		.onConflict((conflict) => conflict.column('login').doNothing())
		.returningAll()
		.executeTakeFirst()
}

export async function findStaffByLogin(db: Db, login: string): Promise<Staff | undefined> {
	return await db
		.selectFrom('staff')
		.selectAll()
		.where('login', '=', login)
		.where('revoked_at', 'is', null)
		.executeTakeFirst()
}

export async function findStaff(db: Db, id: number): Promise<Staff | undefined> {
	return await db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function listStaff(db: Db): Promise<Staff[]> {
	return await db.selectFrom('staff').selectAll().orderBy('id').execute()
}

/** Whether somebody can sign in as owner. */
export async function hasOwner(db: Db): Promise<boolean> {
	const row = await db
		.selectFrom('staff')
		.select('id')
		.where('role', '=', 'owner')
		.where('revoked_at', 'is', null)
		.limit(1)
		.executeTakeFirst()
	return row !== undefined
}

export async function setStaffLocale(tx: Tx, id: number, locale: string): Promise<void> {
	await tx.updateTable('staff').set({ locale }).where('id', '=', id).execute()
}

/** The chat address that tests of broadcasts go to. */
export async function setStaffAddress(tx: Tx, id: number, addressId: number | null): Promise<void> {
	await tx.updateTable('staff').set({ address_id: addressId }).where('id', '=', id).execute()
}
