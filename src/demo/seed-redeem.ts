import { dayOf } from '../domain/calendar.ts'
import { createCouponCode } from '../domain/codes.ts'
import type { Keyring } from '../lib/keys.ts'
import { hashCode } from '../loyalty/coupon-codes.ts'
import type { Row } from '../store/schema.ts'
import type { Chance } from './chance.ts'
import { mapSlowly } from './map-slowly.ts'
import { type ChooseReward, type Event, type Lived, type RedemptionDraft, tryRedeem, type World } from './seed-life.ts'
import type { MemberPlan } from './seed-plan.ts'
import { DEMO_POOL_SIZE } from './seed-shop.ts'

const MINUTE_MS = 60_000

/** Some take the first reward they can pay, some save for a dear one. */
function chooserOf(isSaver: boolean, chance: Chance): ChooseReward {
	return (affordable, points) => {
		if (isSaver && points < 1_600) return undefined
		return chance.weigh(affordable, (reward) => (isSaver ? reward.cost_points : 1 / reward.cost_points))
	}
}

/** Wishes of a member, each some minutes after an order. */
function ordinaryWishes(world: World, lived: Lived, chance: Chance): Event[] {
	const { plan } = lived
	const choose = chooserOf(chance.isLikely(0.35), chance)
	const visits = plan.orders.filter((order) => order.at > (plan.joinedAt ?? Number.POSITIVE_INFINITY))
	return visits
		.filter(() => chance.isLikely(0.3))
		.map((order) => {
			const at = order.at + chance.int(1, 25) * MINUTE_MS + 7
			return { at, act: () => tryRedeem(world, lived, { at, choose }) }
		})
}

/** The gold persona spends what she has on the way, keeps some points, and has one coupon she has not used. */
function goldWishes(world: World, lived: Lived): Event[] {
	const { plan } = lived
	const dear: ChooseReward = (affordable, points) =>
		points >= 2_300 ? affordable.find((reward) => reward.cost_points === 1_050) : undefined
	const cheap: ChooseReward = (affordable) => affordable.find((reward) => reward.cost_points === 400)
	const joinedAt = plan.joinedAt ?? 0
	return plan.orders
		.filter((order) => order.at > joinedAt)
		.map((order, nth, all) => {
			const at = order.at + 5 * MINUTE_MS
			const choose = nth === all.length - 1 ? cheap : dear
			return { at, act: () => tryRedeem(world, lived, { at, choose }) }
		})
}

/** When a member would like a reward. */
export function redeemWishes(world: World, lived: Lived, chance: Chance): Event[] {
	const { persona, joinedAt } = lived.plan
	if (joinedAt === null || persona === 'sleeping' || persona === 'new') return []
	return persona === 'gold' ? goldWishes(world, lived) : ordinaryWishes(world, lived, chance)
}

/** Decides which coupons were used, each at the next purchase it is good for. */
export function useCoupons(
	world: World,
	{ plan, redemptions }: Pick<Lived, 'plan' | 'redemptions'>,
	chance: Chance,
): void {
	for (const draft of redemptions) {
		const order = nextOrder(world, plan, draft)
		if (!order || (plan.persona === undefined && !chance.isLikely(0.78))) continue
		const place = order.branch === null ? 'shop' : `${order.branch}店`
		draft.used = { at: order.at - MINUTE_MS, place }
	}
}

function nextOrder({ frame }: World, plan: MemberPlan, { at, expiresOn, reward }: RedemptionDraft) {
	const online = reward.usable_at === 'online'
	return plan.orders.find(
		(order) =>
			order.at > at + 2 * MINUTE_MS &&
			order.at <= frame.now &&
			(order.source === 'shop') === online &&
			(expiresOn === null || dayOf(order.at, frame.zone) <= expiresOn),
	)
}

type CouponRow = Row<'coupons'>

interface Making {
	world: World
	keys: Keyring
	chance: Chance
	launchAt: number
	breathe: () => Promise<void>
}

function couponRow({ world, keys }: Making, code: { origin: 'own' | 'pool'; text: string }, at: number): CouponRow {
	const { origin, text } = code
	return {
		id: 0,
		public_id: world.newId('cpn', at),
		reward_id: 0,
		member_id: null,
		redemption_id: null,
		origin,
		code_hash: hashCode(keys, origin, text),
		code_encrypted: keys.encrypt(text),
		last4: text.slice(-4),
		state: 'available',
		usable_at: origin === 'pool' ? 'online' : 'counter',
		created_at: at,
		issued_at: null,
		expires_on: null,
		reserved_by: null,
		reserved_until: null,
		counter_number: null,
		counter_until: null,
		presented_at: null,
		used_at: null,
		used_place: null,
		used_by: null,
		order_source_id: null,
		order_external_id: null,
		void_reason: null,
	}
}

function stateOf({ frame }: World, { used, expiresOn }: RedemptionDraft): string {
	if (used) return 'used'
	return expiresOn !== null && expiresOn < frame.today ? 'expired' : 'issued'
}

function makePool(making: Making): CouponRow[] {
	const reward = making.world.rewards.find((one) => one.code_source === 'pool')
	if (!reward) return []
	return Array.from({ length: DEMO_POOL_SIZE }, (_, at) => {
		const text = `FREE-${createCouponCode(making.chance.bytes).slice(0, 8)}`
		return { ...couponRow(making, { origin: 'pool', text }, making.launchAt), id: at + 1, reward_id: reward.id }
	})
}

function redemptionRow(draft: RedemptionDraft, id: number): Row<'redemptions'> {
	return {
		id,
		public_id: draft.publicId,
		member_id: draft.memberId,
		reward_id: draft.reward.id,
		seq: draft.seq,
		cost_points: draft.reward.cost_points,
		at: draft.at,
		key: `demo:${id}`,
		undone_at: null,
		undone_by: null,
	}
}

/** What a code gets when it is given to somebody, and when she used it. */
function issued(world: World, draft: RedemptionDraft, redemption: Row<'redemptions'>): Partial<CouponRow> {
	const { at, expiresOn, used } = draft
	return {
		reward_id: redemption.reward_id,
		member_id: redemption.member_id,
		redemption_id: redemption.id,
		state: stateOf(world, draft),
		issued_at: at,
		expires_on: expiresOn,
		presented_at: used?.at ?? null,
		used_at: used?.at ?? null,
		used_place: used?.place ?? null,
	}
}

/** All redemptions in the order of time, with their coupons; the web shop's codes were read in on the first day. */
export async function makeCoupons(making: Making, drafts: readonly RedemptionDraft[]) {
	const { world, chance } = making
	const pool = makePool(making)
	const coupons = [...pool]
	let nextFree = 0
	const inTime = [...drafts].sort((a, b) => a.at - b.at)
	const redemptions = await mapSlowly(inTime, making.breathe, (draft, index) => {
		const row = redemptionRow(draft, index + 1)
		let coupon = draft.reward.code_source === 'pool' ? pool[nextFree++] : undefined
		if (!coupon) {
			coupon = couponRow(making, { origin: 'own', text: createCouponCode(chance.bytes) }, draft.at)
			coupon.id = coupons.length + 1
			coupons.push(coupon)
		}
		Object.assign(coupon, issued(world, draft, row))
		return row
	})
	return { redemptions, coupons }
}
