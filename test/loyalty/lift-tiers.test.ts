import { afterEach, describe, expect, test } from 'vitest'
import { liftMembers } from '../../src/jobs/lift-tiers.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { leave } from '../../src/loyalty/leave.ts'
import { awaitsLift, liftTiers } from '../../src/loyalty/lift-tiers.ts'
import { setTier } from '../../src/loyalty/set-tier.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const SILVER = 1
const GOLD = 2

/** The fresh programme with other thresholds, in dollars. */
function thresholds(silver: number, gold = 10_000) {
	const tiers = structuredClone(rulesWith().tiers)
	for (const [id, spend] of [
		[SILVER, silver],
		[GOLD, gold],
	] as const)
		tiers[id] = { ...tiers[id], upgrade: { ...tiers[id]?.upgrade, spendMinor: spend * 100 } } as (typeof tiers)[number]
	return rulesWith({ tiers })
}

describe.each(databases)('lower thresholds on %s', (kind) => {
	let shop: Shop
	const open = async () => {
		shop = await openShop(kind)
		return shop
	}
	const tierOf = async (id: number) => (await shop.member(id)).tier_id
	const lift = (limit?: number) => shop.store.transact((work) => liftTiers(work, limit))
	const run = (signal = new AbortController().signal) => liftMembers.run({ store: shop.store, day: 0, signal })
	const told = async () => {
		const rows = await shop.store.db
			.selectFrom('outbox')
			.innerJoin('addresses', 'addresses.id', 'outbox.address_id')
			.select('addresses.member_id')
			.where('kind', '=', 'notice:tier-up')
			.orderBy('outbox.id')
			.execute()
		return rows.map((row) => row.member_id)
	}
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	test('lift who satisfies them already, at once and with a word; nobody falls', async () => {
		const { join, order, publish, clock } = await open()
		const [enough, short, gold] = [await join(), await join(), await join()]
		await order({ memberId: enough, eligibleMinor: 250_000 })
		await order({ memberId: short, eligibleMinor: 199_999 })
		await order({ memberId: gold, eligibleMinor: 1_000_000 })
		clock.advance({ days: 1 })
		const coming = clock() + 86_400_000
		await publish(thresholds(2000, 20_000), coming)
		expect(await run()).toBe(0)
		expect(await tierOf(enough)).toBe(0)
		clock.set(coming)
		const { notices, ...counts } = await lift()
		expect(counts).toEqual({ seen: 3, lifted: 1 })
		expect(notices).toMatchObject([
			{ memberId: enough, kind: 'tier-up', facts: { fromTier: 0, tier: SILVER, cause: 'spend' } },
		])
		expect(await Promise.all([enough, short, gold].map(tierOf))).toEqual([SILVER, 0, GOLD])
		expect(await awaitsLift(shop.store.db, clock())).toBe(false)
		expect(await lift()).toEqual({ seen: 0, lifted: 0, notices: [] })
	})

	test('go on where they were cut off, tell nobody twice, and begin anew with a newer version', async () => {
		const { order, publish, clock } = await open()
		const ids: number[] = []
		for (const name of ['a', 'b', 'c', 'd', 'e']) {
			const { memberId } = await peopleOf(shop).enter(name)
			await order({ memberId, eligibleMinor: 150_000 + ids.length * 30_000 })
			ids.push(memberId)
		}
		clock.advance({ days: 1 })
		await publish(thresholds(2000))
		const stopping = new AbortController()
		stopping.abort()
		expect(await run(stopping.signal)).toBe(0)
		expect(await lift(2)).toMatchObject({ seen: 2, lifted: 0 })
		expect(await lift(1)).toMatchObject({ seen: 1, lifted: 1, notices: [{ memberId: ids[2] }] })
		expect(await awaitsLift(shop.store.db, clock())).toBe(true)
		clock.advance({ minutes: 1 })
		await publish(thresholds(1800))
		await Promise.all([run(), run(), run()])
		expect(await Promise.all(ids.map(tierOf))).toEqual([0, SILVER, SILVER, SILVER, SILVER])
		// the third was judged by a batch whose words this test did not send
		expect(await told()).toEqual([ids[1], ids[3], ids[4]])
		expect(await run()).toBe(0)
	})

	test('are silent to whoever bought nothing since the programme began, and to whoever left', async () => {
		const { order, publish, clock, store } = await open()
		const [old, gone] = [await peopleOf(shop).enter('old'), await peopleOf(shop).enter('gone')]
		await order({ memberId: old.memberId, eligibleMinor: 250_000 }, { history: true })
		await order({ memberId: gone.memberId, eligibleMinor: 250_000 })
		good(await store.transact((work) => leave(work, gone)))
		clock.advance({ days: 1 })
		await publish(thresholds(2000))
		expect(await lift()).toEqual({ seen: 2, lifted: 1, notices: [] })
		expect(await Promise.all([old.memberId, gone.memberId].map(tierOf))).toEqual([SILVER, 0])
	})

	test('are what counts: rules that ask for the same lift nobody, and nobody is looked at', async () => {
		const { join, order, publish, clock, store } = await open()
		const memberId = await join()
		await order({ memberId, eligibleMinor: 350_000 })
		good(await store.transact((work) => setTier(work, { memberId, tierId: 0, cause: 'hand' })))
		clock.advance({ days: 1 })
		await publish(rulesWith({ welcome: { points: 7 } }))
		expect(await awaitsLift(store.db, clock())).toBe(true)
		expect(await lift()).toEqual({ seen: 0, lifted: 0, notices: [] })
		expect([await awaitsLift(store.db, clock()), await tierOf(memberId)]).toEqual([false, 0])
	})
})
