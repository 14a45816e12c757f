import { expect, test } from 'vitest'
import { pageLocales, pickLocale, speak, type WordKey, words } from '../../src/http/locales/index.ts'

/** The names of the gaps of a sentence. */
const gapsOf = (text: string) => [...text.matchAll(/\{([a-z]+)[,}]/g)].map(([, name = '']) => name).sort()

test.each(pageLocales)('the pages say everything in %s, with the gaps of the English words', (locale) => {
	const sayAnything = speak(locale) as (key: WordKey, facts: Record<string, number>) => string
	for (const key of Object.keys(words.en) as WordKey[]) {
		expect([...new Set(gapsOf(words[locale][key]))], key).toEqual([...new Set(gapsOf(words.en[key]))])
		const facts = Object.fromEntries(gapsOf(words.en[key]).map((name) => [name, 7]))
		expect(sayAnything(key, facts), key).not.toMatch(/[{}]|undefined/)
	}
})

test.each([
	['en-GB,en;q=0.9', 'en'],
	['zh-HK', 'zh-HK'],
	['yue, en', 'zh-HK'],
	['zh-TW', 'zh-Hant'],
	['zh-Hans-CN,zh;q=0.9,en;q=0.8', 'zh-Hant'],
	['en;q=0.1, zh-HK;q=0.9', 'zh-HK'],
	['fr', 'zh-Hant'],
	['en;q=0', 'zh-Hant'],
	['*', 'zh-Hant'],
	[undefined, 'zh-Hant'],
] as const)('a browser that asks for %s gets %s', (asked, locale) => {
	expect(pickLocale(asked, 'zh-Hant')).toBe(locale)
})
