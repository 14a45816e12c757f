import type { Update } from 'grammy/types'
import { equalSecrets } from '../../src/lib/keys.ts'
import type { Log } from '../../src/lib/log.ts'
import type { ReceiveEvents } from '../../src/messaging/channel.ts'
import { parseUpdate, readUpdate } from './parse.ts'

/**
 * Updates are a few kilobytes, but one that is refused is brought again for a day: better to read a text of a million
 * characters and cut it.
 */
const MOST_BYTES = 4 * 1_048_576
/** More than this at once waits at Telegram's side, which keeps them, rather than in our memory. */
const MOST_WAITING = 500
const BUSY_SECONDS = 1
const FAILED_SECONDS = 2

export interface WebhookAnswer {
	status: 200 | 401 | 413 | 503
	headers: Record<string, string>
}

/** Takes the body and the header X-Telegram-Bot-Api-Secret-Token of one request. */
export type ReceiveWebhook = (body: string, secret: string | undefined) => Promise<WebhookAnswer>

export interface WebhookDeps {
	/** Undefined outside webhook mode: then nobody gets in. */
	secret: string | undefined
	/** Undefined while the channel is not started. */
	receive: () => ReceiveEvents | undefined
	onUpdate: (update: Update) => void
	now: () => number
	log: Log
}

/** Answers 200 only for what is stored or is not for us; Telegram brings everything else again. */
export function createWebhook(deps: WebhookDeps): ReceiveWebhook {
	let waiting = 0
	return async (body, secret) => {
		if (!deps.secret || !equalSecrets(secret ?? '', deps.secret)) return answer(401)
		if (Buffer.byteLength(body) > MOST_BYTES) return answer(413)
		const receive = deps.receive()
		if (!receive || waiting >= MOST_WAITING) return answer(503, BUSY_SECONDS)
		const update = readUpdate(body)
		if (!update) return answer(200)
		deps.onUpdate(update)
		const event = parseUpdate(update, deps.now())
		if (!event) return answer(200)
		waiting++
		try {
			await receive([{ event, payload: body }])
			return answer(200)
		} catch (error) {
			deps.log.error({ channel: 'telegram', err: error }, 'an update could not be stored')
			return answer(503, FAILED_SECONDS)
		} finally {
			waiting--
		}
	}
}

function answer(status: WebhookAnswer['status'], retryAfterSeconds?: number): WebhookAnswer {
	return { status, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) } }
}
