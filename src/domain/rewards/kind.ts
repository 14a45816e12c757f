import { z } from 'zod'
import { addMonths, type Day, endOfMonth } from '../calendar.ts'
import { formatMoney } from '../money.ts'
import { type Locale, type LocaleText, localeText } from '../program-words.ts'
import { done, type Refusal, type Result, refuse } from '../result.ts'

export const minor = z.int().min(1).max(1_000_000_000_000)

/** How long a coupon is good, reckoned from the local day it is issued on; every end is inclusive. */
const validity = z.discriminatedUnion('mode', [
	z.object({ mode: z.literal('days'), days: z.int().min(1).max(3650) }),
	z.object({ mode: z.literal('until'), on: z.int() }),
	/** The last day of the month, that many months after the issue. */
	z.object({ mode: z.literal('end-of-month'), months: z.int().min(0).max(120).default(0) }),
	z.object({ mode: z.literal('never') }),
])

export type Validity = z.infer<typeof validity>

/** What every kind of reward may say. */
export const commonTerms = z.object({
	/** What it is called; without it the kind says what it gives. */
	title: localeText.optional(),
	minimumMinor: minor.optional(),
	validity: validity.default({ mode: 'days', days: 90 }),
	/** Whether it may be used together with other offers. */
	combinable: z.boolean().default(false),
	/** Where and on what it is good, in the merchant's words. */
	note: localeText.optional(),
})

export type CommonTerms = z.infer<typeof commonTerms>

export interface RewardView {
	locale: Locale
	currency: string
}

/** What a value that depends on the order is reckoned with; null when the store has no orders yet. */
export interface Economy {
	averageOrderMinor: number | null
}

/** A reward whose terms have been checked. */
export interface Reward {
	kind: string
	/** Checked, with defaults; stored as JSON. */
	terms: CommonTerms
	/** Minor units it is worth to the member; null where nobody can say. */
	valueMinor(economy: Economy): number | null
	/** What it gives, without its title: 'HK$10 off'. */
	words(view: RewardView): string
}

export type TermsInvalid = Refusal<'terms-invalid', { issues: string[] }>

export interface RewardKind {
	name: string
	/** Checks terms that came from outside; the issues name the path and what is wrong. */
	parse(terms: unknown): Result<Reward, TermsInvalid>
}

interface KindDefinition<S extends z.ZodType<CommonTerms>> {
	name: string
	terms: S
	valueMinor(terms: z.infer<S>, economy: Economy): number | null
	words(terms: z.infer<S>, view: RewardView): string
}

/** Makes a kind from what is special about it. */
export function defineKind<S extends z.ZodType<CommonTerms>>(definition: KindDefinition<S>): RewardKind {
	const { name, terms: schema } = definition
	return {
		name,
		parse(input) {
			const parsed = schema.safeParse(input)
			if (!parsed.success) {
				const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'terms'}: ${issue.message}`)
				return refuse('terms-invalid', { issues })
			}
			const terms = parsed.data
			return done({
				kind: name,
				terms,
				valueMinor: (economy) => definition.valueMinor(terms, economy),
				words: (view) => definition.words(terms, view),
			})
		},
	}
}

/** What a reward is called: the merchant's title, else what it gives. */
export function titleOf(reward: Reward, view: RewardView): string {
	return reward.terms.title?.[view.locale] ?? reward.words(view)
}

const minimumWords: LocaleText = {
	'zh-HK': '消費滿 {amount} 適用',
	'zh-Hant': '消費滿 {amount} 適用',
	en: 'on {amount} or more',
}

/** The minimum spend in words; undefined when there is none. */
export function minimumOf({ terms }: Reward, { locale, currency }: RewardView): string | undefined {
	if (terms.minimumMinor === undefined) return undefined
	return minimumWords[locale].replace('{amount}', () => formatMoney(terms.minimumMinor ?? 0, currency, locale))
}

/** The last day a coupon issued on a day is good; null is no end. */
export function couponExpiry(terms: CommonTerms, issuedOn: Day): Day | null {
	const { validity: rule } = terms
	switch (rule.mode) {
		case 'days':
			return issuedOn + rule.days
		case 'until':
			return rule.on
		case 'end-of-month':
			return endOfMonth(addMonths(issuedOn, rule.months))
		case 'never':
			return null
	}
}
