import { GrammyError, HttpError } from 'grammy'
import type { SendOutcome } from '../../src/messaging/channel.ts'

const NETWORK_PAUSE_MS = 3000
const REFUSED_TOKEN_PAUSE_MS = 60_000
const DEFAULT_FLOOD_PAUSE_SECONDS = 5

/** Errors of the time before the first byte of the request: surely nothing was sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED'])

/** What became of a send that failed. Anything that is not grammY's own error is our bug and is thrown on. */
export function outcomeOf(error: unknown, now: number): SendOutcome {
	if (error instanceof GrammyError) return outcomeOfAnswer(error, now)
	if (error instanceof HttpError) return outcomeOfNetwork(error.error, now)
	throw error
}

function outcomeOfAnswer(error: GrammyError, now: number): SendOutcome {
	const reason = `${error.error_code} ${error.description}`
	const retry = (waitMs: number): SendOutcome => ({ kind: 'retry', at: now + waitMs, reason, wholeAccount: true })
	switch (error.error_code) {
		case 403:
			return { kind: 'gone', reason }
		case 429:
			return retry((error.parameters.retry_after ?? DEFAULT_FLOOD_PAUSE_SECONDS) * 1000)
		// a token that is wrong or was revoked: nothing was sent, and the merchant must act
		case 401:
		case 404:
			return retry(REFUSED_TOKEN_PAUSE_MS)
		case 400:
			return /chat not found/i.test(error.description) ? { kind: 'gone', reason } : { kind: 'rejected', reason }
		default:
			// a fault of the server says nothing about what it did before
			return error.error_code >= 500 ? { kind: 'unknown', reason } : { kind: 'rejected', reason }
	}
}

function outcomeOfNetwork(cause: unknown, now: number): SendOutcome {
	const reason = `network: ${codeOf(cause)}`
	if (!wasNeverSent(cause)) return { kind: 'unknown', reason }
	return { kind: 'retry', at: now + NETWORK_PAUSE_MS, reason, wholeAccount: true }
}

/** True only when the connection was not made: then the request cannot have reached anybody. */
export function wasNeverSent(cause: unknown): boolean {
	if (NEVER_SENT.has(codeOf(cause))) return true
	// every other way in which connecting itself fails: no route, no network, no answer
	return typeof cause === 'object' && cause !== null && 'syscall' in cause && cause.syscall === 'connect'
}

function codeOf(cause: unknown): string {
	if (typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string')
		return cause.code
	return cause instanceof Error && /timed out/.test(cause.message) ? 'timeout' : 'no usable answer'
}

/** What refuses an edit because of the message it was for; a new message can still say it. */
const CANNOT_EDIT =
	/message to edit not found|message can't be edited|there is no text in the message to edit|MESSAGE_ID_INVALID/i

export type EditRefusal = 'unchanged' | 'send anew' | undefined

/** Why an edit failed, where that is no failure of the reply. */
export function editRefusal(error: unknown): EditRefusal {
	if (!(error instanceof GrammyError) || error.error_code !== 400) return undefined
	if (/message is not modified/i.test(error.description)) return 'unchanged'
	return CANNOT_EDIT.test(error.description) ? 'send anew' : undefined
}

/** One sentence for the merchant on why the bot cannot work, and how long to wait before trying again. */
export function explainTrouble(error: unknown): { sentence: string; waitMs: number | undefined } {
	if (error instanceof HttpError)
		return { sentence: `Telegram cannot be reached (${codeOf(error.error)}); trying again.`, waitMs: undefined }
	if (!(error instanceof GrammyError))
		return { sentence: 'Messages could not be stored; trying again.', waitMs: undefined }
	const { error_code: code, description } = error
	if (code === 401 || code === 404)
		return {
			sentence: 'Telegram does not accept the token: copy it again from @BotFather into TELEGRAM_BOT_TOKEN.',
			waitMs: REFUSED_TOKEN_PAUSE_MS,
		}
	if (code === 409 && /webhook/i.test(description))
		return {
			sentence: 'A webhook set by another program takes the messages of this bot; removing it.',
			waitMs: undefined,
		}
	if (code === 409)
		return {
			sentence:
				'Another program reads the messages of this bot: stop it, or make a new token with @BotFather and use that here.',
			waitMs: undefined,
		}
	if (code === 429)
		return {
			sentence: 'Telegram asks this bot to wait.',
			waitMs: (error.parameters.retry_after ?? DEFAULT_FLOOD_PAUSE_SECONDS) * 1000,
		}
	return { sentence: `Telegram refused: ${code} ${description}`, waitMs: undefined }
}
