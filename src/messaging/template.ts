import { z } from 'zod'
import { cutText, parseMarkup } from '../domain/message.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Locale, Reply } from './channel.ts'

/** What a text may say of its reader. */
export const variables = ['name', 'points', 'tier', 'gap', 'expiring', 'coupon'] as const

export type Variable = (typeof variables)[number]

/** The values for one member, as text in her language; what is missing or empty is replaced by the fallback. */
export type MemberFacts = Partial<Record<Variable, string>>

export const localeNames: readonly Locale[] = ['zh-HK', 'zh-Hant', 'en']

/** Values that not every member has: their text must say what stands there instead. */
const SOMETIMES_MISSING: readonly Variable[] = ['name', 'gap', 'expiring', 'coupon']
const LONGEST_VALUE = 64

/** The form of the hash by which a picture is kept. */
export const PICTURE_HASH = /^[\w-]{43}$/

const localeContent = z.object({
	text: z.string().trim().min(1).max(4_096),
	fallbacks: z.partialRecord(z.enum(variables), z.string().trim().max(100)).default({}),
	link: z
		.object({ label: z.string().trim().min(1).max(64), url: z.url({ protocol: /^https?$/ }).max(1_000) })
		.exactOptional(),
	/** What WhatsApp approved, sent in place of the text to whoever has not written for a day. */
	template: z
		.object({
			name: z.string().regex(/^[a-z0-9_]{1,512}$/),
			language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/),
			/** What stands in each gap: words, and variables as in the text. */
			variables: z.array(z.string().trim().min(1).max(256)).max(20),
		})
		.exactOptional(),
})

/** What a broadcast says, in at least one language. */
export const broadcastContent = z
	.object({
		texts: z.partialRecord(z.enum(['zh-HK', 'zh-Hant', 'en']), localeContent),
		/** One code that is the same for everybody: {coupon}. */
		coupon: z.string().trim().min(1).max(60).exactOptional(),
		/** The same for every language, kept once by its hash. */
		picture: z.object({ hash: z.string().regex(PICTURE_HASH) }).exactOptional(),
	})
	.refine(({ texts }) => Object.keys(texts).length > 0, 'a text in at least one language is needed')

export type BroadcastContent = z.infer<typeof broadcastContent>

export type LocaleContent = z.infer<typeof localeContent>

/** The sentences of the frame; they come from the catalogues, escaped and in our light markup. */
export interface Sentences {
	header(locale: Locale, shop: string): string
	contact(locale: Locale, facts: { shop: string; contact: string }): string
	footer(locale: Locale): string
	/** For members who have not chosen a language. */
	footerBoth(): string
	testMark(locale: Locale): string
}

const GAP = /\{([a-z_]+)\}/g

/** The variables a text names, known or not. */
export function listVariables(text: string): string[] {
	return [...new Set([...text.matchAll(GAP)].map(([, name = '']) => name))]
}

/** The variables of a text and of its template. */
export function listAllVariables({ text, template }: LocaleContent): string[] {
	return listVariables([text, ...(template?.variables ?? [])].join('\n'))
}

export type ContentProblem =
	| { problem: 'unknown-variable'; locale: Locale; variable: string }
	| { problem: 'no-fallback'; locale: Locale; variable: string }
	| { problem: 'too-long'; locale: Locale; channel: string; length: number; most: number }
	/** So many people can only be written to by a template, and this text has none. */
	| { problem: 'no-template'; locale: Locale; channel: string; late: number }
	/** It would cost more than the merchant allows, in minor units. */
	| { problem: 'over-cap'; minor: number; capMinor: number; currency: string }
	| { problem: 'nobody' }
	/** None of the channels may carry it; these are set up. */
	| { problem: 'no-channel'; connected: string[] }

/** What is wrong with the words themselves: variables that do not exist, and values that may be missing. */
export function findTextProblems(content: BroadcastContent): ContentProblem[] {
	const problems: ContentProblem[] = []
	for (const [locale, chosen] of textsOf(content))
		for (const variable of listAllVariables(chosen)) {
			const { fallbacks } = chosen
			const known = variables.find((name) => name === variable)
			if (!known) problems.push({ problem: 'unknown-variable', locale, variable })
			else if (SOMETIMES_MISSING.includes(known) && !fallbacks[known] && !(known === 'coupon' && content.coupon))
				problems.push({ problem: 'no-fallback', locale, variable })
		}
	return problems
}

export function textsOf(content: BroadcastContent): [Locale, LocaleContent][] {
	return localeNames.flatMap((locale) => {
		const text = content.texts[locale]
		return text ? [[locale, text] as [Locale, LocaleContent]] : []
	})
}

/** The text for a reader of a language: her own, else the other Chinese, else the shop's, else any. */
export function chooseText(content: BroadcastContent, wanted: Locale, shopLocale: Locale): [Locale, LocaleContent] {
	const sibling: Partial<Record<Locale, Locale>> = { 'zh-HK': 'zh-Hant', 'zh-Hant': 'zh-HK' }
	const order = [wanted, sibling[wanted], shopLocale, ...localeNames]
	const locale = order.find((name): name is Locale => name !== undefined && content.texts[name] !== undefined)
	const text = locale && content.texts[locale]
	if (!text) throw new Error('a broadcast without a text')
	return [locale, text]
}

// direction overrides would let a name turn the rest of the text around
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

const cleanValue = (value: string) => cutText(value.replace(CONTROLS, ' '), LONGEST_VALUE)
const escapeValue = (value: string) => cleanValue(value).replace(/[\\*_`]/g, '\\$&')

interface Filling {
	facts: MemberFacts
	fallbacks: LocaleContent['fallbacks']
	write: (value: string) => string
}

function fillGaps(text: string, { facts, fallbacks, write }: Filling): string {
	return text.replace(GAP, (gap, name: string) => {
		const variable = variables.find((known) => known === name)
		return variable ? write(facts[variable] || fallbacks[variable] || '') : gap
	})
}

/** The text with every variable replaced; values are plain text, whatever characters they have. */
export function fillText({ text, fallbacks }: LocaleContent, facts: MemberFacts): string {
	return fillGaps(text, { facts, fallbacks, write: escapeValue })
}

/** The template as one reader gets it; there is no markup in a gap, so nothing is escaped. */
function fillTemplate({ template, fallbacks }: LocaleContent, facts: MemberFacts): Pick<Reply, 'template'> {
	if (!template) return {}
	const filled = template.variables.map((text) => fillGaps(text, { facts, fallbacks, write: cleanValue }))
	return { template: { ...template, variables: filled } }
}

export interface Reader {
	/** Undefined until she has chosen one: the frame is then in both. */
	chosenLocale: Locale | undefined
	/** The platform's idea of it. */
	guessedLocale: Locale | undefined
}

/** The message for one reader, inside the frame that every promotion has: who sends, how to reach them, how to stop. */
export function renderPromotion(
	content: BroadcastContent,
	facts: (locale: Locale) => MemberFacts,
	{ reader, settings, sentences, picture, test = false }: RenderNeeds,
): Reply {
	const shopLocale = settings.locale
	const [locale, chosen] = chooseText(content, reader.chosenLocale ?? reader.guessedLocale ?? shopLocale, shopLocale)
	const coupon = content.coupon === undefined ? {} : { coupon: content.coupon }
	const contact = settings.contact || settings.phone || settings.url
	const frame = [
		sentences.contact(locale, { shop: settings.shopName, contact }),
		reader.chosenLocale ? sentences.footer(locale) : sentences.footerBoth(),
	]
	const values = { ...coupon, ...facts(locale) }
	const body = fillText(chosen, values)
	const head = `${test ? `${sentences.testMark(locale)}\n` : ''}${sentences.header(locale, settings.shopName)}`
	return {
		text: `${head}\n${body}\n\n${frame.filter(Boolean).join('\n')}`,
		...(chosen.link ? { link: chosen.link } : {}),
		...(picture ? { picture } : {}),
		...fillTemplate(chosen, values),
		kind: 'promo',
		locale,
	}
}

export interface RenderNeeds {
	reader: Reader
	settings: StoreSettings
	sentences: Sentences
	picture?: Reply['picture']
	test?: boolean
}

const CAPTION = 1_024

/** Where the longest message a reader could get would not fit the channel. */
export function findLengthProblems(
	content: BroadcastContent,
	channels: readonly { name: string; maxText: number; linkInText?: true }[],
	needs: Pick<RenderNeeds, 'settings' | 'sentences'>,
): ContentProblem[] {
	const longest = Object.fromEntries(variables.map((name) => [name, '長'.repeat(LONGEST_VALUE)]))
	return textsOf(content).flatMap(([locale, chosen]) => {
		const only = { ...content, texts: { [locale]: chosen } }
		const reader = { chosenLocale: undefined, guessedLocale: locale }
		const { text } = renderPromotion(only, () => longest, { ...needs, reader })
		const length = parseMarkup(text).reduce((sum, span) => sum + span.text.length, 0)
		const { link } = chosen
		const below = link && !text.includes(link.url) ? `\n${link.label}: ${link.url}`.length : 0
		return channels.flatMap(({ name, maxText, linkInText }) => {
			const most = content.picture ? Math.min(maxText, CAPTION) : maxText
			const all = linkInText ? length + below : length
			return all > most ? [{ problem: 'too-long' as const, locale, channel: name, length: all, most }] : []
		})
	})
}

/** Texts without a template where people can only be written to by one. */
export function findWindowProblems(
	content: BroadcastContent,
	channels: Readonly<Record<string, { late?: number }>>,
): ContentProblem[] {
	const waiting = Object.entries(channels).flatMap(([channel, { late = 0 }]) => (late > 0 ? [{ channel, late }] : []))
	return textsOf(content).flatMap(([locale, { template }]) =>
		template ? [] : waiting.map((one) => ({ problem: 'no-template' as const, locale, ...one })),
	)
}
