import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { readConfig } from '../../src/config.ts'
import { createApiKey } from '../../src/http/api/create-api-key.ts'
import type { Scope } from '../../src/http/api/scopes.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { type Running, start } from '../../src/main.ts'
import type { TelegramEmulator } from './telegram/emulator.ts'

/** The whole program, started as main starts it, on a free port and a store of its own. */
export interface Program extends Running {
	/** Calls the API with a key that may do everything; answers status and body. */
	api(
		method: string,
		path: string,
		body?: unknown,
		headers?: Record<string, string>,
	): Promise<{ status: number; body: Record<string, unknown> }>
	/** Resolves when nothing is under way: what came in is answered, what was written is sent. */
	settled(): Promise<void>
}

export interface ProgramOptions {
	databaseUrl?: string
	emulator?: TelegramEmulator
	mode?: 'polling' | 'webhook'
	clock?: Clock
	/** More variables of the environment. */
	env?: NodeJS.ProcessEnv
}

export const TEST_KEY = Buffer.alloc(32, 7).toString('base64')

const SCOPES: Scope[] = ['members:read', 'orders:write', 'coupons:use']

export async function freePort(): Promise<number> {
	const server = net.createServer()
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	const address = server.address()
	await new Promise((resolve) => server.close(resolve))
	if (typeof address !== 'object' || address === null) throw new Error('no free port')
	return address.port
}

export async function startProgram(options: ProgramOptions = {}): Promise<Program> {
	const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-run-'))
	const port = await freePort()
	const telegram = options.emulator && {
		TELEGRAM_BOT_TOKEN: options.emulator.token,
		TELEGRAM_API_ROOT: options.emulator.root,
		TELEGRAM_MODE: options.mode ?? 'polling',
	}
	const config = readConfig({
		PORT: String(port),
		PUBLIC_URL: `http://127.0.0.1:${port}`,
		DATA_DIR: dir,
		DATABASE_URL: options.databaseUrl ?? path.join(dir, 'suki.db'),
		SECRET_KEY: TEST_KEY,
		LOG_LEVEL: 'silent',
		...telegram,
		...options.env,
	})
	const running = await start(config, { log: createLog('silent'), ...(options.clock ? { clock: options.clock } : {}) })
	const token = await running.store.transact((work) => createApiKey(work, { name: 'test', scopes: SCOPES, by: 'cli' }))
	return {
		...running,
		settled: running.shop.idle,
		async api(method, place, body, headers = {}) {
			const response = await fetch(`${running.url}/api/v1${place}`, {
				method,
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			})
			return { status: response.status, body: (await response.json()) as Record<string, unknown> }
		},
	}
}
