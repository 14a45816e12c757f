import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoProgram, demoRewards, demoSettings } from '../../src/demo/seed-shop.ts'
import { dayOf, startOfDay } from '../../src/domain/calendar.ts'
import { type OrderReport, versionOf } from '../../src/domain/order.ts'
import { createReward } from '../../src/loyalty/create-reward.ts'
import { importMember } from '../../src/loyalty/import-member.ts'
import { importPool } from '../../src/loyalty/import-pool.ts'
import { join } from '../../src/loyalty/join.ts'
import { redeem } from '../../src/loyalty/redeem.ts'
import { reportOrder } from '../../src/loyalty/report-order.ts'
import { reportReturn } from '../../src/loyalty/report-return.ts'
import { reviewTier } from '../../src/loyalty/review-tiers.ts'
import { setOpeningTier } from '../../src/loyalty/set-opening-tier.ts'
import { settleDueMembers } from '../../src/loyalty/settle-member.ts'
import { ensureAddress } from '../../src/store/addresses.ts'
import { getMember, setMember } from '../../src/store/members.ts'
import { insertProgram } from '../../src/store/programs.ts'
import { listRewardRows } from '../../src/store/rewards.ts'
import type { Row } from '../../src/store/schema.ts'
import { setSettings } from '../../src/store/settings.ts'
import { ensureSource } from '../../src/store/sources.ts'
import type { Work } from '../../src/store/transact.ts'
import { openTestStore } from '../support/world.ts'
import { openSeeded, type SeededStore } from './seeded.ts'

// the seed lives through members in memory; here the same events go through the use cases, in a store of their own

const zone = demoSettings.timeZone

interface Past {
	member: Row<'members'>
	orders: Row<'orders'>[]
	returns: Row<'returns'>[]
	redemptions: Row<'redemptions'>[]
	entries: Row<'entries'>[]
	periods: Row<'tier_periods'>[]
}

async function readPast({ store: { db } }: SeededStore, id: number): Promise<Past> {
	const orders = await db.selectFrom('orders').selectAll().where('member_id', '=', id).orderBy('paid_at').execute()
	const numbers = new Set(orders.map((order) => order.external_id))
	return {
		member: await getMember(db, id),
		orders,
		returns: (await db.selectFrom('returns').selectAll().execute()).filter((one) => numbers.has(one.external_id)),
		redemptions: await db.selectFrom('redemptions').selectAll().where('member_id', '=', id).orderBy('at').execute(),
		entries: await db.selectFrom('entries').selectAll().where('member_id', '=', id).orderBy('seq').execute(),
		periods: await db.selectFrom('tier_periods').selectAll().where('member_id', '=', id).orderBy('n').execute(),
	}
}

const sourceNames = new Map([
	[1, 'pos'],
	[2, 'shop'],
])

function reportOf(order: Row<'orders'>, memberId: number): OrderReport {
	return {
		source: sourceNames.get(order.source_id) ?? '',
		externalId: order.external_id,
		memberId,
		placedAt: order.placed_at,
		paidAt: order.paid_at,
		cancelledAt: null,
		currency: order.currency ?? '',
		eligibleMinor: order.eligible_minor,
		totalMinor: order.total_minor,
		refundedEligibleMinor: 0,
		...(order.branch === null ? {} : { branch: order.branch }),
		versionAt: order.version_at,
	}
}

async function openShopAt(launchAt: number) {
	const world = await openTestStore('sqlite', { at: launchAt })
	await world.store.transact(async (work) => {
		await setSettings(work.tx, demoSettings)
		await insertProgram(work.tx, { rules: demoProgram, effectiveFrom: launchAt, at: launchAt, by: null })
		for (const name of sourceNames.values()) await ensureSource(work.tx, name)
		for (const reward of demoRewards) await createReward(work, reward)
		const pool = (await listRewardRows(work.tx)).find((row) => row.code_source === 'pool')
		const codes = Array.from({ length: 20 }, (_, n) => `FREE-${n}`)
		await importPool(work, { rewardId: pool?.id ?? 0, codes })
	})
	return world
}

/** What the shop's own jobs do on every night until an instant. */
async function passNights(world: Awaited<ReturnType<typeof openShopAt>>, until: number): Promise<void> {
	const { clock, store } = world
	for (let day = dayOf(clock(), zone) + 1; startOfDay(day, zone) + 300_000 <= until; day++) {
		clock.set(startOfDay(day, zone) + 300_000)
		await store.transact(async (work) => {
			await settleDueMembers(work, day)
			await reviewTier(work, 1, day)
		})
	}
	clock.set(until)
}

/** What was known before the programme: the stamp card, and orders that count but give nothing. */
async function importPast(work: Work, { member, entries, orders }: Past): Promise<void> {
	await importMember(work, {
		externalRef: 'pos:C1',
		name: member.name,
		points: entries.find((one) => one.kind === 'import')?.points ?? 0,
		pointsExpireOn: null,
		by: 'owner',
		source: 'stamp-cards',
	})
	for (const order of orders) if (order.history === 1) await reportOrder(work, reportOf(order, 1), { history: true })
	await setOpeningTier(work, 1)
	// she may redeem once she has written in, whenever that was
	await setMember(work.tx, 1, { status: 'active' })
}

async function replay(past: Past, launchAt: number, now: number): Promise<Past> {
	const world = await openShopAt(launchAt)
	const { store } = world
	const { member } = past
	if (member.external_ref !== null) await store.transact((work) => importPast(work, past))
	else {
		world.clock.set(member.joined_at ?? 0)
		await store.transact(async (work) => {
			const address = await ensureAddress(work.tx, { channel: 'simulator', address: 'a', at: work.now })
			const messageId = 'm1'
			const about = { locale: 'zh-HK', source: 'chat', messageId, wording: 'join-1' } as const
			await join(work, { addressId: address.id, name: member.name, promotions: false, ...about })
		})
	}
	const rewards = await listRewardRows(store.db)
	const events = [
		...past.orders
			.filter((order) => order.history === 0)
			.map((order) => ({
				at: order.paid_at ?? 0,
				act: (work: Work): Promise<unknown> => reportOrder(work, reportOf(order, 1)),
			})),
		...past.returns.map((one) => ({
			at: one.returned_at,
			act: (work: Work) =>
				reportReturn(work, {
					source: sourceNames.get(one.source_id) ?? '',
					externalId: one.external_id,
					returnId: one.return_id,
					amountMinor: one.amount_minor,
					returnedAt: one.returned_at,
				}),
		})),
		...past.redemptions.map((one) => ({
			at: one.at,
			act: (work: Work) => {
				const reward = rewards.find((row) => row.cost_points === one.cost_points)
				return redeem(work, { memberId: 1, rewardId: reward?.id ?? 0, key: String(one.id) })
			},
		})),
	].sort((a, b) => a.at - b.at)
	for (const { at, act } of events) {
		await passNights(world, at)
		await store.transact(act)
	}
	await passNights(world, now)
	const lived = await readPast({ store } as SeededStore, 1)
	await world.close()
	return lived
}

const pickColumns = <T extends object>(rows: readonly T[], columns: readonly (keyof T)[]) =>
	rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))

/** What must be the same: everything but ids and what a random id stands in. */
const compared = ({ member, entries, orders, periods, redemptions }: Past) => ({
	member: pickColumns(
		[member],
		[
			...(['next_seq', 'usable', 'pending', 'debt', 'settle_on', 'tier_id', 'tier_period', 'tier_ends_on'] as const),
			...(['order_count', 'purchase_days', 'first_order_on', 'last_order_on', 'spend_minor'] as const),
		],
	),
	entries: pickColumns(entries, [
		...(['seq', 'kind', 'points', 'remaining', 'expired', 'released', 'available_on', 'expires_on'] as const),
		...(['debt_delta', 'relabelled', 'program_id', 'at', 'on_day'] as const),
	]),
	causes: entries.map((entry) => entry.cause?.replace(/^redemption:.*/, 'redemption')),
	facts: entries.filter((entry) => entry.kind !== 'redeem').map((entry) => entry.facts),
	orders: pickColumns(orders, [
		...(['external_id', 'net_minor', 'returned_minor', 'points', 'tier_id', 'history', 'received_at'] as const),
	]),
	periods: pickColumns(periods, [
		...([
			'n',
			'tier_id',
			'started_on',
			'period',
			'ends_on',
			'carry_minor',
			'told',
			'cause',
			'at',
			'closed_at',
		] as const),
	]),
	redemptions: pickColumns(redemptions, ['at', 'seq', 'cost_points']),
})

describe('a life of the seed is what the use cases make of the same events', () => {
	let demo: SeededStore
	let launchAt = 0
	beforeAll(async () => {
		demo = await openSeeded('2026-06-17T06:30:00Z')
		const program = await demo.store.db.selectFrom('programs').selectAll().executeTakeFirstOrThrow()
		launchAt = program.effective_from
	})
	afterAll(() => demo.store.close())

	/** Members without anything that other members do: referrals, numbers. */
	const listAlone = async () => {
		const { db } = demo.store
		const referrals = await db.selectFrom('referrals').selectAll().execute()
		const phones = await db.selectFrom('member_phones').selectAll().execute()
		const involved = new Set(referrals.flatMap((one) => [one.referrer_id, one.friend_id]))
		const withPhone = new Set(phones.map((one) => one.member_id))
		const members = await db.selectFrom('members').selectAll().orderBy('id').execute()
		return members.filter((one) => !involved.has(one.id) && (one.external_ref !== null || !withPhone.has(one.id)))
	}

	test.each([
		['joined and bought often', (one: Row<'members'>) => one.external_ref === null && one.order_count > 20],
		['reached a tier', (one: Row<'members'>) => one.external_ref === null && one.tier_id > 0 && one.order_count > 8],
		[
			'was imported, and was renewed or lowered',
			(one: Row<'members'>) => one.external_ref !== null && one.tier_period > 1,
		],
		[
			'was imported and fell asleep',
			(one: Row<'members'>) => one.external_ref !== null && one.nes === 5 && one.usable > 0,
		],
	])('who %s', async (_, isMeant) => {
		const found = (await listAlone()).find(isMeant)
		expect(found).toBeDefined()
		const past = await readPast(demo, found?.id ?? 0)
		expect(compared(await replay(past, launchAt, demo.now))).toEqual(compared(past))
	})

	test('who brought something back', async () => {
		const { db } = demo.store
		const returned = await db
			.selectFrom('returns')
			.innerJoin('orders', (on) =>
				on.onRef('orders.source_id', '=', 'returns.source_id').onRef('orders.external_id', '=', 'returns.external_id'),
			)
			.select('orders.member_id')
			.execute()
		expect(returned.length).toBeGreaterThan(15)
		const alone = new Set((await listAlone()).map((one) => one.id))
		const id = returned.find((one) => alone.has(one.member_id ?? 0))?.member_id ?? 0
		const past = await readPast(demo, id)
		expect(compared(await replay(past, launchAt, demo.now))).toEqual(compared(past))
	})

	test('its orders carry the hash of their report', async () => {
		const orders = await demo.store.db.selectFrom('orders').selectAll().limit(300).execute()
		const wrong = orders.filter((order) => versionOf(reportOf(order, order.member_id ?? 0)).hash !== order.report_hash)
		expect(wrong).toEqual([])
	})
})
