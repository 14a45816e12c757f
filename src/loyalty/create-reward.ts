import type { Refusal, Result } from '../domain/result.ts'
import type { Reward } from '../store/rewards.ts'
import type { Work } from '../store/transact.ts'

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

export async function createReward(_work: Work, _input: RewardInput): Promise<Result<Reward, RewardRefusal>> {
	throw new Error('not written yet')
}

export type UpdateRewardRefusal = RewardRefusal | Refusal<'reward-unknown', undefined> | Refusal<'stale', undefined>

/** Changes a reward as somebody saw it at a version; coupons that were issued keep what they say. */
export async function updateReward(
	_work: Work,
	_input: { rewardId: number; version: number; change: Partial<RewardInput> & { active?: boolean } },
): Promise<Result<Reward, UpdateRewardRefusal>> {
	throw new Error('not written yet')
}

/** The reward a fresh programme begins with: 100 points for 10 major units at the counter. */
export async function seedRewards(_work: Work): Promise<void> {
	throw new Error('not written yet')
}
