import { formatMoney } from '../money.ts'
import { commonTerms, defineKind, minor } from './kind.ts'

/** A fixed amount off an order. */
export const amountOff = defineKind({
	name: 'amount-off',
	terms: commonTerms.extend({ amountMinor: minor }),
	valueMinor: ({ amountMinor }) => amountMinor,
	words({ amountMinor }, { locale, currency }) {
		const amount = formatMoney(amountMinor, currency, locale)
		return { 'zh-HK': `減 ${amount}`, 'zh-Hant': `折抵 ${amount}`, en: `${amount} off` }[locale]
	},
})
