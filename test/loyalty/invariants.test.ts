import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OrderReport } from '../../src/domain/order.ts'
import { getCard } from '../../src/loyalty/card.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { localDay } from '../../src/loyalty/ledger.ts'
import { rebuild } from '../../src/loyalty/rebuild.ts'
import { refreshDueNes } from '../../src/loyalty/refresh-nes.ts'
import { settleDueMembers, settleMember } from '../../src/loyalty/settle-member.ts'
import { listEntries } from '../../src/store/entries.ts'
import type { Work } from '../../src/store/transact.ts'
import { peopleOf } from '../support/people.ts'
import { openShop, type Shop } from '../support/shop.ts'
import { databases } from '../support/world.ts'

/** One thing that happens to a member; amounts are in minor units. */
type Event =
	| { does: 'buy'; order: number; source: 'web' | 'counter'; minor: number }
	| { does: 'return'; order: number; part: number }
	| { does: 'cancel'; order: number }
	| { does: 'spend'; points: number }
	| { does: 'wait'; days: number }

const orderNumber = fc.integer({ min: 0, max: 4 })

const buy = fc.record({
	does: fc.constant('buy' as const),
	order: orderNumber,
	source: fc.constantFrom('web' as const, 'counter' as const),
	minor: fc.integer({ min: 0, max: 50_000 }),
})
const giveBack = fc.record({
	does: fc.constant('return' as const),
	order: orderNumber,
	part: fc.integer({ min: 1, max: 3 }),
})
const event: fc.Arbitrary<Event> = fc.oneof(
	{ weight: 4, arbitrary: buy },
	{ weight: 3, arbitrary: giveBack },
	{ weight: 1, arbitrary: fc.record({ does: fc.constant('cancel' as const), order: orderNumber }) },
	{ weight: 2, arbitrary: fc.record({ does: fc.constant('spend' as const), points: fc.integer({ min: 1, max: 40 }) }) },
	{ weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), days: fc.constantFrom(1, 7, 40, 400) }) },
)

describe.each(databases)('invariants on %s', (kind) => {
	const numRuns = kind === 'sqlite' ? 40 : 5
	let shop: Shop
	beforeAll(async () => {
		shop = await openShop(kind)
	})
	afterAll(async () => {
		expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
		await shop.close()
	})

	/**
	 * Lets events happen to new members side by side, each order once; `skip` leaves events out of the first one's life.
	 * Time only goes on, from life to life too. Answers what was reported, for replays.
	 */
	async function live(events: readonly Event[], skip?: (one: Event) => boolean, join = () => shop.join()) {
		shop.clock.advance({ days: 1 })
		const ids = skip ? [await join(), await join()] : [await join()]
		const replays: (() => Promise<unknown>)[] = []
		const sources = new Map(events.flatMap((one) => (one.does === 'buy' ? [[one.order, one.source] as const] : [])))
		const reports = new Map<string, OrderReport>()
		const happen = async (one: Event, memberId: number, step: number) => {
			if (one.does === 'spend') return await shop.spend(memberId, one.points)
			if (one.does === 'wait') return
			const source = sources.get(one.order) ?? 'counter'
			const externalId = `${memberId}-${one.order}`
			const known = reports.get(externalId)
			const replay = async (act: () => Promise<unknown>) => {
				await act()
				replays.push(act)
			}
			if (one.does === 'return')
				return await replay(() => shop.giveBack(externalId, `r${step}`, one.part * 7300, source))
			if (one.does === 'cancel') {
				if (!known) return
				const report = { ...known, cancelledAt: shop.clock(), versionAt: known.versionAt + 1 }
				return await replay(() => shop.order(report))
			}
			if (known) return
			const report = shop.orderOf({ memberId, externalId, source, eligibleMinor: one.minor, branch: externalId })
			reports.set(externalId, report)
			await replay(() => shop.order(report))
		}
		for (const [step, one] of events.entries()) {
			if (one.does === 'wait') shop.clock.advance({ days: one.days })
			for (const [place, memberId] of ids.entries()) if (place > 0 || !skip?.(one)) await happen(one, memberId, step)
		}
		for (const memberId of ids) await settle(memberId)
		return { memberId: ids[0] as number, otherId: ids.at(-1) as number, replays }
	}

	async function settle(memberId: number) {
		await shop.store.transact(async (work) => settleMember(work, memberId, await localDay(work.tx, work.now)))
	}

	const lineCount = async (memberId: number) => (await listEntries(shop.store.db, memberId)).length

	test('I1, I2, I3, I4: lines, lots and balances agree, debt leaves nothing to spend, replays change nothing', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(event, { maxLength: 14 }), async (events) => {
				const { memberId, replays } = await live(events)
				const before = await shop.member(memberId)
				if (before.debt > 0) expect(before.usable).toBe(0)
				const lines = await lineCount(memberId)
				for (const replay of replays) await replay()
				expect(await shop.member(memberId)).toEqual(before)
				expect(await lineCount(memberId)).toBe(lines)
				expect(await doctor(shop.store.db, shop.clock())).toEqual({ ok: true, problems: [] })
			}),
			{ numRuns },
		)
	})

	test('I10: the card says on any day what settling then writes', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(event, { maxLength: 10 }), fc.integer({ min: 0, max: 500 }), async (events, days) => {
				const { memberId } = await live(events)
				shop.clock.advance({ days })
				const card = await getCard(shop.store.db, memberId, shop.clock())
				await settle(memberId)
				const { usable, pending, debt } = await shop.points(memberId)
				expect({ usable: card?.usable, pending: card?.pending, debt: card?.debt }).toEqual({ usable, pending, debt })
			}),
			{ numRuns },
		)
	})

	test('I5, I6, I11, I13: parts and permutations within a day end alike, in points and in spend', async () => {
		const orders = fc.uniqueArray(buy, { selector: (one) => one.order, minLength: 1, maxLength: 5 })
		const day = fc.tuple(orders, fc.array(giveBack, { maxLength: 5 })).chain(([bought, returned]) => {
			const all: Event[] = [...bought, ...returned.map((one) => ({ ...one, part: 1 }))]
			return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
		})
		await fc.assert(
			fc.asyncProperty(day, async ([events, shuffled]) => {
				// k returns as one: their sum in a single return, at the end
				const parts = events.filter((one) => one.does === 'return')
				const sums = [0, 1, 2, 3, 4].flatMap((order): Event[] => {
					const part = parts.filter((one) => one.order === order).length
					return part > 0 ? [{ does: 'return', order, part }] : []
				})
				const ends = []
				for (const life of [events, shuffled, [...events.filter((one) => one.does === 'buy'), ...sums]]) {
					const { memberId } = await live(life)
					const card = await getCard(shop.store.db, memberId, shop.clock())
					ends.push([card?.usable, card?.pending, card?.debt, card?.spendMinor, card?.tier.progress.spendMinor])
				}
				expect(ends[1]).toEqual(ends[0])
				expect(ends[2]).toEqual(ends[0])
			}),
			{ numRuns },
		)
	})

	/** A state of one order; of two with the same version more refunded wins, then cancelled, so that no hash decides. */
	const state = fc.record({
		version: fc.integer({ min: 1, max: 3 }),
		paidDaysAgo: fc.constantFrom(0, 0, 2, null),
		cancelled: fc.boolean(),
		eligibleMinor: fc.constantFrom(19_900, 10_000, 5_000),
		refundedEligibleMinor: fc.constantFrom(0, 0, 3_000, 6_550, 30_000),
	})
	const sent = fc.oneof(
		{ weight: 3, arbitrary: state },
		{ weight: 1, arbitrary: fc.constantFrom({ returnId: 'r1', minor: 6_550 }, { returnId: 'r2', minor: 6_800 }) },
	)
	const deliveries = fc
		.uniqueArray(sent, {
			selector: (one) =>
				'version' in one ? `${one.version} ${one.refundedEligibleMinor} ${one.cancelled}` : one.returnId,
			minLength: 1,
			maxLength: 5,
		})
		.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.nat(9)))

	test('I4, I6: in whatever order the states and returns of an order come, also twice, they end alike', async () => {
		await fc.assert(
			fc.asyncProperty(deliveries, async ([all, shuffled, days]) => {
				shop.clock.advance({ days: 1 })
				const now = shop.clock()
				const ids: number[] = []
				for (const list of [all, shuffled, [...all, ...shuffled]]) {
					const memberId = await shop.join()
					ids.push(memberId)
					const [externalId, source] = [`s${memberId}`, 'web']
					for (const one of list) {
						if (!('version' in one)) {
							await shop.giveBack(externalId, one.returnId, one.minor, source)
							continue
						}
						const { version, paidDaysAgo, cancelled, ...amounts } = one
						const paidAt = paidDaysAgo === null ? null : now - paidDaysAgo * 86_400_000
						const state = { placedAt: now, paidAt, cancelledAt: cancelled ? now : null, versionAt: now + version }
						await shop.order({ memberId, externalId, source, branch: externalId, ...state, ...amounts })
					}
				}
				shop.clock.advance({ days })
				const ends = []
				for (const memberId of ids) {
					const card = await getCard(shop.store.db, memberId, shop.clock())
					const { first_order_on: firstOn, last_order_on: lastOn, order_count: orders } = await shop.member(memberId)
					const { usable = 0, pending = 0, debt = 0, spendMinor, expiring } = card ?? {}
					ends.push({ usable, pending, debt, spendMinor, expiring, firstOn, lastOn, orders })
				}
				expect(ends[1]).toEqual(ends[0])
				expect(ends[2]).toEqual(ends[0])
			}),
			{ numRuns },
		)
	})

	const isFourth = (one: Event) => 'order' in one && one.order === 4
	/** A life with one order more, given back whole at its end. */
	const withReturned = (events: readonly Event[], extra: Extract<Event, { does: 'buy' }>, place: number): Event[] =>
		events.toSpliced(place, 0, { ...extra, order: 4, minor: 7300 * 3 }).concat({ does: 'return', order: 4, part: 3 })

	test('I7: an order and its full return leave the balance as if it had never been', async () => {
		const quiet = event.filter((one) => one.does !== 'spend' && !('order' in one && one.order === 4))
		await fc.assert(
			fc.asyncProperty(fc.array(quiet, { maxLength: 8 }), buy, fc.nat(8), async (events, extra, place) => {
				const { memberId, otherId } = await live(withReturned(events, extra, place), isFourth)
				expect(await shop.points(otherId)).toEqual(await shop.points(memberId))
			}),
			{ numRuns },
		)
	})

	test('I7: nor does it make joining points usable of a member without a verified phone, or last longer', async () => {
		const people = peopleOf(shop)
		const quiet = event.filter((one) => one.does === 'wait' || ('order' in one && one.order < 2))
		let count = 0
		const join = async () => {
			count += 1
			return (await people.enter(`${count}`)).memberId
		}
		await fc.assert(
			fc.asyncProperty(fc.array(quiet, { maxLength: 6 }), buy, fc.nat(6), async (events, extra, place) => {
				const { memberId, otherId } = await live(withReturned(events, extra, place), isFourth, join)
				for (const days of [0, 200, 200]) {
					shop.clock.advance({ days })
					for (const id of [memberId, otherId]) await settle(id)
					expect(await shop.points(otherId)).toEqual(await shop.points(memberId))
				}
			}),
			{ numRuns },
		)
	})

	test('I12: rebuilding changes nothing of what was written live', async () => {
		const night = async (work: Work) => {
			const today = await localDay(work.tx, work.now)
			return (await settleDueMembers(work, today)) + (await refreshDueNes(work, today))
		}
		while ((await shop.store.transact(night)) > 0);
		let afterId: number | null = 0
		while (afterId !== null) {
			const from: number = afterId
			const { changed, next } = await shop.store.transact((work) => rebuild(work, { afterId: from }))
			expect(changed).toBe(0)
			afterId = next
		}
	})
})
