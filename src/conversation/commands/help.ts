import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, menuButton } from '../turn.ts'

export const help: Command = {
	name: 'help',
	for: 'anybody',
	async run(turn) {
		answer(turn, { text: say(turn.locale, 'help.body'), choices: [menuButton(turn)], screen: true })
	},
}
