import { dayOf, startOfDay } from '../domain/calendar.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { jobs } from '../jobs/index.ts'
import type { DemoWorld } from './world.ts'

const DAY_MS = 86_400_000
const NIGHT_MS = 5 * 60_000

/** One jump goes no farther, so that nobody waits long for its nights. */
export const MAX_JUMP_DAYS = 366

export type JumpRefusal = Refusal<'earlier', { now: number }> | Refusal<'too-far', { latest: number }>

/** Runs the jobs of every night that has passed and was not slept through yet. */
export async function catchUp(world: DemoWorld): Promise<void> {
	await passNightsUntil(world, world.clock.now())
}

async function passNightsUntil(world: DemoWorld, at: number): Promise<void> {
	const { clock, store, shop, zone } = world
	const { signal } = new AbortController()
	const last = dayOf(at, zone)
	while (world.nightDone < last) {
		const day = world.nightDone + 1
		// noted first: a second visitor must not run the same night
		world.nightDone = day
		clock.moveTo(Math.min(at, startOfDay(day, zone) + NIGHT_MS))
		for (const job of jobs) if (job.isDue?.(day) ?? true) await job.run({ store, day, signal })
		shop.messaging.wake()
	}
}

/** Moves the demo's clock forward to an instant, ms UTC, with all the nights on the way. */
export async function travelTo(world: DemoWorld, at: number): Promise<Result<{ nights: number }, JumpRefusal>> {
	const { clock } = world
	const now = clock.now()
	if (at < now) return refuse('earlier', { now })
	const latest = now + MAX_JUMP_DAYS * DAY_MS
	if (at > latest) return refuse('too-far', { latest })
	const before = world.nightDone
	await passNightsUntil(world, at)
	clock.moveTo(at)
	world.shop.messaging.wake()
	return done({ nights: world.nightDone - before })
}

/** The same instant of the day, some days later. */
export function daysLater(world: DemoWorld, days: number): number {
	return world.clock.now() + days * DAY_MS
}
