import { createSimulator, type Simulator } from '../../bots/simulator/index.ts'
import type { Clock } from '../lib/clock.ts'
import { createNewId, secureRandom } from '../lib/ids.ts'
import { createKeyring } from '../lib/keys.ts'
import type { Log } from '../lib/log.ts'
import { migrate, openDatabase } from '../store/db.ts'
import { createStore, type Store } from '../store/transact.ts'
import { createShop, type Shop } from '../wire.ts'
import { createDemoClock, type DemoClock } from './demo-clock.ts'
import type { Inspection } from './inspect.ts'
import { seedDemo } from './seed.ts'
import type { Persona } from './seed-personas.ts'
import { DEMO_URL, demoSettings } from './seed-shop.ts'

export interface WorldNeeds {
	log: Log
	wallClock: Clock
	/** Unique per running process. */
	nodeId: string
	/** The demo's first instant, ms UTC; the wall's when nothing is said. */
	startsAt?: number | undefined
	/** Another seed, another shop. */
	seed: number
}

/** One life of the demo: a store in memory with keys of its own, and the shop that works on it. */
export interface DemoWorld {
	clock: DemoClock
	store: Store
	shop: Shop
	simulator: Simulator
	personas: readonly Persona[]
	zone: string
	/** When it began, ms UTC of its own clock. */
	startedAt: number
	/** What the last thing each persona said led to. */
	inspected: Map<Persona['key'], Inspection>
	/** What of the tour leaves nothing in the store. */
	asked: Set<'tier'>
	/** The broadcast the console shows next. */
	shownCast: string | undefined
	/** The time at the wall, to measure with. */
	wallClock: Clock
	/** The language of the page that was opened last: its console and, from then on, its people speak it. */
	pageLang: 'zh-HK' | 'en' | undefined
	/** Who has been told of it. */
	told: Set<Persona['key']>
	stop(): Promise<void>
}

/** The page is shown in this language from now on. */
export function setPageLanguage(world: DemoWorld, lang: 'zh-HK' | 'en'): void {
	if (world.pageLang !== lang) world.told.clear()
	world.pageLang = lang
}

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Opens and fills a shop that shares nothing with the real one. */
export async function createWorld(needs: WorldNeeds): Promise<DemoWorld> {
	const { log, wallClock, nodeId } = needs
	const clock = createDemoClock(wallClock, needs.startsAt)
	const database = openDatabase(':memory:')
	await migrate(database)
	const keys = createKeyring(secureRandom(32), secureRandom)
	const { now } = clock
	const store = createStore({ database, now, newId: createNewId(now), random: secureRandom, keys })
	const { personas } = await seedDemo({ store, seed: needs.seed, breathe })
	const simulator = createSimulator(now)
	const shop = createShop({ store, wallClock, nodeId, log, channels: [simulator], publicUrl: DEMO_URL })
	await shop.start()
	return {
		startedAt: clock.now(),
		pageLang: undefined,
		told: new Set(),
		inspected: new Map(),
		asked: new Set(),
		shownCast: undefined,
		wallClock,
		clock,
		store,
		shop,
		simulator,
		personas,
		zone: demoSettings.timeZone,
		async stop() {
			await shop.stop()
			await store.close()
		},
	}
}
