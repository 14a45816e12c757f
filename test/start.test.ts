import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeStart } from '../src/cli/start.ts'
import { readConfig } from '../src/config.ts'
import { startProgram } from './support/program.ts'
import { TelegramEmulator } from './support/telegram/emulator.ts'

const root = path.resolve(import.meta.dirname, '..')

let dir: string
const running: ChildProcessByStdio<null, Readable, Readable>[] = []
beforeEach(() => {
	dir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-start-'))
})
afterEach(async () => {
	for (const child of running.splice(0)) child.kill('SIGTERM')
})

function launch(command: string, args: string[], env: Record<string, string>) {
	const child = spawn(command, args, {
		cwd: root,
		env: { PATH: process.env['PATH'] ?? '', HOME: dir, DATA_DIR: path.join(dir, 'data'), PORT: '0', ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	running.push(child)
	const said = { out: '', err: '' }
	child.stdout.on('data', (part: Buffer) => {
		said.out += part
	})
	child.stderr.on('data', (part: Buffer) => {
		said.err += part
	})
	// the pipes close only when the last process that holds them has ended, the launcher's server too
	const ended = once(child, 'close').then(([code]) => code as number | null)
	return { child, said, ended }
}

const startSuki = (env: Record<string, string> = {}) =>
	launch(process.execPath, ['tools/node.mjs', 'src/cli.ts', 'start'], env)

const urlIn = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? ''

describe('npm start', () => {
	test('without a setting it says what to do next, and each address it prints answers', async () => {
		const { said, child, ended } = startSuki()
		await expect.poll(() => said.out).toContain('TELEGRAM_BOT_TOKEN')
		const url = urlIn(said.out, /Suki runs at (http:\S+)/)
		expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
		for (const printed of [url, urlIn(said.out, /once: (http:\S+)/), urlIn(said.out, /console: (http:\S+)/)])
			expect((await fetch(printed)).status).toBe(200)
		child.kill('SIGTERM')
		expect(await ended).toBe(0)
		// SQLite takes it away when the last connection is closed in order
		expect(fs.readdirSync(path.join(dir, 'data')).sort()).toEqual(['secret.key', 'suki.db'])
	})

	test('with a bot it names the link to it, with a token Telegram does not know it says so', async () => {
		const emulator = await new TelegramEmulator().start()
		for (const [token, line] of [
			[emulator.token, /^Telegram: customers write to https:\/\/t\.me\/\w+$/],
			['1:not-the-token-of-it', /^Telegram: Telegram does not accept the token: /],
		] as const) {
			const program = await startProgram({ emulator, env: { TELEGRAM_BOT_TOKEN: token } })
			const lines = await describeStart(program, readConfig({ TELEGRAM_BOT_TOKEN: token }))
			expect(lines.at(-1)).toMatch(line)
			await program.stop()
		}
		await emulator.stop()
	})

	test.skipIf(process.platform === 'win32')('SIGTERM to npm ends the server in order', async () => {
		const { said, child, ended } = launch('npm', ['start'], { LOG_LEVEL: 'error' })
		await expect.poll(() => said.out).toContain('Suki runs at')
		child.kill('SIGTERM')
		await ended
		expect(fs.readdirSync(path.join(dir, 'data')).sort()).toEqual(['secret.key', 'suki.db'])
		expect(said.err).toBe('')
	})

	test('a port that is taken, and a wrong setting, end it with one line each', async () => {
		const other = net.createServer()
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
		const { port } = other.address() as net.AddressInfo
		const second = startSuki({ PORT: String(port) })
		expect(await second.ended).toBe(1)
		expect(second.said).toEqual({
			out: '',
			err: `PORT ${port} on HOST 127.0.0.1 cannot be used: another program uses it\n`,
		})
		other.close()
		const wrong = startSuki({ LOG_LEVEL: 'loud' })
		expect(await wrong.ended).toBe(1)
		expect(wrong.said).toEqual({ out: '', err: expect.stringMatching(/^LOG_LEVEL must be one of .*\n$/) })
	})
})
