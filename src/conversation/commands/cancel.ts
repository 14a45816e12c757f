import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, menuButton } from '../turn.ts'

/** Ends the step that is open; it never unsubscribes anybody. */
export const cancel: Command = {
	name: 'cancel',
	for: 'anybody',
	async run(turn) {
		const redeeming = turn.session.confirm?.command === 'redeem'
		turn.session.slot = null
		turn.session.confirm = null
		const text = say(turn.locale, redeeming ? 'redeem.cancelled' : 'err.cancelled')
		answer(turn, { text, choices: [menuButton(turn)], removeKeyboard: true, screen: true })
	},
}
