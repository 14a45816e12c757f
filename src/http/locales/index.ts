import { IntlMessageFormat } from 'intl-messageformat'
import type { FactsOf } from '../../conversation/locales/facts.ts'
import type { Locale } from '../../messaging/channel.ts'
import { en } from './en.ts'
import { enBroadcasts } from './en-broadcasts.ts'
import { enMembers } from './en-members.ts'
import { enRewards } from './en-rewards.ts'
import { enShop } from './en-shop.ts'
import { enWhatsApp } from './en-whatsapp.ts'
import { zhHant } from './zh-Hant.ts'
import { zhHantBroadcasts } from './zh-Hant-broadcasts.ts'
import { zhHantMembers } from './zh-Hant-members.ts'
import { zhHantRewards } from './zh-Hant-rewards.ts'
import { zhHantShop } from './zh-Hant-shop.ts'
import { zhHantWhatsApp } from './zh-Hant-whatsapp.ts'
import { zhHK } from './zh-HK.ts'
import { zhHKBroadcasts } from './zh-HK-broadcasts.ts'
import { zhHKMembers } from './zh-HK-members.ts'
import { zhHKRewards } from './zh-HK-rewards.ts'
import { zhHKShop } from './zh-HK-shop.ts'
import { zhHKWhatsApp } from './zh-HK-whatsapp.ts'

export type Words = Record<keyof typeof en, string>

export type BroadcastWords = Record<keyof typeof enBroadcasts, string>

export type MemberWords = Record<keyof typeof enMembers, string>

export type RewardWords = Record<keyof typeof enRewards, string>

export type ShopWords = Record<keyof typeof enShop, string>

export type WhatsAppWords = Record<keyof typeof enWhatsApp, string>

type English = typeof en & typeof enBroadcasts & typeof enMembers & typeof enRewards & typeof enShop & typeof enWhatsApp

export type WordKey = keyof English

/** A locale is a file and one line here. */
export const words: Record<Locale, Record<WordKey, string>> = {
	'zh-HK': { ...zhHK, ...zhHKBroadcasts, ...zhHKMembers, ...zhHKRewards, ...zhHKShop, ...zhHKWhatsApp },
	'zh-Hant': { ...zhHant, ...zhHantBroadcasts, ...zhHantMembers, ...zhHantRewards, ...zhHantShop, ...zhHantWhatsApp },
	en: { ...en, ...enBroadcasts, ...enMembers, ...enRewards, ...enShop, ...enWhatsApp },
}

export const pageLocales = Object.keys(words) as Locale[]

type Facts<K extends WordKey> = FactsOf<English[K]>

type FactsArgument<K extends WordKey> = keyof Facts<K> extends never
	? []
	: [facts: { [N in keyof Facts<K>]: string | number }]

/** Says a key in one language, as plain text that templates escape. */
export type Say = <K extends WordKey>(key: K, ...facts: FactsArgument<K>) => string

const compiled = new Map<string, IntlMessageFormat>()

function compile(locale: Locale, key: WordKey): IntlMessageFormat {
	const name = `${locale} ${key}`
	const known = compiled.get(name)
	if (known) return known
	const message = new IntlMessageFormat(words[locale][key], locale, undefined, { ignoreTag: true })
	compiled.set(name, message)
	return message
}

/** The words of a language; throws when a fact is missing. */
export function speak(locale: Locale): Say {
	return (key, ...[facts]) => String(compile(locale, key).format(facts as Record<string, string | number> | undefined))
}

export function isPageLocale(text: string | null | undefined): text is Locale {
	return text !== null && text !== undefined && Object.hasOwn(words, text)
}

function localeOfTag(tag: string): Locale | undefined {
	if (/^en\b/i.test(tag)) return 'en'
	if (/^(yue\b|zh-(hk|mo|hant-hk|hant-mo)\b)/i.test(tag)) return 'zh-HK'
	return /^zh\b/i.test(tag) ? 'zh-Hant' : undefined
}

/** The first language of an Accept-Language header that the pages have; the fallback when there is none. */
export function pickLocale(accepted: string | undefined, fallback: Locale): Locale {
	const asked = (accepted ?? '')
		.slice(0, 500)
		.split(',')
		.map((part, at) => {
			const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/)
			const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
			return { tag, at, quality: quality === undefined ? 1 : Number(quality) || 0 }
		})
		.filter(({ quality }) => quality > 0)
		.sort((a, b) => b.quality - a.quality || a.at - b.at)
	for (const { tag } of asked) {
		const found = localeOfTag(tag)
		if (found) return found
	}
	return fallback
}
