import type { CompiledQuery } from 'kysely'
import type { Tx } from './db.ts'
import type { NewRow, Schema } from './schema.ts'

/** SQLite takes at most 32,766 values in a statement, PostgreSQL 65,535. */
const MAX_VALUES = 2_000

/** One statement text, compiled once for a number of rows: with bulk rows, building it costs more than running it. */
function compileInsert(tx: Tx, table: keyof Schema, rows: readonly object[]): CompiledQuery {
	return tx
		.insertInto(table)
		.values(rows as never)
		.compile()
}

/**
 * Writes many rows of one table at once, for a store that is filled by a program: nothing is checked but what the
 * database checks. Every row must have the columns of the first.
 */
export async function insertRows<T extends keyof Schema>(tx: Tx, table: T, rows: readonly NewRow<T>[]): Promise<void> {
	const columns = Object.keys(rows[0] ?? {}) as (keyof NewRow<T>)[]
	if (columns.length === 0) return
	const size = Math.max(1, Math.floor(MAX_VALUES / columns.length))
	let known: CompiledQuery | undefined
	for (let at = 0; at < rows.length; at += size) {
		const chunk = rows.slice(at, at + size)
		if (!known || chunk.length < size) known = compileInsert(tx, table, chunk)
		const parameters = chunk.flatMap((row) => columns.map((column) => row[column] ?? null))
		await tx.executeQuery({ ...known, parameters })
	}
}
