import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { intentNames, intents } from '../../src/conversation/intents/index.ts'
import { describeUnderstanding, understand } from '../../src/conversation/understand.ts'
import { createReferralCode } from '../../src/domain/codes.ts'
import { blind, traps } from './blind-utterances.ts'
import { utterances } from './utterances.ts'

const split = (texts = '') => texts.split('|').map((one) => one.trim())
const saidFor = (name: string) => split(utterances[name])
const meantBy = (text: string) => understand(text).intent
const code = createReferralCode((count) => new Uint8Array(count).fill(7).map((_, i) => i * 37 + 11))

describe('what shoppers type', () => {
	test('there are utterances for every intent', () => {
		expect(Object.keys(utterances).sort()).toEqual([...intentNames, 'nothing'].sort())
	})

	test.each(intentNames)('%s', (name) => {
		const missed = saidFor(name)
			.map((text) => ({ text, intent: meantBy(text) }))
			.filter(({ intent }) => intent !== name)
		expect(missed).toEqual([])
	})

	test('nothing is done where nothing is meant', () => {
		const acted = saidFor('nothing')
			.map((text) => ({ text, intent: meantBy(text) }))
			.filter(({ intent }) => intent !== null)
		expect(acted).toEqual([])
	})

	test('at least 97 of 100 texts written without a look at the vocabulary are understood', () => {
		const all = Object.entries(blind).flatMap(([name, texts]) => split(texts).map((text) => ({ name, text })))
		const missed = all.filter(({ name, text }) => meantBy(text) !== (name === 'nothing' ? null : name))
		expect(all.length).toBeGreaterThan(1_000)
		expect({ missed: missed.length / all.length < 0.03 || missed }).toEqual({ missed: true })
	})

	test.each(Object.entries(traps))('nothing is taken for %s that is not', (name, texts) => {
		expect(split(texts).filter((text) => meantBy(text) === name)).toEqual([])
	})

	test('every way of not wanting promotions any more ends them', () => {
		const wishes = [
			['唔想', '我不想', '我唔要'].map((no) => [no, ['收', '收到', '接收']] as const),
			['唔好', '請不要'].map((no) => [no, ['發', 'send', '寄']] as const),
		].flat()
		const missed = wishes
			.flatMap(([no, verbs]) => ['再', ''].flatMap((again) => verbs.map((verb) => no + again + verb)))
			.flatMap((wish) => ['推廣', '優惠', '廣告', '訊息', 'promotion', '你哋啲推廣'].map((what) => wish + what))
			.filter((text) => meantBy(text) !== 'stop')
		expect(missed).toEqual([])
	})

	test('capitals, full width, spaces and a last particle change nothing', () => {
		const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))
		for (const text of ['points', 'redeem', 'my coupons', 'talk to staff', 'stop', '退訂', '積分', '我想換禮物'])
			for (const form of [text.toUpperCase(), wide(text), `  ${text}  `, `${text}\u200b`, `${text}！`, `${text}呀`])
				expect({ form, intent: meantBy(form) }).toEqual({ form, intent: meantBy(text) })
	})

	test('a slip in a long word is mended, in a short word of everyday use it is not', () => {
		expect(meantBy('unsubscirbe')).toBe('stop')
		expect(meantBy('hisotry')).toBe('history')
		expect(meantBy('shop')).not.toBe('stop')
		expect(meantBy('step')).toBeNull()
	})
})

describe('opting out', () => {
	test('an opt-out is as sure as the word itself, in short messages only', () => {
		expect(understand('please stop sending me ads')).toMatchObject({ intent: 'stop', score: 1 })
		const long = `${'I came to your shop last week with my family and we liked it, but '.repeat(3)} please stop sending me ads`
		expect(meantBy(long)).toBeNull()
	})

	test('cancel takes back a step and never unsubscribes', () => {
		for (const text of ['取消', '取消啦', 'cancel', 'Cancel please'])
			expect(understand(text)).toMatchObject({ intent: null, cancel: true })
		for (const text of ['取消訂閱', 'cancel my subscription'])
			expect(understand(text)).toMatchObject({ intent: 'stop', cancel: false })
	})

	test('what is only supposed or denied is not obeyed', () => {
		for (const text of [
			'如果我退會會點',
			'will I lose my points if I unsubscribe',
			'do not delete my account',
			'我不想退訂',
		])
			expect({ text, intent: meantBy(text) }).toEqual({ text, intent: null })
	})

	test('start asks for promotions again on WhatsApp, never on Telegram, and is asked about where nobody knows', () => {
		expect(understand('START', { channel: 'whatsapp-cloud' })).toMatchObject({ intent: 'resume', score: 1 })
		expect(understand('start', { channel: 'telegram' })).toMatchObject({ intent: 'menu' })
		expect(understand('/start', { channel: 'whatsapp-web' })).toMatchObject({ intent: 'menu' })
		const unknown = understand('start')
		expect(unknown.intent).toBeNull()
		expect(unknown.alternatives.map(({ intent }) => intent).sort()).toEqual(['menu', 'resume'])
	})

	test('leaving never wins a tie', () => {
		const { intent, alternatives } = understand('leave privacy')
		expect(intent).not.toBe('leave')
		expect(alternatives[0]?.intent).not.toBe('leave')
	})
})

describe('what is printed', () => {
	test('the four fields and nothing else, the text as it came', () => {
		expect(describeUnderstanding(' 積分！')).toEqual({ text: ' 積分！', intent: 'card', score: 1, alternatives: [] })
	})

	test('a text that means two things is asked about, with both', () => {
		const { intent, alternatives } = describeUnderstanding('生日定係紀錄')
		expect(intent).toBeNull()
		expect(alternatives.map((one) => one.intent)).toEqual(expect.arrayContaining(['settings', 'history']))
	})

	test('a text that means nothing names two or three likely wishes', () => {
		for (const text of ['qwxz plmk', '可以退款嗎', '今日天氣點']) {
			const { intent, score, alternatives } = describeUnderstanding(text)
			expect(intent).toBeNull()
			expect(score).toBeLessThan(0.6)
			expect(alternatives.length).toBeGreaterThanOrEqual(2)
			expect(alternatives.length).toBeLessThanOrEqual(3)
		}
		expect(describeUnderstanding('可以退款嗎').alternatives[0]?.intent).toBe('human')
	})

	test('whatever comes in, the answer keeps its form', () => {
		const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...Object.values(utterances)))
		fc.assert(
			fc.property(text, (given) => {
				const { intent, score, alternatives, ...more } = describeUnderstanding(given)
				expect(more).toEqual({ text: given })
				expect(score >= 0 && score <= 1).toBe(true)
				if (intent !== null) expect(score).toBeGreaterThanOrEqual(0.6)
				const all = [...alternatives.map((one) => one.intent), ...(intent ? [intent] : [])]
				expect(new Set(all).size).toBe(all.length)
				expect(all.every((one) => intentNames.includes(one))).toBe(true)
				expect(alternatives.map((one) => one.score)).toEqual(alternatives.map((one) => one.score).sort((a, b) => b - a))
			}),
			{ numRuns: 300 },
		)
	})

	test('a text of a megabyte is looked at no longer than its beginning', () => {
		understand('積分')
		for (const piece of ['我想換積分point coupon ', 'aaaaaaaa', 'xkcdv ', '不', '🙏', '\u0301']) {
			const before = process.cpuUsage()
			understand(piece.repeat(Math.ceil(1_000_000 / piece.length)))
			expect(process.cpuUsage(before).user).toBeLessThan(200_000)
		}
	})

	test('a short text costs a fraction of a millisecond', () => {
		const texts = intentNames.flatMap((name) => saidFor(name).slice(0, 20))
		for (const text of texts) understand(text)
		const before = process.cpuUsage()
		for (const text of texts) understand(text)
		// 0.05 ms on the machine it was written on; the limit leaves room for a busy one
		expect(process.cpuUsage(before).user / texts.length).toBeLessThan(300)
	})
})

describe('beside the intent', () => {
	test('a referral code is found in an edited text, and does not hide the wish to join', () => {
		for (const text of [`入會 ${code}`, `Hi! JOIN ${code.toLowerCase()} please`, `你好，我想加入 ${code}`, code])
			expect(understand(text)).toMatchObject({ intent: 'join', code })
		expect(understand('入會 ABCD1234')).toMatchObject({ intent: 'join' })
	})

	test('only 0 and the menu words call the menu, a greeting does not', () => {
		for (const text of ['0', '０', '0️⃣', 'Menu', '主選單', '返回主選單'])
			expect(understand(text)).toMatchObject({ menu: true, intent: 'menu' })
		expect(understand('你好')).toMatchObject({ menu: false, intent: 'menu' })
	})

	test('a number is no intent, yes and no are answers', () => {
		expect(understand('2️⃣')).toMatchObject({ number: 2, intent: null })
		expect(understand('第三個')).toMatchObject({ number: 3, intent: null })
		expect(understand('好呀')).toMatchObject({ answer: 'yes' })
		expect(understand('唔使喇')).toMatchObject({ answer: 'no', intent: null })
	})

	test.each(intentNames.flatMap((name) => intents[name].commands.map((command) => [command, name] as const)))(
		'/%s means %s',
		(command, name) => {
			expect(understand(`/${command}`)).toMatchObject({ intent: name, score: 1 })
			expect(understand(`/${command}@SukiBot now`)).toMatchObject({ intent: name })
		},
	)

	test('every file of intents stands in the list', () => {
		const folder = path.resolve(import.meta.dirname, '../../src/conversation/intents')
		const files = fs.readdirSync(folder).map((file) => path.basename(file, '.ts'))
		const helpers = ['index', 'intent', 'shared-words', 'other']
		expect(files.filter((file) => !helpers.includes(file)).sort()).toEqual([...intentNames].sort())
	})
})
