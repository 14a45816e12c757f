import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doctor } from '../../src/loyalty/doctor.ts'
import { rebuild } from '../../src/loyalty/rebuild.ts'
import { undoRedemption } from '../../src/loyalty/undo-redemption.ts'
import type { Tx } from '../../src/store/db.ts'
import { good, peopleOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

describe.each(databases)('the doctor on %s', (kind) => {
	let shop: Shop
	let memberId: number
	beforeEach(async () => {
		shop = await openShop(kind)
		memberId = await shop.join()
		await shop.order({ memberId, externalId: 'a', eligibleMinor: 310_000 })
		await shop.order({ memberId, externalId: 'b', source: 'web', eligibleMinor: 20_000 })
		await shop.spend(memberId, 10)
		await shop.giveBack('a', 'r', 10_000)
	})
	afterEach(() => shop.close())

	const examine = async () => (await doctor(shop.store.db, shop.clock())).problems
	const damage = (work: (tx: Tx) => Promise<unknown>) => shop.store.transact(({ tx }) => work(tx))
	const redeemOnce = async () => {
		const people = peopleOf(shop)
		const taken = good(await people.take(memberId, (await people.offer()).id, 'k'))
		expect(await examine()).toEqual([])
		return taken
	}
	const setMemberTo = (columns: Record<string, number | null>) =>
		damage((tx) => tx.updateTable('members').set(columns).execute())

	test('finds nothing in a healthy store', async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
	})

	test.each([
		[{ usable: 999 }, 'balance differs'],
		[{ pending: 0 }, 'balance differs'],
		[{ debt: 5 }, 'ledger debt-differs'],
		[{ next_seq: 77 }, 'seq differs'],
		[{ settle_on: null }, 'settle day differs'],
		[{ order_count: 3 }, 'order figures differ'],
		[{ spend_minor: 1 }, 'order figures differ'],
		[{ tier_id: 2 }, 'tier differs'],
		[{ nes: 4 }, 'NES differs'],
	])('finds %j, names the member, and rebuild heals it', async (columns, what) => {
		const healthy = await shop.member(memberId)
		await setMemberTo(columns)
		const found = await examine()
		expect(found.map((problem) => problem.what)).toContain(what)
		expect(found.every((problem) => problem.memberPublicId === healthy.public_id)).toBe(true)
		expect(await shop.store.transact((work) => rebuild(work))).toEqual({ changed: 1, next: null })
		expect(await shop.member(memberId)).toEqual(healthy)
		expect(await examine()).toEqual([])
	})

	test('finds a lot that holds more than its lines leave, and rebuild heals it', async () => {
		await damage((tx) => tx.updateTable('entries').set({ remaining: 300 }).where('seq', '=', 1).execute())
		expect((await examine()).map((problem) => problem.what)).toContain('ledger lot-differs')
		await shop.store.transact((work) => rebuild(work))
		expect(await examine()).toEqual([])
	})

	test.each([
		['orders', { eligible_minor: 300_000 }, 'order differs'],
		['orders', { refunded_minor: 310_000 }, 'order differs'],
		['orders', { returned_minor: 0 }, 'returns differ'],
		['orders', { history: 1 }, 'order differs'],
		['orders', { points: 999 }, 'order differs'],
		['orders', { cancelled_at: 1 }, 'order differs'],
		['returns', { amount_minor: 9_999 }, 'returns differ'],
		['entries', { points: 999 }, 'ledger unbalanced'],
		['entries', { released: 0 }, 'balance differs'],
		['entries', { debt_delta: 1 }, 'ledger unbalanced'],
		['allocations', { points: 9 }, 'ledger unbalanced'],
		['redemptions', { cost_points: 1 }, 'redemption without its debit'],
		['redemptions', { undone_at: 1 }, 'undone, and the coupon is good'],
	] as const)('finds that %s were changed to %j', async (table, columns, what) => {
		await redeemOnce()
		await damage((tx) => tx.updateTable(table).set(columns).execute())
		expect((await examine()).map((problem) => problem.what)).toContain(what)
	})

	test.each([
		['returns', 'returns differ'],
		['allocations', 'ledger unbalanced'],
		['orders', 'points without an order'],
		['coupons', 'redemption without a coupon'],
		['redemptions', 'debit without its redemption'],
	] as const)('finds that %s were deleted', async (table, what) => {
		await redeemOnce()
		await damage(async (tx) => {
			if (table === 'redemptions') await tx.updateTable('coupons').set({ redemption_id: null }).execute()
			await tx.deleteFrom(table).execute()
		})
		expect((await examine()).map((problem) => problem.what)).toContain(what)
	})

	test('finds points given back of a redemption that stands', async () => {
		const { redemptionId } = await redeemOnce()
		await shop.store.transact((work) => undoRedemption(work, { memberId, redemptionId }))
		expect(await examine()).toEqual([])
		await damage(async (tx) => {
			await tx.updateTable('redemptions').set({ undone_at: null }).execute()
			await tx.updateTable('coupons').set({ state: 'issued' }).execute()
		})
		expect((await examine()).map((problem) => problem.what)).toEqual(['points given back differ'])
	})

	test('finds what only a person can explain', async () => {
		await damage(async (tx) => {
			await tx.updateTable('entries').set({ points: 311 }).where('seq', '=', 1).execute()
			await tx.updateTable('orders').set({ points: 7 }).where('external_id', '=', 'b').execute()
			await tx.updateTable('orders').set({ returned_minor: 1 }).where('external_id', '=', 'a').execute()
			const lost = { eligible_minor: 1, total_minor: 1, net_minor: 1, version_at: 1, report_hash: 'x', received_at: 1 }
			await tx
				.insertInto('orders')
				.values({ source_id: 1, external_id: 'lost', member_id: 4711, placed_at: 1, ...lost })
				.execute()
		})
		const found = (await examine()).map((problem) => problem.what)
		for (const what of ['order of an unknown member', 'returns differ', 'order points differ', 'ledger lot-differs'])
			expect(found).toContain(what)
	})
})
