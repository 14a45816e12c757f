import { Command, CommanderError } from 'commander'
import { commands } from './index.ts'
import { explainFault, type Io, type Run } from './io.ts'

function createProgram(io: Io, run: Run): Command {
	const program = new Command('suki')
		.description('A member concierge for small shops')
		.showSuggestionAfterError(false)
		.exitOverride()
		.configureOutput({
			writeOut: (text) => io.out(text.trimEnd()),
			writeErr: (text) => io.err(text.trimEnd()),
		})
	for (const add of commands) add(program, run)
	return program
}

function oneLine(error: unknown): string {
	const text = (error instanceof Error && error.message) || String(error)
	return text.trim().replaceAll(/\s*\n\s*/g, ' ')
}

/** Runs one command line; answers the exit code: 0 done, 1 could not, 2 done in part. */
export async function runCommand(argv: readonly string[], io: Io): Promise<number> {
	let exitCode = 0
	const run: Run = async (work) => {
		exitCode = (await work(io)) ?? 0
	}
	try {
		await createProgram(io, run).parseAsync([...argv], { from: 'user' })
		return exitCode
	} catch (error) {
		// commander has said it already
		if (error instanceof CommanderError) return error.exitCode
		const line = explainFault(error)
		io.err(line ?? `something went wrong: ${oneLine(error)} (LOG_LEVEL=debug shows where)`)
		if (line === undefined && io.env['LOG_LEVEL'] === 'debug' && error instanceof Error) io.err(error.stack ?? '')
		return 1
	}
}
