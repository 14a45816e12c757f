import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { AppEnv, TelegramWebhook } from '../context.ts'

/** POST /webhooks/telegram: the channel gets the raw body and the secret header, and says what to answer. */
export function createTelegramWebhook(take: TelegramWebhook): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.post('/webhooks/telegram', async (c) => {
		const answer = await take(await c.req.text(), c.req.header('x-telegram-bot-api-secret-token'))
		return c.body(answer.body ?? '', answer.status as ContentfulStatusCode, answer.headers ?? {})
	})
	return app
}
