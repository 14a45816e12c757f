import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ensureProgram, findProgramAt, getProgramAt, insertProgram } from '../../src/store/programs.ts'
import { rulesWith } from '../support/shop.ts'
import { databases, openTestStore, type TestStore } from '../support/world.ts'

describe.each(databases)('programme versions on %s', (kind) => {
	let world: TestStore
	beforeEach(async () => {
		world = await openTestStore(kind)
	})
	afterEach(() => world.close())

	const publish = (welcome: number, effectiveFrom: number, fails = false) =>
		world.store.transact(async ({ tx }) => {
			const rules = rulesWith({ welcome: { points: welcome } })
			const version = await insertProgram(tx, { rules, effectiveFrom, at: 1, by: null })
			await getProgramAt(tx, effectiveFrom)
			if (fails) throw new Error('rolled back')
			return version
		})
	const welcomeAt = async (at: number) => (await findProgramAt(world.store.db, at))?.rules.welcome.points

	test('the first start makes one, and no second', async () => {
		const fresh = () => world.store.transact(({ tx }) => ensureProgram(tx, { currency: 'HKD', at: 5 }))
		const [one, two] = [await fresh(), await fresh()]
		expect([one.made, two.made, one.version.id === two.version.id]).toEqual([true, false, true])
		expect(await welcomeAt(4)).toBeUndefined()
		expect(await welcomeAt(5)).toBe(50)
	})

	test('the version in force is the latest that has begun, and of two on one instant the later published', async () => {
		await publish(1, 100)
		await publish(3, 300)
		await publish(2, 200)
		await publish(4, 300)
		expect(await Promise.all([99, 100, 250, 300].map(welcomeAt))).toEqual([undefined, 1, 2, 4])
		expect((await getProgramAt(world.store.db, 1)).rules.welcome.points).toBe(1)
	})

	test('a version that was rolled back is never mistaken for the one that took its id', async () => {
		await expect(publish(7, 100, true)).rejects.toThrow('rolled back')
		expect(await welcomeAt(100)).toBeUndefined()
		await publish(8, 100)
		expect(await welcomeAt(100)).toBe(8)
	})
})
