import { done, type Refusal, type Result, refuse } from './result.ts'

const currencies = new Set(Intl.supportedValuesOf('currency'))

// Intl counts the decimals people still use in these; ISO 4217, by which files and other programs reckon, has more.
const isoDecimals: readonly [number, string][] = [
	[2, 'AFN ALL COP HUF IDR IRR KPW LAK LBP MGA MMK PKR SLL SOS SYP YER'],
	[3, 'IQD'],
]
const decimals = new Map(isoDecimals.flatMap(([places, codes]) => codes.split(' ').map((code) => [code, places])))

/** The greatest amount of one order, in minor units: more than any shop's, and sums of ten thousands stay exact. */
export const MAX_ORDER_MINOR = 100_000_000_000

/** Whether the text is an ISO 4217 code in capitals, for example HKD. */
export function isCurrency(code: string): boolean {
	return currencies.has(code)
}

/** How many decimals a currency has by ISO 4217: 2 for HKD, 0 for JPY. Throws on a code that is no currency. */
export function currencyDecimals(currency: string): number {
	const known = decimals.get(currency)
	if (known !== undefined) return known
	if (!isCurrency(currency)) throw new RangeError(`unknown currency ${currency}`)
	const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
	const found = options.maximumFractionDigits ?? 2
	decimals.set(currency, found)
	return found
}

export type AmountRefusal = Refusal<'bad-amount' | 'too-many-decimals' | 'too-big'>

const amount = /^([+-]?)(?=\.?\d)(\d*|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/

/**
 * Reads a decimal text in major units ('1,234.50', '.5', full-width too) into minor units. A comma separates thousands; where
 * it could be the decimal sign of a three-decimal currency the text is refused. Negative amounts pass.
 */
export function parseAmount(text: string, currency: string): Result<number, AmountRefusal> {
	const places = currencyDecimals(currency)
	const found = amount.exec(text.normalize('NFKC').replace('\u2212', '-').trim())
	if (!found) return refuse('bad-amount')
	const [, sign, whole = '', fraction = ''] = found
	const groups = whole.split(',')
	if (groups.length === 2 && places === 3 && !fraction) return refuse('bad-amount')
	const significant = fraction.replace(/0+$/, '')
	if (significant.length > places) return refuse('too-many-decimals')
	const value = Number(groups.join('') + significant.padEnd(places, '0'))
	if (!Number.isSafeInteger(value)) return refuse('too-big')
	return done(sign === '-' && value !== 0 ? -value : value)
}

/** Minor units as a plain decimal text with all decimals of the currency, for files and machines: '8911407.90'. */
export function formatPlain(minor: number, currency: string): string {
	const places = currencyDecimals(currency)
	const digits = String(Math.abs(minor)).padStart(places + 1, '0')
	const cut = digits.length - places
	return `${minor < 0 ? '-' : ''}${digits.slice(0, cut)}${places ? `.${digits.slice(cut)}` : ''}`
}

const formatters = new Map<string, Intl.NumberFormat>()

// chosen so that a dollar sign always says whose dollar it is: en alone shows US$ as $, zh-TW shows NT$ as $
const moneyLocales: Record<string, string> = { en: 'en-HK', 'zh-HK': 'zh-HK', 'zh-Hant': 'zh-Hant-HK' }

function moneyFormatter(currency: string, locale: string): Intl.NumberFormat {
	const key = `${currency} ${locale}`
	const known = formatters.get(key)
	if (known) return known
	const made = new Intl.NumberFormat(moneyLocales[locale] ?? locale, {
		style: 'currency',
		currency,
		minimumFractionDigits: currencyDecimals(currency),
		maximumFractionDigits: currencyDecimals(currency),
		trailingZeroDisplay: 'stripIfInteger',
	})
	formatters.set(key, made)
	return made
}

/** Minor units as people write money: 'HK$1,234.50', 'NT$300'; whole amounts without decimals. */
export function formatMoney(minor: number, currency: string, locale: string): string {
	return moneyFormatter(currency, locale).format(formatPlain(minor, currency) as `${number}`)
}
