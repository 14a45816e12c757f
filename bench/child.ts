import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'

export const ROOT = path.resolve(import.meta.dirname, '..')

/** A process of the bench: what it says first, and its end. */
export interface Child<T> {
	said: T
	process: ChildProcess
	/** Resident memory in MB. */
	memoryMb(): number
	stop(): Promise<void>
}

/** What the launcher gives every program of the project: modules compiled at an earlier start. */
const cache = process.env['NODE_COMPILE_CACHE']
const compiled: Record<string, string> = cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }

/** Starts a file of this project and waits for its first line of JSON. */
export async function startChild<T>(
	file: string,
	{ args = [], env = {} }: { args?: readonly string[]; env?: Record<string, string> } = {},
): Promise<Child<T>> {
	const child = spawn(process.execPath, [path.join(ROOT, file), ...args], {
		cwd: ROOT,
		env: { PATH: process.env['PATH'] ?? '', ...compiled, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	// an area that failed must leave nothing running
	const end = () => child.kill('SIGKILL')
	process.once('exit', end)
	child.once('exit', () => process.off('exit', end))
	let errors = ''
	child.stderr.on('data', (text: Buffer) => {
		errors = (errors + text.toString()).slice(-4_000)
	})
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
	const said = await new Promise<T>((resolve, reject) => {
		createInterface({ input: child.stdout }).on('line', (line) => {
			if (line.startsWith('{')) resolve(JSON.parse(line) as T)
		})
		child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${errors}`)))
	})
	return {
		said,
		process: child,
		memoryMb() {
			const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8')
			return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1_024
		},
		async stop() {
			child.kill('SIGTERM')
			const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
			await gone
			clearTimeout(late)
		},
	}
}
