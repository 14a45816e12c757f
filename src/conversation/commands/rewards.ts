import { formatMoney } from '../../domain/money.ts'
import { type ProgramRules, tierOf } from '../../domain/program.ts'
import { type Ladder, listRewards, type Rung } from '../../loyalty/list-rewards.ts'
import { getProgramAt } from '../../store/programs.ts'
import type { Command } from '../command.ts'
import type { EarningRate } from '../earning-rate.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, type MemberTurn, menuButton } from '../turn.ts'

const SHOWN = 8

/** What a button of the ladder says: cost, and why it cannot be taken when it cannot. */
function noteOf(turn: MemberTurn, rung: Rung, rules: ProgramRules): string {
	const { locale } = turn
	if (rung.state === 'tier-too-low' && rung.tierId !== null) {
		const note = sayPlain(locale, 'rewards.row_tier', { tier: tierOf(rules, rung.tierId).name[locale] })
		return sayPlain(locale, 'rewards.row_note', { cost: rung.costPoints, note })
	}
	if (rung.state === 'sold-out') return sayPlain(locale, 'rewards.row_soldout')
	if (rung.state === 'limit-reached') return sayPlain(locale, 'rewards.row_limit')
	if (rung.state === 'short') return sayPlain(locale, 'rewards.row_short', { cost: rung.costPoints, need: rung.gap })
	return sayPlain(locale, 'rewards.row', { cost: rung.costPoints })
}

export async function rewardChoices(turn: MemberTurn, ladder: Ladder) {
	const { rules } = await getProgramAt(turn.work.tx, turn.work.now)
	return ladder.rungs.slice(0, SHOWN).map((rung) => {
		const note = noteOf(turn, rung, rules)
		return { value: `redeem:${rung.publicId}`, label: `${rung.title} · ${note}`, description: note }
	})
}

export const rewards: Command = {
	name: 'rewards',
	for: 'members',
	async run(turn) {
		const { locale, work } = turn
		const ladder = await listRewards(work.tx, turn.member.id, work.now)
		if (ladder.rungs.length === 0)
			return answer(turn, { text: say(locale, 'rewards.empty'), choices: [menuButton(turn)], screen: true })
		const text =
			ladder.debt > 0
				? say(locale, 'card.debt', { points: ladder.debt })
				: say(locale, 'rewards.title', { points: ladder.usable })
		const choices = [...(await rewardChoices(turn, ladder)), button(turn, 'btn.coupons', 'coupons'), menuButton(turn)]
		answer(turn, { text, choices, screen: true })
	},
}

/** About how much more a member must spend for some points. */
export function spendForPoints(turn: MemberTurn, points: number, rate: EarningRate): string {
	const units = Math.ceil(points / rate.pointsPerUnit)
	return formatMoney(units * rate.unitMinor, turn.settings.currency, turn.locale)
}
