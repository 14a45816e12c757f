import type { CompiledQuery } from 'kysely'
import type { Db, Tx } from './db.ts'
import type { NewRow, Row } from './schema.ts'

export type ApiKey = Row<'api_keys'>

export async function insertApiKey(tx: Tx, key: NewRow<'api_keys'>): Promise<void> {
	await tx.insertInto('api_keys').values(key).execute()
}

// asked by every request of the API: compiled once for each database
const byToken = new WeakMap<object, CompiledQuery>()

/** The key of a token's keyed hash, revoked ones too. */
export async function findApiKeyByToken(db: Db, tokenHash: string): Promise<ApiKey | undefined> {
	const executor = db.getExecutor()
	let query = byToken.get(executor.adapter)
	if (!query) {
		query = db.selectFrom('api_keys').selectAll().where('token_hash', '=', tokenHash).compile()
		byToken.set(executor.adapter, query)
	}
	const { rows } = await executor.executeQuery<ApiKey>({ ...query, parameters: [tokenHash] })
	return rows[0]
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
