import { localeText } from '../program-words.ts'
import { commonTerms, defineKind, minor } from './kind.ts'

/** A product for nothing. */
export const gift = defineKind({
	name: 'gift',
	terms: commonTerms.extend({ product: localeText, worthMinor: minor.optional() }),
	valueMinor: ({ worthMinor }) => worthMinor ?? null,
	words({ product }, { locale }) {
		if (locale === 'en') return `Free ${product.en}`
		// a space only beside Latin letters and digits
		return `送${/^\p{Script=Han}/u.test(product[locale]) ? '' : ' '}${product[locale]}`
	},
})
