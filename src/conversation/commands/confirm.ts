import { runConfirmed } from '../act.ts'
import type { Command } from '../command.ts'

export const confirm: Command = {
	name: 'confirm',
	for: 'anybody',
	async run(turn, [nonce = '']) {
		await runConfirmed(turn, nonce)
	},
}
