import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '../../src/store/db.ts'
import { openTestStore, type TestStore } from '../support/world.ts'

const settings = (db: Db) => db.selectFrom('settings').selectAll().orderBy('key').execute()

/** Counts so far by walking: some nanoseconds a step. */
const walk = (db: Db, steps: number) =>
	db
		.selectNoFrom(
			sql<number>`(with recursive step(n) as (select 1 union all select n + 1 from step where n < ${steps})
				select count(*) from step)`.as('n'),
		)
		.executeTakeFirstOrThrow()

describe('long reads on SQLite', () => {
	let folder: string
	let world: TestStore
	beforeEach(async () => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-reader-'))
		world = await openTestStore('sqlite', { file: path.join(folder, 'suki.db') })
	})
	afterEach(async () => {
		await world.close()
		fs.rmSync(folder, { recursive: true })
	})
	const write = (key: string, value: string) =>
		world.store.transact(({ tx }) => tx.insertInto('settings').values({ key, value }).execute())

	test('answer what the ordinary connection answers, what was just committed too', async () => {
		await write('a', '積分 "1"')
		expect(await settings(world.store.reports)).toEqual(await settings(world.store.db))
		await write('b', '2')
		expect((await settings(world.store.reports)).map(({ key }) => key)).toEqual(['a', 'b'])
	})

	test('cannot write', async () => {
		const wrong = sql`insert into settings (key, value) values ('c', '3')`.execute(world.store.reports as never)
		await expect(wrong).rejects.toThrow()
		expect(await settings(world.store.db)).toEqual([])
	})

	test('leave the program free while one runs', async () => {
		await walk(world.store.reports, 1)
		/** How often everybody else had a turn while a read ran. */
		const turnsDuring = async (db: Db) => {
			let [turns, done] = [0, false]
			const turn = () => {
				turns++
				if (!done) setImmediate(turn)
			}
			setImmediate(turn)
			await walk(db, 500_000)
			done = true
			return turns
		}
		expect(await turnsDuring(world.store.reports)).toBeGreaterThan(10)
		expect(await turnsDuring(world.store.db)).toBeLessThan(3)
	})

	test('hold no write up', async () => {
		const begun = new Promise<Worker>((resolve) => process.once('worker', resolve))
		const endless = expect(walk(world.store.reports, 1_000_000_000)).rejects.toThrow()
		const thread = await begun
		await write('d', '4')
		expect(await settings(world.store.db)).toEqual([{ key: 'd', value: '4' }])
		await thread.terminate()
		await endless
	})

	test('one that is wrong fails with its own reason, and no other', async () => {
		const wrong = sql`select no_such_column from settings`.execute(world.store.reports as never)
		const right = settings(world.store.reports)
		await expect(wrong).rejects.toMatchObject({ message: 'no such column: no_such_column', code: 'SQLITE_ERROR' })
		expect(await right).toEqual([])
	})

	test('many at once are all answered, each with its own', async () => {
		const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => walk(world.store.reports, n + 1)))
		expect(answers.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1))
	})

	test('a thread that breaks down fails the one read it was at; the others get a new thread', async () => {
		const begun = new Promise<Worker>((resolve) => process.once('worker', resolve))
		const endless = walk(world.store.reports, 1_000_000_000)
		const failed = expect(endless).rejects.toThrow('the thread for long reads ended')
		const waiting = walk(world.store.reports, 2)
		await (await begun).terminate()
		await failed
		expect(await waiting).toEqual({ n: 2 })
	})

	test('a file that cannot be opened fails the read; once it can, the next is answered', async () => {
		const file = path.join(folder, 'suki.db')
		fs.renameSync(file, `${file}.away`)
		await expect(settings(world.store.reports)).rejects.toThrow('the thread for long reads ended')
		fs.renameSync(`${file}.away`, file)
		expect(await settings(world.store.reports)).toEqual([])
	})

	test('closing lets the one that runs come to its end and leaves none without an answer', async () => {
		const begun = new Promise((resolve) => process.once('worker', resolve))
		const running = walk(world.store.reports, 500_000)
		await begun
		const waiting = settings(world.store.reports)
		await new Promise((resolve) => setImmediate(resolve))
		const [first, second] = await Promise.allSettled([running, waiting, world.store.close()])
		expect(first).toEqual({ status: 'fulfilled', value: { n: 500_000 } })
		if (second.status === 'rejected') expect(second.reason).toEqual(new Error('the store is closed'))
		await expect(settings(world.store.reports)).rejects.toThrow('the store is closed')
	})
})

test.each(['sqlite', 'postgres'] as const)('elsewhere long reads take the ordinary connection: %s', async (kind) => {
	const world = await openTestStore(kind)
	expect(world.store.reports).toBe(world.store.db)
	await world.close()
})
