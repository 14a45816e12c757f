import type { Day } from '../domain/calendar.ts'
import { createCouponCode, formatCouponCode } from '../domain/codes.ts'
import { spend } from '../domain/points.ts'
import type { ProgramRules } from '../domain/program.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { couponExpiry, titleOf } from '../domain/rewards/index.ts'
import { type Coupon, claimPoolCode, countPool, findCouponOf, insertCoupon } from '../store/coupons.ts'
import { getMember, type Member } from '../store/members.ts'
import { getProgramAt, type ProgramVersion } from '../store/programs.ts'
import { countTaken, findRedemptionByKey, insertRedemption, type Redemption } from '../store/redemptions.ts'
import { creditStock, debitStock, findRewardById, getReward, type Reward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'
import { hashCode, readCode } from './coupon-codes.ts'
import { closeLedger, localDay, noteActivity, type OpenLedger, openLedger, post } from './ledger.ts'
import { readReward, rewardTitle, usableAtOf, viewFor } from './view-reward.ts'

export interface RedeemInput {
	memberId: number
	rewardId: number
	/** The same key gives the first answer again. */
	key: string
}

export interface Redeemed {
	redemptionId: number
	/** red_… for buttons. */
	publicId: string
	/** The same key had redeemed before. */
	again: boolean
	rewardId: number
	title: string
	costPoints: number
	/** Points left. */
	usable: number
	coupon: {
		id: number
		publicId: string
		/** As people read it: XXXX-XXXX-XXXX, or the shop's own code. */
		code: string
		state: string
		usableAt: 'counter' | 'online' | 'both'
		/** Last day on which it is good; null = no end. */
		expiresOn: Day | null
	}
	/** ms UTC until which she may undo; null when she cannot (a shop's code). */
	undoUntil: number | null
}

export type RedeemRefusal =
	| Refusal<'reward-unknown', undefined>
	| Refusal<'not-on-sale', { from: number | null; until: number | null }>
	| Refusal<'tier-too-low', { tierId: number }>
	| Refusal<'limit-reached', { limit: number }>
	| Refusal<'sold-out', undefined>
	| Refusal<'debt', { debt: number }>
	| Refusal<'not-enough', { costPoints: number; usable: number; short: number }>
	/** After a change of number or phone; ms UTC. */
	| Refusal<'locked', { until: number }>
	| Refusal<'key-reused', undefined>
	| Refusal<'not-a-member', undefined>

/** Turns points into a coupon: debit, coupon and stock together, or nothing. */
export async function redeem(work: Work, input: RedeemInput): Promise<Result<Redeemed, RedeemRefusal>> {
	const { tx, now } = work
	const today = await localDay(tx, now)
	const open = await openLedger(work, { memberId: input.memberId, today })
	const known = await findRedemptionByKey(tx, input.memberId, input.key)
	if (known) {
		await closeLedger(work, open)
		return known.reward_id === input.rewardId ? done(await describeKnown(work, known)) : refuse('key-reused')
	}
	const reward = await findRewardById(tx, input.rewardId)
	const program = await getProgramAt(tx, now)
	const refusal = await judge(work, { open, reward, rules: program.rules })
	if (refusal || !reward) {
		await closeLedger(work, open)
		return refusal ?? refuse('reward-unknown')
	}
	return await take(work, { open, reward, program, key: input.key })
}

interface Asked {
	open: OpenLedger
	reward: Reward | undefined
	rules: ProgramRules
}

/** Why a member cannot have a reward now; what stands in the rows of stock and codes is asked when it is taken. */
async function judge(work: Work, { open, reward, rules }: Asked): Promise<RedeemRefusal | null> {
	const { member } = open
	if (member.status !== 'active') return refuse('not-a-member')
	if (reward?.active !== 1) return refuse('reward-unknown')
	const { on_sale_from: from, on_sale_until: until } = reward
	if ((from !== null && work.now < from) || (until !== null && work.now >= until))
		return refuse('not-on-sale', { from, until })
	if (!hasTier(rules, member, reward.tier_id)) return refuse('tier-too-low', { tierId: reward.tier_id ?? 0 })
	const limit = reward.per_member_limit
	if (limit !== null && (await countTaken(work.tx, member.id, reward.id)) >= limit)
		return refuse('limit-reached', { limit })
	if (member.redeem_locked_until !== null && work.now < member.redeem_locked_until)
		return refuse('locked', { until: member.redeem_locked_until })
	return null
}

/** Whether a member's tier is the one a reward asks for, or higher. */
export function hasTier(rules: ProgramRules, member: Pick<Member, 'tier_id'>, tierId: number | null): boolean {
	if (tierId === null) return true
	const rank = (id: number) => rules.tiers.findIndex((tier) => tier.id === id)
	return Math.max(0, rank(member.tier_id)) >= rank(tierId)
}

interface Taking {
	open: OpenLedger
	reward: Reward
	program: ProgramVersion
	key: string
}

async function take(work: Work, { open, reward, program, key }: Taking): Promise<Result<Redeemed, RedeemRefusal>> {
	const { tx, now } = work
	const { member, today } = open
	const publicId = work.newId('red')
	const cost = reward.cost_points
	const readable = readReward(reward)
	const title = titleOf(readable, await viewFor(tx, member))
	const facts = { reward: title, redemption: publicId, rewardId: reward.id }
	const spent = spend(open.ledger, { cost, today, cause: `redemption:${publicId}`, facts })
	if (!spent.ok || !(await takeStock(work, reward))) {
		await closeLedger(work, open)
		return spent.ok ? refuse('sold-out') : refuseShort(spent.facts)
	}
	const [debit] = post(open, spent.value)
	if (!debit) throw new Error('a redemption was spent without a posting')
	noteActivity(open, program.rules)
	await closeLedger(work, open, { programId: program.id })
	const redemption = await insertRedemption(tx, {
		public_id: publicId,
		member_id: member.id,
		reward_id: reward.id,
		seq: debit.seq,
		cost_points: cost,
		at: now,
		key,
		undone_at: null,
		undone_by: null,
	})
	const issued = await issue(work, { reward, redemption, expiresOn: couponExpiry(readable.terms, today) })
	const { rules } = program
	return done(describe({ redemption, ...issued, title, usable: open.member.usable, rules, again: false }))
}

function refuseShort({ cost, spendable, debt }: { cost: number; spendable: number; debt: number }): RedeemRefusal {
	if (debt > 0) return refuse('debt', { debt })
	return refuse('not-enough', { costPoints: cost, usable: spendable, short: cost - spendable })
}

/** Takes one of the stock; the reward's row stays locked, so that a pool's last code is seen by one only. */
async function takeStock({ tx }: Work, reward: Reward): Promise<boolean> {
	if (!(await debitStock(tx, reward.id))) return false
	if (reward.code_source !== 'pool' || (await countPool(tx, reward.id)) > 0) return true
	await creditStock(tx, reward.id)
	return false
}

interface Issuing {
	reward: Reward
	redemption: Redemption
	expiresOn: Day | null
}

/** The coupon, and its code as people read it. */
async function issue(
	work: Work,
	{ reward, redemption, expiresOn }: Issuing,
): Promise<{ coupon: Coupon; code: string }> {
	const { tx, now, keys } = work
	const claim = { rewardId: reward.id, memberId: redemption.member_id, redemptionId: redemption.id, at: now, expiresOn }
	if (reward.code_source === 'pool') {
		const claimed = await claimPoolCode(tx, claim)
		if (!claimed) throw new Error('a pool ran dry under the lock of its reward')
		return { coupon: claimed, code: readCode(keys, claimed) }
	}
	const code = createCouponCode(work.random)
	const coupon = await insertCoupon(tx, {
		public_id: work.newId('cpn'),
		reward_id: reward.id,
		member_id: redemption.member_id,
		redemption_id: redemption.id,
		origin: 'own',
		code_hash: hashCode(keys, 'own', code),
		code_encrypted: keys.encrypt(code),
		last4: code.slice(-4),
		state: 'issued',
		usable_at: reward.usable_at,
		created_at: now,
		issued_at: now,
		expires_on: expiresOn,
	})
	return { coupon, code: formatCouponCode(code) }
}

/** Until when a member may undo a redemption herself, ms UTC; null when she cannot. */
export function undoUntil(rules: ProgramRules, redemption: Redemption, coupon: Pick<Coupon, 'origin'>): number | null {
	if (coupon.origin === 'pool' || rules.undoMinutes === 0) return null
	return redemption.at + rules.undoMinutes * 60_000
}

interface Facts {
	redemption: Redemption
	coupon: Coupon
	code: string
	title: string
	usable: number
	rules: ProgramRules
	again: boolean
}

function describe({ redemption, coupon, code, title, usable, rules, again }: Facts): Redeemed {
	return {
		redemptionId: redemption.id,
		publicId: redemption.public_id,
		again,
		rewardId: redemption.reward_id,
		title,
		costPoints: redemption.cost_points,
		usable,
		coupon: {
			id: coupon.id,
			publicId: coupon.public_id,
			code,
			state: coupon.state,
			usableAt: usableAtOf(coupon.usable_at),
			expiresOn: coupon.expires_on,
		},
		undoUntil: undoUntil(rules, redemption, coupon),
	}
}

async function describeKnown(work: Work, redemption: Redemption): Promise<Redeemed> {
	const { tx, now } = work
	const coupon = await findCouponOf(tx, redemption.id)
	if (!coupon) throw new Error('a redemption has no coupon')
	const member = await getMember(tx, redemption.member_id)
	const title = await rewardTitle(tx, await getReward(tx, redemption.reward_id), member)
	const { rules } = await getProgramAt(tx, now)
	const code = readCode(work.keys, coupon)
	return describe({ redemption, coupon, code, title, usable: member.usable, rules, again: true })
}
