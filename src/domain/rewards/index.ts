import { currencyDecimals } from '../money.ts'
import { type Result, refuse } from '../result.ts'
import { amountOff } from './amount-off.ts'
import { experience } from './experience.ts'
import { freeShipping } from './free-shipping.ts'
import { gift } from './gift.ts'
import type { Reward, RewardKind, TermsInvalid } from './kind.ts'
import { percentOff } from './percent-off.ts'
import { pointsAsMoney } from './points-as-money.ts'

export type { CommonTerms, Economy, Reward, RewardView, TermsInvalid, Validity } from './kind.ts'
export { couponExpiry, minimumOf, titleOf } from './kind.ts'
export { bestValue, checkLadder } from './ladder.ts'

/** Every kind of reward, in the order the merchant sees them. */
export const rewardKinds: readonly RewardKind[] = [amountOff, percentOff, freeShipping, gift, experience, pointsAsMoney]

const byName = new Map(rewardKinds.map((kind) => [kind.name, kind]))

/** Checks a reward's kind and terms. Terms that were stored once parse again; an unknown kind is refused as an issue. */
export function parseReward(kind: string, terms: unknown): Result<Reward, TermsInvalid> {
	const known = byName.get(kind)
	return known ? known.parse(terms) : refuse('terms-invalid', { issues: [`kind: there is no ${kind}`] })
}

/** The one reward of a fresh store: 100 points for 10 major units off, at the counter, by our own codes. */
export function seedReward(currency: string) {
	return {
		kind: amountOff.name,
		terms: { amountMinor: 10 * 10 ** currencyDecimals(currency) },
		costPoints: 100,
		usableAt: 'counter',
		codeSource: 'own',
	} as const
}
