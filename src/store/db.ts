import fs from 'node:fs'
import Database from 'better-sqlite3'
import {
	CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	Kysely,
	PostgresDialect,
	SqliteAdapter,
	SqliteDialect,
	SqliteDriver,
	type Transaction,
} from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { migrations } from '../../migrations/index.ts'
import { registerDirect } from './direct.ts'
import { createReader } from './reader.ts'
import type { Schema } from './schema.ts'
import { cacheStatements, type Statements } from './statements.ts'

/** May read. A Tx is one too; only a Tx may write, so the compiler refuses a write outside a transaction. */
export type Db = Pick<Kysely<Schema>, 'selectFrom' | 'selectNoFrom' | 'fn' | 'dynamic' | 'getExecutor'>

export type Tx = Transaction<Schema>

export type DatabaseKind = 'sqlite' | 'postgres'

export interface OpenDatabase {
	kind: DatabaseKind
	kysely: Kysely<Schema>
	/** For reads that may take long: on a SQLite file in a thread of their own, elsewhere the same as `kysely`. */
	reports: Kysely<Schema>
	/** Where it is, without a password. */
	place: string
	close(): Promise<void>
}

// pg answers bigint and numeric as text; every integer of ours is a safe one
pg.types.setTypeParser(pg.types.builtins.INT8, Number)
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number)

/** SqliteDriver whose transactions take the write lock at once: a deferred begin can fail with a busy snapshot. */
class ImmediateDriver extends SqliteDriver {
	readonly #raw: Database.Database
	constructor(config: ConstructorParameters<typeof SqliteDriver>[0], raw: Database.Database) {
		super(config)
		this.#raw = raw
	}
	override async beginTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(beginImmediate)
	}
	/** A full disk has rolled everything back already: a second rollback would fail, and hide what happened. */
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.#raw.inTransaction) await super.rollbackTransaction(connection)
	}
}

const beginImmediate = CompiledQuery.raw('begin immediate')

/** SQLite can: all of a migration happens or nothing, and of programs that start at once one makes it while others wait. */
class TransactionalAdapter extends SqliteAdapter {
	override get supportsTransactionalDdl() {
		return true
	}
}

class ImmediateDialect extends SqliteDialect {
	readonly #statements: Statements
	readonly #raw: Database.Database
	constructor(raw: Database.Database) {
		const statements = cacheStatements(raw)
		super({ database: statements })
		this.#statements = statements
		this.#raw = raw
	}
	override createDriver() {
		return new ImmediateDriver({ database: this.#statements }, this.#raw)
	}
	override createAdapter() {
		const adapter = new TransactionalAdapter()
		const raw = this.#raw
		registerDirect(adapter, { inTransaction: () => raw.inTransaction, execute: this.#statements.execute })
		return adapter
	}
}

const IN_MEMORY = ':memory:'

/** The file `sqlite:PATH` or a path means; undefined for a database that is none. */
export function findDatabaseFile(url: string): string | undefined {
	const place = sqlitePlace(url)
	return isPostgres(url) || place === IN_MEMORY ? undefined : place
}

const isPostgres = (url: string) => /^postgres(ql)?:\/\//i.test(url)

const sqlitePlace = (url: string) => url.replace(/^sqlite:(\/\/)?/i, '')

/** Names and birthdays stand in it: readable by its owner only, as are the files SQLite puts beside it. */
function makePrivate(file: string): void {
	if (file !== IN_MEMORY && !fs.existsSync(file)) fs.closeSync(fs.openSync(file, 'a', 0o600))
}

function openSqlite(file: string, readOnly: boolean): { dialect: Dialect; raw: Database.Database } {
	if (!readOnly) makePrivate(file)
	const raw = new Database(file, { readonly: readOnly })
	raw.pragma('busy_timeout = 5000')
	raw.pragma('foreign_keys = on')
	if (!readOnly) {
		raw.pragma('journal_mode = wal')
		// better-sqlite3 is built with NORMAL under WAL, which may lose an acknowledged webhook at a power cut
		raw.pragma('synchronous = full')
		// what a member has erased is overwritten, or her name could still be read from the file and every copy of it
		raw.pragma('secure_delete = on')
	}
	return { dialect: new ImmediateDialect(raw), raw }
}

/**
 * Opens `postgres://…` or a SQLite file (`sqlite:PATH`, a path, or `:memory:`), without migrating it.
 * Throws when the place cannot be opened.
 */
export function openDatabase(url: string, options: { readOnly?: boolean; poolSize?: number } = {}): OpenDatabase {
	if (isPostgres(url)) {
		const pool = new pg.Pool({ connectionString: url, max: options.poolSize ?? 10 })
		// a connection that dies is replaced at the next use; without a listener it would end the process, be it an idle
		// one or one between two statements of a transaction, whose next statement then fails
		pool.on('error', () => {})
		pool.on('connect', (client) => client.on('error', () => {}))
		const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
		const { host, pathname } = new URL(url)
		return {
			kind: 'postgres',
			kysely,
			reports: kysely,
			place: `postgres://${host}${pathname}`,
			close: () => kysely.destroy(),
		}
	}
	const file = sqlitePlace(url)
	const { dialect, raw } = openSqlite(file, options.readOnly ?? false)
	const kysely = new Kysely<Schema>({ dialect })
	// another connection would see a database in memory of its own
	const reader = raw.memory ? undefined : createReader(file)
	const close = async () => {
		await reader?.stop()
		await kysely.destroy()
		// destroy() closes nothing when no query was ever made
		if (raw.open) raw.close()
	}
	return { kind: 'sqlite', kysely, reports: reader?.kysely ?? kysely, place: file, close }
}

/** Brings the database to the newest layout; throws with the migration's own error. */
export async function migrate(database: OpenDatabase): Promise<void> {
	const migrator = new Migrator({
		db: database.kysely,
		provider: { getMigrations: async () => migrations },
	})
	const { error } = await migrator.migrateToLatest()
	if (error) throw error
}
