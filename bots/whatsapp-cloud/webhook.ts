import { createHmac } from 'node:crypto'
import { describeFault } from '../../src/lib/fault.ts'
import { equalSecrets } from '../../src/lib/keys.ts'
import type { Log } from '../../src/lib/log.ts'
import type { ChannelEvent, ReceiveEvents } from '../../src/messaging/channel.ts'
import { type Parsed, parseWebhook } from './parse.ts'

/** Meta batches up to a thousand updates, in at most 3 MB. */
const MOST_BYTES = 3_145_728
/** More than this at once waits at Meta's side, which brings them again for days, rather than in our memory. */
const MOST_WAITING = 500
const BUSY_SECONDS = 1
const FAILED_SECONDS = 2

export interface WebhookAnswer {
	status: 200 | 401 | 403 | 413 | 503
	headers: Record<string, string>
	body?: string
}

/** Takes the bytes as they came and the header X-Hub-Signature-256 of one request. */
export type ReceiveWebhook = (body: Uint8Array, signature: string | undefined) => Promise<WebhookAnswer>

/** The query of the handshake Meta makes when the address of the webhook is saved. */
export interface Handshake {
	mode: string | undefined
	verifyToken: string | undefined
	challenge: string | undefined
}

/** Gives the challenge back as plain text to whoever knows the verify token; 403 to everybody else. */
export function answerHandshake({ mode, verifyToken, challenge }: Handshake, expected: string): WebhookAnswer {
	const isOurs = mode === 'subscribe' && equalSecrets(verifyToken ?? '', expected)
	// only Meta's own form is ever repeated
	if (!isOurs || !/^[\w.-]{1,200}$/.test(challenge ?? '')) return { status: 403, headers: {} }
	return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: challenge ?? '' }
}

export interface WebhookDeps {
	appSecret: string
	phoneNumberId: string
	/** Undefined while the channel is not started. */
	receive: () => ReceiveEvents | undefined
	/** Told of everything that was stored. */
	onParsed: (parsed: Parsed) => void
	now: () => number
	log: Log
}

/** Answers 200 only for what is stored or is not for us; Meta brings everything else again. */
export function createWebhook(deps: WebhookDeps): ReceiveWebhook {
	let waiting = 0
	return async (body, signature) => {
		if (!isSigned(body, signature, deps.appSecret)) return answer(401)
		if (body.byteLength > MOST_BYTES) return answer(413)
		const receive = deps.receive()
		if (!receive || waiting >= MOST_WAITING) return answer(503, BUSY_SECONDS)
		const parsed = parseWebhook(Buffer.from(body).toString('utf8'), {
			phoneNumberId: deps.phoneNumberId,
			receivedAt: deps.now(),
		})
		waiting++
		try {
			if (parsed.events.length > 0) await receive(parsed.events.map(withPayload))
			deps.onParsed(parsed)
			return answer(200)
		} catch (error) {
			deps.log.error({ channel: 'whatsapp-cloud', fault: describeFault(error) }, 'a webhook could not be stored')
			return answer(503, FAILED_SECONDS)
		} finally {
			waiting--
		}
	}
}

/** One body may hold many events, so each is kept in its own words. */
const withPayload = (event: ChannelEvent) => ({ event, payload: JSON.stringify(event) })

function isSigned(body: Uint8Array, signature: string | undefined, appSecret: string): boolean {
	const expected = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
	return equalSecrets((signature ?? '').toLowerCase(), expected)
}

function answer(status: WebhookAnswer['status'], retryAfterSeconds?: number): WebhookAnswer {
	return { status, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) } }
}
