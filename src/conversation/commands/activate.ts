import { activateByCode } from '../../loyalty/activate.ts'
import { getMember } from '../../store/members.ts'
import { runCommand } from '../act.ts'
import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { lead } from '../turn.ts'
import { welcomeBack } from '../welcome-back.ts'

export const activate: Command = {
	name: 'activate',
	for: 'anybody',
	async run(turn, [code = '']) {
		const { locale, work } = turn
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
		await welcomeBack(turn, activated)
	},
}
