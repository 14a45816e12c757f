import { expect, test } from 'vitest'
import { countWrong, lockedFor } from '../../src/loyalty/guess-guard.ts'

const MINUTE = 60_000
const fresh = { scope: 's', key: 'k', count: 0, since: 0, locked_until: null }

/** Wrong tries at these instants. */
const after = (...instants: number[]) => instants.reduce(countWrong, fresh)

const tenAt = (at: number) => Array.from({ length: 10 }, (_, n) => at + n)

test('nine wrong tries within a minute are free, the tenth closes for a minute', () => {
	expect(lockedFor(after(...tenAt(0).slice(1)), 10)).toBe(0)
	expect(lockedFor(after(...tenAt(0)), 9)).toBe(MINUTE)
	expect(lockedFor(after(...tenAt(0)), 9 + MINUTE)).toBe(0)
})

test('tries that are further apart than a minute never close', () => {
	const slowly = Array.from({ length: 100 }, (_, n) => Math.floor(n / 9) * MINUTE + (n % 9))
	expect(lockedFor(after(...slowly), slowly.at(-1) ?? 0)).toBe(0)
})

test('every further ten close twice as long, at most an hour', () => {
	const locks: number[] = []
	let [attempts, now] = [fresh as ReturnType<typeof countWrong>, 0]
	for (let round = 0; round < 9; round++) {
		for (let n = 0; n < 10; n++) attempts = countWrong(attempts, now)
		locks.push(lockedFor(attempts, now) / MINUTE)
		now += lockedFor(attempts, now)
	}
	expect(locks).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60])
})

test('a quiet day forgives', () => {
	const now = 9 + 25 * 60 * MINUTE
	const attempts = tenAt(now).reduce(countWrong, after(...tenAt(0)))
	expect(lockedFor(attempts, now + 9)).toBe(MINUTE)
})
