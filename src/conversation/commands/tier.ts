import { formatMoney } from '../../domain/money.ts'
import type { Tier } from '../../domain/program-tiers.ts'
import { getProgramAt } from '../../store/programs.ts'
import type { Command } from '../command.ts'
import { sayRate } from '../earning-rate.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, lines, type MemberTurn, menuButton } from '../turn.ts'

function conditionLine(turn: MemberTurn, tier: Tier): string {
	const { locale, settings } = turn
	const name = tier.name[locale]
	const money = (minor: number) => formatMoney(minor, settings.currency, locale)
	if (!tier.upgrade) return say(locale, 'tier.base', { tier: name })
	const { spendMinor, singleOrderMinor, months } = tier.upgrade
	if (spendMinor !== undefined && singleOrderMinor !== undefined)
		return say(locale, 'tier.spend_or_order', {
			tier: name,
			amount: money(spendMinor),
			months,
			order: money(singleOrderMinor),
		})
	if (spendMinor !== undefined) return say(locale, 'tier.spend', { tier: name, amount: money(spendMinor), months })
	if (singleOrderMinor !== undefined) return say(locale, 'tier.order', { tier: name, order: money(singleOrderMinor) })
	return `• ${say(locale, 'card.tier', { tier: name })}`
}

function benefitsLine(turn: MemberTurn, tier: Tier): string {
	const { locale } = turn
	const text = tier.benefits.text?.[locale]
	return text ? sayPlain(locale, 'piece.separator') + say(locale, 'tier.benefits', { list: text }) : ''
}

export const tier: Command = {
	name: 'tier',
	for: 'members',
	async run(turn) {
		const { locale, work, settings } = turn
		const { rules } = await getProgramAt(work.tx, work.now)
		const mine = rules.tiers.find((one) => one.id === turn.member.tier_id) ?? rules.tiers[0]
		const facts = { tier: mine?.name[locale] ?? '', shop: settings.shopName, rate: sayRate(turn, rules) }
		const rated = facts.rate === '' ? '' : '_rate'
		const text =
			rules.tiers.length === 1
				? say(locale, `tier.only_one${rated}`, facts)
				: lines(
						say(locale, `tier.title${rated}`, facts),
						...rules.tiers.map((one) => conditionLine(turn, one) + benefitsLine(turn, one)),
					)
		const choices = [button(turn, 'btn.card', 'card'), menuButton(turn)]
		answer(turn, { text, choices, columns: 2, screen: true })
	},
}
