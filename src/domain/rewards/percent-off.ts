import { z } from 'zod'
import { formatMoney } from '../money.ts'
import { commonTerms, defineKind, minor, type RewardView } from './kind.ts'

const terms = commonTerms.extend({
	percent: z.int().min(1).max(100),
	/** The discount is never more than this. */
	ceilingMinor: minor.optional(),
})

/** Chinese counts what is left to pay: 20 % off is 8 折, 15 % off 85 折. */
function chinesePercent(percent: number): string {
	const left = 100 - percent
	if (left === 0) return '免費'
	return `${left % 10 === 0 ? left / 10 : left} 折`
}

function ceilingWords(ceilingMinor: number | undefined, { locale, currency }: RewardView): string {
	if (ceilingMinor === undefined) return ''
	const amount = formatMoney(ceilingMinor, currency, locale)
	return { 'zh-HK': `（最多減 ${amount}）`, 'zh-Hant': `（最多折 ${amount}）`, en: ` (at most ${amount})` }[locale]
}

/** A share of the order off. */
export const percentOff = defineKind({
	name: 'percent-off',
	terms,
	valueMinor({ percent, ceilingMinor }, { averageOrderMinor }) {
		if (averageOrderMinor === null) return ceilingMinor ?? null
		const off = Math.floor((averageOrderMinor * percent) / 100)
		return ceilingMinor === undefined ? off : Math.min(off, ceilingMinor)
	},
	words({ percent, ceilingMinor }, view) {
		const off = view.locale === 'en' ? `${percent}% off` : chinesePercent(percent)
		return off + ceilingWords(ceilingMinor, view)
	},
})
