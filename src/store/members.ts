import { sql } from 'kysely'
import { compileEach, compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type Member = Row<'members'>

export type MemberChange = Partial<Omit<NewRow<'members'>, 'id' | 'public_id'>>

/** Columns of numbers that follow from a member's orders, written for many members by one statement. */
const figureNames = [
	'order_count',
	'purchase_days',
	'first_order_on',
	'last_order_on',
	'spend_minor',
	'nes',
	'nes_cycle_tenths',
	'nes_changes_on',
] as const

export type MemberFigures = Pick<Member, (typeof figureNames)[number]>

/** Members of one statement: some thousand parameters, below the limits of both databases. */
const MEMBERS_AT_ONCE = 500

/** Makes the rows of some members by one statement; answers them in the order given. */
export async function insertMembers(tx: Tx, members: readonly NewRow<'members'>[]): Promise<Member[]> {
	if (members.length === 0) return []
	const rows = await tx.insertInto('members').values(members).returningAll().execute()
	const made = new Map(rows.map((row) => [row.public_id, row]))
	return members.map(({ public_id }) => made.get(public_id) as Member)
}

export async function insertMember(tx: Tx, member: NewRow<'members'>): Promise<Member> {
	return await tx.insertInto('members').values(member).returningAll().executeTakeFirstOrThrow()
}

const changedMember = compileEach((tx: Tx, values: Record<string, never>, columns) =>
	tx
		.updateTable('members')
		.set(Object.fromEntries(columns.map((column) => [column, values[column]])))
		.where('id', '=', values['id'] as never as number),
)

/** Takes back a row that was made in the same transaction and that nothing points to yet. */
export async function deleteMember(tx: Tx, id: number): Promise<void> {
	await tx.deleteFrom('members').where('id', '=', id).execute()
}

export async function setMember(tx: Tx, id: number, change: MemberChange): Promise<void> {
	const columns = Object.keys(change)
	if (columns.length > 0) await changedMember(tx, { ...change, id } as never, columns)
}

const lockedMember = compileOnce((tx: Tx, is: { id: number }) =>
	tx
		.updateTable('members')
		.set((eb) => ({ next_seq: eb.ref('next_seq') }))
		.where('id', '=', is.id)
		.returningAll(),
)

/**
 * Takes the member's lock for the rest of the transaction and answers the row as it is then. Whoever changes points,
 * tier or order figures of a member holds it, so that nobody works on a state that another transaction is replacing.
 */
export async function lockMember(tx: Tx, id: number): Promise<Member> {
	const [member] = await lockedMember(tx, { id })
	if (!member) throw new Error(`no member ${id}`)
	return member
}

const memberById = compileOnce((db: Db, is: { id: number }) =>
	db.selectFrom('members').selectAll().where('id', '=', is.id),
)

export async function findMember(db: Db, id: number): Promise<Member | undefined> {
	return (await memberById(db, { id }))[0]
}

export async function getMember(db: Db, id: number): Promise<Member> {
	const member = await findMember(db, id)
	if (!member) throw new Error(`no member ${id}`)
	return member
}

export async function findMemberByPublicId(db: Db, publicId: string): Promise<Member | undefined> {
	return await db.selectFrom('members').selectAll().where('public_id', '=', publicId).executeTakeFirst()
}

export async function findMemberByReferralCode(db: Db, code: string): Promise<Member | undefined> {
	return await db.selectFrom('members').selectAll().where('referral_code', '=', code).executeTakeFirst()
}

/** Which of some referral codes somebody has already. */
export async function listTakenCodes(db: Db, codes: readonly string[]): Promise<string[]> {
	if (codes.length === 0) return []
	const rows = await db.selectFrom('members').select('referral_code').where('referral_code', 'in', codes).execute()
	return rows.map((row) => row.referral_code)
}

/** The member whom a shop knows by its own customer id; `ref` is `source:customer`. */
export async function findMemberByRef(db: Db, ref: string): Promise<Member | undefined> {
	return await db.selectFrom('members').selectAll().where('external_ref', '=', ref).orderBy('id').executeTakeFirst()
}

/** Follows aliases to the member that a merged one became. */
export async function findLivingMember(db: Db, id: number): Promise<Member | undefined> {
	let member = await findMember(db, id)
	// a merge of merged members makes a short chain; more would be a fault in the rows
	for (let step = 0; member?.merged_into && step < 10; step++) member = await findMember(db, member.merged_into)
	return member
}

export async function countMembers(db: Db): Promise<number> {
	const { n } = await db
		.selectFrom('members')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.executeTakeFirstOrThrow()
	return n
}

/** A page of members by id, for walks over all of them. */
export async function listMembersAfter(db: Db, afterId: number, limit: number): Promise<Member[]> {
	return await db.selectFrom('members').selectAll().where('id', '>', afterId).orderBy('id').limit(limit).execute()
}

/** Members with points to release or expire on or before a day. */
export async function listMembersToSettle(db: Db, today: number, limit: number): Promise<number[]> {
	const rows = await db
		.selectFrom('members')
		.select('id')
		.where('settle_on', '<=', today)
		.orderBy('settle_on')
		.limit(limit)
		.execute()
	return rows.map((row) => row.id)
}

/** Members whose NES tag changes on or before a day. */
export async function listMembersWithNesDue(db: Db, today: number, limit: number): Promise<Member[]> {
	return await db
		.selectFrom('members')
		.selectAll()
		.where('nes_changes_on', '<=', today)
		.orderBy('nes_changes_on')
		.limit(limit)
		.execute()
}

/** Members whose tier period ended before a day, by id. */
export async function listMembersWithTierEnded(
	db: Db,
	page: { today: number; afterId: number; limit: number },
): Promise<number[]> {
	const rows = await db
		.selectFrom('members')
		.select('id')
		.where('tier_ends_on', '<', page.today)
		.where('id', '>', page.afterId)
		.orderBy('id')
		.limit(page.limit)
		.execute()
	return rows.map((row) => row.id)
}

/** Purchase days and their span of every member with two or more, for the store cycle. */
export async function listPurchaseSpans(db: Db): Promise<{ days: number; spanDays: number }[]> {
	return await db
		.selectFrom('members')
		.select((eb) => [
			'purchase_days as days',
			eb(eb.ref('last_order_on'), '-', eb.ref('first_order_on')).as('spanDays'),
		])
		.where('purchase_days', '>=', 2)
		.$castTo<{ days: number; spanDays: number }>()
		.execute()
}

/** Writes the figures of members, five hundred by one statement. */
export async function setFigures(
	tx: Tx,
	changes: readonly (Partial<MemberFigures> & Pick<Member, 'id'>)[],
): Promise<void> {
	const [first] = changes
	if (!first) return
	const names = figureNames.filter((name) => name in first)
	const set = names.map((name, i) => sql`${sql.ref(name)} = given.${sql.ref(`column${i + 2}`)}`)
	for (let from = 0; from < changes.length; from += MEMBERS_AT_ONCE) {
		const values = changes
			.slice(from, from + MEMBERS_AT_ONCE)
			.map((one) => sql`(${sql.join([one.id, ...names.map((name) => one[name] ?? null)].map(asNumber))})`)
		await sql`
			update members set ${sql.join(set)}
			from (values ${sql.join(values)}) as given where members.id = given.column1`.execute(tx)
	}
}

const asNumber = (value: number | null) => sql`cast(${value} as bigint)`
