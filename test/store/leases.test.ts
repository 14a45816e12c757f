import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { acquireLease, releaseLease } from '../../src/store/leases.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('leases on %s', (kind) => {
	let world: TestStore
	const take = (holder: string, now: number, force = false) =>
		world.store.transact(({ tx }) => acquireLease(tx, { name: 'x', holder, now, ttlMs: 100, force }))
	beforeEach(async () => {
		world = await openTestStore(kind)
	})
	afterEach(() => world.close())

	test('one holder at a time; prolonging keeps the epoch, every change and every lapse gives a new one', async () => {
		expect(await take('a', 0)).toBe(1)
		expect(await take('b', 50)).toBeUndefined()
		expect(await take('a', 90)).toBe(1)
		expect(await take('b', 189)).toBeUndefined()
		expect(await take('b', 190)).toBe(2)
		expect(await take('a', 200)).toBeUndefined()
		expect(await take('b', 400)).toBe(3)
	})

	test('given back, or taken by force, it changes hands at once', async () => {
		await take('a', 0)
		await world.store.transact(({ tx }) => releaseLease(tx, 'x', 'a'))
		expect(await take('b', 1)).toBe(2)
		expect(await take('c', 2, true)).toBe(3)
		expect(await take('b', 3)).toBeUndefined()
	})

	test('of twenty that ask at once one gets it', async () => {
		const epochs = await Promise.all(Array.from({ length: 20 }, (_, n) => take(`n${n}`, 0)))
		expect(epochs.filter((epoch) => epoch !== undefined)).toEqual([1])
	})
})
