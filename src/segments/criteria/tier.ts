import { z } from 'zod'
import { type Locale, locales } from '../../domain/program-words.ts'
import { defineCriterion, inWords, members, type SegmentContext } from '../criterion.ts'

const tierId = z.int().min(0).max(999)

/** The tiers from one upwards by their order; a tier the programme no longer has means nobody. */
function idsFrom(least: number, { tiers }: SegmentContext): number[] {
	const rank = tiers.findIndex((one) => one.id === least)
	return rank < 0 ? [] : tiers.slice(rank).map((one) => one.id)
}

function namesOf(ids: readonly number[], { tiers }: SegmentContext): Record<Locale, string> {
	const nameOf = (id: number, locale: Locale) => tiers.find((one) => one.id === id)?.name[locale] ?? `#${id}`
	const list = (locale: Locale) => ids.map((id) => nameOf(id, locale)).join(locale === 'en' ? ' or ' : '、')
	return Object.fromEntries(locales.map((locale) => [locale, list(locale)])) as Record<Locale, string>
}

/** Members of certain tiers. */
export const tier = defineCriterion(
	'tier',
	{ is: z.array(tierId).min(1).max(10) },
	{
		where: ({ is }) => members('members.tier_id', 'in', is),
		describe: ({ is }, context) => {
			const names = namesOf(is, context)
			return inWords(`等級是${names['zh-HK']}`, `are in tier ${names.en}`, `等級是${names['zh-Hant']}`)
		},
	},
)

/** Members of a tier and of those above it. */
export const tierAtLeast = defineCriterion(
	'tier-at-least',
	{ tier: tierId },
	{
		where: ({ tier: least }, context) => {
			const ids = idsFrom(least, context)
			return ids.length === 0 ? members.lit(false) : members('members.tier_id', 'in', ids)
		},
		describe: ({ tier: least }, context) => {
			const names = namesOf([least], context)
			return inWords(
				`等級在${names['zh-HK']}或以上`,
				`are in tier ${names.en} or above`,
				`等級在${names['zh-Hant']}或以上`,
			)
		},
	},
)
