import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	checkSymbol,
	createCouponCode,
	createReferralCode,
	findReferralCode,
	formatCouponCode,
	parseCouponCode,
	parseReferralCode,
} from '../../src/domain/codes.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const symbol = fc.constantFrom(...alphabet)
const body = (length: number) => fc.array(symbol, { minLength: length, maxLength: length }).map((all) => all.join(''))
const whole = (symbols: string) => symbols + checkSymbol(symbols)

describe('coupon codes', () => {
	test.each([
		['00000000000', '0', '0000-0000-0000'],
		['11111111111', '4', '1111-1111-1114'],
		['ABCDEFGHJKM', '7', 'ABCD-EFGH-JKM7'],
		['ZZZZZZZZZZZ', 'K', 'ZZZZ-ZZZZ-ZZZK'],
		['7K3XQ9TWB2M', '0', '7K3X-Q9TW-B2M0'],
	])('%s has the check symbol %s and is shown as %s', (symbols, check, shown) => {
		expect(checkSymbol(symbols)).toBe(check)
		expect(formatCouponCode(symbols + check)).toBe(shown)
		expect(parseCouponCode(shown)).toBe(symbols + check)
	})

	test('every single wrong symbol and every swap of two different ones is found', () => {
		fc.assert(
			fc.property(body(11), (symbols) => {
				const code = whole(symbols)
				for (let i = 0; i < code.length; i++) {
					for (const other of alphabet)
						if (other !== code[i]) expect(parseCouponCode(code.slice(0, i) + other + code.slice(i + 1))).toBeUndefined()
					for (let j = i + 1; j < code.length; j++) {
						if (code[i] === code[j]) continue
						const swapped = [...code]
						swapped[i] = code.charAt(j)
						swapped[j] = code.charAt(i)
						expect(parseCouponCode(swapped.join(''))).toBeUndefined()
					}
				}
			}),
			{ numRuns: 20 },
		)
	})

	test.each([
		'7k3x q9tw b2m0',
		'７Ｋ３Ｘ－Ｑ９ＴＷ－Ｂ２ＭＯ',
		' 7K3XQ9TWB2Mo ',
		'7K3X–Q9TW–B2M0',
		'7k3x\u200bq9twb2m0',
	])('%j is read as 7K3XQ9TWB2M0', (text) => expect(parseCouponCode(text)).toBe('7K3XQ9TWB2M0'))

	test('I and L are read as 1, U is no symbol', () => {
		expect(parseCouponCode('ilIL-1111-1114')).toBe('111111111114')
		expect(parseCouponCode(`U${'0'.repeat(11)}`)).toBeUndefined()
	})

	test.each(['', '7K3X-Q9TW-B2M', '7K3X-Q9TW-B2M00', '<script>', '０'.repeat(70)])('%j is none', (text) =>
		expect(parseCouponCode(text)).toBeUndefined(),
	)

	test('each of the 256 byte values stands for a symbol, each symbol for eight of them', () => {
		const counts = new Map<string, number>()
		for (let byte = 0; byte < 256; byte++) {
			const first = createCouponCode((n) => new Uint8Array(n).fill(byte)).charAt(0)
			counts.set(first, (counts.get(first) ?? 0) + 1)
		}
		expect([...counts.keys()].sort().join('')).toBe(alphabet)
		expect(new Set(counts.values())).toEqual(new Set([8]))
	})
})

describe('referral codes', () => {
	// 7 symbols of the text, all parts of a real code
	const code = whole('K7QM4T9')

	test('have eight symbols and are read back', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), (bytes) => {
				fc.pre(/[2-9]/.test(whole([...bytes].map((byte) => alphabet.charAt(byte & 31)).join(''))))
				const made = createReferralCode(() => bytes)
				expect(made).toHaveLength(8)
				expect(parseReferralCode(made.toLowerCase())).toBe(made)
			}),
		)
	})

	test('never look like a word: one without a digit from 2 to 9 is drawn again', () => {
		expect(whole('ZZZZZZZ')).not.toMatch(/[2-9]/)
		const draws = [new Uint8Array(7).fill(31), new Uint8Array(7).fill(7)]
		expect(createReferralCode(() => draws.shift() as Uint8Array)).toBe(whole('7777777'))
		expect(() => createReferralCode(() => new Uint8Array(7).fill(31))).toThrow()
	})

	test.each([
		`JOIN ${code.toLowerCase()}`,
		`join ${code.slice(0, 4)} ${code.slice(4)}`,
		`入會 ${code}`,
		`入會${code}`,
		`Hi! 我想入會：${code.slice(0, 4)}-${code.slice(4)}, thanks`,
		`https://t.me/shop_bot?start=r_${code}`,
		`朋友介紹 ${code}`,
		`r_${code}`,
		code,
		`ＪＯＩＮ ${code}`,
	])('is found in %j', (text) => expect(findReferralCode(text)).toBe(code))

	test.each(['join tomorrow', 'JOIN', `JOIN ${code}X`, `JOIN ${code.slice(1)}`, 'hello there friends', '入會', ''])(
		'is not found in %j',
		(text) => expect(findReferralCode(text)).toBeUndefined(),
	)

	test('eight digits alone are a phone number, after JOIN they may be a code', () => {
		const digits = Array.from({ length: 32 }, (_, i) => whole(String(9_123_400 + i))).find((c) =>
			/^\d+$/.test(c),
		) as string
		expect(findReferralCode(`call me ${digits}`)).toBeUndefined()
		expect(findReferralCode(`JOIN ${digits}`)).toBe(digits)
	})
})
