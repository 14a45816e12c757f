import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

function suki(dir: string, ...argv: string[]): Promise<{ code: number | null; said: string }> {
	const env = { PATH: process.env['PATH'] ?? '', DATA_DIR: dir, LOG_LEVEL: 'error' }
	const child = spawn(process.execPath, [path.join(root, 'src/cli.ts'), ...argv], { cwd: dir, env })
	let said = ''
	for (const stream of [child.stdout, child.stderr])
		stream.on('data', (data: Buffer) => {
			said += data.toString()
		})
	return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said: said.trim() })))
}

test('programs that start at once on an empty folder all find a store', async () => {
	for (let round = 0; round < 2; round++) {
		const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-at-once-'))
		const three = (...argv: string[]) => Promise.all([1, 2, 3].map(() => suki(dir, ...argv)))
		for (const answer of await three('migrate'))
			expect(answer).toEqual({ code: 0, said: 'the sqlite database has the newest layout' })
		// the first programme is made by whoever is first
		for (const answer of await three('doctor', '--json'))
			expect(answer).toEqual({ code: 0, said: '{"ok":true,"problems":[]}' })
	}
})
