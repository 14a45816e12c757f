import { z } from 'zod'

export const locales = ['zh-HK', 'zh-Hant', 'en'] as const

export type Locale = (typeof locales)[number]

const words = z.string().trim().min(1).max(500)

/** A short text of the merchant in every locale. */
export const localeText = z.object({ 'zh-HK': words, 'zh-Hant': words, en: words })

export type LocaleText = z.infer<typeof localeText>

/** A text whose Chinese reads the same in Hong Kong and Taiwan. */
export function bothLocales(chinese: string, english: string): LocaleText {
	return { 'zh-HK': chinese, 'zh-Hant': chinese, en: english }
}
