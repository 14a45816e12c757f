import { memberNumber } from '../domain/member-number.ts'
import { say } from './locales/index.ts'
import { answer, button, lead, menuButton, type Turn } from './turn.ts'

/** Whoever comes back with an imported membership hears of her points first, and is asked about offers, unasked before. */
export function welcomeBack(turn: Turn, back: { memberId: number; name: string; usable: number }): void {
	const { locale, settings } = turn
	const name = back.name || turn.event.name || say(locale, 'piece.friend')
	const welcome = say(locale, 'activate.welcome', { name, points: back.usable, code: memberNumber(back.memberId) })
	const next = [button(turn, 'btn.card', 'card'), menuButton(turn)]
	if (turn.address.promotions === 1) {
		answer(turn, { text: welcome, choices: next, columns: 2, removeKeyboard: true })
		return
	}
	lead(turn, welcome)
	answer(turn, {
		text: say(locale, 'activate.offers_ask', { shop: settings.shopName, cap: settings.promotions.per30Days }),
		choices: [button(turn, 'btn.resume', 'resume:yes'), button(turn, 'btn.no', 'stop:no'), ...next],
		columns: 2,
		removeKeyboard: true,
	})
}
