import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, button, lines, nameOf, type Turn } from '../turn.ts'

/** The buttons of the main menu: for members what they have, for others how to become one. */
function choicesOf(turn: Turn) {
	if (!turn.member)
		return [
			button(turn, 'btn.join', 'join'),
			button(turn, 'btn.store', 'store'),
			button(turn, 'btn.human', 'human'),
			button(turn, 'btn.language', 'language'),
		]
	return [
		button(turn, 'btn.card', 'card'),
		button(turn, 'btn.rewards', 'rewards'),
		button(turn, 'btn.coupons', 'coupons'),
		button(turn, 'btn.refer', 'refer'),
		button(turn, 'btn.history', 'history'),
		button(turn, 'btn.tier', 'tier'),
		button(turn, 'btn.settings', 'settings'),
		button(turn, 'btn.store', 'store'),
		button(turn, 'btn.human', 'human'),
		button(turn, 'btn.help', 'help'),
	]
}

export const menu: Command = {
	name: 'menu',
	for: 'anybody',
	async run(turn) {
		const { locale, settings } = turn
		const title = turn.member
			? say(locale, 'menu.title', { name: nameOf(turn) })
			: say(locale, 'menu.title_guest', { shop: settings.shopName })
		const byButtons = turn.around.abilities(turn.event.channel).choices === 'buttons'
		const hint = say(locale, byButtons ? 'menu.hint_buttons' : 'menu.hint_numbers')
		answer(turn, { text: lines(title, hint), choices: choicesOf(turn), columns: 2, screen: true })
	},
}
