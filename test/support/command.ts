import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Io } from '../../src/cli/io.ts'
import { runCommand } from '../../src/cli/run.ts'
import type { DatabaseKind } from '../../src/store/db.ts'
import { openTestStore, type TestStore } from './world.ts'

export interface Ran {
	code: number
	out: string
	err: string
	/** The answer as JSON. */
	json: () => Record<string, unknown>
}

/** A store with a folder of files, on which commands run as on the command line, in this process. */
export interface CommandWorld extends TestStore {
	env: NodeJS.ProcessEnv
	/** Writes a file into the folder and answers its path. */
	file(name: string, content: string | Uint8Array): string
	suki(argv: readonly string[], stdin?: string): Promise<Ran>
}

export async function openCommandWorld(kind: DatabaseKind): Promise<CommandWorld> {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-cli-'))
	const world = await openTestStore(kind, { file: path.join(folder, 'suki.db') })
	const secret = Buffer.alloc(32, 7).toString('base64')
	const env = { DATABASE_URL: world.url, DATA_DIR: folder, SECRET_KEY: secret, LOG_LEVEL: 'silent' }
	return {
		...world,
		env,
		file(name, content) {
			const place = path.join(folder, name)
			fs.writeFileSync(place, content)
			return place
		},
		async suki(argv, stdin = '') {
			const [out, err]: [string[], string[]] = [[], []]
			const io: Io = {
				env,
				clock: world.clock,
				stdin: (async function* () {
					yield stdin
				})(),
				out: (text) => out.push(text),
				err: (text) => err.push(text),
				isTerminal: false,
			}
			const code = await runCommand(argv, io)
			const text = out.join('\n')
			return { code, out: text, err: err.join('\n'), json: () => JSON.parse(text) as Record<string, unknown> }
		},
		async close() {
			await world.close()
			fs.rmSync(folder, { recursive: true, force: true })
		},
	}
}
