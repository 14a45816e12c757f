import type { Day } from '../domain/calendar.ts'
import { balances } from '../domain/points.ts'
import type { ProgramRules } from '../domain/program.ts'
import { bestValue, couponExpiry, type RewardView, titleOf } from '../domain/rewards/index.ts'
import { listStockedPools } from '../store/coupons.ts'
import type { Db } from '../store/db.ts'
import { listOpenLots } from '../store/entries.ts'
import { getMember, type Member } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import { listTaken } from '../store/redemptions.ts'
import { listRewardRows, type Reward } from '../store/rewards.ts'
import { localDay, lotsFrom } from './ledger.ts'
import { hasTier } from './redeem.ts'
import { readReward, usableAtOf, viewFor } from './view-reward.ts'

export interface Rung {
	rewardId: number
	publicId: string
	kind: string
	title: string
	terms: unknown
	costPoints: number
	usableAt: 'counter' | 'online' | 'both'
	/** now: she can take it; short: points missing; otherwise why not. */
	state: 'now' | 'short' | 'sold-out' | 'limit-reached' | 'tier-too-low'
	/** Points missing; 0 when she has enough. */
	gap: number
	/** Last day of a coupon that is redeemed now; null = no end. */
	couponExpiresOn: Day | null
	/** What perMemberLimit says; null = as often as she likes. */
	limit: number | null
	/** Last instant of sale, ms UTC. */
	onSaleUntil: number | null
	tierId: number | null
	/** Minor units of value, where the reward has a plain one. */
	valueMinor: number | null
	/** The most value per point. */
	best: boolean
}

export interface Ladder {
	usable: number
	debt: number
	/** Cheapest first. */
	rungs: Rung[]
	/** The cheapest one she cannot pay yet. */
	next: Rung | null
}

/** The catalogue as a ladder by cost, seen by one member; what is not on sale is not in it. */
export async function listRewards(db: Db, memberId: number, now: number): Promise<Ladder> {
	const member = await getMember(db, memberId)
	const today = await localDay(db, now)
	const lots = lotsFrom(await listOpenLots(db, memberId))
	const { usable, debt } = balances({ lots, debt: member.debt, nextSeq: member.next_seq }, today)
	const rows = await listRewardRows(db, { activeOnly: true })
	const onSale = rows.filter((row) => isOnSale(row, now))
	const seer: Seer = {
		member,
		usable,
		today,
		rules: (await getProgramAt(db, now)).rules,
		view: await viewFor(db, member),
		taken: await listTaken(db, memberId),
		pools: onSale.some((row) => row.code_source === 'pool') ? await listStockedPools(db) : new Set(),
		averageOrderMinor: member.order_count > 0 ? Math.floor(member.spend_minor / member.order_count) : null,
	}
	const rungs = onSale.map((row) => seeRung(row, seer))
	const best = bestValue(rungs.map((rung) => ({ ...rung, id: rung.rewardId })))
	for (const rung of rungs) rung.best = rung.rewardId === best
	return { usable, debt, rungs, next: rungs.find((rung) => rung.state === 'short') ?? null }
}

function isOnSale({ on_sale_from: from, on_sale_until: until }: Reward, now: number): boolean {
	return (from === null || now >= from) && (until === null || now < until)
}

/** What decides how one member sees the rewards. */
interface Seer {
	member: Member
	usable: number
	today: Day
	rules: ProgramRules
	view: RewardView
	taken: ReadonlyMap<number, number>
	pools: ReadonlySet<number>
	averageOrderMinor: number | null
}

function seeRung(row: Reward, seer: Seer): Rung {
	const reward = readReward(row)
	return {
		rewardId: row.id,
		publicId: row.public_id,
		kind: row.kind,
		title: titleOf(reward, seer.view),
		terms: reward.terms,
		costPoints: row.cost_points,
		usableAt: usableAtOf(row.usable_at),
		state: stateOf(row, seer),
		gap: Math.max(0, row.cost_points - seer.usable),
		couponExpiresOn: couponExpiry(reward.terms, seer.today),
		limit: row.per_member_limit,
		onSaleUntil: row.on_sale_until,
		tierId: row.tier_id,
		valueMinor: reward.valueMinor({ averageOrderMinor: seer.averageOrderMinor }),
		best: false,
	}
}

function stateOf(row: Reward, { member, rules, taken, pools, usable }: Seer): Rung['state'] {
	if (!hasTier(rules, member, row.tier_id)) return 'tier-too-low'
	if (row.per_member_limit !== null && (taken.get(row.id) ?? 0) >= row.per_member_limit) return 'limit-reached'
	if (row.stock === 0 || (row.code_source === 'pool' && !pools.has(row.id))) return 'sold-out'
	return usable >= row.cost_points ? 'now' : 'short'
}
