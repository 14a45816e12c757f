import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type ApiKey = Row<'api_keys'>

export async function insertApiKey(tx: Tx, key: NewRow<'api_keys'>): Promise<void> {
	await tx.insertInto('api_keys').values(key).execute()
}

const selectByToken = compileOnce((db: Db, values: { tokenHash: string }) =>
	db.selectFrom('api_keys').selectAll().where('token_hash', '=', values.tokenHash),
)

/** The key of a token's keyed hash, revoked ones too. */
export async function findApiKeyByToken(db: Db, tokenHash: string): Promise<ApiKey | undefined> {
	const [row] = await selectByToken(db, { tokenHash })
	return row
}

export async function listApiKeys(db: Db): Promise<ApiKey[]> {
	return await db.selectFrom('api_keys').selectAll().orderBy('id').execute()
}

/** Notes a use; nothing is written when a later one is known already. */
export async function setApiKeyUsed(tx: Tx, id: number, at: number): Promise<void> {
	await tx
		.updateTable('api_keys')
		.set({ last_used_at: at })
		.where('id', '=', id)
		.where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', at)]))
		.execute()
}

/** Ends a key; false when there is none or it ended before. */
export async function claimApiKeyRevoked(tx: Tx, publicId: string, at: number): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('api_keys')
		.set({ revoked_at: at })
		.where('public_id', '=', publicId)
		.where('revoked_at', 'is', null)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}
