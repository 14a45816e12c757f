import { localeText } from '../program-words.ts'
import { commonTerms, defineKind, minor } from './kind.ts'

/** A product for nothing. */
export const gift = defineKind({
	name: 'gift',
	terms: commonTerms.extend({ product: localeText, worthMinor: minor.optional() }),
	valueMinor: ({ worthMinor }) => worthMinor ?? null,
	words({ product }, { locale }) {
		return locale === 'en' ? `Free ${product.en}` : `送 ${product[locale]}`
	},
})
