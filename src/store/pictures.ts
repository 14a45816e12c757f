import type { Db, Tx } from './db.ts'
import type { NewRow } from './schema.ts'

/** Keeps a picture once, however often it is used; one that is there already counts as kept anew. */
export async function insertPicture(tx: Tx, picture: NewRow<'pictures'>): Promise<void> {
	await tx
		.insertInto('pictures')
		.values(picture)
		.onConflict((conflict) => conflict.column('hash').doUpdateSet({ kept_at: picture.kept_at }))
		.execute()
}

/** The kind of a picture and its bytes as base64. */
export async function findPicture(db: Db, hash: string): Promise<{ mime: string; base64: string } | undefined> {
	return await db.selectFrom('pictures').select(['mime', 'base64']).where('hash', '=', hash).executeTakeFirst()
}

/** Puts off that an unused picture is forgotten; false when it has been. */
export async function keepPicture(tx: Tx, hash: string, now: number): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('pictures')
		.set({ kept_at: now })
		.where('hash', '=', hash)
		.executeTakeFirst()
	return numUpdatedRows === 1n
}

/** Deletes pictures that no broadcast uses and that were last kept before an instant; answers how many. */
export async function deleteUnusedPictures(tx: Tx, before: number): Promise<number> {
	const { numDeletedRows } = await tx
		.deleteFrom('pictures')
		.where('kept_at', '<', before)
		.where(({ not, exists, selectFrom }) =>
			not(exists(selectFrom('broadcasts').select('id').whereRef('broadcasts.picture', '=', 'pictures.hash'))),
		)
		.executeTakeFirst()
	return Number(numDeletedRows)
}
