import { z } from 'zod'
import { isMonthAndDay } from './calendar.ts'
import { currencyDecimals, isCurrency } from './money.ts'
import { type Tier, type TierReview, tierList, tierReview } from './program-tiers.ts'
import { bothLocales, type LocaleText, localeText } from './program-words.ts'

export type { LocaleText, Tier, TierReview }

const points = z.int().min(1).max(10_000_000)
const pointsOrNone = z.int().min(0).max(10_000_000)
const minor = z.int().min(1)
const key = z.string().trim().min(1).max(80)

/** How an order's base points come about (loyalty §2). */
const earning = z.discriminatedUnion('by', [
	z.object({ by: z.literal('amount'), unitMinor: minor, pointsPerUnit: points }),
	z.object({
		by: z.literal('visit'),
		points: points.default(1),
		/** An order below this is no visit. */
		minimumMinor: z.int().min(0).default(0),
		/** At most one visit counts in this many hours. */
		everyHours: z.int().min(1).max(8760).default(4),
	}),
	z.object({
		by: z.literal('item'),
		products: z
			.array(z.object({ productId: key, points }))
			.min(1)
			.max(500),
	}),
])

const campaign = z
	.object({
		id: key,
		name: localeText,
		/** Instants compared with the order's placedAt: start inclusive, end exclusive. */
		startsAt: z.int(),
		endsAt: z.int(),
		/** 200 is double points. */
		multiplierHundredths: z.int().min(101).max(10_000),
		tierIds: z.array(z.int()).optional(),
		segmentId: z.int().optional(),
		branches: z.array(key).optional(),
		/** The order counts as a whole when one of its lines matches. */
		productIds: z.array(key).optional(),
		categories: z.array(key).optional(),
		minimumMinor: minor.optional(),
		capPerOrder: points.optional(),
		capPerMemberDay: points.optional(),
		/** Extra points of the whole campaign; it stops when they are spent. */
		budgetPoints: points.optional(),
	})
	.refine((c) => c.endsAt > c.startsAt, { path: ['endsAt'], message: 'a campaign ends after it starts' })

/** When the points of a lot expire, reckoned from the local day they were earned on. */
const expiry = z.discriminatedUnion('mode', [
	z.object({ mode: z.literal('end-of-month'), months: z.int().min(1).max(120).default(12) }),
	z.object({ mode: z.literal('rolling'), every: z.enum(['days', 'months']), count: z.int().min(1).max(3650) }),
	z
		.object({
			mode: z.literal('fixed'),
			month: z.int().min(1).max(12),
			day: z.int().min(1).max(31),
			/** The first such date that is at least this many months after the earning day. */
			leastMonths: z.int().min(0).max(120).default(0),
		})
		.refine((e) => isMonthAndDay(e.month, e.day), { path: ['day'], message: 'that date is in no year' }),
	z.object({ mode: z.literal('inactivity'), months: z.int().min(1).max(120) }),
	z.object({ mode: z.literal('never') }),
])

const everyOrder = z.object({
	amount: z.discriminatedUnion('by', [
		z.object({ by: z.literal('points'), points }),
		/** Floor of the friend's base points. */
		z.object({ by: z.literal('percent'), percent: z.int().min(1).max(100) }),
	]),
	/** The first n orders, or all within the months after joining. */
	orders: z.int().min(1).max(1000).optional(),
	months: z.int().min(1).max(120).default(12),
	minimumMinor: z.int().min(0).default(0),
})

const referral = z.object({
	/** How long a click is good for. */
	linkDays: z.int().min(1).max(365).default(30),
	friend: z
		.object({
			onJoin: pointsOrNone.default(50),
			onFirstOrder: pointsOrNone.default(0),
			everyOrder: everyOrder.nullable().default(null),
		})
		.prefault({}),
	referrer: z
		.object({
			onJoin: pointsOrNone.default(50),
			/** 'first-order': pending until the friend's first paid order and its hold. */
			onJoinWhen: z.enum(['first-order', 'at-once']).default('first-order'),
			onFirstOrder: pointsOrNone.default(0),
			everyOrder: everyOrder.nullable().default(null),
		})
		.prefault({}),
	/** A join reward that still waits for the friend's first order lapses after this. */
	lapseMonths: z.int().min(1).max(120).default(12),
	limits: z
		.object({
			joinsPerDay: z.int().min(0).default(5),
			joinsPerMonth: z.int().min(0).default(20),
			pointsPerMonth: z.int().min(0).nullable().default(null),
			joinsInAll: z.int().min(0).nullable().default(null),
		})
		.prefault({}),
})

const shape = z.object({
	currency: z.string().refine(isCurrency, { message: 'not an ISO 4217 currency' }),
	earning,
	/** A rung's points are added to an order of at least its spend; the highest rung only. */
	thresholdBonuses: z
		.array(z.object({ spendMinor: minor, points }))
		.max(20)
		.default([]),
	campaigns: z.array(campaign).max(200).default([]),
	/** How several live campaigns multiply: the best, 1 + Σ(M − 1), or the product. */
	combine: z.enum(['max', 'sum', 'product']).default('max'),
	/** Days an order's points stay pending, by kind of source; a source may have its own. */
	holdDays: z
		.object({ web: z.int().min(0).max(365).default(7), counter: z.int().min(0).max(365).default(0) })
		.prefault({}),
	expiry: expiry.prefault({ mode: 'end-of-month' }),
	welcome: z.object({ points: pointsOrNone.default(50) }).prefault({}),
	birthday: z
		.object({
			points: pointsOrNone.default(0),
			/** null: on the 1st of the birthday month. */
			daysBefore: z.int().min(0).max(31).nullable().default(null),
		})
		.prefault({}),
	undoMinutes: z.int().min(0).max(1440).default(10),
	/** Life of the lot that replaces an expired one when points are given back. */
	replacementDays: z.int().min(1).max(365).default(30),
	/** Life of a coupon reissued after the full refund of the order that used it. */
	reissueDays: z.int().min(1).max(365).default(14),
	referral: referral.prefault({}),
	tiers: tierList,
	tierReview: tierReview.prefault({}),
})

type Shape = z.infer<typeof shape>

function firstRepeated<T>(values: readonly T[]): number {
	return values.findIndex((value, at) => values.indexOf(value) !== at)
}

function checkWhole(rules: Shape, context: z.RefinementCtx): void {
	const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
	const falling = rules.thresholdBonuses.findIndex(
		(rung, at, all) => at > 0 && rung.spendMinor <= (all[at - 1]?.spendMinor ?? 0),
	)
	if (falling > 0) complain(['thresholdBonuses', falling, 'spendMinor'], 'thresholds must rise')
	const twice = firstRepeated(rules.campaigns.map((c) => c.id))
	if (twice > 0) complain(['campaigns', twice, 'id'], 'two campaigns have this id')
	const tierIds = new Set(rules.tiers.map((tier) => tier.id))
	rules.campaigns.forEach((one, at) => {
		if (one.tierIds?.some((id) => !tierIds.has(id))) complain(['campaigns', at, 'tierIds'], 'no tier has this id')
	})
	if (rules.earning.by !== 'item') return
	const product = firstRepeated(rules.earning.products.map((p) => p.productId))
	if (product > 0) complain(['earning', 'products', product, 'productId'], 'this product is listed twice')
}

/** Parses the merchant's rules from JSON; every key that has a default in loyalty.md may be left out. */
export const programRules = shape.superRefine(checkWhole)

/** One version of the merchant's rules. Money is minor units of `currency`, points are whole. */
export type ProgramRules = Shape
export type Earning = ProgramRules['earning']
export type Campaign = ProgramRules['campaigns'][number]
export type Expiry = ProgramRules['expiry']
export type ReferralRules = ProgramRules['referral']
export type EveryOrderReward = NonNullable<ReferralRules['friend']['everyOrder']>
/** Where orders of a source come from: decides their hold. */
export type SourceKind = keyof ProgramRules['holdDays']

function freezeDeep<T>(value: T): T {
	if (value !== null && typeof value === 'object') {
		Object.values(value).forEach(freezeDeep)
		Object.freeze(value)
	}
	return value
}

function freshTiers(major: number): z.input<typeof tierList> {
	const raised = (id: number, name: LocaleText, spend: number, singleOrder?: number) => ({
		id,
		name,
		upgrade: {
			spendMinor: spend * major,
			...(singleOrder === undefined ? {} : { singleOrderMinor: singleOrder * major }),
		},
		renew: { spendMinor: spend * major },
	})
	return [
		{ id: 0, name: bothLocales('會員', 'Member'), upgrade: null, validMonths: null, renew: null },
		raised(1, bothLocales('銀級會員', 'Silver'), 3000),
		raised(2, bothLocales('金級會員', 'Gold'), 10_000, 8000),
	]
}

/** The program of a store nobody has touched, deeply frozen: 1 point per 10 major units, three tiers, referral 50 + 50. */
export function freshProgram(currency: string): ProgramRules {
	const major = 10 ** currencyDecimals(currency)
	return freezeDeep(
		programRules.parse({
			currency,
			earning: { by: 'amount', unitMinor: 10 * major, pointsPerUnit: 1 },
			tiers: freshTiers(major),
		}),
	)
}

/** The hold in days of an order: the source's own where it has one, else that of its kind. */
export function holdDaysOf(rules: ProgramRules, kind: SourceKind, ownDays: number | null): number {
	return ownDays ?? rules.holdDays[kind]
}

/** The tier with an id; the base tier when a program no longer has it. */
export function tierOf(rules: ProgramRules, id: number): Tier {
	return rules.tiers.find((tier) => tier.id === id) ?? (rules.tiers[0] as Tier)
}
