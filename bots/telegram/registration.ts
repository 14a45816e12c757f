import type { Api } from 'grammy'
import { type TelegramConfig, WEBHOOK_PATH } from './config.ts'
import type { Connection } from './connection.ts'
import { WANTED_UPDATES } from './poller.ts'

/** Telegram's own highest; the inbox takes more than that at once. */
const WEBHOOK_CONNECTIONS = 100

interface Line {
	api: Api
	config: TelegramConfig
	connection: Connection
}

/**
 * Introduces us and says how updates are to come, again and again until it works or the channel stops. onContact is
 * called after the first failure, so that nobody has to wait for the first success.
 */
export async function connect(
	{ api, config, connection }: Line,
	onContact: () => void,
): Promise<{ username: string } | undefined> {
	while (!connection.stopped) {
		try {
			const me = await api.raw.getMe(connection.signal)
			if (config.mode === 'webhook') await setWebhook(api, config)
			else await api.raw.deleteWebhook({}, connection.signal)
			connection.up(config.mode === 'webhook' ? 'the webhook is set' : 'reading messages')
			return me
		} catch (error) {
			if (connection.stopped) return undefined
			const waited = connection.failed(error)
			onContact()
			await waited
		}
	}
	return undefined
}

async function setWebhook(api: Api, config: TelegramConfig): Promise<void> {
	await api.raw.setWebhook({
		url: webhookUrl(config),
		allowed_updates: WANTED_UPDATES,
		max_connections: WEBHOOK_CONNECTIONS,
		...(config.webhookSecret ? { secret_token: config.webhookSecret } : {}),
	})
}

const webhookUrl = (config: TelegramConfig) => `${config.publicUrl}${WEBHOOK_PATH}`

/** Asks from time to time whether updates reach us, says it when they do not, and sets again what was taken away. */
export async function watchWebhook({
	api,
	config,
	connection,
	now,
	everyMs,
}: Line & { now: () => number; everyMs: number }) {
	while (!connection.stopped) {
		await connection.rest(everyMs)
		if (connection.stopped) return
		try {
			const info = await api.raw.getWebhookInfo(connection.signal)
			if (info.url !== webhookUrl(config)) await setWebhook(api, config)
			const failedAt = (info.last_error_date ?? 0) * 1000
			if (info.pending_update_count > 0 && now() - failedAt < Math.max(2 * everyMs, 2000))
				connection.down(`Telegram cannot deliver messages to ${webhookUrl(config)}: ${info.last_error_message}`)
			else connection.up('the webhook is set')
		} catch (error) {
			if (!connection.stopped) await connection.failed(error)
		}
	}
}
