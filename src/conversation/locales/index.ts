import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale } from '../../messaging/channel.ts'
import { en } from './en.ts'
import { type Fact, type FactsOf, markedFact, stripMarkup } from './facts.ts'
import { zhHant } from './zh-Hant.ts'
import { zhHK } from './zh-HK.ts'

export { escapeMarkup, type Fact, type Marked, marked, stripMarkup } from './facts.ts'

/** Every sentence has one key; English is the list of them. */
export type MessageKey = keyof typeof en

export type Catalogue = Record<MessageKey, string>

/** A locale is a file and one line here. */
export const catalogues: Record<Locale, Catalogue> = {
	'zh-HK': zhHK,
	'zh-Hant': zhHant,
	en,
}

export const localeNames = Object.keys(catalogues) as Locale[]

export const messageKeys = Object.keys(en) as MessageKey[]

/** The facts the sentence of a key needs; for a union of keys, those of all of them. */
export type FactsFor<K extends MessageKey> = FactsOf<(typeof en)[K]>

type FactsArgument<K extends MessageKey> = keyof FactsFor<K> extends never
	? [facts?: Record<string, Fact>]
	: [facts: FactsFor<K>]

const compiled: Record<Locale, Map<MessageKey, IntlMessageFormat>> = {
	'zh-HK': new Map(),
	'zh-Hant': new Map(),
	en: new Map(),
}

function compile(locale: Locale, key: MessageKey): IntlMessageFormat {
	const known = compiled[locale].get(key)
	if (known) return known
	// angle brackets are plain text here, not tags
	const message = new IntlMessageFormat(catalogues[locale][key], locale, undefined, { ignoreTag: true })
	compiled[locale].set(key, message)
	return message
}

/**
 * The sentence of a key in our light markup. Facts are escaped, so that a name or a setting cannot become markup;
 * a piece that is markup on purpose comes as marked(). Throws when a fact is missing.
 */
export function say<K extends MessageKey>(locale: Locale, key: K, ...[facts]: FactsArgument<K>): string {
	return fill(locale, key, facts ?? {})
}

/** The same sentence as plain text, for labels of choices, links and texts to copy, where markup is not read. */
export function sayPlain<K extends MessageKey>(locale: Locale, key: K, ...[facts]: FactsArgument<K>): string {
	return stripMarkup(fill(locale, key, facts ?? {}))
}

/** Any sentence with facts the compiler cannot know, for a key chosen at run time. Throws when a fact is missing. */
export function fill(locale: Locale, key: MessageKey, facts: Record<string, Fact>): string {
	const values: Record<string, string | number> = {}
	for (const [name, fact] of Object.entries(facts)) values[name] = markedFact(fact)
	return String(compile(locale, key).format(values))
}
