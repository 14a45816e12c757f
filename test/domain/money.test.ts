import fc from 'fast-check'
import { expect, test } from 'vitest'
import { currencyDecimals, formatMoney, formatPlain, isCurrency, parseAmount } from '../../src/domain/money.ts'

function read(text: string, currency = 'HKD') {
	const result = parseAmount(text, currency)
	return result.ok ? result.value : result.reason
}

test('decimals are those of ISO 4217', () => {
	expect(['HKD', 'TWD', 'JPY', 'KWD'].map(currencyDecimals)).toEqual([2, 2, 0, 3])
	// where Intl leaves out decimals that nobody uses any more
	expect(['IDR', 'HUF', 'PKR', 'IQD'].map(currencyDecimals)).toEqual([2, 2, 2, 3])
	expect(formatMoney(123_450, 'IDR', 'en')).toMatch(/1,234\.50$/)
	expect(['HKD', 'hkd', 'XX', 'HK$'].map(isCurrency)).toEqual([true, false, false, false])
	expect(() => currencyDecimals('???')).toThrow(RangeError)
})

test.each([
	['199.00', 19_900],
	['199', 19_900],
	['0.1', 10],
	['.5', 50],
	['-.05', -5],
	['5.', 500],
	['.', 'bad-amount'],
	['-', 'bad-amount'],
	[',5', 'bad-amount'],
	['1,234.50', 123_450],
	['1,234', 123_400],
	['１，２３４．５０', 123_450],
	['-65.50', -6550],
	['\u221265.50', -6550],
	['-0.00', 0],
	['1.500', 150],
	['1.505', 'too-many-decimals'],
	['1,23', 'bad-amount'],
	['12,34.5', 'bad-amount'],
	['1.234,50', 'bad-amount'],
	['1e3', 'bad-amount'],
	['HK$5', 'bad-amount'],
	['--5', 'bad-amount'],
	['', 'bad-amount'],
	['90071992547409.91', 9_007_199_254_740_991],
	['90071992547409.92', 'too-big'],
	['9'.repeat(400), 'too-big'],
])('%j in HKD is %s', (text, expected) => expect(read(text)).toBe(expected))

test('a comma that could be a decimal sign is refused in a currency of three decimals', () => {
	expect([read('1,234', 'KWD'), read('1,234.5', 'KWD'), read('1,234,567', 'KWD')]).toEqual([
		'bad-amount',
		1_234_500,
		1_234_567_000,
	])
	expect([read('300', 'JPY'), read('300.0', 'JPY'), read('300.5', 'JPY')]).toEqual([300, 300, 'too-many-decimals'])
})

test('every amount is read back as it was written', () => {
	const currencies = fc.constantFrom('HKD', 'JPY', 'KWD')
	fc.assert(
		fc.property(fc.maxSafeInteger(), currencies, (minor, code) => read(formatPlain(minor, code), code) === minor),
	)
})

test('money for machines has all its decimals', () => {
	expect([formatPlain(891_140_790, 'GBP'), formatPlain(-5, 'HKD'), formatPlain(300, 'JPY')]).toEqual([
		'8911407.90',
		'-0.05',
		'300',
	])
})

test('money for people names its dollar and drops decimals that say nothing', () => {
	expect(['zh-HK', 'zh-Hant', 'en'].map((locale) => formatMoney(123_450, 'HKD', locale))).toEqual(
		Array(3).fill('HK$1,234.50'),
	)
	expect(['zh-HK', 'zh-Hant', 'en'].map((locale) => formatMoney(30_000, 'TWD', locale))).toEqual(
		Array(3).fill('NT$300'),
	)
	expect(formatMoney(-6550, 'GBP', 'en')).toBe('-£65.50')
	expect(formatMoney(9_007_199_254_740_991, 'HKD', 'en')).toBe('HK$90,071,992,547,409.91')
})
