import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoProgram } from '../../src/demo/seed-shop.ts'
import { addMonths, dayOf, weekdayOf } from '../../src/domain/calendar.ts'
import { normalizePhone } from '../../src/domain/phone.ts'
import { checkLadder } from '../../src/domain/rewards/index.ts'
import { isWaiting } from '../../src/domain/waiting.ts'
import { joinCause } from '../../src/loyalty/bind-referral.ts'
import { getCard } from '../../src/loyalty/card.ts'
import { doctor } from '../../src/loyalty/doctor.ts'
import { listRewards } from '../../src/loyalty/list-rewards.ts'
import { readReward } from '../../src/loyalty/view-reward.ts'
import { readBroadcast } from '../../src/messaging/compose.ts'
import { findAddress } from '../../src/store/addresses.ts'
import { listBroadcasts } from '../../src/store/broadcasts.ts'
import { listOrdersOfPage } from '../../src/store/checks.ts'
import { countDeliveries } from '../../src/store/deliveries.ts'
import { listEntriesOfPage } from '../../src/store/entries.ts'
import { listPhones } from '../../src/store/member-phones.ts'
import { getMember, listMembersAfter } from '../../src/store/members.ts'
import { getOverview } from '../../src/store/overview.ts'
import { listRewardRows } from '../../src/store/rewards.ts'
import { listWaitingChats } from '../../src/store/sessions.ts'
import { openSeeded, type SeededStore } from './seeded.ts'

const zone = 'Asia/Hong_Kong'
const everybody = { afterId: 0, untilId: 1_000_000 }

/** An ordinary afternoon, some minutes after midnight of a leap day, and the last evening of a year. */
const afternoon = '2026-06-17T06:30:00Z'
const instants = [afternoon, '2028-02-28T16:04:00Z', '2025-12-31T15:30:00Z']

const opened = new Map<string, SeededStore>()

/** One store an instant, for all that only look at it. */
async function seededAt(at: string): Promise<SeededStore> {
	const known = opened.get(at) ?? (await openSeeded(at))
	opened.set(at, known)
	return known
}

afterAll(async () => {
	for (const { store } of opened.values()) await store.close()
	opened.clear()
})

describe.each(instants)('the demo shop seeded at %s', (at) => {
	let demo: SeededStore
	beforeAll(async () => {
		demo = await seededAt(at)
	})

	test('has 1,284 members, a third each of them new, existing and sleeping', async () => {
		const { members, imported, nes, waiting, reachable, consenting } = await getOverview(demo.store.db)
		expect({ members, imported, waiting }).toEqual({ members: 1_284, imported: 86, waiting: 2 })
		const bought = members + imported - nes.prospect
		for (const tagged of [nes.N, nes.E0, nes.S1 + nes.S2 + nes.S3]) {
			expect(tagged / bought).toBeGreaterThan(0.28)
			expect(tagged / bought).toBeLessThan(0.4)
		}
		for (const tagged of [nes.prospect, nes.S1, nes.S2, nes.S3]) expect(tagged).toBeGreaterThan(20)
		expect(reachable).toBeGreaterThan(1_200)
		expect(consenting).toBeGreaterThan(750)
		expect(await listWaitingChats(demo.store.db, 10)).toHaveLength(2)
	})

	test('adds up: the doctor finds nothing', async () => {
		expect(await doctor(demo.store.db, demo.now)).toEqual({ ok: true, problems: [] })
	})

	test('nothing in it lies in the future', async () => {
		const { db } = demo.store
		const orders = await listOrdersOfPage(db, everybody)
		const entries = await listEntriesOfPage(db, everybody)
		expect(Math.max(...orders.map((order) => order.placed_at))).toBeLessThanOrEqual(demo.now)
		expect(Math.max(...entries.map((entry) => entry.at))).toBeLessThanOrEqual(demo.now)
		const members = await listMembersAfter(db, 0, 2_000)
		expect(Math.max(...members.map((member) => member.joined_at ?? 0))).toBeLessThanOrEqual(demo.now)
	})

	test('its orders go back 18 months, and follow the week', async () => {
		const orders = await listOrdersOfPage(demo.store.db, everybody)
		const today = dayOf(demo.now, zone)
		const days = orders.map((order) => order.paid_on ?? 0)
		const first = Math.min(...days)
		expect(Math.abs(first - addMonths(today, -18))).toBeLessThan(25)
		expect(today - Math.max(...days)).toBeLessThanOrEqual(1)
		const onWeekday = (weekday: number) => days.filter((day) => weekdayOf(day) === weekday).length
		expect(onWeekday(7)).toBeGreaterThan(2 * onWeekday(3))
		expect(onWeekday(1)).toBeLessThan(onWeekday(2) / 2)
		expect(new Set(orders.map((order) => order.branch))).toEqual(new Set(['上環', '觀塘', null]))
		expect(orders.filter((order) => order.history === 1).length).toBeGreaterThan(300)
	})

	test('has four tiers, none of them empty, and six rewards whose ladder needs no warning', async () => {
		const { db } = demo.store
		const members = await listMembersAfter(db, 0, 2_000)
		expect(demoProgram.tiers).toHaveLength(4)
		for (const { id } of demoProgram.tiers)
			expect(members.filter((member) => member.tier_id === id).length).toBeGreaterThan(1)
		const rewards = await listRewardRows(db)
		expect(rewards).toHaveLength(6)
		expect(rewards.every((row) => row.usable_at === 'counter' || row.code_source === 'pool')).toBe(true)
		const orders = await listOrdersOfPage(db, everybody)
		const averageOrderMinor = Math.floor(orders.reduce((sum, one) => sum + one.net_minor, 0) / orders.length)
		const rungs = rewards.map((row) => ({
			id: row.id,
			costPoints: row.cost_points,
			valueMinor: readReward(row).valueMinor({ averageOrderMinor }),
		}))
		expect(checkLadder(rungs, { unitMinor: 100, pointsPerUnit: 1, averageOrderMinor })).toEqual([])
	})

	test('has forty referrals, each rewarded as far as it has come', async () => {
		const { db } = demo.store
		const referrals = await db.selectFrom('referrals').selectAll().execute()
		expect(referrals).toHaveLength(40)
		const lots = await db.selectFrom('entries').selectAll().where('cause', 'like', 'referral:%').execute()
		const given = (one: { public_id: string }, memberId: number) =>
			lots.filter((lot) => lot.cause === joinCause(one) && lot.member_id === memberId && lot.kind !== 'expire')
		for (const one of referrals) {
			const [friend, referrer] = [given(one, one.friend_id), given(one, one.referrer_id)]
			const waits = referrer.some((lot) => lot.kind === 'referral' && isWaiting(lot.available_on))
			const kinds = referrer.map((lot) => lot.kind)
			if (one.state === 'review') expect([...friend, ...referrer]).toEqual([])
			else expect(friend).toMatchObject([{ kind: 'referral', points: 100 }])
			if (one.state === 'bought') expect([kinds, waits]).toEqual([['referral'], false])
			if (one.state === 'joined') expect([kinds, waits]).toEqual([['referral'], true])
			if (one.state === 'lapsed') expect(kinds).toEqual(['referral', 'reverse'])
		}
		expect(referrals.filter((one) => one.state === 'bought').length).toBeGreaterThan(20)
		expect(referrals.filter((one) => one.state === 'joined').length).toBeGreaterThan(2)
	})

	test('has sent three broadcasts; what their preview promised is what was written', async () => {
		const { db } = demo.store
		const broadcasts = (await listBroadcasts(db, { limit: 10 })).map(readBroadcast)
		expect(broadcasts.map((one) => one.state)).toEqual(['done', 'done', 'done'])
		for (const one of broadcasts) {
			const rows = await countDeliveries(db, one.id)
			const sum = rows.reduce((all, row) => all + row.n, 0)
			expect(sum).toBe(one.audience?.total.receive)
			expect(sum).toBeGreaterThan(80)
			const { matched, noConsent, optedOut, unreachable, receive } = one.audience?.total ?? { matched: -1 }
			expect((noConsent ?? 0) + (optedOut ?? 0) + (unreachable ?? 0) + (receive ?? 0)).toBe(matched)
		}
	})
})

describe('the personas', () => {
	let demo: SeededStore
	beforeAll(async () => {
		demo = await seededAt(afternoon)
	})

	const findPersona = (key: string) => {
		const persona = demo.personas.find((one) => one.key === key)
		if (!persona) throw new Error(`nobody is ${key}`)
		return persona
	}
	const memberOf = async (key: string) => {
		const address = await findAddress(demo.store.db, 'simulator', findPersona(key).address)
		return await getMember(demo.store.db, address?.member_id ?? 0)
	}
	const cardOf = async (key: string) => {
		const card = await getCard(demo.store.db, (await memberOf(key)).id, demo.now)
		if (!card) throw new Error('no card')
		return card
	}

	test('the gold member is near the next tier, can redeem, and has a coupon', async () => {
		const card = await cardOf('gold')
		expect(card.tier.names.en).toBe('Gold')
		expect(card.tier.progress.next?.names.en).toBe('Diamond')
		expect(card.tier.progress.gapMinor).toBe(140_000)
		const { rungs } = await listRewards(demo.store.db, card.memberId, demo.now)
		expect(rungs.filter((rung) => rung.state === 'now').length).toBeGreaterThanOrEqual(2)
		const coupons = await demo.store.db
			.selectFrom('coupons')
			.selectAll()
			.where('member_id', '=', card.memberId)
			.execute()
		expect(coupons.filter((coupon) => coupon.state === 'issued')).toHaveLength(1)
	})

	test('the new one has bought once, the sleeping one long ago', async () => {
		expect(await cardOf('new')).toMatchObject({ usable: 228, orders: { count: 1 }, nes: { tag: 'N' } })
		expect(await cardOf('sleeping')).toMatchObject({ orders: { count: 5 }, nes: { tag: 'S3' }, debt: 0 })
	})

	test('the imported one has points and no chat, and a number nobody else has', async () => {
		const { phone, address } = findPersona('imported')
		expect(await findAddress(demo.store.db, 'simulator', address)).toBeUndefined()
		const members = await listMembersAfter(demo.store.db, 0, 2_000)
		const named = members.filter((member) => member.name === '方雅文' && member.status === 'imported')
		expect(named).toHaveLength(1)
		expect(named[0]?.usable).toBeGreaterThan(100)
		const phones = await listPhones(demo.store.db, named[0]?.id ?? 0)
		expect(phones.map((one) => one.phone_hash)).toEqual([demo.store.keys.hash('phone', phone)])
	})

	test('the stranger comes by the link of the gold member', async () => {
		const { start, address } = findPersona('stranger')
		expect(start).toBe(`r_${(await memberOf('gold')).referral_code}`)
		expect(await findAddress(demo.store.db, 'simulator', address)).toBeUndefined()
	})

	test('every number of the demo is one that could be dialled in Hong Kong', async () => {
		const rows = await demo.store.db.selectFrom('member_phones').select('phone_encrypted').execute()
		expect(rows.length).toBeGreaterThan(800)
		const numbers = rows.map((row) => demo.store.keys.decrypt(row.phone_encrypted))
		expect(numbers.filter((number) => normalizePhone(number, 'HK') !== number)).toEqual([])
	})
})

describe('the seed', () => {
	const tables = ['members', 'orders', 'entries', 'coupons', 'referrals', 'deliveries', 'chat_messages'] as const

	async function fingerprint({ store }: SeededStore): Promise<string> {
		const hash = createHash('sha256')
		for (const table of tables) hash.update(JSON.stringify(await store.db.selectFrom(table).selectAll().execute()))
		return hash.digest('hex')
	}

	test('makes the same shop again to the last row, and another one for another seed', async () => {
		const first = await fingerprint(await seededAt(afternoon))
		const [again, other] = [await openSeeded(afternoon), await openSeeded(afternoon, 6)]
		expect(await fingerprint(again)).toBe(first)
		expect(await fingerprint(other)).not.toBe(first)
		expect(await doctor(other.store.db, other.now)).toMatchObject({ ok: true })
		await Promise.all([again.store.close(), other.store.close()])
	})

	test('leaves the rest of the program its turns', async () => {
		// work of this thread, not time at the wall: other programs on the machine do not count
		const stretches = await Promise.all(instants.map(async (at) => (await seededAt(at)).longestMs))
		expect(Math.min(...stretches)).toBeLessThan(100)
	})
})
