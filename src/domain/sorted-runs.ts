/** Integers gathered one by one, to be asked for their order; no step takes longer than a fraction of a millisecond. */
export interface SortedRuns {
	add(value: number): void
	size(): number
	/** The value at a rank from 0, the smallest first; the rank must be below the size. */
	at(rank: number): number
	/** How many are at most so large. */
	countAtMost(value: number): number
	/** The sum of so many of the greatest. */
	sumGreatest(count: number): bigint
}

/** Sorted when it is full: a million at once would hold up the program. */
const RUN = 4_096

/** How many values of a sorted run are at most so large. */
function countIn(run: Float64Array, value: number): number {
	let [low, high] = [0, run.length]
	while (low < high) {
		const middle = (low + high) >> 1
		if ((run[middle] as number) <= value) low = middle + 1
		else high = middle
	}
	return low
}

export function createSortedRuns(): SortedRuns {
	const runs: Float64Array[] = []
	let open: number[] = []
	let size = 0
	const close = () => {
		if (open.length > 0) runs.push(Float64Array.from(open).sort())
		open = []
	}
	const sorted = () => {
		close()
		return runs
	}
	const countAtMost = (value: number) => sorted().reduce((sum, run) => sum + countIn(run, value), 0)
	const at = (rank: number) => {
		let low = Math.min(...sorted().map((run) => run[0] as number))
		let high = Math.max(...runs.map((run) => run.at(-1) as number))
		while (low < high) {
			const middle = low + Math.floor((high - low) / 2)
			if (countAtMost(middle) > rank) high = middle
			else low = middle + 1
		}
		return low
	}
	return {
		add(value) {
			size++
			open.push(value)
			if (open.length === RUN) close()
		},
		size: () => size,
		at,
		countAtMost,
		sumGreatest(count) {
			if (count === 0) return 0n
			const least = at(size - count)
			let [sum, above] = [0n, 0]
			for (const run of sorted()) {
				const greater = run.subarray(countIn(run, least))
				above += greater.length
				for (const value of greater) sum += BigInt(value)
			}
			return sum + BigInt(count - above) * BigInt(least)
		},
	}
}
