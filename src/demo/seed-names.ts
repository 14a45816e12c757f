import type { Locale } from '../domain/program-words.ts'
import type { Chance } from './chance.ts'

// frequent Hong Kong surnames in both scripts, with made-up given names: nobody is meant

const surnames: readonly [chinese: string, english: string][] = [
	['陳', 'Chan'],
	['黃', 'Wong'],
	['李', 'Lee'],
	['林', 'Lam'],
	['梁', 'Leung'],
	['張', 'Cheung'],
	['吳', 'Ng'],
	['何', 'Ho'],
	['劉', 'Lau'],
	['鄭', 'Cheng'],
	['葉', 'Yip'],
	['周', 'Chow'],
	['羅', 'Law'],
	['譚', 'Tam'],
	['馮', 'Fung'],
	['蔡', 'Choi'],
	['許', 'Hui'],
	['曾', 'Tsang'],
	['潘', 'Poon'],
	['袁', 'Yuen'],
	['郭', 'Kwok'],
	['余', 'Yu'],
	['莫', 'Mok'],
	['區', 'Au'],
]

const firstCharacters = '嘉詠家子志偉淑慧俊思曉穎凱文美雅梓浩樂芷卓靜'
const secondCharacters = '欣琪明軒玲儀健豪彤敏怡詩恩傑晴瑜峰琳翹雯瑩朗'

const englishNames = [
	...['Kelly', 'Jason', 'Winnie', 'Ken', 'Carmen', 'Eric', 'Joyce', 'Alan', 'Fiona', 'Ryan', 'Mandy', 'Tony'],
	...['Vivian', 'Kevin', 'Grace', 'Matthew', 'Queenie', 'Henry', 'Karen', 'Samuel', 'Phoebe', 'Daniel', 'Iris'],
	...['Cherry', 'Leo', 'Natalie', 'Bosco', 'Yannis', 'Heidi', 'Marcus', 'Elaine', 'Terence', 'Rachel', 'Vincent'],
]

const locales: readonly [locale: Locale, weight: number][] = [
	['zh-HK', 74],
	['en', 19],
	['zh-Hant', 7],
]

/** A made-up person: a name in Chinese or English, and the language she writes in. */
export function drawPerson(chance: Chance): { name: string; locale: Locale } {
	const [chinese, english] = chance.pick(surnames)
	const [locale] = chance.weigh(locales, ([, weight]) => weight)
	const inEnglish = locale === 'en' || chance.isLikely(0.25)
	const given = inEnglish
		? chance.pick(englishNames)
		: chance.pick([...firstCharacters]) + chance.pick([...secondCharacters])
	return { name: inEnglish ? `${given} ${english}` : chinese + given, locale }
}
