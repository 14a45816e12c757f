import { breathe } from './breathe.ts'

/**
 * Gathers items while a batch is being worked on and hands them on together in the next one: a busy program commits
 * once for many, an idle one at once for each.
 */
export interface Group<T> {
	/** Resolves or rejects with the batch the item was in. */
	add(item: T): Promise<void>
	size(): number
	/** Resolves when everything that was added so far has been worked on. */
	idle(): Promise<void>
}

/** Batches of at most `limit` items; work is never run twice at a time. */
export function createGroup<T>(limit: number, work: (items: T[]) => Promise<void>): Group<T> {
	let waiting: { item: T; resolve: () => void; reject: (error: unknown) => void }[] = []
	let running: Promise<void> | undefined
	const runAll = async () => {
		while (waiting.length > 0) {
			// a commit of SQLite lets nothing else happen meanwhile: what has arrived in the meantime joins the batch
			await breathe()
			const batch = waiting.slice(0, limit)
			waiting = waiting.slice(limit)
			try {
				await work(batch.map(({ item }) => item))
				for (const { resolve } of batch) resolve()
			} catch (error) {
				for (const { reject } of batch) reject(error)
			}
		}
		running = undefined
	}
	return {
		add: (item) =>
			new Promise((resolve, reject) => {
				waiting.push({ item, resolve, reject })
				running ??= runAll()
			}),
		size: () => waiting.length,
		idle: async () => {
			while (running) await running
		},
	}
}
