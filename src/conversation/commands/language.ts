import { setLocale } from '../../loyalty/set-locale.ts'
import { showMenu } from '../act.ts'
import type { Command } from '../command.ts'
import { localeNames, say, sayPlain } from '../locales/index.ts'
import { answer, lead } from '../turn.ts'

export const language: Command = {
	name: 'language',
	for: 'anybody',
	async run(turn, [asked]) {
		const chosen = localeNames.find((name) => name === asked)
		if (chosen) {
			await setLocale(turn.work, { addressId: turn.address.id, locale: chosen })
			turn.locale = chosen
			lead(turn, say(chosen, 'lang.set'))
			return showMenu(turn)
		}
		answer(turn, {
			text: say(turn.locale, 'lang.ask'),
			choices: localeNames.map((name) => ({ value: `language:${name}`, label: sayPlain(name, `lang.name.${name}`) })),
			screen: true,
		})
	},
}
