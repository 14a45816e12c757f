import { afterEach, describe, expect, test } from 'vitest'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('reporting orders on %s', (kind) => {
	let shop: Shop
	const open = async (options: Parameters<typeof openShop>[1] = {}) => {
		shop = await openShop(kind, options)
		return shop
	}
	afterEach(() => shop.close())

	test('V2: HK$199.00 at 1 point per HK$10 is 19; returns of 65.50, 65.50 and 68.00 take 6, 7 and 6 back', async () => {
		const { join, order, giveBack, points } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'a', eligibleMinor: 19_900 })
		expect(await points(memberId)).toEqual({ usable: 19, pending: 0, debt: 0 })
		const balances = []
		for (const [id, amount] of [
			['r1', 6550],
			['r2', 6550],
			['r3', 6800],
		] as const) {
			await giveBack('a', id, amount)
			balances.push((await points(memberId)).usable)
		}
		expect(balances).toEqual([13, 6, 0])
	})
})
