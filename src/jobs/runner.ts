import { type Day, dayOf } from '../domain/calendar.ts'
import { createAlarm } from '../lib/alarm.ts'
import { describeFault } from '../lib/fault.ts'
import { createLease, type Node } from '../messaging/lease.ts'
import { deleteRunsAfter, findLastRun, insertJobRun } from '../store/job-runs.ts'
import { getSettings } from '../store/settings.ts'
import type { Job } from './job.ts'

export interface Runner {
	start(): Promise<void>
	/** Looks now whether a date has begun, as after the clock was moved. */
	wake(): void
	stop(): Promise<void>
}

const LOOK_EVERY_MS = 30_000
/** Dates that are made good for after a time without running; older ones are too late for everybody. */
const MAX_MISSED_DAYS = 31

/** Runs every job once per local date of the shop, also for dates that were missed, on one node at a time. */
export function createRunner(
	node: Node,
	{ jobs, afterCommit }: { jobs: readonly Job[]; afterCommit: () => void },
): Runner {
	const { store, log } = node
	const lease = createLease(node, 'jobs')
	const stopping = new AbortController()
	const { signal } = stopping
	const alarm = createAlarm(node.sleep, signal)
	let running: Promise<void> | undefined

	const mayRun = () => !signal.aborted && lease.epoch() !== undefined

	const report = (job: Job, day: Day, done: number) => {
		if (done > 0) log.info({ job: job.name, day, done }, 'a job has run')
		afterCommit()
	}

	const runFor = async (job: Job, day: Day) => {
		const done = job.isDue && !job.isDue(day) ? 0 : await job.run({ store, day, signal })
		// interrupted: the rest is done by the next run for this date
		if (!mayRun()) return
		await store.transact(({ tx, now }) => insertJobRun(tx, { name: job.name, onDay: day, at: now, note: String(done) }))
		report(job, day, done)
	}

	/** A clock that stood in the future for a while must not put the job off until then; nodes may differ by a date. */
	const lastRunOf = async (job: Job, today: Day) => {
		const last = (await findLastRun(store.db, job.name)) ?? today - 1
		if (last <= today + 1) return last
		await store.transact(({ tx }) => deleteRunsAfter(tx, job.name, today + 1))
		return (await findLastRun(store.db, job.name)) ?? today - 1
	}

	const runDue = async (job: Job, today: Day) => {
		const last = await lastRunOf(job, today)
		for (let day = Math.max(last + 1, today - MAX_MISSED_DAYS); day <= today && mayRun(); day++) await runFor(job, day)
		if (!job.betweenNights || last < today || !mayRun()) return
		const done = await job.run({ store, day: today, signal })
		if (done > 0) report(job, today, done)
	}

	const look = async () => {
		if (!mayRun()) return
		const today = dayOf(store.now(), (await getSettings(store.db)).timeZone)
		for (const job of jobs)
			await runDue(job, today).catch((error: unknown) =>
				log.error({ job: job.name, fault: describeFault(error) }, 'a job failed and will be tried again'),
			)
	}

	const run = async () => {
		while (!signal.aborted) {
			await look().catch((error: unknown) =>
				log.error({ fault: describeFault(error) }, 'jobs could not be looked after'),
			)
			await alarm.wait(LOOK_EVERY_MS)
		}
	}

	return {
		async start() {
			await lease.start()
			running ??= run()
		},
		wake: alarm.ring,
		async stop() {
			stopping.abort()
			await running
			await lease.stop()
		},
	}
}
