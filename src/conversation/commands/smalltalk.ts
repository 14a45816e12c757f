import type { Command } from '../command.ts'
import { say } from '../locales/index.ts'
import { normalize } from '../normalize.ts'
import { answer, menuButton, type Turn, usualButtons } from '../turn.ts'

// in the form texts are compared in
const ASKS_WHO =
	/机械人|机器人|真人|你是(?:谁|人|什么)|什么名|叫什么|\bai\b|\bbot\b|robot|human|\breal\b|who are you|what are you|your name/
const BYE = /拜拜|再见|晚安|早抖|早唞|\b(?:bye|byebye|goodbye|see you|good night)\b/
const THANKS = /谢|唔该|感恩|感谢|辛苦|\b(?:thx|ty|tks|cheers)\b|thank/

function replyTo(turn: Turn): string {
	const { locale, settings, event } = turn
	const said = normalize(event.text)
	if (ASKS_WHO.test(said)) return say(locale, 'smalltalk.bot', { shop: settings.shopName })
	if (THANKS.test(said)) return say(locale, turn.member ? 'smalltalk.thanks' : 'smalltalk.thanks_guest')
	if (!turn.member) return say(locale, BYE.test(said) ? 'smalltalk.bye_guest' : 'smalltalk.guest')
	return say(locale, BYE.test(said) ? 'smalltalk.bye' : 'smalltalk.reply')
}

export const smalltalk: Command = {
	name: 'smalltalk',
	for: 'anybody',
	async run(turn) {
		answer(turn, {
			text: replyTo(turn),
			choices: [...usualButtons(turn), menuButton(turn)],
			columns: 2,
		})
	},
}
