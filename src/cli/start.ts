import { type Config, readConfig } from '../config.ts'
import type { Running } from '../main.ts'
import type { Channel } from '../messaging/channel.ts'
import type { AddCommand } from './io.ts'

/** Resolves at the first signal that asks the program to end; a second one ends it at once. */
function waitForSignal(): Promise<void> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
	})
}

async function describeChannels(channels: readonly Channel[]): Promise<string[]> {
	const { chatLinks } = await import('../http/public/links.ts')
	return channels.map((channel) => {
		const name = channel.name === 'telegram' ? 'Telegram' : 'WhatsApp'
		const { state, detail } = channel.health()
		const [link] = chatLinks([channel], undefined)
		return state === 'up' && link ? `${name}: customers write to ${link.url}` : `${name}: ${detail}`
	})
}

/** What to do next, line by line, for whoever has started the program. */
export async function describeStart(
	{ url, setUpLink, shop }: Running,
	{ telegram, publicUrl }: Config,
): Promise<string[]> {
	const lines = [`Suki runs at ${url}`]
	if (setUpLink) {
		lines.push(`Set your shop up here, once: ${setUpLink}`)
		lines.push(`Try a demo shop, the shopper's phone beside the console: ${url}/demo`)
	} else lines.push(`Sign in: ${publicUrl ?? url}/login`)
	if (!telegram)
		lines.push('Telegram: make a bot with @BotFather, then start again with its token in TELEGRAM_BOT_TOKEN.')
	return [...lines, ...(await describeChannels(shop.channels))]
}

export const addStart: AddCommand = (program, run) => {
	program
		.command('start')
		.description('run the server')
		.action(() =>
			run(async (io) => {
				const config = readConfig(io.env)
				const { start } = await import('../main.ts')
				const running = await start(config)
				for (const line of await describeStart(running, config)) io.out(line)
				await waitForSignal()
				await running.stop()
				return 0
			}),
		)
}
