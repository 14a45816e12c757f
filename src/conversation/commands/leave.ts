import { getCard } from '../../loyalty/card.ts'
import { leave as leaveProgram } from '../../loyalty/leave.ts'
import { listCoupons } from '../../loyalty/list-coupons.ts'
import { runStale } from '../act.ts'
import type { Command } from '../command.ts'
import { askConfirm } from '../confirm.ts'
import { say } from '../locales/index.ts'
import { freshSession } from '../session.ts'
import { answer, button, menuButton } from '../turn.ts'

export const leave: Command = {
	name: 'leave',
	for: 'members',
	async run(turn, [step]) {
		const { work, locale } = turn
		if (step === 'stay') {
			turn.session.confirm = null
			return answer(turn, { text: say(locale, 'leave.kept'), choices: [menuButton(turn)], screen: true })
		}
		const card = await getCard(work.tx, turn.member.id, work.now)
		const coupons = await listCoupons({ db: work.tx, keys: work.keys, now: work.now }, turn.member.id)
		const value = askConfirm(turn, 'leave', [])
		answer(turn, {
			text: say(locale, 'leave.ask', { points: (card?.usable ?? 0) + (card?.pending ?? 0), coupons: coupons.length }),
			choices: [button(turn, 'btn.leave_stay', 'leave:stay'), button(turn, 'btn.leave_confirm', value)],
			screen: true,
		})
	},
	async confirmed(turn) {
		const result = await leaveProgram(turn.work, { memberId: turn.member.id })
		if (!result.ok) return runStale(turn)
		Object.assign(turn.session, freshSession())
		answer(turn, { text: say(turn.locale, 'leave.done'), removeKeyboard: true })
	},
}
