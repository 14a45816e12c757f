import type { SendOutcome } from '../../src/messaging/channel.ts'
import type { Sent } from './protocol.ts'
import { CallError } from './supervisor.ts'

/** A reply this channel has no form for: a fault of the caller, found before anything is sent. */
export class UnrenderableReply extends Error {}

/** While the process starts again; about as long as it needs. */
const RESTART_MS = 1_000
const TIMELOCK_MS = 3_600_000

/** What became of a send that the page answered. */
export function outcomeOf(sent: Sent, now: number): SendOutcome {
	switch (sent.kind) {
		case 'sent':
			return { kind: 'sent', platformMessageId: sent.id }
		case 'refused':
			return { kind: 'rejected', reason: 'WhatsApp refused the message (ack -1)' }
		case 'not-on-whatsapp':
			return { kind: 'gone', reason: 'this number is not on WhatsApp' }
		case 'timelocked': {
			const reason = 'WhatsApp bars this number from writing to people first'
			return { kind: 'retry', at: now + TIMELOCK_MS, reason, wholeAccount: false }
		}
	}
}

/** What became of a send without an answer. Anything that is not a failed call is our bug and is thrown on. */
export function outcomeOfFailure(error: unknown, now: number): SendOutcome {
	if (error instanceof UnrenderableReply) return { kind: 'rejected', reason: error.message }
	if (!(error instanceof CallError)) throw error
	if (error.isInDoubt) return { kind: 'unknown', reason: error.message }
	return { kind: 'retry', at: now + RESTART_MS, reason: error.message, wholeAccount: true }
}
