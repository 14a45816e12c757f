import { describe, expect, test } from 'vitest'
import { freshSettings } from '../../src/domain/settings.ts'
import {
	broadcastContent,
	findLengthProblems,
	findTextProblems,
	type MemberFacts,
	renderPromotion,
} from '../../src/messaging/template.ts'
import { testSentences as sentences } from '../support/audience.ts'

const settings = { ...freshSettings(), shopName: 'Suki', contact: '9123 4567', locale: 'zh-HK' as const }
const content = broadcastContent.parse({
	texts: {
		en: { text: 'Hi {name}: {points}', fallbacks: { name: 'friend' } },
		'zh-HK': { text: '{name}，你有 {points} 分', fallbacks: { name: '朋友' } },
	},
})
const render = (facts: MemberFacts, chosenLocale?: 'en' | 'zh-HK' | 'zh-Hant', guessedLocale?: 'en') =>
	renderPromotion(content, () => facts, { reader: { chosenLocale, guessedLocale }, settings, sentences }).text

describe('the words of a promotion', () => {
	test('have the frame: who sends, how to reach them, how to stop', () => {
		expect(render({ name: 'Ann', points: '5' }, 'en')).toBe('【Suki】\nHi Ann: 5\n\ncontact 9123 4567\nSTOP to stop')
	})

	test('say how to stop in both languages until the member has chosen one', () => {
		expect(render({ name: 'Ann', points: '5' }, undefined, 'en')).toMatch(/Hi Ann: 5[\s\S]*STOP 退訂$/)
	})

	test('are in the language of the member, else the other Chinese, else that of the shop', () => {
		expect(render({ name: '安', points: '5' }, 'zh-Hant')).toContain('安，你有 5 分')
		expect(render({ name: '安', points: '5' })).toContain('安，你有 5 分')
	})

	test('take the fallback for what is missing, and no markup or control character from a value', () => {
		expect(render({ points: '5' }, 'en')).toContain('Hi friend: 5')
		expect(render({ name: '', points: '5' }, 'en')).toContain('Hi friend: 5')
		expect(render({ name: '*_`\\\n\u202eAnn{points}', points: '5' }, 'en')).toContain('Hi \\*\\_\\`\\\\ Ann{points}: 5')
	})
})

describe('a template in place of the words', () => {
	const template = { name: 'spring', language: 'en', variables: ['{name}', '{points} points today'] }
	const withTemplate = broadcastContent.parse({
		texts: { en: { text: 'Hi', fallbacks: { name: 'friend' }, template } },
	})

	test('goes along with its gaps filled, as plain text', () => {
		const facts = { name: '*Ann*\n_B_', points: '5' }
		const reader = { chosenLocale: 'en' as const, guessedLocale: undefined }
		const reply = renderPromotion(withTemplate, () => facts, { reader, settings, sentences })
		expect(reply.template).toEqual({ ...template, variables: ['*Ann* _B_', '5 points today'] })
	})

	test('is checked like the words', () => {
		const wrong = { ...template, variables: ['{name} {nmae} {gap}'] }
		const content = broadcastContent.parse({ texts: { en: { text: 'Hi', fallbacks: { name: 'x' }, template: wrong } } })
		expect(findTextProblems(content)).toEqual([
			{ problem: 'unknown-variable', locale: 'en', variable: 'nmae' },
			{ problem: 'no-fallback', locale: 'en', variable: 'gap' },
		])
		expect(
			broadcastContent.safeParse({ texts: { en: { text: 'x', template: { ...template, name: 'A B' } } } }).success,
		).toBe(false)
	})
})

describe('the check of the words', () => {
	const problemsOf = (text: string, more: object = {}) =>
		findTextProblems(broadcastContent.parse({ texts: { en: { text } }, ...more }))

	test('finds variables that do not exist and values that may be missing', () => {
		expect(problemsOf('{points} {tier}')).toEqual([])
		expect(problemsOf('{name} {nmae}')).toEqual([
			{ problem: 'no-fallback', locale: 'en', variable: 'name' },
			{ problem: 'unknown-variable', locale: 'en', variable: 'nmae' },
		])
		expect(problemsOf('{coupon}')).toHaveLength(1)
		expect(problemsOf('{coupon}', { coupon: 'SALE10' })).toEqual([])
	})

	test('finds what is too long for a channel with the longest values', () => {
		const channels = [
			{ name: 'telegram', maxText: 4_096 },
			{ name: 'short', maxText: 60 },
		]
		const found = findLengthProblems(content, channels, { settings, sentences })
		expect(found.map((problem) => ('channel' in problem ? `${problem.channel} ${problem.locale}` : ''))).toEqual([
			'short zh-HK',
			'short en',
		])
	})

	test.each([
		['no text', { texts: {} }],
		['a link that is none', { texts: { en: { text: 'a', link: { label: 'x', url: 'javascript:alert(1)' } } } }],
		['another language', { texts: { fr: { text: 'a' } } }],
	])('refuses %s', (_name, given) => {
		expect(broadcastContent.safeParse(given).success).toBe(false)
	})
})
