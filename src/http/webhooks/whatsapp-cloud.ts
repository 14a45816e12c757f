import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv, WebhookAnswer, WhatsAppWebhook } from '../context.ts'

const PATH = '/webhooks/whatsapp'

/** GET and POST /webhooks/whatsapp: the channel checks, stores and says what to answer. */
export function createWhatsAppWebhook(webhook: WhatsAppWebhook): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.get(PATH, (c) =>
		toResponse(
			webhook.handshake({
				mode: c.req.query('hub.mode'),
				verifyToken: c.req.query('hub.verify_token'),
				challenge: c.req.query('hub.challenge'),
			}),
		),
	)
	// the signature is over the bytes: decoding and encoding them again could change them
	app.post(PATH, async (c) => {
		const body = new Uint8Array(await c.req.arrayBuffer())
		return toResponse(await webhook.receive(body, c.req.header('x-hub-signature-256')))
	})
	return app
}

function toResponse({ body = '', status, headers = {} }: WebhookAnswer): Response {
	return new Response(body, { status: status as ContentfulStatusCode, headers })
}
