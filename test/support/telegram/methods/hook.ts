import { type Answer, accept, Refused, refuse } from '../answer.ts'
import type { Context } from '../context.ts'
import { flag, integer, type Params, string, structure } from '../params.ts'
import { WebhookSender } from '../webhook.ts'

const SECRET = /^[A-Za-z0-9_-]{1,256}$/

/** The list is remembered until another one is given, for webhook and long poll alike. */
export function rememberAllowed(context: Context, params: Params) {
	const list = structure(params, 'allowed_updates')
	if (list === undefined) return
	if (!Array.isArray(list)) throw new Refused(400, "can't parse allowed updates: expected an Array of String")
	context.updates.allowed = list.map(String)
}

export function setWebhook(context: Context, params: Params): Answer {
	const url = string(params, 'url') ?? ''
	if (url === '') return deleteWebhook(context, params)
	if (!URL.canParse(url)) return refuse(400, 'bad webhook: invalid URL')
	const { protocol, hostname } = new URL(url)
	const loopback = hostname === '127.0.0.1' || hostname === 'localhost'
	if (protocol !== 'https:' && !(protocol === 'http:' && loopback))
		return refuse(400, 'bad webhook: An HTTPS URL must be provided for webhook')
	const secret = string(params, 'secret_token')
	if (secret && !SECRET.test(secret)) return refuse(400, 'secret token contains unallowed characters')
	rememberAllowed(context, params)
	if (flag(params, 'drop_pending_updates')) context.updates.clear()
	context.updates.interrupt('setWebhook request')
	const maxConnections = Math.min(Math.max(integer(params, 'max_connections') ?? 40, 1), 100)
	const before = context.webhook
	if (before && before.url === url && before.secret === secret && before.maxConnections === maxConnections)
		return accept(true, 'Webhook is already set')
	closeWebhook(context)
	const { updates, time, random, callUnseen: onReply } = context
	const target = { url, secret, maxConnections }
	context.webhook = { ...target, sender: new WebhookSender({ target, updates, time, random, onReply }) }
	return accept(true, 'Webhook was set')
}

export function deleteWebhook(context: Context, params: Params): Answer {
	if (flag(params, 'drop_pending_updates')) context.updates.clear()
	if (!context.webhook) return accept(true, 'Webhook is already deleted')
	closeWebhook(context)
	return accept(true, 'Webhook was deleted')
}

export function closeWebhook(context: Context) {
	void context.webhook?.sender.stop()
	context.webhook = undefined
	context.updates.listen(() => {})
}

export function getWebhookInfo(context: Context): Answer {
	const { webhook, updates } = context
	const error = webhook?.sender.lastError
	return accept({
		url: webhook?.url ?? '',
		has_custom_certificate: false,
		pending_update_count: updates.alive().length,
		...(webhook ? { max_connections: webhook.maxConnections } : {}),
		...(error ? { last_error_date: Math.floor(error.at / 1000), last_error_message: error.text } : {}),
		...(updates.allowed ? { allowed_updates: updates.allowed } : {}),
	})
}

export function getUpdates(
	context: Context,
	params: Params,
	onClose: (gone: () => void) => void,
): Promise<Answer> | Answer {
	if (context.webhook)
		return refuse(
			409,
			"can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
		)
	rememberAllowed(context, params)
	return context.updates.poll(params, onClose)
}
