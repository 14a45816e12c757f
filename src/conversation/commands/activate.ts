import { memberNumber } from '../../domain/member-number.ts'
import { activateByCode } from '../../loyalty/activate.ts'
import { getMember } from '../../store/members.ts'
import { runCommand } from '../act.ts'
import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { answer, button, lead, menuButton } from '../turn.ts'

export const activate: Command = {
	name: 'activate',
	for: 'anybody',
	async run(turn, [code = '']) {
		const { locale, work, settings } = turn
		const result = await activateByCode(work, { addressId: turn.address.id, code })
		if (!result.ok) {
			lead(
				turn,
				turn.member ? say(locale, 'join.already', { name: turn.member.name }) : say(locale, 'activate.link_bad'),
			)
			return runCommand(turn, turn.member ? 'menu' : 'join', ['ask'])
		}
		const activated = result.value
		turn.member = await getMember(work.tx, activated.memberId)
		await tellNotices(work, activated.notices, { exceptMember: activated.memberId })
		const name = activated.name || turn.event.name || say(locale, 'piece.friend')
		const number = memberNumber(activated.memberId)
		answer(turn, {
			text: say(locale, 'activate.welcome', { name, points: activated.usable, code: number }),
			choices: [button(turn, 'btn.card', 'card'), button(turn, 'btn.rewards', 'rewards'), menuButton(turn)],
			columns: 2,
		})
		if (activated.promotions) return
		answer(turn, {
			text: say(locale, 'activate.offers_ask', { shop: settings.shopName, cap: settings.promotions.per30Days }),
			choices: [button(turn, 'btn.resume', 'resume:yes'), button(turn, 'btn.no', 'stop:no')],
		})
	},
}
