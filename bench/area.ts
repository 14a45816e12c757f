import type { Row } from './row.ts'
import type { BenchFiles } from './stores.ts'

/** What an area measures with. */
export interface Bench {
	files: BenchFiles
	rounds: number
	/** 1 for figures to be believed; less to see only that it runs. */
	scale: number
	add(row: Omit<Row, 'members' | 'area'>): void
}

export interface Area {
	name: string
	/** The size of the store makes no difference: it is run on the first one only. */
	once?: true
	run(bench: Bench): Promise<void>
}

/** So many operations at full scale, at least a few in any case. */
export function scaled({ scale }: Bench, count: number): number {
	return Math.max(10, Math.round(count * scale))
}

/** Goes over the members so that neighbours are far apart: 1, a different one at each call, all of them in the end. */
export function createPick(members: number): () => number {
	let n = 0
	// a prime that divides neither size
	return () => ((n++ * 7_919) % members) + 1
}
