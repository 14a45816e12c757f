import { afterEach, describe, expect, test } from 'vitest'
import { dayFrom, formatDay } from '../../src/domain/calendar.ts'
import type { Notice } from '../../src/domain/notice.ts'
import { getCard } from '../../src/loyalty/card.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { localDay } from '../../src/loyalty/ledger.ts'
import { reviewTiers } from '../../src/loyalty/review-tiers.ts'
import { setOpeningTier } from '../../src/loyalty/set-opening-tier.ts'
import { setTier } from '../../src/loyalty/set-tier.ts'
import { listTierPeriods } from '../../src/store/tier-periods.ts'
import { openShop, rulesWith, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

const SILVER = 1
const GOLD = 2

/** The fresh programme, Silver renewed by 2,000. */
function silverRenewedBy2000() {
	const tiers = structuredClone(rulesWith().tiers)
	const silver = tiers[SILVER]
	if (silver) silver.renew = { spendMinor: 200_000 }
	return rulesWith({ tiers })
}

describe.each(databases)('tiers on %s', (kind) => {
	let shop: Shop
	const open = async (options: Parameters<typeof openShop>[1] = {}) => {
		shop = await openShop(kind, options)
		return shop
	}
	const cardOf = async (memberId: number) => {
		const card = await getCard(shop.store.db, memberId, shop.clock())
		if (!card) throw new Error('no card')
		return card
	}
	const review = async (): Promise<Notice[]> =>
		(await shop.store.transact(async (work) => reviewTiers(work, { today: await localDay(work.tx, work.now) }))).notices
	const kinds = (notices: readonly Notice[]) => notices.map((notice) => notice.kind)
	afterEach(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	test('V5: 2,500 + 1,200 with a threshold of 3,000 carries 700, and the card shows 1,300 to renew', async () => {
		const { join, order } = await open({ rules: silverRenewedBy2000() })
		const memberId = await join()
		await order({ memberId, eligibleMinor: 250_000 })
		expect(await cardOf(memberId)).toMatchObject({
			tier: { id: 0, progress: { spendMinor: 250_000, gapMinor: 50_000, share: 83, next: { id: SILVER } } },
		})
		const lifted = await order({ memberId, eligibleMinor: 120_000 })
		expect(kinds(lifted.notices)).toEqual(['earned', 'tier-up'])
		expect((await cardOf(memberId)).tier).toMatchObject({
			id: SILVER,
			progress: { renewal: { endsOn: dayFrom({ year: 2027, month: 3, day: 10 }), needMinor: 130_000, secured: false } },
		})
	})

	test('V6: one order of 8,200 lifts straight to Gold and carries 0', async () => {
		const { join, order, member, store } = await open()
		const memberId = await join()
		const lifted = await order({ memberId, eligibleMinor: 820_000 })
		expect(lifted.tier).toMatchObject({ id: GOLD, period: 1 })
		expect(lifted.entries[0]?.points).toBe(820)
		expect((await cardOf(memberId)).tier.progress.renewal).toMatchObject({ needMinor: 1_000_000 })
		expect(await listTierPeriods(store.db, memberId)).toMatchObject([{ cause: 'express', carry_minor: 0 }])
		expect(await member(memberId)).toMatchObject({ tier_id: GOLD })
	})

	test('equality with the threshold is enough, one cent less is not', async () => {
		const { join, order, clock } = await open()
		const memberId = await join()
		expect((await order({ memberId, eligibleMinor: 299_999 })).tier?.id).toBe(0)
		clock.advance({ minutes: 1 })
		expect((await order({ memberId, eligibleMinor: 1 })).tier?.id).toBe(SILVER)
	})

	test('spend of twelve months ago to the day no longer counts', async () => {
		const { join, order } = await open({ at: '2027-02-28T04:00:00Z' })
		const memberId = await join()
		await order({ memberId, eligibleMinor: 200_000, paidAt: Date.parse('2026-02-28T15:59:59Z') })
		expect((await order({ memberId, eligibleMinor: 100_000 })).tier?.id).toBe(0)
		expect(
			(await order({ memberId, eligibleMinor: 100_000, paidAt: Date.parse('2026-02-28T16:00:00Z') })).tier?.id,
		).toBe(0)
		expect((await order({ memberId, eligibleMinor: 100_000 })).tier?.id).toBe(SILVER)
	})

	test('a young upgrade falls with a return, and the earlier tier comes back with its period', async () => {
		const { join, order, giveBack, store, clock } = await open()
		const memberId = await join()
		await order({ memberId, eligibleMinor: 300_000 })
		clock.advance({ days: 10 })
		const silver = (await cardOf(memberId)).tier.progress.renewal?.endsOn
		await order({ memberId, externalId: 'big', eligibleMinor: 900_000 })
		expect((await cardOf(memberId)).tier.id).toBe(GOLD)
		clock.advance({ days: 29 })
		const back = await giveBack('big', 'r', 900_000)
		expect(back.ok && kinds(back.value.notices)).toEqual(['clawback', 'tier-taken-back'])
		expect((await cardOf(memberId)).tier).toMatchObject({ id: SILVER, progress: { renewal: { endsOn: silver } } })
		const rows = await listTierPeriods(store.db, memberId)
		expect(rows.map((row) => [row.tier_id, row.taken_back])).toEqual([
			[SILVER, 0],
			[GOLD, 1],
		])
	})

	test('a return of the express order leaves the tier that was skipped, in one message', async () => {
		const { join, order, giveBack } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'big', eligibleMinor: 900_000 })
		const back = await giveBack('big', 'r', 500_000)
		expect(back.ok && back.value.notices.slice(1)).toMatchObject([
			{ kind: 'tier-taken-back', facts: { fromTier: GOLD, tier: SILVER } },
		])
		expect((await cardOf(memberId)).tier.id).toBe(SILVER)
	})

	test('an upgrade of thirty days stays, only its counters shrink', async () => {
		const { join, order, giveBack, clock } = await open()
		const memberId = await join()
		await order({ memberId, externalId: 'big', eligibleMinor: 900_000 })
		clock.advance({ days: 30 })
		const back = await giveBack('big', 'r', 900_000)
		expect(back.ok && kinds(back.value.notices)).toEqual(['clawback'])
		expect((await cardOf(memberId)).tier.id).toBe(GOLD)
	})

	test('a secured period is told once and renewed from its old end', async () => {
		const { join, order, clock } = await open({ rules: silverRenewedBy2000() })
		const memberId = await join()
		await order({ memberId, eligibleMinor: 300_000 })
		clock.advance({ days: 20 })
		expect(kinds((await order({ memberId, eligibleMinor: 200_000 })).notices)).toEqual(['earned', 'tier-secured'])
		clock.advance({ days: 1 })
		expect(kinds((await order({ memberId, eligibleMinor: 1000 })).notices)).toEqual(['earned'])
		clock.set('2027-03-10T15:59:59Z')
		expect(await review()).toEqual([])
		clock.set('2027-03-20T04:00:00Z')
		expect(kinds(await review())).toEqual(['tier-renewed'])
		expect(await review()).toEqual([])
		expect(formatDay((await cardOf(memberId)).tier.progress.renewal?.endsOn ?? 0)).toBe('2028-03-10')
	})

	test('an order in the grace days renews the ended period; without one the tier falls by one, once', async () => {
		const { join, order, clock } = await open({ rules: silverRenewedBy2000() })
		const [buys, idle] = [await join(), await join()]
		for (const memberId of [buys, idle]) await order({ memberId, eligibleMinor: 300_000 })
		clock.set('2027-03-11T04:00:00Z')
		expect(kinds(await review())).toEqual(['tier-grace', 'tier-grace'])
		expect(await review()).toEqual([])
		expect((await cardOf(idle)).tier.progress.renewal).toMatchObject({
			needMinor: 200_000,
			graceUntil: dayFrom({ year: 2027, month: 3, day: 24 }),
		})
		clock.set('2027-03-24T15:59:59Z')
		expect(await review()).toEqual([])
		const saved = await order({ memberId: buys, eligibleMinor: 200_000 })
		expect(kinds(saved.notices)).toEqual(['tier-renewed', 'earned', 'tier-secured'])
		clock.set('2027-03-24T16:00:00Z')
		expect((await cardOf(idle)).tier.id).toBe(0)
		const told = await review()
		expect(told).toMatchObject([
			{ memberId: idle, kind: 'tier-down', facts: { fromTier: SILVER, tier: 0, missingMinor: 200_000 } },
		])
		expect(await review()).toEqual([])
		expect((await cardOf(buys)).tier.id).toBe(SILVER)
	})

	test('the order that finds its period over earns at the tier it fell to', async () => {
		const tiers = structuredClone(rulesWith().tiers)
		Object.assign(tiers[SILVER] ?? {}, { benefits: { unitMinor: 500, pointsPerUnit: 1 } })
		const { join, order, clock } = await open({ rules: rulesWith({ tiers }) })
		const memberId = await join()
		await order({ memberId, eligibleMinor: 300_000 })
		expect((await order({ memberId, eligibleMinor: 10_000 })).entries[0]?.points).toBe(20)
		clock.set('2027-06-01T04:00:00Z')
		const late = await order({ memberId, eligibleMinor: 10_000 })
		expect(late.tier?.id).toBe(0)
		expect(kinds(late.notices)).toEqual(['tier-down', 'earned'])
		expect(late.entries.find((entry) => entry.kind === 'earn')?.points).toBe(10)
	})

	test('after an import the opening tier is the best fit, without a word and once', async () => {
		const { join, order, store, member, clock } = await open()
		const memberId = await join()
		await order({ memberId, eligibleMinor: 400_000, paidAt: clock() - 86_400_000 * 100 }, { history: true })
		expect((await member(memberId)).tier_id).toBe(0)
		const opening = () => store.transact((work) => setOpeningTier(work, memberId))
		expect([await opening(), await opening()]).toEqual([true, false])
		expect(await listTierPeriods(store.db, memberId)).toMatchObject([{ tier_id: SILVER, cause: 'opening' }])
	})

	test('staff may put a member into a tier until a day', async () => {
		const { join, store, clock } = await open()
		const memberId = await join()
		const endsOn = dayFrom({ year: 2026, month: 12, day: 31 })
		const put = (tierId: number) => store.transact((work) => setTier(work, { memberId, tierId, endsOn, cause: 'hand' }))
		expect(await put(9)).toMatchObject({ ok: false, reason: 'tier-unknown' })
		expect(await put(GOLD)).toMatchObject({ ok: true, value: { changed: true, notices: [{ kind: 'tier-up' }] } })
		expect(await put(GOLD)).toMatchObject({ ok: true, value: { changed: false } })
		clock.set('2027-01-20T04:00:00Z')
		expect(kinds(await review())).toEqual(['tier-down'])
	})
})
