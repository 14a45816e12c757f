import { readConfig } from '../config.ts'
import type { AddCommand } from './io.ts'

/** Resolves at the first signal that asks the program to end; a second one ends it at once. */
function waitForSignal(): Promise<void> {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
	})
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
				const { url, setUpLink } = running
				io.out(`Suki runs at ${url}`)
				if (setUpLink) {
					io.out(`Set your shop up here, once: ${setUpLink}`)
					io.out(`Try a demo shop, the shopper's phone beside the console: ${url}/demo`)
				}
				if (!config.telegram)
					io.out('Telegram: make a bot with @BotFather, then start again with its token in TELEGRAM_BOT_TOKEN.')
				await waitForSignal()
				await running.stop()
				return 0
			}),
		)
}
