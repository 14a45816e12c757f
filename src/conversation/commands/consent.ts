import { setConsent } from '../../loyalty/set-consent.ts'
import { runCommand } from '../act.ts'
import type { Command } from '../command.ts'
import { say, sayPlain } from '../locales/index.ts'
import { answer, button, menuButton, type Turn } from '../turn.ts'
import { JOIN_WORDING } from './join.ts'

function resumeWord(turn: Turn): string {
	const { channel } = turn.event
	// the web chat is drawn as either app: its word is understood in both
	if (channel === 'simulator') return sayPlain(turn.locale, 'piece.resume_simulator')
	return sayPlain(turn.locale, channel.startsWith('whatsapp') ? 'piece.resume_whatsapp' : 'piece.resume_telegram')
}

function consentInput(turn: Turn) {
	const { event, locale } = turn
	return {
		addressId: turn.address.id,
		source: 'chat',
		messageId: event.messageId,
		original: event.text === '' ? (event.choice ?? '') : event.text,
		language: locale,
	}
}

export const stop: Command = {
	name: 'stop',
	for: 'anybody',
	async run(turn, [asked]) {
		const { locale } = turn
		turn.session.slot = null
		const result = await setConsent(turn.work, { ...consentInput(turn), state: 'withdrawn' })
		const already = result.ok && !result.value.changed
		if (already && asked === 'no')
			return answer(turn, { text: say(locale, 'join.offers_off'), choices: [menuButton(turn)] })
		// to somebody who never agreed there is nothing to bring back
		if (result.ok && result.value.memberId === null) return answer(turn, { text: say(locale, 'optout.stranger') })
		const key = already ? 'optout.already' : 'optout.done'
		answer(turn, { text: say(locale, key, { resume: resumeWord(turn) }) })
	},
}

export const resume: Command = {
	name: 'resume',
	for: 'members',
	async run(turn) {
		const { locale, settings } = turn
		if (turn.address.promotions === 1) return answer(turn, { text: say(locale, 'optin.already') })
		const result = await setConsent(turn.work, { ...consentInput(turn), state: 'granted', wording: JOIN_WORDING })
		if (!result.ok) return runCommand(turn, 'join', ['ask'])
		answer(turn, {
			text: say(locale, 'optin.done', { cap: settings.promotions.per30Days }),
			choices: [button(turn, 'btn.card', 'card'), menuButton(turn)],
		})
	},
}
