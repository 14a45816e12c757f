import { dayOf, startOfDay } from '../domain/calendar.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { jobs } from '../jobs/index.ts'
import { insertJobRun } from '../store/job-runs.ts'
import type { DemoWorld } from './world.ts'

const DAY_MS = 86_400_000
const NIGHT_MS = 5 * 60_000

/** One jump goes no farther, so that nobody waits long for its nights. */
export const MAX_JUMP_DAYS = 366

export type JumpRefusal = Refusal<'earlier', { now: number }> | Refusal<'too-far', { latest: number }>

/** Does the work of a night at its own time; the shop's own runner then has nothing left to make good. */
async function passNight({ clock, store }: DemoWorld, night: { day: number; at: number }): Promise<void> {
	const { day, at } = night
	const { signal } = new AbortController()
	clock.moveTo(at)
	for (const job of jobs) {
		if (job.isDue?.(day) ?? true) await job.run({ store, day, signal })
		await store.transact(({ tx, now }) => insertJobRun(tx, { name: job.name, onDay: day, at: now, note: null }))
	}
}

/** Moves the demo's clock forward to an instant, ms UTC, with all the nights on the way. */
export async function travelTo(world: DemoWorld, at: number): Promise<Result<{ nights: number }, JumpRefusal>> {
	const { clock, zone, shop } = world
	const now = clock.now()
	if (at < now) return refuse('earlier', { now })
	const latest = now + MAX_JUMP_DAYS * DAY_MS
	if (at > latest) return refuse('too-far', { latest })
	const [today, last] = [dayOf(now, zone), dayOf(at, zone)]
	for (let day = today + 1; day <= last; day++)
		await passNight(world, { day, at: Math.min(at, startOfDay(day, zone) + NIGHT_MS) })
	clock.moveTo(at)
	shop.messaging.wake()
	shop.runner.wake()
	return done({ nights: last - today })
}

/** The same instant of the day, some days later. */
export function daysLater(world: DemoWorld, days: number): number {
	return world.clock.now() + days * DAY_MS
}
