import { MAX_NAME, setName } from '../../loyalty/set-name.ts'
import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, button, menuButton } from '../turn.ts'

export const name: Command = {
	name: 'name',
	for: 'members',
	async run(turn) {
		turn.session.slot = { command: 'name', step: 'ask', at: turn.work.now }
		answer(turn, { text: say(turn.locale, 'name.ask'), choices: [button(turn, 'btn.cancel', 'cancel')] })
	},
	async answer(turn, text) {
		if (!turn.member) return false
		const result =
			text.length > MAX_NAME * 4 ? undefined : await setName(turn.work, { memberId: turn.member.id, name: text })
		if (!result?.ok) {
			answer(turn, {
				text: say(turn.locale, 'name.bad', { max: MAX_NAME }),
				choices: [button(turn, 'btn.cancel', 'cancel')],
			})
			return true
		}
		turn.session.slot = null
		const choices = [button(turn, 'btn.settings', 'settings'), menuButton(turn)]
		answer(turn, { text: say(turn.locale, 'name.set', { name: result.value.name }), choices, columns: 2 })
		return true
	},
}
