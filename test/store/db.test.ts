import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, openDatabase } from '../../src/store/db.ts'
import { getSettings, setSettings } from '../../src/store/settings.ts'
import { isStoreFailure } from '../../src/store/transact.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('the store on %s', (kind) => {
	let world: TestStore
	beforeEach(async () => {
		world = await openTestStore(kind)
	})
	afterEach(() => world.close())

	test('rolls the whole work back when it throws', async () => {
		const work = world.store.transact(async ({ tx }) => {
			await tx.insertInto('settings').values({ key: 'a', value: '1' }).execute()
			throw new Error('no')
		})
		await expect(work).rejects.toThrow('no')
		expect(await world.store.db.selectFrom('settings').selectAll().execute()).toEqual([])
	})

	test('gives counts and sums as numbers', async () => {
		await world.store.transact(({ tx }) =>
			tx
				.insertInto('sources')
				.values([
					{ name: 'a', hold_days: 2 ** 40 },
					{ name: 'b', hold_days: 3 },
				])
				.execute(),
		)
		const row = await world.store.db
			.selectFrom('sources')
			.select((eb) => [eb.fn.countAll<number>().as('n'), eb.fn.sum<number>('hold_days').as('sum')])
			.executeTakeFirstOrThrow()
		expect(row).toEqual({ n: 2, sum: 2 ** 40 + 3 })
	})

	test('a look outside a transaction sees nothing that it has not committed, in a statement of a hot path either', async () => {
		const { store } = world
		const before = await getSettings(store.db)
		let outside: ReturnType<typeof getSettings> | undefined
		const work = store.transact(async ({ tx }) => {
			await setSettings(tx, { ...before, shopName: 'never' })
			expect((await getSettings(tx)).shopName).toBe('never')
			outside = getSettings(store.db)
			await new Promise((resolve) => setImmediate(resolve))
			throw new Error('no')
		})
		await expect(work).rejects.toThrow('no')
		expect(await outside).toEqual(before)
		expect(await getSettings(store.db)).toEqual(before)
	})

	test('runs transactions side by side without losing one', async () => {
		await world.store.transact(({ tx }) => tx.insertInto('sources').values({ name: 'n', hold_days: 0 }).execute())
		await Promise.all(
			Array.from({ length: 50 }, () =>
				world.store.transact(({ tx }) =>
					tx
						.updateTable('sources')
						.set((eb) => ({ hold_days: eb('hold_days', '+', 1) }))
						.execute(),
				),
			),
		)
		const { hold_days } = await world.store.db.selectFrom('sources').select('hold_days').executeTakeFirstOrThrow()
		expect(hold_days).toBe(50)
	})
})

test('a connection that the server ends in the middle of a transaction ends that transaction, not the program', async () => {
	const world = await openTestStore('postgres')
	const { store } = world
	const pid = sql<{ pid: number }>`select pg_backend_pid() as pid`
	const work = store.transact(async ({ tx }) => {
		await tx.insertInto('sources').values({ name: 'a', hold_days: 0 }).execute()
		const own = (await pid.execute(tx)).rows[0]?.pid ?? 0
		await store.transact(async (other) => {
			await sql`select pg_terminate_backend(${own}, 10000)`.execute(other.tx)
		})
		// the end of the connection is heard between two statements
		await expect
			.poll(() =>
				sql`select 1`.execute(tx).then(
					() => 'open',
					() => 'ended',
				),
			)
			.toBe('ended')
		await sql`select 1`.execute(tx)
	})
	await expect(work).rejects.toThrow()
	await store.transact(({ tx }) => tx.insertInto('sources').values({ name: 'b', hold_days: 0 }).execute())
	expect(await store.db.selectFrom('sources').select('name').execute()).toEqual([{ name: 'b' }])
	await world.close()
})

test('what was deleted or emptied cannot be read from the file of SQLite any more', async () => {
	const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'suki-erased-')), 'suki.db')
	const world = await openTestStore('sqlite', { file })
	await world.store.transact(({ tx }) =>
		tx
			.insertInto('sources')
			.values(['Kelly one', 'Kelly two'].map((name) => ({ name, hold_days: 0 })))
			.execute(),
	)
	await world.store.transact(async ({ tx }) => {
		await tx.updateTable('sources').set({ name: '' }).where('name', '=', 'Kelly one').execute()
		await tx.deleteFrom('sources').where('name', '=', 'Kelly two').execute()
	})
	await world.close()
	expect(fs.readFileSync(file).includes('Kelly')).toBe(false)
})

test('a full disk is told as such, leaves nothing half-written, and is no hindrance when there is room again', async () => {
	const world = await openTestStore('sqlite')
	const { store } = world
	const pragma = (text: string) => store.transact(({ tx }) => sql.raw(`pragma ${text}`).execute(tx))
	await pragma('max_page_count = 1')
	const write = () =>
		store.transact(async ({ tx }) => {
			await tx.insertInto('sources').values({ name: 'first', hold_days: 0 }).execute()
			await tx
				.insertInto('settings')
				.values({ key: 'big', value: 'x'.repeat(1_000_000) })
				.execute()
		})
	const refused = await write().catch((error: unknown) => error)
	expect(refused).toMatchObject({ code: 'SQLITE_FULL' })
	expect(isStoreFailure(refused)).toBe(true)
	expect(await store.db.selectFrom('sources').selectAll().execute()).toEqual([])
	await pragma('max_page_count = 100000')
	await write()
	expect(await store.db.selectFrom('sources').selectAll().execute()).toHaveLength(1)
	await world.close()
})

test('a migration that does not come to its end leaves nothing behind on SQLite, so that the next start goes on', async () => {
	const database = openDatabase(':memory:')
	const { kysely } = database
	await kysely.schema.createTable('audit').addColumn('in_the_way', 'integer').execute()
	await expect(migrate(database)).rejects.toThrow('table "audit" already exists')
	await kysely.schema.dropTable('audit').execute()
	await migrate(database)
	expect(await kysely.selectFrom('settings').selectAll().execute()).toEqual([])
	const { rows } = await sql`pragma foreign_keys`.execute(kysely)
	expect(rows).toEqual([{ foreign_keys: 1 }])
	await database.close()
})
