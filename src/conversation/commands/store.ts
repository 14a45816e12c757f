import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { answer, lines, menuButton } from '../turn.ts'

export const store: Command = {
	name: 'store',
	for: 'anybody',
	async run(turn) {
		const { locale, settings } = turn
		const { shopName: shop, address, hours, phone, url, contact } = settings
		const known = [address, hours, phone, url, contact].some((part) => part !== '')
		const text = lines(
			say(locale, 'store.title', { shop }),
			address && say(locale, 'store.address', { address }),
			hours && say(locale, 'store.hours', { hours }),
			phone && say(locale, 'store.phone', { phone }),
			url && say(locale, 'store.url', { url }),
			contact && say(locale, 'store.contact', { contact }),
			!known && say(locale, 'store.empty'),
		)
		answer(turn, { text, choices: [menuButton(turn)], screen: true })
	},
}
