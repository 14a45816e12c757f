import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, button, menuButton } from '../turn.ts'

export const smalltalk: Command = {
	name: 'smalltalk',
	for: 'anybody',
	async run(turn) {
		answer(turn, {
			text: say(turn.locale, 'smalltalk.reply'),
			choices: [button(turn, 'btn.card', 'card'), button(turn, 'btn.rewards', 'rewards'), menuButton(turn)],
			columns: 2,
		})
	},
}
