import type { Compilable, CompiledQuery, QueryResult } from 'kysely'
import type { Db, Tx } from './db.ts'
import { findDirect } from './direct.ts'

/** True on PostgreSQL, where rows are locked one by one; SQLite has one writer at a time. */
export function isPostgres(db: Db): boolean {
	return db.getExecutor().adapter.supportsMultipleConnections !== false
}

type Executor = Pick<Tx, 'executeQuery'>

/**
 * A statement of a hot path, compiled once for each database. The query is built with any values; every call gives the
 * real ones, in the order in which they stand in the text.
 */
export function compiled<O>(
	build: (db: Tx) => Compilable<O>,
): (db: Db, parameters: readonly unknown[]) => Promise<QueryResult<O>> {
	const known: { postgres?: CompiledQuery<O>; sqlite?: CompiledQuery<O> } = {}
	return async (db, parameters) => {
		const kind = isPostgres(db) ? 'postgres' : 'sqlite'
		known[kind] ??= build(db as Tx).compile()
		const direct = findDirect(db)
		if (direct) return direct.execute(known[kind].sql, parameters) as QueryResult<O>
		return await (db as Db & Executor).executeQuery({ ...known[kind], parameters })
	}
}
