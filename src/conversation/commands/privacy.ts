import { getCard } from '../../loyalty/card.ts'
import { exportMember } from '../../loyalty/export-member.ts'
import type { Command } from '../command.ts'
import { formatDate } from '../locales/format.ts'
import { say } from '../locales/index.ts'
import { answer, button, lines, type MemberTurn, menuButton, nameOf } from '../turn.ts'
import { settingsText } from './settings.ts'

async function sendCopy(turn: MemberTurn): Promise<void> {
	const { work, locale, settings } = turn
	const copy = await exportMember({ db: work.tx, keys: work.keys, now: work.now }, turn.member.id)
	const card = await getCard(work.tx, turn.member.id, work.now)
	const summary = say(locale, 'data.ready', {
		shop: settings.shopName,
		date: formatDate(locale, turn.today),
		name: nameOf(turn),
		points: card?.usable ?? 0,
		orders: card?.orders.count ?? 0,
	})
	const facts = (await settingsText(turn)).split('\n').slice(1)
	answer(turn, {
		text: lines(summary, ...facts),
		file: { name: 'my-data.json', mime: 'application/json', text: `${JSON.stringify(copy, null, '\t')}\n` },
		choices: [menuButton(turn)],
	})
}

export const privacy: Command = {
	name: 'privacy',
	for: 'anybody',
	async run(turn, [step]) {
		const { locale, settings } = turn
		if (turn.member && step === 'copy') return sendCopy(turn as MemberTurn)
		const about = lines(
			settings.contact && say(locale, 'privacy.contact', { contact: settings.contact }),
			settings.termsUrl && say(locale, 'privacy.terms', { url: settings.termsUrl }),
		)
		if (!turn.member) {
			const text = lines(say(locale, 'privacy.guest', { shop: settings.shopName }), about)
			return answer(turn, {
				text,
				choices: [button(turn, 'btn.join', 'join'), menuButton(turn)],
				columns: 2,
				screen: true,
			})
		}
		answer(turn, {
			text: lines(say(locale, 'privacy.body', { shop: settings.shopName }), about),
			choices: [
				button(turn, 'btn.download', 'privacy:copy'),
				button(turn, 'btn.settings', 'settings'),
				button(turn, 'btn.leave', 'leave'),
				menuButton(turn),
			],
			columns: 2,
			screen: true,
		})
	},
}
