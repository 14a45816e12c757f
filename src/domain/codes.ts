import type { RandomBytes } from '../lib/ids.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const couponLength = 12
const referralLength = 8

/** x^5 = x^2 + 1 in GF(2^5), so that a doubling that overflows five bits is reduced by this. */
const polynomial = 0b100101

function double(value: number): number {
	const doubled = value << 1
	return doubled & 32 ? doubled ^ polynomial : doubled
}

/**
 * The symbol that makes a code whole: Σ α^(i+1)·a_i over GF(2^5) with x^5 + x^2 + 1 and α = x (loyalty §5), so that any
 * single wrong symbol and any swap of two different ones is found. Takes symbols of the alphabet.
 */
export function checkSymbol(symbols: string): string {
	let sum = 0
	// Horner from the right: (…(a_n·α + a_n−1)·α + …)·α
	for (let i = symbols.length - 1; i >= 0; i--) sum = double(sum ^ alphabet.indexOf(symbols.charAt(i)))
	return alphabet.charAt(sum)
}

function drawSymbols(count: number, random: RandomBytes): string {
	// 256 is a multiple of 32: the low five bits are uniform
	return Array.from(random(count), (byte) => alphabet.charAt(byte & 31)).join('')
}

/** Symbols as people type them, to those of the alphabet: O is 0, I and L are 1; undefined when one is none. */
function readSymbols(text: string): string | undefined {
	const bare = text
		.normalize('NFKC')
		.replace(/[\s\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212_-]/g, '')
		.toUpperCase()
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1')
	return /^[0-9A-HJKMNP-TV-Z]+$/.test(bare) ? bare : undefined
}

function readWhole(text: string, length: number): string | undefined {
	if (text.length > 64) return undefined
	const symbols = readSymbols(text)
	return symbols?.length === length && checkSymbol(symbols.slice(0, -1)) === symbols.at(-1) ? symbols : undefined
}

/** A fresh coupon code: eleven random symbols and the check symbol, without dashes. */
export function createCouponCode(random: RandomBytes): string {
	const symbols = drawSymbols(couponLength - 1, random)
	return symbols + checkSymbol(symbols)
}

/** Reads a coupon code as typed (lower case, O for 0, I or L for 1, spaces, dashes) to its twelve symbols; undefined when wrong. */
export function parseCouponCode(text: string): string | undefined {
	return readWhole(text, couponLength)
}

/** A coupon code as people read it: XXXX-XXXX-XXXX. */
export function formatCouponCode(code: string): string {
	return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** No word has one of these, whatever letters are read as digits. */
const tellsACode = /[2-9]/

/** A fresh referral code: seven random symbols and the check symbol, at least one of them a digit from 2 to 9. */
export function createReferralCode(random: RandomBytes): string {
	// one draw in ten fails; a hundred in a row means that the source of chance is stuck
	for (let tries = 0; tries < 100; tries++) {
		const symbols = drawSymbols(referralLength - 1, random)
		const code = symbols + checkSymbol(symbols)
		if (tellsACode.test(code)) return code
	}
	throw new Error('the random bytes repeat themselves')
}

/** Reads a referral code as typed to its eight symbols; undefined when wrong. */
export function parseReferralCode(text: string): string | undefined {
	return readWhole(text, referralLength)
}

const separated = '[0-9A-Za-z]{4}[\\s_-]{0,3}[0-9A-Za-z]{4}(?![0-9A-Za-z])'
const announced = new RegExp(
	`(?:join|invite|refer|code|r_|入會|入会|加入|登記|登记|推薦碼?|推荐码?|邀請碼?|邀请码?)[\\s:_#("'「『【<=-]{0,6}(${separated})`,
	'gi',
)
const anywhere = new RegExp(`(?<![0-9A-Za-z])(${separated})`, 'g')

function firstCode(text: string, pattern: RegExp, isLikely: (symbols: string) => boolean): string | undefined {
	for (const [, found = ''] of text.matchAll(pattern)) {
		const code = parseReferralCode(found)
		if (code && tellsACode.test(code) && isLikely(code)) return code
	}
	return undefined
}

/**
 * Finds a referral code in a text a friend may have edited: 'JOIN k7qm 4t9x', '入會 CODE', r_CODE, or the code alone.
 * Eight bare digits without such a word before them are a phone number, not a code.
 */
export function findReferralCode(text: string): string | undefined {
	const plain = text.slice(0, 1000).normalize('NFKC')
	return firstCode(plain, announced, () => true) ?? firstCode(plain, anywhere, (code) => /[A-Z]/.test(code))
}
