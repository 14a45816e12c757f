import {
	type CountryCode,
	isSupportedCountry,
	type PhoneNumber,
	parsePhoneNumberFromString,
} from 'libphonenumber-js/min'

// the small number tables also pass short service numbers, which no customer has
const ordinary: Partial<Record<string, RegExp>> = { HK: /^[2-9]\d{7}$/, MO: /^[268]\d{7}$/ }

const written = /^\+?[\d\s().-]+$/

function read(text: string, country: CountryCode): PhoneNumber | undefined {
	const found = parsePhoneNumberFromString(text, country)
	if (!found?.isValid()) return undefined
	const pattern = ordinary[found.country ?? '']
	return !pattern || pattern.test(found.nationalNumber) ? found : undefined
}

/**
 * Reads a phone number as people and files write it (full-width digits, spaces, brackets, +, 00, or the country code
 * without any sign, as Telegram gives it) into E.164; undefined when it is none. Numbers without a country code are of
 * the default country, an ISO 3166 code such as 'HK'.
 */
export function normalizePhone(text: string, defaultCountry: string): string | undefined {
	const plain = text
		.normalize('NFKC')
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.trim()
	if (plain.length > 40 || !written.test(plain)) return undefined
	const international = plain.replace(/^00/, '+')
	const country = isSupportedCountry(defaultCountry) ? defaultCountry : 'HK'
	const found = read(international, country)
	if (found) return found.number
	const digits = plain.replace(/\D/g, '')
	return plain.startsWith('+') || digits.length < 10 ? undefined : read(`+${digits}`, country)?.number
}

/** An E.164 number with all but its country code and last four digits hidden: '+852 ****4567'. */
export function maskPhone(e164: string): string {
	const found = parsePhoneNumberFromString(e164)
	const national = found?.nationalNumber ?? e164.replace(/\D/g, '')
	const shown = national.slice(-Math.min(4, Math.floor(national.length / 2)) || national.length)
	const hidden = '*'.repeat(Math.max(0, national.length - shown.length))
	return `${found ? `+${found.countryCallingCode} ` : ''}${hidden}${shown}`
}
