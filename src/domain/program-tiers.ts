import { z } from 'zod'
import { localeText } from './program-words.ts'

const minor = z.int().min(1)
const months = z.int().min(1).max(120)

/** Reached when any of the conditions holds; with none of them a tier is given by hand only. */
const upgrade = z.object({
	spendMinor: minor.optional(),
	/** rolling: the last `months`; period: since the period's start; lifetime: ever. */
	over: z.enum(['rolling', 'period', 'lifetime']).default('rolling'),
	months: months.default(12),
	/** Express upgrade: one order of at least this lifts straight to the tier. */
	singleOrderMinor: minor.optional(),
	orderCount: z.int().min(1).optional(),
})

/** Secured when any of the conditions holds within the period. */
const renew = z.object({
	spendMinor: minor.optional(),
	singleOrderMinor: minor.optional(),
	orderCount: z.int().min(1).optional(),
})

const tier = z.object({
	/** Stays with the tier for ever; members carry it. The base tier of a fresh program has 0. */
	id: z.int().min(0).max(999),
	name: localeText,
	upgrade: upgrade.nullable(),
	/** null is permanent. */
	validMonths: months.nullable().default(12),
	renew: renew.nullable().default(null),
	benefits: z
		.object({
			/** Each replaces the program's own where earning is by amount. */
			unitMinor: minor.optional(),
			pointsPerUnit: z.int().min(1).max(10_000_000).optional(),
			text: localeText.optional(),
		})
		.default({}),
})

export type Tier = z.infer<typeof tier>
export type TierUpgrade = z.infer<typeof upgrade>
export type TierRenew = z.infer<typeof renew>

type Threshold = [name: 'spendMinor' | 'singleOrderMinor' | 'orderCount', of: (tier: Tier) => number | undefined]

/** Spends are compared only where they are measured alike. */
function thresholdsOf(tiers: readonly Tier[]): Threshold[] {
	const measures = new Set(tiers.map((one) => measureOf(one)))
	const spends = [...measures].map(
		(measure): Threshold => ['spendMinor', (one) => (measureOf(one) === measure ? one.upgrade?.spendMinor : undefined)],
	)
	return [
		...spends,
		['singleOrderMinor', (one) => one.upgrade?.singleOrderMinor],
		['orderCount', (one) => one.upgrade?.orderCount],
	]
}

function measureOf({ upgrade: up }: Tier): string {
	return up ? `${up.over} ${up.over === 'rolling' ? up.months : ''}` : ''
}

function checkRising(tiers: readonly Tier[], context: z.RefinementCtx): void {
	for (const [name, of] of thresholdsOf(tiers)) {
		let highest = 0
		tiers.forEach((one, at) => {
			const value = of(one)
			if (value === undefined) return
			if (value <= highest)
				context.addIssue({ code: 'custom', path: [at, 'upgrade', name], message: 'each tier must ask for more' })
			highest = Math.max(highest, value)
		})
	}
}

function checkTiers(tiers: readonly Tier[], context: z.RefinementCtx): void {
	const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
	tiers.forEach((one, at) => {
		if (tiers.findIndex((other) => other.id === one.id) !== at) complain([at, 'id'], 'two tiers have this id')
		if (at === 0 && one.upgrade) complain([at, 'upgrade'], 'everybody has the first tier from the start')
		if (at === 0 && (one.validMonths !== null || one.renew)) complain([at, 'validMonths'], 'the first tier never ends')
		if (at > 0 && !one.upgrade) complain([at, 'upgrade'], 'say how this tier is reached')
	})
	checkRising(tiers, context)
}

/** The tiers, base first, at most ten. */
export const tierList = z.array(tier).min(1).max(10).superRefine(checkTiers)

/** How periods end and what a return undoes (loyalty §4). */
export const tierReview = z.object({
	carry: z.enum(['none', 'excess', 'all']).default('excess'),
	downgrade: z.enum(['one-down', 'best-fit', 'to-base']).default('one-down'),
	graceDays: z.int().min(0).max(365).default(14),
	youngUpgradeDays: z.int().min(0).max(365).default(30),
})

export type TierReview = z.infer<typeof tierReview>
