import { dayOf, startOfDay } from '../src/domain/calendar.ts'
import { join } from '../src/loyalty/join.ts'
import { prepareStore } from '../src/loyalty/prepare-store.ts'
import { recomputeNes } from '../src/loyalty/refresh-nes.ts'
import { reportOrder } from '../src/loyalty/report-order.ts'
import { reviewTiers } from '../src/loyalty/review-tiers.ts'
import { setConsent } from '../src/loyalty/set-consent.ts'
import { settleDueMembers } from '../src/loyalty/settle-member.ts'
import { ensureAddress } from '../src/store/addresses.ts'
import type { Store } from '../src/store/transact.ts'
import { NOON } from './clock.ts'
import { openProduct } from './stores.ts'

const DAY_MS = 86_400_000
const ZONE = 'Asia/Hong_Kong'
const MOST_TEMPLATES = 200

export const SOURCE = 'web'

/** Where the chats of the bench begin: member n writes from chat FIRST_CHAT + n. */
export const FIRST_CHAT = 1_000_000_000

/** The id of a template's order; a copy's has the copy's number in it. */
export const orderId = (member: number, nth: number) => `b${String(member).padStart(8, '0')}-${nth}`

// a fixed sequence (mulberry32): every run builds the same shop
function createDraw(seed: number): () => number {
	let state = seed
	return () => {
		state = (state + 0x6d2b79f5) | 0
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
	}
}

/** One buyer: how many days ago she joined and bought, and for how much. */
function planLife(draw: () => number) {
	const lastAgo = 9 + Math.floor(draw() ** 2 * 500)
	const firstAgo = lastAgo + 5 + Math.floor(draw() * 180)
	const amount = () => 5_000 + Math.floor(draw() ** 4 * 900_000)
	return { joinedAgo: firstAgo + 1, orders: [firstAgo, lastAgo].map((ago) => ({ ago, amountMinor: amount() })) }
}

/** Makes a store with a few members who joined and bought twice; answers how many. */
export async function fillTemplates(file: string, members: number): Promise<number> {
	const count = Math.min(MOST_TEMPLATES, members)
	let now = NOON - 1_000 * DAY_MS
	const store = await openProduct(file, () => now)
	await store.transact(prepareStore)
	const draw = createDraw(20_260_610)
	const lives = Array.from({ length: count }, () => planLife(draw))
	for (const [index, life] of lives.entries()) {
		now = NOON - life.joinedAgo * DAY_MS
		await joinAs(store, index + 1)
	}
	const orders = lives.flatMap((life, index) => life.orders.map((order, nth) => ({ ...order, member: index + 1, nth })))
	for (const order of orders.sort((a, b) => b.ago - a.ago)) {
		now = startOfDay(dayOf(NOON, ZONE) - order.ago, ZONE) + 12 * 3_600_000
		await store.transact((work) => reportOrder(work, reportOf(order, now)))
	}
	now = NOON
	const today = dayOf(NOON, ZONE)
	await store.transact(async (work) => {
		while ((await settleDueMembers(work, today)) > 0);
		for (let afterId: number | null = 0; afterId !== null; )
			afterId = (await reviewTiers(work, { today, afterId })).next
		await recomputeNes(work, { today })
	})
	await store.close()
	return count
}

async function joinAs(store: Store, n: number): Promise<void> {
	await store.transact(async (work) => {
		const address = await ensureAddress(work.tx, {
			channel: 'telegram',
			address: String(FIRST_CHAT + n),
			name: `Member ${n}`,
			locale: 'zh-HK',
			at: work.now,
		})
		const messageId = `join-${n}`
		const said = { addressId: address.id, source: 'chat', messageId, wording: 'bench' }
		// three in four want offers, one in twenty said stop later
		await join(work, { ...said, name: `Member ${n}`, locale: 'zh-HK', promotions: n % 4 !== 0 })
		if (n % 20 === 1) await setConsent(work, { ...said, state: 'withdrawn', language: 'zh-HK' })
	})
}

function reportOf(order: { member: number; nth: number; amountMinor: number }, at: number) {
	return {
		source: SOURCE,
		externalId: orderId(order.member, order.nth),
		memberId: order.member,
		placedAt: at,
		paidAt: at,
		cancelledAt: null,
		currency: 'HKD',
		eligibleMinor: order.amountMinor,
		totalMinor: order.amountMinor,
		refundedEligibleMinor: 0,
		versionAt: at,
	}
}
