import { z } from 'zod'
import { formatMoney } from '../money.ts'
import { done, type Refusal, type Result, refuse } from '../result.ts'
import { commonTerms, defineKind, minor } from './kind.ts'

const terms = commonTerms
	.extend({
		/** Points are taken in steps of this many. */
		stepPoints: z.int().min(1).max(1_000_000),
		/** What one step is worth. */
		stepMinor: minor,
		/** Worth of a step for tiers that get more, by tier id. */
		tierStepMinor: z.record(z.string().regex(/^\d{1,3}$/), minor).default({}),
		minimumSteps: z.int().min(1).default(1),
		maximumSteps: z.int().min(1).optional(),
	})
	.refine((one) => one.maximumSteps === undefined || one.maximumSteps >= one.minimumSteps, {
		path: ['maximumSteps'],
		message: 'the most is less than the least',
	})

export type PointsAsMoneyTerms = z.infer<typeof terms>

export type ChosenPointsRefusal =
	| Refusal<'not-a-step', { stepPoints: number }>
	| Refusal<'too-few', { points: number }>
	| Refusal<'too-many', { points: number }>

/** What the points a member chose are worth to her tier, in minor units; only whole steps within the limits. */
export function worthOfPoints(
	one: PointsAsMoneyTerms,
	{ points, tierId }: { points: number; tierId: number },
): Result<number, ChosenPointsRefusal> {
	const steps = points / one.stepPoints
	if (!Number.isInteger(steps)) return refuse('not-a-step', { stepPoints: one.stepPoints })
	if (steps < one.minimumSteps) return refuse('too-few', { points: one.minimumSteps * one.stepPoints })
	if (one.maximumSteps !== undefined && steps > one.maximumSteps)
		return refuse('too-many', { points: one.maximumSteps * one.stepPoints })
	return done(steps * (one.tierStepMinor[String(tierId)] ?? one.stepMinor))
}

/** Points spent like money, as many as the member chooses; its value is that of one smallest choice at the base rate. */
export const pointsAsMoney = defineKind({
	name: 'points-as-money',
	terms,
	valueMinor: ({ stepMinor, minimumSteps }) => stepMinor * minimumSteps,
	words({ stepPoints, stepMinor }, { locale, currency }) {
		const amount = formatMoney(stepMinor, currency, locale)
		return {
			'zh-HK': `每 ${stepPoints} 分當 ${amount}`,
			'zh-Hant': `每 ${stepPoints} 點折抵 ${amount}`,
			en: `${amount} for every ${stepPoints} points`,
		}[locale]
	},
})
