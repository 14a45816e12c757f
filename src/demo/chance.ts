import type { RandomBytes } from '../lib/ids.ts'

/** Chance that a seed repeats: the same seed draws the same shop on every machine. Not for secrets. */
export interface Chance {
	/** From 0 up to, not including, 1. */
	unit(): number
	/** A whole number, both ends included. */
	int(from: number, to: number): number
	isLikely(share: number): boolean
	pick<T>(list: readonly T[]): T
	/** An element drawn in proportion to its weight. */
	weigh<T>(list: readonly T[], weightOf: (one: T) => number): T
	bytes: RandomBytes
	/** A source of its own, so that one member's draws never move another's. */
	fork(): Chance
}

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))

/** Spreads a small seed over 32 bits (the finalizer of MurmurHash3). */
function scatter(value: number): number {
	let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
	return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Draws 32 bits at a time by xoshiro128** (Blackman and Vigna, 2018). */
function createDraw(seed: number): () => number {
	let [a, b, c, d] = [1, 2, 3, 4].map((n) => scatter(seed + Math.imul(n, 0x9e3779b9)) || n) as [
		number,
		number,
		number,
		number,
	]
	return () => {
		const drawn = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
		const shifted = b << 9
		c ^= a
		d ^= b
		b ^= c
		a ^= d
		c ^= shifted
		d = rotate(d, 11)
		return drawn
	}
}

/** A source of chance that always begins the same way for the same whole number. */
export function createChance(seed: number): Chance {
	const draw = createDraw(seed)
	const unit = () => draw() / 2 ** 32
	const pick = <T>(list: readonly T[]) => list[Math.floor(unit() * list.length)] as T
	return {
		unit,
		int: (from, to) => from + Math.floor(unit() * (to - from + 1)),
		isLikely: (share) => unit() < share,
		pick,
		weigh(list, weightOf) {
			let rest = unit() * list.reduce((sum, one) => sum + weightOf(one), 0)
			for (const one of list) {
				rest -= weightOf(one)
				if (rest < 0) return one
			}
			return list.at(-1) as (typeof list)[number]
		},
		bytes: (count) => Uint8Array.from({ length: count }, () => draw() >>> 24),
		fork: () => createChance(draw()),
	}
}
