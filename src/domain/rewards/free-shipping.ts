import { bothLocales } from '../program-words.ts'
import { commonTerms, defineKind, minor } from './kind.ts'

const words = bothLocales('免運費', 'Free delivery')

/** The delivery of an order for nothing. */
export const freeShipping = defineKind({
	name: 'free-shipping',
	terms: commonTerms.extend({
		/** What delivery usually costs. */
		worthMinor: minor.optional(),
	}),
	valueMinor: ({ worthMinor }) => worthMinor ?? null,
	words: (_terms, { locale }) => words[locale],
})
