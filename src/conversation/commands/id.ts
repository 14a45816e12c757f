import { memberNumber } from '../../domain/member-number.ts'
import { qrPng } from '../../lib/qr.ts'
import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, menuButton } from '../turn.ts'

export const id: Command = {
	name: 'id',
	for: 'members',
	async run(turn) {
		const code = memberNumber(turn.member.id)
		answer(turn, {
			text: say(turn.locale, 'card.qr', { code }),
			picture: { base64: qrPng(code).toString('base64') },
			choices: [menuButton(turn)],
		})
	},
}
