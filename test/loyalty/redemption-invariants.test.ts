import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doctor } from '../../src/loyalty/doctor.ts'
import { expireDueCoupons } from '../../src/loyalty/expire-coupons.ts'
import { presentCoupon } from '../../src/loyalty/present-coupon.ts'
import type { Redeemed } from '../../src/loyalty/redeem.ts'
import { undoRedemption } from '../../src/loyalty/undo-redemption.ts'
import { useCoupon } from '../../src/loyalty/use-coupon.ts'
import { voidRedemption } from '../../src/loyalty/void-redemption.ts'
import { peopleOf } from '../support/people.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

/** What happens to one member's redemptions; `of` chooses one of those made so far. */
type Step =
	| { does: 'redeem'; dear: boolean }
	| { does: 'undo' | 'present' | 'use' | 'void'; of: number }
	| { does: 'order' | 'return' }
	| { does: 'wait'; minutes: number }

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ does: fc.constant('redeem' as const), dear: fc.boolean() }) },
	{
		weight: 5,
		arbitrary: fc.record({
			does: fc.constantFrom('undo' as const, 'present' as const, 'use' as const, 'void' as const),
			of: fc.nat(5),
		}),
	},
	{ weight: 2, arbitrary: fc.record({ does: fc.constantFrom('order' as const, 'return' as const) }) },
	{
		weight: 3,
		arbitrary: fc.record({ does: fc.constant('wait' as const), minutes: fc.constantFrom(5, 11, 1440, 4320) }),
	},
)

describe.each(databases)('invariants of redemptions on %s', (kind) => {
	const numRuns = kind === 'sqlite' ? 60 : 6
	let shop: Shop
	let rewards: { cheap: number; dear: number }
	beforeAll(async () => {
		// lots of three days, so that points and coupons expire between one step and the next
		shop = await openShop(kind, { rules: rulesWith({ expiry: { mode: 'rolling', every: 'days', count: 3 } }) })
		const people = peopleOf(shop)
		const terms = { amountMinor: 100, validity: { mode: 'days', days: 2 } }
		const cheap = await people.offer({ costPoints: 30, terms, stock: 10_000 })
		const dear = await people.offer({ costPoints: 70, terms, stock: 10_000 })
		rewards = { cheap: cheap.id, dear: dear.id }
	})
	afterAll(() => shop.close())

	async function live(steps: readonly Step[]) {
		const people = peopleOf(shop)
		const memberId = await shop.join()
		await people.give(memberId, 50)
		const made: Redeemed[] = []
		const orders: string[] = []
		const { transact } = shop.store
		for (const [at, one] of steps.entries()) {
			const seen = 'of' in one ? made[one.of % Math.max(1, made.length)] : undefined
			if (one.does === 'redeem') {
				const taken = await people.take(memberId, one.dear ? rewards.dear : rewards.cheap, `k${at}`)
				if (taken.ok) made.push(taken.value)
			} else if (one.does === 'wait') {
				shop.clock.advance({ minutes: one.minutes })
				if (one.minutes > 1000) await transact(expireDueCoupons)
			} else if (one.does === 'order') {
				orders.push(`${memberId}-${at}`)
				await shop.order({ memberId, externalId: `${memberId}-${at}`, branch: `${at}`, eligibleMinor: 40_000 })
			} else if (one.does === 'return') {
				const last = orders.pop()
				if (last) await shop.giveBack(last, 'r', 40_000)
			} else if (seen) {
				const { redemptionId, coupon } = seen
				if (one.does === 'undo') await transact((work) => undoRedemption(work, { memberId, redemptionId }))
				if (one.does === 'present')
					await transact((work) => presentCoupon(work, { memberId, publicId: coupon.publicId }))
				if (one.does === 'use')
					await transact((work) => useCoupon(work, { code: coupon.code, place: 'till', by: null }))
				if (one.does === 'void')
					await transact((work) => voidRedemption(work, { redemptionId, by: 'staff', reason: 'x' }))
			}
		}
		return { memberId, made }
	}

	const redemptionsOf = (memberId: number) =>
		shop.store.db
			.selectFrom('redemptions')
			.leftJoin('coupons', 'coupons.redemption_id', 'redemptions.id')
			.select(['redemptions.public_id', 'cost_points', 'undone_at', 'coupons.state', 'used_at'])
			.where('redemptions.member_id', '=', memberId)
			.execute()
	const sumOf = async (memberId: number, entryKind: 'redeem' | 'undo') => {
		const entries = await shop.store.db
			.selectFrom('entries')
			.select('points')
			.where('member_id', '=', memberId)
			.where('kind', '=', entryKind)
			.execute()
		return entries.reduce((sum, entry) => sum + entry.points, 0)
	}

	test('I8, I14: debit and coupon together, and each is worth its points or given back, never both', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
				const { memberId, made } = await live(steps)
				const rows = await redemptionsOf(memberId)
				expect(rows).toHaveLength(made.length)
				const sum = (some: typeof rows) => some.reduce((points, row) => points + row.cost_points, 0)
				expect(await sumOf(memberId, 'redeem')).toBe(-sum(rows) || 0)
				expect(await sumOf(memberId, 'undo')).toBe(sum(rows.filter((row) => row.undone_at !== null)))
				for (const row of rows) {
					expect(row.undone_at !== null).toBe(row.state === 'void')
					expect(row.used_at !== null).toBe(row.state === 'used')
				}
				const member = await shop.member(memberId)
				if (member.debt > 0) expect(member.usable).toBe(0)
			}),
			{ numRuns },
		)
		const all = await shop.store.db.selectFrom('redemptions').select('undone_at').execute()
		const stocks = await shop.store.db.selectFrom('rewards').select('stock').execute()
		const left = stocks.reduce((sum, { stock }) => sum + (stock ?? 0), 0)
		expect(left).toBe(20_000 - all.filter((row) => row.undone_at === null).length)
		expect((await doctor(shop.store.db, shop.clock())).problems).toEqual([])
	})
})
