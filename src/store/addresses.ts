import { compileOnce } from './compile-once.ts'
import { compiled } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type Address = Row<'addresses'>

export interface Contact {
	channel: string
	/** The platform's id of the person. */
	address: string
	name?: string | undefined
	username?: string | undefined
	/** The platform's idea of the person's language; never replaces one that is known already. */
	locale?: string | undefined
	/** ms UTC of the message. */
	at: number
}

// every message of every shopper begins with this
const upsert = compiled((db) =>
	db
		.insertInto('addresses')
		.values({
			channel: '',
			address: '',
			name: null,
			username: null,
			locale: null,
			reachable: 1,
			first_seen_at: 0,
			last_inbound_at: 0,
		})
		.onConflict((conflict) =>
			conflict.columns(['channel', 'address']).doUpdateSet((eb) => ({
				name: eb.fn.coalesce('excluded.name', 'addresses.name'),
				username: eb.fn.coalesce('excluded.username', 'addresses.username'),
				locale: eb.fn.coalesce('addresses.locale', 'excluded.locale'),
				reachable: eb.ref('excluded.reachable'),
				last_inbound_at: eb.ref('excluded.last_inbound_at'),
			})),
		)
		.returningAll(),
)

/** The row of a channel address, made at its first message and brought up to date by every later one. */
export async function ensureAddress(tx: Tx, contact: Contact): Promise<Address> {
	const { channel, address, name = null, username = null, locale = null, at } = contact
	const { rows } = await upsert(tx, [channel, address, name, username, locale, 1, at, at])
	if (!rows[0]) throw new Error('an address was written and not answered')
	return rows[0]
}

export async function getAddress(db: Db, id: number): Promise<Address> {
	return await db.selectFrom('addresses').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

export async function findAddressById(db: Db, id: number): Promise<Address | undefined> {
	return await db.selectFrom('addresses').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The same with the row's lock, so that two messages of one address never make two memberships. */
export async function lockAddress(tx: Tx, id: number): Promise<Address> {
	return await tx
		.updateTable('addresses')
		.set((eb) => ({ reachable: eb.ref('reachable') }))
		.where('id', '=', id)
		.returningAll()
		.executeTakeFirstOrThrow()
}

const selectByChannel = compileOnce((db: Db, values: { channel: string; address: string }) =>
	db.selectFrom('addresses').selectAll().where('channel', '=', values.channel).where('address', '=', values.address),
)

export async function findAddress(db: Db, channel: string, address: string): Promise<Address | undefined> {
	const [row] = await selectByChannel(db, { channel, address })
	return row
}

const selectOfMember = compileOnce((db: Db, values: { memberId: number }) =>
	db.selectFrom('addresses').selectAll().where('member_id', '=', values.memberId),
)

/** The addresses of a member, the one that linked first before the others. */
export async function listAddresses(db: Db, memberId: number): Promise<Address[]> {
	const rows = await selectOfMember(db, { memberId })
	// a member has few: sorting them in the statement takes SQLite six times as long as finding them
	return rows.sort((a, b) => (a.linked_at ?? 0) - (b.linked_at ?? 0) || a.id - b.id)
}

/** False when the platform says that nothing reaches the person any more; true again when she is back. */
export async function setReachable(tx: Tx, id: number, reachable: boolean): Promise<void> {
	await tx
		.updateTable('addresses')
		.set({ reachable: reachable ? 1 : 0 })
		.where('id', '=', id)
		.execute()
}

export async function setAddressLocale(tx: Tx, id: number, locale: string): Promise<void> {
	await tx.updateTable('addresses').set({ locale }).where('id', '=', id).execute()
}

/** Ties an address that is nobody's to a member; false when it belongs to somebody already. */
export async function claimAddress(tx: Tx, id: number, memberId: number, at: number): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('addresses')
		.set({ member_id: memberId, linked_at: at })
		.where('id', '=', id)
		.where('member_id', 'is', null)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/** The first code of a stranger stays; a later one replaces it only when the first was seen before `staleAt`. */
export async function claimReferralTouch(
	tx: Tx,
	touch: { addressId: number; code: string; at: number; staleAt: number },
): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('addresses')
		.set({ referral_code: touch.code, referral_at: touch.at })
		.where('id', '=', touch.addressId)
		.where('member_id', 'is', null)
		.where((eb) => eb.or([eb('referral_code', 'is', null), eb('referral_at', '<=', touch.staleAt)]))
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/** The newest consent of an address, kept on its row for the audience of a broadcast. */
export async function setPromotions(tx: Tx, id: number, granted: boolean, at: number): Promise<void> {
	await tx
		.updateTable('addresses')
		.set({ promotions: granted ? 1 : 0, promotions_at: at })
		.where('id', '=', id)
		.execute()
}

/** Strangers who said nothing since an instant, and addresses whose member has left. */
export async function listSilentStrangers(db: Db, silentSince: number, limit: number): Promise<Address[]> {
	return await db
		.selectFrom('addresses')
		.selectAll()
		.where('member_id', 'is', null)
		.where((eb) => eb.or([eb('last_inbound_at', 'is', null), eb('last_inbound_at', '<', silentSince)]))
		.orderBy('id')
		.limit(limit)
		.execute()
}
