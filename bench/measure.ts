import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What one operation took, in µs. */
export interface Cost {
	cpu: number
	wall: number
}

/** Runs the work once and answers what each of its operations took: this process alone, children are not counted. */
export async function costOf(operations: number, work: () => Promise<unknown> | unknown): Promise<Cost> {
	const cpu = process.cpuUsage()
	const from = performance.now()
	await work()
	const wall = performance.now() - from
	const used = process.cpuUsage(cpu)
	return { cpu: (used.user + used.system) / operations, wall: (1_000 * wall) / operations }
}

export function median(values: readonly number[]): number {
	return percentile(values, 0.5)
}

/** The value below which that share of the values lies. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b)
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

export interface Compared {
	raw: Cost
	product: Cost
	/** Medians of the ratios of each round: what else the machine does falls on both sides of a round. */
	ratio: Cost
}

type Side = (count: number) => Promise<unknown> | unknown

/** Measures both sides in turn, round after round, after one short round that is not counted. */
export async function compare(
	sides: { raw: Side; product: Side },
	{ rounds, count }: { rounds: number; count: number },
): Promise<Compared> {
	const measured: { raw: Cost; product: Cost }[] = []
	for (let round = 0; round <= rounds; round++) {
		// each side goes first as often as the other
		const names = round % 2 === 0 ? (['raw', 'product'] as const) : (['product', 'raw'] as const)
		const costs: { raw?: Cost; product?: Cost } = {}
		for (const name of names) costs[name] = await costOf(count, () => sides[name](count))
		if (round > 0) measured.push(costs as { raw: Cost; product: Cost })
	}
	const of = (pick: (costs: { raw: Cost; product: Cost }) => number) => median(measured.map(pick))
	return {
		raw: { cpu: of(({ raw }) => raw.cpu), wall: of(({ raw }) => raw.wall) },
		product: { cpu: of(({ product }) => product.cpu), wall: of(({ product }) => product.wall) },
		ratio: {
			cpu: of(({ raw, product }) => product.cpu / raw.cpu),
			wall: of(({ raw, product }) => product.wall / raw.wall),
		},
	}
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** How long the event loop was held up while something ran, in ms. */
export async function watchLoop(work: () => Promise<unknown>): Promise<{ p999: number; max: number }> {
	const delay = monitorEventLoopDelay({ resolution: 1 })
	delay.enable()
	// it measures from one turn to the next: the first must have been, and the last must still come
	await pause(10)
	await work()
	await pause(10)
	delay.disable()
	// the timer itself rests for 1 ms
	return { p999: delay.percentile(99.9) / 1e6 - 1, max: delay.max / 1e6 - 1 }
}
