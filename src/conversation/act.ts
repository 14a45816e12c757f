import { insertUnknownText } from '../store/unknown-texts.ts'
import { commands } from './commands/index.ts'
import { findConfirm } from './confirm.ts'
import { type MessageKey, say } from './locales/index.ts'
import { confirmStaff } from './staff-desk.ts'
import { answer, button, lead, type MemberTurn, menuButton, type Turn } from './turn.ts'
import type { Understood } from './understand.ts'

function isMemberTurn(turn: Turn): turn is MemberTurn {
	return turn.member !== null
}

/** Runs a command by its name; somebody who is no member is asked to join where the command needs one. */
export async function runCommand(turn: Turn, name: string, args: string[]): Promise<void> {
	const command = commands[name]
	if (!command) return runStale(turn)
	if (command.for === 'anybody') return command.run(turn, args)
	if (isMemberTurn(turn)) return command.run(turn, args)
	lead(turn, say(turn.locale, 'join.needed'))
	await commands['join']?.run(turn as MemberTurn, ['ask'])
}

/** Carries out what a tapped confirm stands for; an old or foreign one does nothing and shows a fresh menu. */
export async function runConfirmed(turn: Turn, nonce: string): Promise<void> {
	const found = findConfirm(turn.session, nonce)
	if (found && (await confirmStaff(turn, found, `confirm:${nonce}`))) return
	const command = found ? commands[found.command] : undefined
	if (!found || !command?.confirmed || !isMemberTurn(turn)) return runStale(turn)
	await command.confirmed(turn, found.args, `confirm:${nonce}`)
}

export async function showMenu(turn: Turn): Promise<void> {
	await commands['menu']?.run(turn as MemberTurn, [])
}

/** A button or number that means nothing any more: nothing is done, and a fresh menu is shown. */
export async function runStale(turn: Turn): Promise<void> {
	lead(turn, say(turn.locale, 'err.stale_button'))
	await showMenu(turn)
}

function choicesOf(turn: Turn, understood: Understood) {
	const likely = understood.alternatives.filter(({ score }) => turn.member || score > 0).map(({ intent }) => intent)
	// a stranger who said nothing we know has no points to look at yet
	const offered = likely.length > 0 || turn.member ? likely : (['join', 'store', 'human'] as const)
	return offered.slice(0, 3).map((intent) => button(turn, `btn.${intent}` as MessageKey & `btn.${string}`, intent))
}

const SHOWN_TEXT = 60

/** Not understood: first the likeliest, then a person, then silence until a known word. */
export async function runFallback(turn: Turn, understood: Understood): Promise<void> {
	const { session, work, event, locale } = turn
	session.misses += 1
	await insertUnknownText(work.tx, {
		address_id: turn.address.id,
		text: event.text.slice(0, 500),
		locale,
		at: work.now,
	})
	if (session.misses > 3) return
	if (session.misses === 3) return answer(turn, { text: say(locale, 'err.silent') })
	if (session.misses === 2) {
		const choices = [button(turn, 'btn.human', 'human'), menuButton(turn)]
		return answer(turn, { text: say(locale, 'err.unknown_twice'), choices })
	}
	const likely = choicesOf(turn, understood)
	if (likely.length === 0) {
		lead(turn, say(locale, 'err.unknown_menu'))
		return showMenu(turn)
	}
	const heard = event.text.length > SHOWN_TEXT ? `${event.text.slice(0, SHOWN_TEXT)}…` : event.text
	answer(turn, { text: say(locale, 'err.unknown', { text: heard }), choices: [...likely, menuButton(turn)] })
}
