import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dayOf, formatDay } from '../../src/domain/calendar.ts'
import { jobs } from '../../src/jobs/index.ts'
import type { Job } from '../../src/jobs/job.ts'
import { renewCycle } from '../../src/jobs/renew-cycle.ts'
import { createRunner, type Runner } from '../../src/jobs/runner.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { insertEvents } from '../../src/store/inbox.ts'
import { listJobRuns } from '../../src/store/job-runs.ts'
import { insertOutbox } from '../../src/store/outbox.ts'
import { ensureProgram } from '../../src/store/programs.ts'
import { createTestLog, createTestNode } from '../support/test-channel.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

test('every file of a job is in the list', () => {
	const folder = path.join(import.meta.dirname, '../../src/jobs')
	const files = fs.readdirSync(folder).filter((file) => !['index.ts', 'job.ts', 'runner.ts'].includes(file))
	expect(jobs.map(({ name }) => `${name}.ts`).sort()).toEqual(files.sort())
})

describe.each(databases)('jobs on %s', (kind) => {
	let world: TestStore
	let ran: string[]
	const runners: Runner[] = []

	beforeEach(async () => {
		world = await openTestStore(kind, { at: '2026-03-10T12:00:00+08:00' })
		ran = []
	})
	afterEach(async () => {
		for (const runner of runners.splice(0)) await runner.stop()
		await world.close()
	})

	test('of a store without members all are done with nothing, and say so', async () => {
		const { log, lines } = createTestLog()
		await startRunner(jobs, 'a', log)
		const runs = async () => (await listJobRuns(world.store.db, 100)).map((one) => one.note)
		await expect.poll(runs, { timeout: 30_000, interval: 5 }).toEqual(jobs.map(() => '0'))
		expect(lines()).not.toContain('a job has run')
	})

	const note = (name: string): Job => ({
		name,
		run: async ({ day }) => {
			ran.push(`${name} ${formatDay(day)}`)
			return 1
		},
	})
	const startRunner = async (list: readonly Job[], id = 'a', log = createTestLog().log) => {
		const runner = createRunner(createTestNode(world.store, id, log), { jobs: list, afterCommit: () => {} })
		runners.push(runner)
		await runner.start()
		return runner
	}
	const untilRan = (expected: string[]) => expect.poll(() => ran, { timeout: 30_000, interval: 5 }).toEqual(expected)

	test('a clock that stood in the future for a while puts nothing off', async () => {
		const runner = await startRunner([note('a')])
		await untilRan(['a 2026-03-10'])
		world.clock.set('2026-05-01T12:00:00+08:00')
		runner.wake()
		await expect.poll(() => ran.at(-1), { timeout: 30_000, interval: 5 }).toBe('a 2026-05-01')
		world.clock.set('2026-03-10T13:00:00+08:00')
		runner.wake()
		world.clock.set('2026-03-11T00:00:00+08:00')
		ran.length = 0
		runner.wake()
		await untilRan(['a 2026-03-11'])
	})

	test('run once a local date, and once for every date that was missed, in order', async () => {
		const runner = await startRunner([note('a'), note('b')])
		await untilRan(['a 2026-03-10', 'b 2026-03-10'])
		// 23:59 in Hong Kong is the same date, a minute later it is not
		world.clock.set('2026-03-10T23:59:00+08:00')
		runner.wake()
		await runner.stop()
		runners.length = 0
		world.clock.set('2026-03-13T00:00:00+08:00')
		await startRunner([note('a'), note('b')])
		await untilRan([
			'a 2026-03-10',
			'b 2026-03-10',
			'a 2026-03-11',
			'a 2026-03-12',
			'a 2026-03-13',
			'b 2026-03-11',
			'b 2026-03-12',
			'b 2026-03-13',
		])
		// the last has run a moment before it is written down
		await expect.poll(() => listJobRuns(world.store.db, 100), { timeout: 30_000, interval: 5 }).toHaveLength(8)
	})

	test('one that fails is tried again for the same date, and holds up no other', async () => {
		let fails = true
		const failing: Job = {
			name: 'failing',
			run: async ({ day }) => {
				if (fails) throw new Error('no')
				ran.push(`failing ${formatDay(day)}`)
				return 0
			},
		}
		const runner = await startRunner([failing, note('b')])
		await untilRan(['b 2026-03-10'])
		fails = false
		runner.wake()
		await untilRan(['b 2026-03-10', 'failing 2026-03-10'])
	})

	test('what is looked after between the nights runs again at each look, and is noted once a date', async () => {
		const runner = await startRunner([{ ...note('day'), betweenNights: true }, note('night')])
		await untilRan(['day 2026-03-10', 'night 2026-03-10'])
		runner.wake()
		await untilRan(['day 2026-03-10', 'night 2026-03-10', 'day 2026-03-10'])
		expect(await listJobRuns(world.store.db, 9)).toHaveLength(2)
	})

	test('the store cycle is measured on the 1st of the month, also when the program was off on that date', async () => {
		const runs = renewCycle.isDue
		expect(runs?.(dayOf(Date.parse('2026-04-01T00:00:00+08:00'), 'Asia/Hong_Kong'))).toBe(true)
		expect(runs?.(dayOf(Date.parse('2026-04-02T00:00:00+08:00'), 'Asia/Hong_Kong'))).toBe(false)
		const first = await startRunner([{ ...note('c'), isDue: renewCycle.isDue } as Job])
		await expect.poll(() => listJobRuns(world.store.db, 9), { timeout: 30_000, interval: 5 }).toHaveLength(1)
		await first.stop()
		runners.length = 0
		world.clock.set('2026-04-03T10:00:00+08:00')
		await startRunner([{ ...note('c'), isDue: renewCycle.isDue } as Job])
		await untilRan(['c 2026-04-01'])
	})

	test('all of them run on a fresh store, and what nobody needs any more is forgotten', async () => {
		const now = world.clock()
		await world.store.transact(async ({ tx }) => {
			await ensureProgram(tx, { currency: 'HKD', at: now })
			const address = await ensureAddress(tx, { channel: 'telegram', address: 'a', at: now })
			const event = (messageId: string) => ({ channel: 'telegram', messageId, address: 'a', event: '{}' })
			await insertEvents(tx, [event('old'), event('unhandled')], now - 8 * 86_400_000)
			await insertEvents(tx, [event('new')], now - 6 * 86_400_000)
			await tx.updateTable('inbox').set({ handled_at: now }).where('message_id', '<>', 'unhandled').execute()
			const reply = { addressId: address.id, channel: 'telegram', kind: 'service', reply: '{}', dueAt: now }
			await insertOutbox(tx, { ...reply, createdAt: now - 31 * 86_400_000 })
			await tx.updateTable('outbox').set({ state: 'sent' }).execute()
			await insertOutbox(tx, { ...reply, createdAt: now - 31 * 86_400_000 })
			const key = { scope: 's', input_hash: '', status: 200, answer: '' }
			await tx
				.insertInto('idempotency_keys')
				.values([
					{ ...key, key: 'old', at: now - 86_400_001 },
					{ ...key, key: 'new', at: now - 86_399_999 },
				])
				.execute()
			for (const age of [89, 91])
				await tx
					.insertInto('unknown_texts')
					.values({ address_id: address.id, text: `${age}`, locale: 'en', at: now - age * 86_400_000 })
					.execute()
		})
		const { log, lines } = createTestLog()
		await startRunner(jobs, 'a', log)
		const finished = async () => (await listJobRuns(world.store.db, 100)).length
		await expect.poll(finished, { timeout: 30_000, interval: 5 }).toBe(jobs.length)
		expect(lines()).not.toContain('failed')
		const { db } = world.store
		const inbox = await db.selectFrom('inbox').select('message_id').orderBy('id').execute()
		expect(inbox.map((row) => row.message_id)).toEqual(['unhandled', 'new'])
		expect(await db.selectFrom('outbox').select('state').execute()).toEqual([{ state: 'queued' }])
		expect(await db.selectFrom('idempotency_keys').select('key').execute()).toEqual([{ key: 'new' }])
		expect(await db.selectFrom('unknown_texts').select('text').execute()).toEqual([{ text: '89' }])
	})
})

test('of two nodes one runs the jobs', async () => {
	const world = await openTestStore('postgres')
	let count = 0
	const job: Job = { name: 'once', run: async () => ++count }
	const runners = ['a', 'b'].map((id) =>
		createRunner(createTestNode(world.store, id), { jobs: [job], afterCommit: () => {} }),
	)
	await Promise.all(runners.map((runner) => runner.start()))
	await expect.poll(() => listJobRuns(world.store.db, 9), { timeout: 30_000, interval: 5 }).toHaveLength(1)
	for (const runner of runners) runner.wake()
	await Promise.all(runners.map((runner) => runner.stop()))
	await world.close()
	expect(count).toBe(1)
})
