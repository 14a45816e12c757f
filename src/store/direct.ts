import type { Kysely, QueryResult } from 'kysely'
import type { Db } from './db.ts'
import type { Schema } from './schema.ts'

/** A SQLite connection as statements of hot paths use it: what Kysely does around each costs as much as a small one. */
export interface Direct {
	inTransaction(): boolean
	execute(text: string, parameters: readonly unknown[]): QueryResult<unknown>
}

const connections = new WeakMap<object, Direct>()

/** Makes a connection known by the adapter that all handles on it share. */
export function registerDirect(adapter: object, direct: Direct): void {
	connections.set(adapter, direct)
}

/**
 * The connection itself where the handle may use it at this moment: it is the transaction's own, or there is none, whose
 * uncommitted rows would be seen. Undefined elsewhere: then Kysely waits for its turn.
 */
export function findDirect(db: Db): Direct | undefined {
	const direct = connections.get(db.getExecutor().adapter)
	return direct && (!direct.inTransaction() || (db as Kysely<Schema>).isTransaction) ? direct : undefined
}
