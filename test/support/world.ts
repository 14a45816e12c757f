import { randomBytes } from 'node:crypto'
import { threadId } from 'node:worker_threads'
import { Client } from 'pg'
import { inject } from 'vitest'
import { createNewId, secureRandom } from '../../src/lib/ids.ts'
import { createKeyring } from '../../src/lib/keys.ts'
import { type DatabaseKind, migrate, openDatabase } from '../../src/store/db.ts'
import { createStore, type Store } from '../../src/store/transact.ts'

/** Every store and use-case test runs on both: `describe.each(databases)('… on %s', (kind) => …)`. */
export const databases: DatabaseKind[] = ['sqlite', 'postgres']

/** A clock that only moves when told. */
export interface TestClock {
	(): number
	set(at: number | string): void
	advance(by: { days?: number; hours?: number; minutes?: number; ms?: number }): void
}

export function createTestClock(at: number | string = '2026-03-10T04:00:00Z'): TestClock {
	let now = typeof at === 'string' ? Date.parse(at) : at
	const clock = () => now
	return Object.assign(clock, {
		set: (to: number | string) => {
			now = typeof to === 'string' ? Date.parse(to) : to
		},
		advance: ({ days = 0, hours = 0, minutes = 0, ms = 0 }: Parameters<TestClock['advance']>[0]) => {
			now += ((days * 24 + hours) * 60 + minutes) * 60_000 + ms
		},
	})
}

export interface TestStore {
	store: Store
	clock: TestClock
	/** For a second node or a child process on the same database. */
	url: string
	close(): Promise<void>
}

/** One for each worker, so that two do not make the same at once. */
const TEMPLATE = `suki_template_${process.pid}_${threadId}`
let template: Promise<void> | undefined

async function onServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
	const client = new Client({ connectionString: inject('pgUrl') })
	await client.connect()
	try {
		return await work(client)
	} finally {
		await client.end()
	}
}

function urlOf(name: string): string {
	const url = new URL(inject('pgUrl'))
	url.pathname = `/${name}`
	return url.href
}

/** Migrates one database a worker; every test then copies it, which takes some 20 ms. */
function makeTemplate(): Promise<void> {
	template ??= (async () => {
		await onServer(async (client) => {
			await client.query(`drop database if exists ${TEMPLATE}`)
			await client.query(`create database ${TEMPLATE}`)
		})
		const database = openDatabase(urlOf(TEMPLATE), { poolSize: 1 })
		await migrate(database)
		await database.close()
	})()
	return template
}

/** Databases that were used and emptied: making one takes some hundred milliseconds, emptying one a few. */
const idle: string[] = []

const EMPTY = `
do $$
declare t record; filled boolean;
begin
	set local session_replication_role = replica;
	for t in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
		execute format('select exists(select 1 from %I)', t.tablename) into filled;
		if filled then execute format('delete from %I', t.tablename); end if;
	end loop;
	for t in select sequencename from pg_sequences where schemaname = 'public' and last_value is not null loop
		execute format('alter sequence %I restart', t.sequencename);
	end loop;
end $$`

async function emptyAndKeep(url: string): Promise<void> {
	const client = new Client({ connectionString: url })
	await client.connect()
	try {
		await client.query(EMPTY)
	} finally {
		await client.end()
	}
	idle.push(url)
}

async function placeFor(kind: DatabaseKind, file: string | undefined): Promise<string> {
	if (kind === 'sqlite') return file ?? ':memory:'
	const used = idle.pop()
	if (used) return used
	await makeTemplate()
	const name = `suki_${randomBytes(6).toString('hex')}`
	await onServer((client) => client.query(`create database ${name} template ${TEMPLATE}`))
	return urlOf(name)
}

/** An empty, migrated store with a clock of its own. SQLite lives in memory unless a file is given. */
export async function openTestStore(
	kind: DatabaseKind,
	options: { file?: string; at?: number | string } = {},
): Promise<TestStore> {
	const url = await placeFor(kind, options.file)
	const database = openDatabase(url, { poolSize: 8 })
	if (kind === 'sqlite') await migrate(database)
	const clock = createTestClock(options.at)
	const keys = createKeyring(Buffer.alloc(32, 7), secureRandom)
	const store = createStore({ database, now: clock, newId: createNewId(clock), random: secureRandom, keys })
	const close = async () => {
		await store.close()
		if (kind === 'postgres') await emptyAndKeep(url)
	}
	return { store, clock, url, close }
}
