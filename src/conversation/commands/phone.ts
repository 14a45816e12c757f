import { normalizePhone } from '../../domain/phone.ts'
import { type SharePhoneRefusal, sharePhone } from '../../loyalty/share-phone.ts'
import { getMember } from '../../store/members.ts'
import { runCommand } from '../act.ts'
import type { Command } from '../command.ts'
import { earlierPoints } from '../earlier-points.ts'
import { say, sayPlain } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { answer, button, lead, lines, menuButton, type Turn, usualButtons } from '../turn.ts'
import { isSkip, parseYesNo } from '../understand-extract.ts'
import { welcomeBack } from '../welcome-back.ts'

/** Whether the app has a button that proves a number; on WhatsApp the number comes with the message, or not at all. */
export const canShare = ({ event }: Turn): boolean => !event.channel.startsWith('whatsapp')

/** Asks for the person's own number with the platform's button; only a number the platform proves is ever taken. */
export function askPhone(turn: Turn): void {
	if (!canShare(turn)) {
		const choices = [button(turn, 'btn.human', 'human'), menuButton(turn)]
		answer(turn, { text: say(turn.locale, 'phone.elsewhere'), choices, columns: 2 })
		return
	}
	turn.session.slot = { command: 'phone', step: 'ask', at: turn.work.now }
	answer(turn, {
		text: say(turn.locale, 'phone.ask'),
		requestContact: { label: sayPlain(turn.locale, 'btn.phone') },
	})
}

async function refused(turn: Turn, refusal: SharePhoneRefusal): Promise<void> {
	if (refusal.reason === 'not-a-member') {
		turn.session.phone = turn.work.keys.encrypt(refusal.facts.phone)
		lead(turn, say(turn.locale, 'phone.done'))
		return runCommand(turn, 'join', ['ask'])
	}
	const key = refusal.reason === 'phone-taken' ? 'phone.taken' : 'phone.bad'
	answer(turn, { text: say(turn.locale, key), choices: [button(turn, 'btn.human', 'human'), menuButton(turn)] })
}

async function takeContact(turn: Turn): Promise<void> {
	const { contact } = turn.event
	if (!contact) return askPhone(turn)
	if (!contact.own) return answer(turn, { text: say(turn.locale, 'phone.not_own') })
	const result = await sharePhone(turn.work, { addressId: turn.address.id, phone: contact.phone })
	turn.session.slot = null
	if (!result.ok) return refused(turn, result)
	const shared = result.value
	turn.member = await getMember(turn.work.tx, shared.memberId)
	await tellNotices(turn.work, shared.notices, { exceptMember: shared.memberId })
	if (shared.state === 'activated' || shared.state === 'merged') return welcomeBack(turn, shared)
	const released = shared.state === 'added' ? shared.released : 0
	const text = lines(
		released > 0 ? say(turn.locale, 'phone.released', { points: released }) : say(turn.locale, 'phone.done'),
		earlierPoints(turn.locale, shared.memberId, shared.notices),
	)
	answer(turn, {
		text,
		removeKeyboard: true,
		choices: [button(turn, 'btn.card', 'card'), button(turn, 'btn.rewards', 'rewards'), menuButton(turn)],
		columns: 2,
	})
}

export const phone: Command = {
	name: 'phone',
	for: 'anybody',
	async run(turn, [step]) {
		if (step === 'contact') return takeContact(turn)
		askPhone(turn)
	},
	async answer(turn, text) {
		if (isSkip(text) || parseYesNo(text) === 'no') {
			turn.session.slot = null
			answer(turn, {
				text: say(turn.locale, 'phone.skipped'),
				removeKeyboard: true,
				choices: [...usualButtons(turn), menuButton(turn)],
				columns: 2,
			})
			return true
		}
		// a typed number proves nothing: anybody could type anybody's
		if (normalizePhone(text, turn.settings.country) === undefined) return false
		askPhone(turn)
		return true
	},
}
