import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSortedRuns } from '../../src/domain/sorted-runs.ts'

it('answers like a sorted list, over many runs and values up to the largest integers', () => {
	const value = fc.oneof(fc.nat(9), fc.integer({ min: -50, max: 1_000_000 }), fc.constant(Number.MAX_SAFE_INTEGER))
	const some = fc.array(value, { minLength: 1, maxLength: 80 })
	fc.assert(
		fc.property(some, fc.integer({ min: 1, max: 250 }), fc.nat(99), (values, times, share) => {
			const all = Array.from({ length: times }, () => values).flat()
			const runs = createSortedRuns()
			for (const one of all) runs.add(one)
			const sorted = all.toSorted((a, b) => a - b)
			const rank = Math.floor((share / 100) * all.length)
			expect(runs.size()).toBe(all.length)
			expect(runs.at(rank)).toBe(sorted[rank])
			expect(runs.countAtMost(sorted[rank] ?? 0)).toBe(sorted.lastIndexOf(sorted[rank] ?? 0) + 1)
			const greatest = sorted.slice(sorted.length - rank).reduce((sum, n) => sum + BigInt(n), 0n)
			expect(runs.sumGreatest(rank)).toBe(greatest)
		}),
		{ numRuns: 60 },
	)
})
