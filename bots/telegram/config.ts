import { z } from 'zod'

const TOKEN = /^\d{1,20}:[A-Za-z0-9_-]{10,}$/
const SECRET = /^[A-Za-z0-9_-]{1,256}$/

/** Where updates are pushed to, below the public address of the program. */
export const WEBHOOK_PATH = '/webhooks/telegram'

/** The settings of this channel; each message is the end of a sentence that begins with the name of the setting. */
export const telegramConfig = z
	.object({
		token: z.string().regex(TOKEN, 'must look like 123456:ABC…, as @BotFather gave it'),
		mode: z.enum(['polling', 'webhook'], 'must be polling or webhook').default('polling'),
		webhookSecret: z.string().regex(SECRET, 'must be 1 to 256 characters of A-Z a-z 0-9 _ -').optional(),
		apiRoot: z
			.url({ protocol: /^https?$/, error: 'must be an http or https address' })
			.default('https://api.telegram.org')
			.transform((url) => url.replace(/\/+$/, '')),
		publicUrl: z
			.url({ protocol: /^https?$/, error: 'must be an http or https address' })
			.transform((url) => url.replace(/\/+$/, ''))
			.optional(),
	})
	.superRefine((config, context) => {
		if (config.mode !== 'webhook') return
		const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
		if (!config.webhookSecret) say('webhookSecret', 'is needed in webhook mode')
		if (!config.publicUrl)
			say('publicUrl', 'is needed in webhook mode: the address under which Telegram reaches this program')
		else if (config.apiRoot === 'https://api.telegram.org' && !config.publicUrl.startsWith('https://'))
			say('publicUrl', 'must be https: Telegram pushes to nothing else')
	})

export type TelegramConfig = z.output<typeof telegramConfig>
