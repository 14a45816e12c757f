import { processIo } from './cli/io.ts'
import { runCommand } from './cli/run.ts'

// a reader that has seen enough, such as head, is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code !== 'EPIPE') throw error
	process.exit(0)
})

process.exitCode = await runCommand(process.argv.slice(2), processIo())
