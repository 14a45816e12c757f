import { say } from '../locales/index.ts'
import { answer } from '../turn.ts'
import type { StaffCommand, StaffTurn } from './command.ts'

/** What staff can do, one line a command. */
export function showGuide(turn: StaffTurn): void {
	answer(turn, { text: say(turn.locale, 'staff.guide'), commands: 'staff' })
}

export const guide: StaffCommand = {
	name: 'guide',
	words: ['店員指令', '店员指令'],
	async typed(turn) {
		showGuide(turn)
	},
}
