import path from 'node:path'
import { readConfig } from '../src/config.ts'
import { createApiKey } from '../src/http/api/create-api-key.ts'
import { createLog } from '../src/lib/log.ts'
import { type Running, start } from '../src/main.ts'
import { freePort } from '../test/support/program.ts'
import type { BenchFiles } from './stores.ts'
import { SECRET_KEY } from './stores.ts'

export interface TelegramPlace {
	root: string
	token: string
}

/** The environment in which the program runs on the store of a size. */
export function environmentOf(files: BenchFiles, port: number, telegram?: TelegramPlace): Record<string, string> {
	return {
		PORT: String(port),
		PUBLIC_URL: `http://127.0.0.1:${port}`,
		DATA_DIR: path.join(files.dir, 'data'),
		DATABASE_URL: files.product,
		SECRET_KEY,
		LOG_LEVEL: 'silent',
		...(telegram && {
			TELEGRAM_BOT_TOKEN: telegram.token,
			TELEGRAM_API_ROOT: telegram.root,
			TELEGRAM_MODE: 'webhook',
		}),
	}
}

/** Starts the whole program in this process, with a key of its API; nightly work that was due has been done. */
export async function startProgram(
	files: BenchFiles,
	{ now, telegram }: { now: () => number; telegram?: TelegramPlace },
): Promise<Running & { apiToken: string }> {
	const config = readConfig(environmentOf(files, await freePort(), telegram))
	const running = await start(config, { clock: now, log: createLog('silent') })
	// every emulator numbers its messages from the same one: those of an earlier area must not be taken for them
	await running.store.transact(({ tx }) => tx.deleteFrom('inbox').execute())
	const scopes = ['members:read', 'orders:write'] as const
	const apiToken = await running.store.transact((work) => createApiKey(work, { name: 'bench', scopes, by: 'cli' }))
	return { ...running, apiToken }
}
