/** Runs work one at a time per key, in the order it came; different keys run side by side. Nothing is dropped. */
export interface KeyedQueue {
	/** Resolves or rejects with the work's own result. */
	run<T>(key: string, work: () => Promise<T>): Promise<T>
	/** Work that is waiting or running. */
	size(): number
	/** Resolves when everything that was accepted so far has ended. */
	idle(): Promise<void>
}

export function createKeyedQueue(): KeyedQueue {
	const tails = new Map<string, Promise<unknown>>()
	let size = 0
	return {
		run(key, work) {
			size += 1
			const before = tails.get(key)
			const result = before ? before.then(work, work) : work()
			const settled = result.then(
				() => undefined,
				() => undefined,
			)
			tails.set(key, settled)
			void settled.then(() => {
				size -= 1
				if (tails.get(key) === settled) tails.delete(key)
			})
			return result
		},
		size: () => size,
		async idle() {
			while (tails.size > 0) await Promise.all(tails.values())
		},
	}
}
