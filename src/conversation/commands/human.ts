import type { Command } from '../command.ts'
import { handOver } from '../hand-over.ts'
import { say } from '../locales/index.ts'
import { answer, button, lines } from '../turn.ts'

export const human: Command = {
	name: 'human',
	for: 'anybody',
	async run(turn) {
		const { locale, session, settings, work, event } = turn
		const waitsAlready = session.mode !== 'bot'
		if (!waitsAlready) {
			session.mode = 'waiting'
			session.modeAt = work.now
		}
		session.slot = null
		// her own words tell the staff what it is about; this answer already says that it was passed on
		session.toldWaiting = true
		// a picture was put before them as it came
		if (waitsAlready || !event.media) await handOver(turn, event.text === '' ? '🙋' : event.text)
		const text = lines(
			waitsAlready ? say(locale, 'human.still_waiting') : say(locale, 'human.start'),
			settings.hours && say(locale, 'human.hours', { hours: settings.hours }),
			settings.phone && say(locale, 'human.phone', { phone: settings.phone }),
		)
		answer(turn, { text, choices: [button(turn, 'btn.back_to_bot', 'menu')] })
	},
}
