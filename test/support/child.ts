import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'

const root = path.resolve(import.meta.dirname, '../..')

export interface Child {
	url: string
	process: ChildProcess
	/** As a power cut would: nothing is finished, nothing is closed. */
	kill(): Promise<void>
	stop(): Promise<void>
}

/** Starts the program in a process of its own with the shop's clock at an instant; resolves when it answers. */
export async function startChild(at: number, env: Record<string, string>): Promise<Child> {
	const args = ['test/support/child-program.ts', new Date(at).toISOString()]
	const child = spawn(process.execPath, args, { cwd: root, env: { PATH: process.env['PATH'] ?? '', ...env } })
	let errors = ''
	child.stderr.on('data', (data: Buffer) => {
		errors += data.toString()
	})
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
	const url = await new Promise<string>((resolve, reject) => {
		createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url))
		child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${errors}`)))
	})
	return {
		url,
		process: child,
		async kill() {
			child.kill('SIGKILL')
			await gone
		},
		async stop() {
			child.kill('SIGTERM')
			await gone
		},
	}
}
