import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalize, normalizeWords } from '../../src/conversation/normalize.ts'
import { isCancel, isSkip, parseMenuNumber, parseYesNo } from '../../src/conversation/understand-extract.ts'
import { distance, makeSpeller } from '../../src/conversation/understand-spelling.ts'

describe('the compared form of a text', () => {
	test.each([
		['ＰＯＩＮＴＳ', 'points'],
		['1️⃣', '1'],
		['積\u200b分', '积分'],
		['我想check下balance', '我想 check 下 balance'],
		['我有幾多分呀？', '我有多少分'],
		['睇', '看'],
		['冇', '没有'],
		['唔', '不'],
		['攞', '拿'],
		['畀', '给'],
		['俾', '给'],
		['搵', '找'],
		['優惠卷', '优惠券'],
		['呢', '呢'],
		['關係', '关系'],
	])('%s → %s', (typed, compared) => {
		expect(normalize(typed)).toBe(compared)
	})

	test('Traditional and Simplified are one', () => {
		for (const [traditional, simplified] of [
			['優惠券點用', '优惠券点用'],
			['帳號', '账号'],
			['推薦朋友', '推荐朋友'],
			['隱私', '隐私'],
		] as const)
			expect(normalize(traditional)).toBe(normalize(simplified))
	})

	test('particles go from the end, but never the whole text', () => {
		expect(normalize('點用㗎啦')).toBe(normalize('點用'))
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				(text) => (normalize(text) === '') === (normalizeWords(text) === ''),
			),
		)
	})
})

describe('short answers', () => {
	test.each([
		['2', 2],
		['２', 2],
		['2️⃣', 2],
		['2.', 2],
		['2)', 2],
		['（2）', 2],
		['⑤', 5],
		['二', 2],
		['兩', 2],
		['十', 10],
		['十二', 12],
		['二十', 20],
		['第三個', 3],
		['選3', 3],
		['3號', 3],
		['option 4', 4],
		['０', 0],
	])('%s is number %i of the menu', (text, number) => {
		expect(parseMenuNumber(text)).toBe(number)
	})

	test.each(['123', '91234567', '2 points', '十分', '一二三四', '', '1.5', '一生人'])('%s is none', (text) => {
		expect(parseMenuNumber(text)).toBeUndefined()
	})

	test('yes, no, cancel and skip in three writings', () => {
		for (const text of ['yes', 'OK', '好呀', '係', '是的', '确认', '冇問題']) expect(parseYesNo(text)).toBe('yes')
		for (const text of ['No', '唔係', '不用了', '唔使喇', 'no thanks', '唔好']) expect(parseYesNo(text)).toBe('no')
		for (const text of ['maybe', '好貴', '不要停', '']) expect(parseYesNo(text)).toBeUndefined()
		expect(['取消', 'CANCEL', '算啦'].every(isCancel)).toBe(true)
		expect(['取消訂閱', '取消會籍', 'cancel my order'].some(isCancel)).toBe(false)
		expect(['略過', '跳过', 'Skip', '遲啲先'].every(isSkip)).toBe(true)
	})
})

describe('spelling', () => {
	const spell = makeSpeller(
		new Set(['point', 'coupon', 'stop', 'unsubscribe', 'refer', 'friend', 'address', 'hello', 'help']),
	)

	test.each([
		['points', ['point']],
		['ponits', ['point']],
		['couponn', ['coupon']],
		['unsubscirbe', ['unsubscribe']],
		['adres', ['address']],
		['helo', ['hello']],
		['stpo', ['stop']],
		['shop', ['shop']],
		['step', ['step']],
		['toupon', ['toupon']],
		['referafriend', ['refer', 'a', 'friend']],
		['pls', ['please']],
		['k7qm4t9x', ['k7qm4t9x']],
	])('%s → %j', (typed, words) => {
		expect(spell(typed)).toEqual(words)
	})

	test('the distance is a metric up to its limit, and a swap of neighbours counts one', () => {
		expect(distance('stop', 'sotp', 2)).toBe(1)
		const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
		fc.assert(
			fc.property(word, word, (a, b) => {
				expect(distance(a, b, 8)).toBe(distance(b, a, 8))
				expect(distance(a, b, 8) === 0).toBe(a === b)
				expect(distance(a, b, 1)).toBe(Math.min(2, distance(a, b, 8)))
			}),
			{ examples: [['cbc', 'ccaa']], numRuns: 1_000 },
		)
	})
})
