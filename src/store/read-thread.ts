// Runs in a thread of its own: reads what it is told from a SQLite file it cannot write to, one statement at a time.
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import type { ReadAnswer, ReadRequest } from './reader.ts'
import { cacheStatements } from './statements.ts'

const raw = new Database((workerData as { file: string }).file, { readonly: true })
raw.pragma('busy_timeout = 5000')
const statements = cacheStatements(raw)

function read({ text, parameters }: ReadRequest): ReadAnswer {
	try {
		return { rows: statements.prepare(text).all(parameters) }
	} catch (error) {
		// a copy of an error that crosses threads has lost its code
		const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
		return { fault: { message: error instanceof Error ? error.message : String(error), code } }
	}
}

parentPort?.on('message', (request: ReadRequest | null) => {
	if (request) return parentPort?.postMessage(read(request))
	statements.close()
	parentPort?.close()
})
