import { listHistory } from '../../loyalty/history.ts'
import { getProgramAt } from '../../store/programs.ts'
import type { Command } from '../command.ts'
import { explainEntry } from '../explain-entry.ts'
import { formatDate } from '../locales/format.ts'
import { marked, say } from '../locales/index.ts'
import { answer, button, lines, menuButton } from '../turn.ts'

// with the title at most six lines
const PAGE = 5

export const history: Command = {
	name: 'history',
	for: 'members',
	async run(turn, [cursor]) {
		const { locale, work } = turn
		const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
		const found = await listHistory(work.tx, turn.member.id, {
			limit: PAGE + 1,
			...(before === undefined ? {} : { before }),
		})
		const shown = found.slice(0, PAGE)
		const last = shown.at(-1)
		const more = found.length > PAGE && last ? [button(turn, 'btn.more', `history:${last.seq}`)] : []
		const choices = [...more, button(turn, 'btn.card', 'card'), menuButton(turn)]
		if (shown.length === 0)
			return answer(turn, { text: say(locale, 'history.empty'), choices, columns: 2, screen: true })
		const { rules } = await getProgramAt(work.tx, work.now)
		const tierNames = new Map(rules.tiers.map((tier) => [tier.id, tier.name[locale]]))
		const rows = shown.map((line) =>
			say(locale, 'history.line', {
				date: formatDate(locale, line.on),
				sign: line.points > 0 ? '+' : line.points < 0 ? '−' : '',
				points: Math.abs(line.points),
				reason: marked(explainEntry(line, { locale, settings: turn.settings, tierNames })),
			}),
		)
		answer(turn, {
			text: lines(say(locale, 'history.title', { count: shown.length }), ...rows),
			choices,
			columns: 2,
			screen: true,
		})
	},
}
