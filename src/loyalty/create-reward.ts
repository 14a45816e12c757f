import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { couponExpiry, parseReward, seedReward } from '../domain/rewards/index.ts'
import { findRewardById, getReward, insertReward, listRewardRows, type Reward, setReward } from '../store/rewards.ts'
import type { NewRow } from '../store/schema.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { localDay } from './ledger.ts'

export interface RewardInput {
	kind: string
	/** Checked by the kind: title per language, value, minimum spend, validity … */
	terms: unknown
	costPoints: number
	stock?: number | null
	perMemberLimit?: number | null
	tierId?: number | null
	onSaleFrom?: number | null
	onSaleUntil?: number | null
	usableAt?: 'counter' | 'online' | 'both'
	codeSource?: 'own' | 'pool'
	position?: number
}

export type RewardRefusal =
	/** Paths and words of what is wrong. */
	| Refusal<'terms-invalid', { issues: string[] }>
	/** Our own codes are good at the counter only; online needs the shop's codes. */
	| Refusal<'online-needs-pool', undefined>
	| Refusal<'pool-is-online', undefined>

type Columns = Omit<NewRow<'rewards'>, 'public_id' | 'created_at'>

/** Offers something for points. Its terms are those of its kind; our own codes are good at the counter only. */
export async function createReward(work: Work, input: RewardInput): Promise<Result<Reward, RewardRefusal>> {
	const checked = await check(work, input)
	if (!checked.ok) return checked
	return done(await insertReward(work.tx, { ...checked.value, public_id: work.newId('rwd'), created_at: work.now }))
}

const wholeIn = (value: number, from: number, to: number) => Number.isSafeInteger(value) && value >= from && value <= to

async function check(work: Work, input: RewardInput): Promise<Result<Columns, RewardRefusal>> {
	const parsed = parseReward(input.kind, input.terms)
	if (!parsed.ok) return parsed
	const { costPoints, stock = null, perMemberLimit = null, tierId = null } = input
	const { onSaleFrom = null, onSaleUntil = null, usableAt = 'counter', codeSource = 'own', position = 0 } = input
	const today = await localDay(work.tx, work.now)
	const ends = couponExpiry(parsed.value.terms, today)
	const issues = [
		wholeIn(costPoints, 1, 10_000_000) ? [] : ['costPoints: a whole number from 1 to 10,000,000'],
		stock === null || wholeIn(stock, 0, 10_000_000) ? [] : ['stock: a whole number, or none for no end'],
		perMemberLimit === null || wholeIn(perMemberLimit, 1, 1_000_000) ? [] : ['perMemberLimit: at least 1'],
		onSaleFrom === null || onSaleUntil === null || onSaleUntil > onSaleFrom ? [] : ['onSaleUntil: after the start'],
		ends === null || ends >= today ? [] : ['terms.validity: the coupons would have expired already'],
		input.kind === 'points-as-money' ? ['kind: points as money cannot be offered yet'] : [],
	].flat()
	if (issues.length > 0) return refuse('terms-invalid', { issues })
	if (codeSource === 'own' && usableAt !== 'counter') return refuse('online-needs-pool')
	if (codeSource === 'pool' && usableAt !== 'online') return refuse('pool-is-online')
	return done({
		kind: input.kind,
		terms: JSON.stringify(parsed.value.terms),
		cost_points: costPoints,
		stock,
		per_member_limit: perMemberLimit,
		tier_id: tierId,
		on_sale_from: onSaleFrom,
		on_sale_until: onSaleUntil,
		usable_at: usableAt,
		code_source: codeSource,
		position,
	})
}

export type UpdateRewardRefusal = RewardRefusal | Refusal<'reward-unknown', undefined> | Refusal<'stale', undefined>

export interface RewardChange {
	rewardId: number
	/** The version the person saw. */
	version: number
	change: Partial<Omit<RewardInput, 'kind' | 'codeSource'>> & { active?: boolean }
}

/** Changes a reward as somebody saw it at a version; coupons that were issued keep their own end. */
export async function updateReward(work: Work, input: RewardChange): Promise<Result<Reward, UpdateRewardRefusal>> {
	const row = await findRewardById(work.tx, input.rewardId)
	if (!row) return refuse('reward-unknown')
	const { active, ...change } = input.change
	const checked = await check(work, { ...inputFrom(row), ...change })
	if (!checked.ok) return checked
	const columns = { ...checked.value, active: active === undefined ? row.active : active ? 1 : 0 }
	const changed = await setReward(work.tx, { id: row.id, version: input.version }, columns)
	return changed ? done(await getReward(work.tx, row.id)) : refuse('stale')
}

function inputFrom(row: Reward): RewardInput {
	return {
		kind: row.kind,
		terms: JSON.parse(row.terms),
		costPoints: row.cost_points,
		stock: row.stock,
		perMemberLimit: row.per_member_limit,
		tierId: row.tier_id,
		onSaleFrom: row.on_sale_from,
		onSaleUntil: row.on_sale_until,
		usableAt: row.usable_at as NonNullable<RewardInput['usableAt']>,
		codeSource: row.code_source as NonNullable<RewardInput['codeSource']>,
		position: row.position,
	}
}

/** The reward a fresh programme begins with: 100 points for 10 major units at the counter; a second time does nothing. */
export async function seedRewards(work: Work): Promise<void> {
	if ((await listRewardRows(work.tx)).length > 0) return
	const made = await createReward(work, seedReward((await getSettings(work.tx)).currency))
	if (!made.ok) throw new Error('the reward of a fresh programme was refused')
}
