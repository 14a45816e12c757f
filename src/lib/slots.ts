/** Lets at most `count` pieces of work run at a time; the others wait in the order they came. */
export function createSlots(count: number): <T>(work: () => Promise<T>) => Promise<T> {
	const waiting: (() => void)[] = []
	let free = count
	return async (work) => {
		if (free > 0) free -= 1
		else await new Promise<void>((resolve) => waiting.push(resolve))
		try {
			return await work()
		} finally {
			const next = waiting.shift()
			if (next) next()
			else free += 1
		}
	}
}
