import { compileOnce } from './compile-once.ts'
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

const staffByAddress = compileOnce((db: Db, of: { addressId: number }) =>
	db.selectFrom('staff').selectAll().where('address_id', '=', of.addressId).where('revoked_at', 'is', null),
)

/** The person of the shop who writes from an address; asked at every message, so that a revoked one is a shopper at once. */
export async function findStaffByAddress(db: Db, addressId: number): Promise<Staff | undefined> {
	return (await staffByAddress(db, { addressId }))[0]
}

export async function findStaffByPublicId(db: Db, publicId: string): Promise<Staff | undefined> {
	return await db.selectFrom('staff').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

/** Ties a chat address to a person of the shop, and to nobody else of it. */
export async function claimStaffAddress(
	tx: Tx,
	tie: { staffId: number; addressId: number; memberId: number | null },
): Promise<void> {
	await tx.updateTable('staff').set({ address_id: null }).where('address_id', '=', tie.addressId).execute()
	await tx
		.updateTable('staff')
		.set({ address_id: tie.addressId, ...(tie.memberId === null ? {} : { member_id: tie.memberId }) })
		.where('id', '=', tie.staffId)
		.execute()
}

/** Ends a person's work for the shop; false when it ended before. */
export async function claimStaffRevoked(tx: Tx, id: number, at: number): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('staff')
		.set({ revoked_at: at, address_id: null })
		.where('id', '=', id)
		.where('revoked_at', 'is', null)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/** Whether somebody else can sign in as owner. */
export async function hasOtherOwner(db: Db, id: number): Promise<boolean> {
	const row = await db
		.selectFrom('staff')
		.select('id')
		.where('role', '=', 'owner')
		.where('revoked_at', 'is', null)
		.where('id', '<>', id)
		.limit(1)
		.executeTakeFirst()
	return row !== undefined
}

/** Takes the person's lock for the rest of the transaction, so that what she did is summed up once at a time. */
export async function lockStaff(tx: Tx, id: number): Promise<Staff> {
	return await tx
		.updateTable('staff')
		.set((eb) => ({ role: eb.ref('role') }))
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirstOrThrow()
}

export async function setStaffRole(tx: Tx, id: number, role: string): Promise<void> {
	await tx.updateTable('staff').set({ role }).where('id', '=', id).execute()
}

/** Whether somebody else has a login, or had it and works here no more. */
export async function isLoginTaken(db: Db, login: string, exceptId: number): Promise<boolean> {
	const row = await db
		.selectFrom('staff')
		.select('id')
		.where('login', '=', login)
		.where('id', '<>', exceptId)
		.executeTakeFirst()
	return row !== undefined
}

/** Gives a person her way to sign in. */
export async function setLogin(tx: Tx, id: number, way: { login: string; password: string }): Promise<void> {
	await tx.updateTable('staff').set(way).where('id', '=', id).execute()
}
