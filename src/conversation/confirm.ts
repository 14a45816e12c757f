import type { Session } from './session.ts'
import type { Turn } from './turn.ts'

const NONCE_BYTES = 6

/** Prepares a tap on confirm: the value of its button carries a nonce that is good once, for this command alone. */
export function askConfirm(turn: Turn, command: string, args: string[]): string {
	const nonce = Buffer.from(turn.work.random(NONCE_BYTES)).toString('base64url')
	turn.session.confirm = { nonce, command, args, at: turn.work.now }
	return `confirm:${nonce}`
}

/**
 * What the nonce of a tapped confirm stands for. A double tap finds the same again, and the key made of the nonce
 * lets the use case give its first answer; a nonce that is old or of another chat finds nothing.
 */
export function findConfirm(session: Session, nonce: string): { command: string; args: string[] } | null {
	if (session.confirm?.nonce === nonce) {
		const { command, args } = session.confirm
		session.confirm = null
		session.confirmed = { nonce, command, args }
	}
	return session.confirmed?.nonce === nonce ? session.confirmed : null
}
