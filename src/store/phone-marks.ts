import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type PhoneMark = Row<'phone_marks'>

/**
 * What stays known of a phone or a channel address by its keyed hash alone: that it was a member's who left, that it
 * took a reward for joining (both until a date), that it asked for no promotions.
 */
export type MarkKind = 'left' | 'rewarded' | 'opted-out'

export interface Mark {
	hash: string
	kind: MarkKind
	at: number
	/** ms UTC after which the mark means nothing; null = kept. */
	until: number | null
	/** Encrypted. */
	note: string | null
}

/** Sets a mark; an existing one is kept when it lasts longer. */
export async function setMark(tx: Tx, mark: Mark): Promise<void> {
	const { hash, kind, at, until, note } = mark
	await tx
		.insertInto('phone_marks')
		.values({ phone_hash: hash, kind, at, until, note })
		.onConflict((conflict) =>
			conflict
				.columns(['phone_hash', 'kind'])
				.doUpdateSet((eb) => ({ at, until, note: eb.fn.coalesce('excluded.note', 'phone_marks.note') }))
				.where((eb) =>
					eb.or([
						eb(eb.ref('excluded.until'), 'is', null),
						eb.and([
							eb(eb.ref('phone_marks.until'), 'is not', null),
							eb(eb.ref('excluded.until'), '>=', eb.ref('phone_marks.until')),
						]),
					]),
				),
		)
		.execute()
}

/** Which of the hashes carry a mark that still counts at an instant. */
export async function listMarked(db: Db, kind: MarkKind, hashes: readonly string[], now: number): Promise<string[]> {
	if (hashes.length === 0) return []
	const rows = await db
		.selectFrom('phone_marks')
		.select('phone_hash')
		.where('kind', '=', kind)
		.where('phone_hash', 'in', hashes)
		.where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now)]))
		.execute()
	return rows.map((row) => row.phone_hash)
}

export async function findMark(db: Db, kind: MarkKind, hash: string): Promise<PhoneMark | undefined> {
	return await db
		.selectFrom('phone_marks')
		.selectAll()
		.where('kind', '=', kind)
		.where('phone_hash', '=', hash)
		.executeTakeFirst()
}

export async function hasMark(db: Db, kind: MarkKind, hash: string, now: number): Promise<boolean> {
	return (await listMarked(db, kind, [hash], now)).length > 0
}

export async function deleteMarks(tx: Tx, kind: MarkKind, hashes: readonly string[]): Promise<void> {
	if (hashes.length === 0) return
	await tx.deleteFrom('phone_marks').where('kind', '=', kind).where('phone_hash', 'in', hashes).execute()
}

export async function deleteStaleMarks(tx: Tx, now: number): Promise<void> {
	await tx.deleteFrom('phone_marks').where('until', '<=', now).execute()
}
