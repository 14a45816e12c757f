import { Worker } from 'node:worker_threads'
import {
	type CompiledQuery,
	type DatabaseConnection,
	type Driver,
	Kysely,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from './schema.ts'

/** What the thread is asked, and what it answers. */
export interface ReadRequest {
	text: string
	parameters: readonly unknown[]
}
export type ReadAnswer = { rows: unknown[] } | { fault: { message: string; code: string | undefined } }

/** Reads a SQLite file in a thread of its own, so that a long statement holds up nobody but other long ones. */
export interface Reader {
	kysely: Kysely<Schema>
	/** Lets the statement that runs come to its end and refuses those that wait. */
	stop(): Promise<void>
}

interface Read {
	request: ReadRequest
	resolve(rows: unknown[]): void
	reject(error: Error): void
}

const ENTRY = new URL('./read-thread.ts', import.meta.url)
/** A thread that nobody needs takes some 10 MB. */
const KEPT_MS = 60_000

/** The thread begins at the first read; when it breaks down, the read under way fails and the next has a new one. */
class ReadThread {
	readonly #file: string
	readonly #waiting: Read[] = []
	#current: Read | undefined
	#worker: Worker | undefined
	#idle: NodeJS.Timeout | undefined
	#stopped = false

	constructor(file: string) {
		this.#file = file
	}

	read(request: ReadRequest): Promise<unknown[]> {
		if (this.#stopped) return Promise.reject(new Error('the store is closed'))
		return new Promise((resolve, reject) => {
			this.#waiting.push({ request, resolve, reject })
			if (!this.#current) this.#next()
		})
	}

	async stop(): Promise<void> {
		this.#stopped = true
		for (const { reject } of this.#waiting.splice(0)) reject(new Error('the store is closed'))
		await this.#end()
	}

	#next(): void {
		this.#current = this.#waiting.shift()
		clearTimeout(this.#idle)
		if (this.#current) {
			this.#worker ??= this.#begin()
			this.#worker.ref()
			this.#worker.postMessage(this.#current.request)
		} else if (!this.#stopped) {
			this.#worker?.unref()
			this.#idle = setTimeout(() => void this.#end(), KEPT_MS).unref()
		}
	}

	#begin(): Worker {
		const worker = new Worker(ENTRY, { workerData: { file: this.#file }, execArgv: [], stdin: false })
		let cause: unknown
		worker.on('message', (answer: ReadAnswer) => this.#finish(answer))
		worker.once('error', (error) => {
			cause = error
		})
		worker.once('exit', (code) => {
			if (this.#worker !== worker) return
			this.#worker = undefined
			this.#current?.reject(new Error(`the thread for long reads ended with ${code}`, { cause }))
			this.#next()
		})
		return worker
	}

	#finish(answer: ReadAnswer): void {
		if ('rows' in answer) this.#current?.resolve(answer.rows)
		else this.#current?.reject(Object.assign(new Error(answer.fault.message), { code: answer.fault.code }))
		this.#next()
	}

	/** It closes the file itself, after the statement it is at. */
	async #end(): Promise<void> {
		clearTimeout(this.#idle)
		const worker = this.#worker
		if (!worker) return
		// a read that comes now needs another one
		if (!this.#current) this.#worker = undefined
		worker.ref()
		const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
		worker.postMessage(null)
		await gone
	}
}

const readOnly = () => Promise.reject(new Error('this connection only reads'))

class ReadDriver implements Driver {
	readonly #connection: DatabaseConnection
	constructor(thread: ReadThread) {
		this.#connection = {
			executeQuery: async <R>({ sql, parameters }: CompiledQuery) => ({
				rows: (await thread.read({ text: sql, parameters })) as R[],
			}),
			streamQuery: () => {
				throw new Error('this connection answers whole')
			},
		}
	}
	async init() {}
	async acquireConnection() {
		return this.#connection
	}
	beginTransaction = readOnly
	commitTransaction = readOnly
	rollbackTransaction = readOnly
	async releaseConnection() {}
	async destroy() {}
}

/** A connection that only reads, in a thread that begins with the first read and ends after a minute without one. */
export function createReader(file: string): Reader {
	const thread = new ReadThread(file)
	const kysely = new Kysely<Schema>({
		dialect: {
			createAdapter: () => new SqliteAdapter(),
			createDriver: () => new ReadDriver(thread),
			createIntrospector: (db) => new SqliteIntrospector(db),
			createQueryCompiler: () => new SqliteQueryCompiler(),
		},
	})
	return { kysely, stop: () => thread.stop() }
}
