import type { Command } from 'commander'
import { type Config, ConfigError, readConfig, readEnvironment } from '../config.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import type { Store } from '../store/transact.ts'

/** What a command has of the outside: so that tests run one without a process of its own. */
export interface Io {
	env: NodeJS.ProcessEnv
	clock: Clock
	stdin: AsyncIterable<string | Buffer>
	/** Answers, which another program may read. */
	out(text: string): void
	/** Everything said to the person who looks on. */
	err(text: string): void
	/** Whether err is a terminal, on which a line can be written anew. */
	isTerminal: boolean
}

/** A command cannot do what it was asked; the message is one line. */
export class CommandFault extends Error {}

/** Puts a command into the program; its action does the work and may set the exit code. */
export type AddCommand = (program: Command, run: Run) => void

/** Runs the work of a command: a number is the exit code, nothing is 0. */
export type Run = (work: (io: Io) => Promise<number | undefined>) => Promise<void>

export function processIo(): Io {
	return {
		env: readEnvironment(),
		clock: systemClock,
		stdin: process.stdin,
		out: (text) => process.stdout.write(`${text}\n`),
		err: (text) => process.stderr.write(`${text}\n`),
		isTerminal: process.stderr.isTTY === true,
	}
}

/** Opens the store of DATABASE_URL, works on it and closes it, whatever happens. */
export async function withStore<T>(io: Io, work: (store: Store, config: Config) => Promise<T>): Promise<T> {
	const config = readConfig(io.env)
	const { openStore } = await import('../store/open.ts')
	const store = await openStore({ ...config, now: io.clock })
	try {
		return await work(store, config)
	} finally {
		await store.close()
	}
}

/** The line for a fault that the person who typed the command can mend; undefined for one of ours. */
export function explainFault(error: unknown): string | undefined {
	if (!(error instanceof Error)) return undefined
	const readable = error instanceof CommandFault || error instanceof ConfigError
	return readable || ['StoreError', 'ListenError'].includes(error.constructor.name)
		? error.message.replaceAll(/\s*\n\s*/g, ' ')
		: undefined
}

/** Prints as JSON, or in the words of `sentences`. */
export function print(io: Io, json: boolean | undefined, answer: { value: unknown; sentences: () => string }): void {
	io.out(json ? JSON.stringify(answer.value) : answer.sentences())
}

/** A bar on a terminal; nothing elsewhere. */
export function createProgress(io: Io, write: (text: string) => void = (text) => process.stderr.write(text)) {
	let shown = ''
	const width = 30
	return {
		show(done: number, total: number): void {
			if (!io.isTerminal) return
			const filled = total === 0 ? width : Math.round((done / total) * width)
			const line = `[${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done} / ${total}`
			if (line === shown) return
			shown = line
			write(`\r${line}`)
		},
		end(): void {
			if (shown !== '') write('\n')
			shown = ''
		},
	}
}

/** The group of commands of a name, such as `import`, made by whoever comes first. */
export function groupOf(program: Command, name: string, description: string): Command {
	return program.commands.find((command) => command.name() === name) ?? program.command(name).description(description)
}
