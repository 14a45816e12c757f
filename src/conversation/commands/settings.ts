import { listAddresses } from '../../store/addresses.ts'
import type { Command } from '../command.ts'
import { formatList, formatMonthDay } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, type MemberTurn, menuButton } from '../turn.ts'
import { canShare } from './phone.ts'

const channelNames: Record<string, string> = {
	telegram: 'Telegram',
	'whatsapp-web': 'WhatsApp',
	'whatsapp-cloud': 'WhatsApp',
	simulator: 'Web chat',
}

function birthdayOf(turn: MemberTurn): string {
	const { birthday_month: month, birthday_day: day } = turn.member
	return month === null || day === null ? sayPlain(turn.locale, 'piece.unset') : formatMonthDay(turn.locale, month, day)
}

/** What is known of the member, as she can change it: one fact a line. */
export async function settingsText(turn: MemberTurn): Promise<string> {
	const { locale } = turn
	const cap = turn.settings.promotions.per30Days
	const on = turn.address.promotions === 1
	const addresses = await listAddresses(turn.work.tx, turn.member.id)
	const channels = [...new Set(addresses.map((one) => channelNames[one.channel] ?? one.channel))]
	return say(locale, 'settings.title', {
		name: turn.member.name || sayPlain(locale, 'piece.unset'),
		language: sayPlain(locale, `lang.name.${locale}`),
		birthday: birthdayOf(turn),
		offers: on ? sayPlain(locale, 'settings.offers_on', { cap }) : sayPlain(locale, 'settings.offers_off'),
		channels: formatList(locale, channels),
	})
}

export const settings: Command = {
	name: 'settings',
	for: 'members',
	async run(turn) {
		const on = turn.address.promotions === 1
		answer(turn, {
			text: await settingsText(turn),
			choices: [
				button(turn, 'btn.language', 'language'),
				button(turn, 'btn.birthday', 'birthday'),
				button(turn, 'btn.name', 'name'),
				on ? button(turn, 'btn.stop', 'stop') : button(turn, 'btn.resume', 'resume'),
				...(canShare(turn) ? [button(turn, 'btn.phone', 'phone')] : []),
				button(turn, 'btn.privacy', 'privacy'),
				menuButton(turn),
			],
			columns: 2,
			screen: true,
		})
	},
}
