import type { Kysely } from 'kysely'
import type { Clock } from '../lib/clock.ts'
import type { NewId, RandomBytes } from '../lib/ids.ts'
import type { Keyring } from '../lib/keys.ts'
import type { Db, OpenDatabase, Tx } from './db.ts'
import type { Schema } from './schema.ts'

/** What a use case works with: one transaction, one instant, and everything that comes from outside. */
export interface Work {
	tx: Tx
	/** ms UTC; the same for the whole transaction. */
	now: number
	newId: NewId
	random: RandomBytes
	keys: Keyring
}

/** The open store: reads by `db`, writes only through transact. */
export interface Store {
	kind: OpenDatabase['kind']
	db: Db
	/** For reads that walk over many rows: on SQLite they run in a thread of their own and hold nobody up. */
	reports: Db
	now: Clock
	keys: Keyring
	/** Runs the work in one transaction; repeats it whole, at most five times, when the database was busy. */
	transact<T>(work: (work: Work) => Promise<T>): Promise<T>
	close(): Promise<void>
}

export interface StoreNeeds {
	database: OpenDatabase
	now: Clock
	newId: NewId
	random: RandomBytes
	keys: Keyring
}

const MAX_ATTEMPTS = 5

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** SQLite: no room, no file; PostgreSQL: classes 53 (no room), 57 (it ends or begins), 08, and a connection that broke. */
const STORE_FAILURE = /^(SQLITE_(FULL|IOERR|CANTOPEN|READONLY)|53|57P|08|ECONN|EPIPE|ETIMEDOUT)/

/** Whether the database itself failed, whatever the work was: the same work may be done when it is well again. */
export function isStoreFailure(error: unknown): boolean {
	// the driver gives a connection that broke no code
	const isBroken = error instanceof Error && error.message.startsWith('Connection terminated')
	return isBroken || STORE_FAILURE.test(codeOf(error))
}

/** Codes after which the same work may succeed: SQLite busy, PostgreSQL serialization failure and deadlock. */
function mayRetry(error: unknown): boolean {
	const code = codeOf(error)
	return code.startsWith('SQLITE_BUSY') || code === '40001' || code === '40P01'
}

export function createStore(needs: StoreNeeds): Store {
	const { database, now, newId, random, keys } = needs
	const kysely: Kysely<Schema> = database.kysely
	return {
		kind: database.kind,
		db: kysely,
		reports: database.reports,
		now,
		keys,
		async transact(work) {
			for (let attempt = 1; ; attempt++) {
				try {
					return await kysely.transaction().execute((tx) => work({ tx, now: now(), newId, random, keys }))
				} catch (error) {
					if (attempt >= MAX_ATTEMPTS || !mayRetry(error)) throw error
				}
			}
		},
		close: () => database.close(),
	}
}
