import type { CompiledQuery } from 'kysely'
import { isPostgres } from './compiled.ts'
import type { Tx } from './db.ts'
import type { NewRow, Schema } from './schema.ts'

/** Rows of one statement; few sizes, so that few texts are built. 64 rows of the widest table stay far below any limit. */
const SIZES = [64, 8, 1]

// with bulk rows, building a statement costs more than running it: kept by database kind, table, columns and size
const texts = new Map<string, CompiledQuery>()

function textFor(tx: Tx, table: keyof Schema, rows: readonly object[]): CompiledQuery {
	const name = `${isPostgres(tx)} ${table} ${Object.keys(rows[0] ?? {}).join()} ${rows.length}`
	let known = texts.get(name)
	if (!known) {
		known = tx
			.insertInto(table)
			.values(rows as never)
			.compile()
		texts.set(name, known)
	}
	return known
}

/**
 * Writes many rows of one table at once, for a store that a program fills: nothing is checked but what the database
 * checks. Every row must have the columns of the first.
 */
export async function insertRows<T extends keyof Schema>(tx: Tx, table: T, rows: readonly NewRow<T>[]): Promise<void> {
	const columns = Object.keys(rows[0] ?? {}) as (keyof NewRow<T>)[]
	for (let at = 0; at < rows.length; ) {
		const size = SIZES.find((one) => one <= rows.length - at) ?? 1
		const chunk = rows.slice(at, at + size)
		const parameters = chunk.flatMap((row) => columns.map((column) => row[column] ?? null))
		await tx.executeQuery({ ...textFor(tx, table, chunk), parameters })
		at += size
	}
}
