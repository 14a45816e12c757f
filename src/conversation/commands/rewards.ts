import { formatMoney } from '../../domain/money.ts'
import { type Ladder, listRewards, type Rung } from '../../loyalty/list-rewards.ts'
import type { Command } from '../command.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, type MemberTurn, menuButton } from '../turn.ts'

const SHOWN = 8

/** What a button of the ladder says: cost, and why it cannot be taken when it cannot. */
function noteOf(turn: MemberTurn, rung: Rung): string {
	const { locale } = turn
	if (rung.state === 'sold-out') return sayPlain(locale, 'rewards.row_soldout')
	if (rung.state === 'limit-reached') return sayPlain(locale, 'rewards.row_limit')
	if (rung.state === 'short') return sayPlain(locale, 'rewards.row_short', { cost: rung.costPoints, need: rung.gap })
	return sayPlain(locale, 'rewards.row', { cost: rung.costPoints })
}

export function rewardChoices(turn: MemberTurn, ladder: Ladder) {
	return ladder.rungs.slice(0, SHOWN).map((rung) => {
		const note = noteOf(turn, rung)
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
		const choices = [...rewardChoices(turn, ladder), button(turn, 'btn.coupons', 'coupons'), menuButton(turn)]
		answer(turn, { text, choices, screen: true })
	},
}

/** About how much more a member must spend for some points; null where points do not come by amount. */
export function spendForPoints(
	turn: MemberTurn,
	points: number,
	rate: { unitMinor: number; pointsPerUnit: number },
): string {
	const units = Math.ceil(points / rate.pointsPerUnit)
	return formatMoney(units * rate.unitMinor, turn.settings.currency, turn.locale)
}
