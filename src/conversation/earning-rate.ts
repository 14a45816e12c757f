import { formatMoney } from '../domain/money.ts'
import { type ProgramRules, tierOf } from '../domain/program.ts'
import { say } from './locales/index.ts'
import type { MemberTurn } from './turn.ts'

export interface EarningRate {
	unitMinor: number
	pointsPerUnit: number
}

/** What a member's purchases earn at her tier; null where points do not come by amount. */
export function rateOf(rules: ProgramRules, tierId: number): EarningRate | null {
	const { earning } = rules
	if (earning.by !== 'amount') return null
	const { benefits } = tierOf(rules, tierId)
	const { unitMinor = earning.unitMinor, pointsPerUnit = earning.pointsPerUnit } = benefits
	return { unitMinor, pointsPerUnit }
}

/** The same in words, such as 1 point per HK$10; nothing where points do not come by amount. */
export function sayRate({ locale, settings, member }: MemberTurn, rules: ProgramRules): string {
	const rate = rateOf(rules, member.tier_id)
	if (!rate) return ''
	const unit = formatMoney(rate.unitMinor, settings.currency, locale)
	return say(locale, 'tier.rate', { unit, points: rate.pointsPerUnit })
}
