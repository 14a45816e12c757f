import { memberNumber } from '../domain/member-number.ts'
import { getAddress } from '../store/addresses.ts'
import { say } from './locales/index.ts'
import { answer, button, lead, menuButton, type Turn } from './turn.ts'

/** Whoever comes back with an imported membership hears of her points first, and is asked about offers, unasked before. */
export async function welcomeBack(turn: Turn, back: { memberId: number; name: string; usable: number }): Promise<void> {
	const { locale, settings } = turn
	// a consent that came with the import was given to this address only now
	turn.address = await getAddress(turn.work.tx, turn.address.id)
	const name = back.name || turn.event.name || say(locale, 'piece.friend')
	const welcome = say(locale, 'activate.welcome', { name, points: back.usable, code: memberNumber(back.memberId) })
	const next = [button(turn, 'btn.card', 'card'), menuButton(turn)]
	if (turn.address.promotions_at !== null) {
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
