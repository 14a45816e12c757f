import type { Hono } from 'hono'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Store } from '../store/transact.ts'
import type { Shop } from '../wire.ts'
import { createDemoApp } from './app.ts'
import { createWorld, type DemoWorld, type WorldNeeds } from './world.ts'

export interface DemoNeeds {
	log: Log
	wallClock: Clock
	/** Unique per running process; the demo shares its store with nobody. */
	nodeId?: string
	/** The demo's first instant, ms UTC; the wall's when nothing is said. */
	now?: number
	/** Another seed, another shop. */
	seed?: number
}

/** The demo shop while the program runs; everything it holds is in memory. */
export interface Demo {
	/** Its pages and its API, under /demo. */
	app: Hono
	readonly shop: Shop
	readonly store: Store
	/** The demo's own time, ms UTC. */
	clock: Clock
	/** Begins anew: the same people, at the first instant or, when none was given, at the wall's. */
	reset(): Promise<void>
	stop(): Promise<void>
}

const DEMO_SEED = 2_084

/** Gives the world to whoever uses it, and replaces it when nobody is in the middle of something. */
export interface WorldHolder {
	/** The world of now; work in it is finished before it is taken away. */
	use<T>(work: (world: DemoWorld) => Promise<T>): Promise<T>
	/** The same, one at a time, and nobody else in between. */
	change<T>(work: (world: DemoWorld) => Promise<T>): Promise<T>
	reset(): Promise<void>
}

function createHolder(first: DemoWorld, needs: WorldNeeds) {
	let world = first
	let changing: Promise<unknown> = Promise.resolve()
	const users = new Set<Promise<unknown>>()
	const ended = () => Promise.allSettled([...users])
	/** One after the other, whatever became of the one before. */
	const change = <T>(work: (world: DemoWorld) => Promise<T>): Promise<T> => {
		const mine = changing.then(async () => {
			await ended()
			return await work(world)
		})
		changing = mine.catch(() => {})
		return mine
	}
	const holder: WorldHolder = {
		async use(work) {
			await changing
			const mine = work(world)
			users.add(mine)
			return await mine.finally(() => users.delete(mine))
		},
		change,
		reset: () =>
			change(async (old) => {
				world = await createWorld(needs)
				await old.stop()
			}),
	}
	return { holder, current: () => world }
}

/** Builds the demo: a seeded shop, its phone page and its API. Takes about a second, with pauses for everybody else. */
export async function createDemo(needs: DemoNeeds): Promise<Demo> {
	const { log, wallClock, nodeId = 'demo', now: startsAt, seed = DEMO_SEED } = needs
	const worldNeeds = { log, wallClock, nodeId, startsAt, seed }
	const { holder, current } = createHolder(await createWorld(worldNeeds), worldNeeds)
	return {
		app: createDemoApp({ holder, log }),
		get shop() {
			return current().shop
		},
		get store() {
			return current().store
		},
		clock: () => current().clock.now(),
		reset: holder.reset,
		stop: () => holder.change((world) => world.stop()),
	}
}
