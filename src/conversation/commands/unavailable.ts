import type { Command } from '../command.ts'
import { type MessageKey, say } from '../locales/index.ts'
import { answer, button, menuButton, usualButtons } from '../turn.ts'

/** What people ask for and this shop does not offer: said plainly, with what there is instead. */
function unavailable(
	name: string,
	key: Extract<MessageKey, 'offers.empty' | 'err.wallet' | 'err.claim' | 'err.link'>,
): Command {
	return {
		name,
		for: 'anybody',
		async run(turn) {
			const choices = [...usualButtons(turn), button(turn, 'btn.human', 'human'), menuButton(turn)]
			answer(turn, { text: say(turn.locale, key), choices, columns: 2, screen: true })
		},
	}
}

export const offers = unavailable('offers', 'offers.empty')
export const wallet = unavailable('wallet', 'err.wallet')
export const claim = unavailable('claim', 'err.claim')
export const link = unavailable('link', 'err.link')
