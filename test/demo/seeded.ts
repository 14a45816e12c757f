import { createChance } from '../../src/demo/chance.ts'
import { type Seeded, seedDemo } from '../../src/demo/seed.ts'
import { createNewId } from '../../src/lib/ids.ts'
import { createKeyring } from '../../src/lib/keys.ts'
import { migrate, openDatabase } from '../../src/store/db.ts'
import { createStore, type Store } from '../../src/store/transact.ts'

export interface SeededStore extends Seeded {
	store: Store
	now: number
	/** The longest stretch without a pause, in ms of this thread's work. */
	longestMs: number
}

/** A demo store at an instant; keys and chance repeat, so that equal seeds make equal rows. */
export async function openSeeded(at: string, seed = 1): Promise<SeededStore> {
	const now = Date.parse(at)
	const clock = () => now
	const database = openDatabase(':memory:')
	await migrate(database)
	const { bytes } = createChance(99)
	const keys = createKeyring(Buffer.alloc(32, 7), bytes)
	const store = createStore({ database, now: clock, newId: createNewId(clock, bytes), random: bytes, keys })
	let longestMs = 0
	let before = process.cpuUsage()
	const breathe = async () => {
		const { user, system } = process.cpuUsage(before)
		longestMs = Math.max(longestMs, (user + system) / 1_000)
		await new Promise<void>((resolve) => setImmediate(resolve))
		before = process.cpuUsage()
	}
	const seeded = await seedDemo({ store, seed, breathe })
	return { ...seeded, store, now, longestMs }
}
