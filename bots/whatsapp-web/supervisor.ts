import { type ChildProcess, fork } from 'node:child_process'
import fs from 'node:fs'
import { describeFault } from '../../src/lib/fault.ts'
import type { Log } from '../../src/lib/log.ts'
import { systemSleep } from '../../src/lib/sleep.ts'
import { killBrowser, noteBrowser, releaseProfile } from './browser.ts'
import type { CallName, Calls, Down, EndReason, Up, WorkerSettings } from './protocol.ts'

/** How long to wait before the process is started again. */
export interface Pauses {
	/** After a doubt; doubled each time until it was ready for `steadyMs`. */
	firstMs: number
	longestMs: number
	steadyMs: number
	/** After another program took the session. */
	conflictMs: number
}

export const PAUSES: Pauses = { firstMs: 250, longestMs: 300_000, steadyMs: 60_000, conflictMs: 600_000 }

/** A call without an answer: surely not carried out, or in doubt. */
export class CallError extends Error {
	readonly isInDoubt: boolean
	constructor(why: string, isInDoubt: boolean) {
		super(why)
		this.isInDoubt = isInDoubt
	}
}

/** What the supervisor passes on: what the process says, and its end. */
export type Heard = Exclude<Up, { t: 'alive' | 'browser' | 'done' | 'dying' }> | Ended

export interface Ended {
	t: 'ended'
	reason: EndReason
	why: string
	/** ms until the next start. */
	waitMs: number
}

export interface SupervisorNeeds {
	settings: WorkerSettings
	/** Of the browser, besides our own. */
	env: Record<string, string>
	dataDir: string
	/** Real time in ms. */
	now: () => number
	log: Log
	pauses: Pauses
	onHeard: (heard: Heard) => void
}

/** Keeps one process with a browser alive. */
export interface Supervisor {
	start(): void
	/** Throws CallError. */
	call<K extends CallName>(name: K, ask: Calls[K]['ask']): Promise<Calls[K]['answer']>
	/** Starts at once what waits to be started. */
	hurry(): void
	/** The processes, for tests that end them. */
	pids(): { worker: number | undefined; browser: number | undefined }
	stop(): Promise<void>
}

const STOP_MS = 5_000
/** Beats that may be missing before a process counts as hung. */
const MISSING_BEATS = 3

interface Run {
	child: ChildProcess
	browser: number | undefined
	readyAt: number | undefined
	ended: { reason: EndReason; why: string } | undefined
	calls: Map<number, { name: CallName; settle: (done: Extract<Up, { t: 'done' }>) => void }>
	over: Promise<void>
}

/** Clears away what would stop a new process. */
function makeWay({ settings: { profileDir }, dataDir, log }: SupervisorNeeds, isLoggedOut: boolean): void {
	try {
		// a session that was ended on the phone is worth nothing, and would only be refused again
		if (isLoggedOut) fs.rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
		releaseProfile(dataDir, profileDir)
	} catch (error) {
		log.error({ channel: 'whatsapp-web', fault: describeFault(error) }, 'the session could not be cleared away')
	}
}

export function createSupervisor(needs: SupervisorNeeds): Supervisor {
	const { log, pauses, now } = needs
	const stopping = new AbortController()
	let run: Run | undefined
	let waitMs = pauses.firstMs
	let waking: AbortController | undefined
	let running: Promise<void> | undefined
	let rid = 0

	/** What is heard may have to be written down, and a full disk must not end the program. */
	const tell = (heard: Heard) => {
		try {
			needs.onHeard(heard)
		} catch (error) {
			log.error({ channel: 'whatsapp-web', fault: describeFault(error) }, 'what WhatsApp said was not taken')
		}
	}

	/** How long to wait after this end. */
	const settleEnd = (ended: Run): Ended => {
		const { reason, why } = ended.ended ?? { reason: 'doubt', why: 'the process ended without a word' }
		if (ended.browser !== undefined) killBrowser(ended.browser)
		makeWay(needs, reason === 'logged-out')
		const wasSteady = ended.readyAt !== undefined && now() - ended.readyAt >= pauses.steadyMs
		if (wasSteady || reason === 'logged-out') waitMs = pauses.firstMs
		const pause = reason === 'conflict' ? pauses.conflictMs : waitMs
		if (reason === 'doubt') waitMs = Math.min(pauses.longestMs, waitMs * 2)
		return { t: 'ended', reason, why, waitMs: pause }
	}

	const keep = async () => {
		makeWay(needs, false)
		while (!stopping.signal.aborted) {
			run = startRun({ ...needs, onHeard: tell })
			const current = run
			await current.over
			run = undefined
			if (stopping.signal.aborted) {
				if (current.browser !== undefined) killBrowser(current.browser)
				return
			}
			const ended = settleEnd(current)
			log.warn({ channel: 'whatsapp-web', reason: ended.reason, waitMs: ended.waitMs }, ended.why)
			tell(ended)
			waking = new AbortController()
			await systemSleep(ended.waitMs, AbortSignal.any([waking.signal, stopping.signal]))
		}
	}

	const call: Supervisor['call'] = (name, ask) => {
		const current = run
		if (!current?.child.connected) throw new CallError('WhatsApp is being started', false)
		const id = ++rid
		return new Promise((resolve, reject) => {
			current.calls.set(id, {
				name,
				settle({ answer, error }) {
					if (error) reject(new CallError(error.why, error.where === 'in doubt'))
					else resolve(answer as Calls[typeof name]['answer'])
				},
			})
			current.child.send({ rid: id, call: name, ask } as Down, (failed) => {
				if (!failed) return
				current.calls.delete(id)
				reject(new CallError('the process is gone', false))
			})
		})
	}

	return {
		start() {
			running ??= keep()
		},
		call: async (name, ask) => call(name, ask),
		hurry: () => waking?.abort(),
		pids: () => ({ worker: run?.child.pid, browser: run?.browser }),
		async stop() {
			const current = run
			const asked = current ? call('stop', {}).catch(() => {}) : undefined
			stopping.abort()
			await Promise.race([asked, systemSleep(STOP_MS)])
			await Promise.race([current?.over, systemSleep(STOP_MS / 5)])
			current?.child.kill('SIGKILL')
			await running
		},
	}
}

/** A browser that shows a page of somebody else has no need of the shop's keys. */
function withoutSecrets(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const isSecret = (name: string) => /TOKEN|SECRET|PASSWORD|KEY|DATABASE|^WHATSAPP_/i.test(name)
	return Object.fromEntries(Object.entries(env).filter(([name]) => !isSecret(name)))
}

/** Starts one process and reads what it says until it has ended. */
function startRun({ settings, env, dataDir, now, onHeard }: SupervisorNeeds): Run {
	const child = fork(new URL('./worker.ts', import.meta.url), {
		// not what this program was started with: the worker is always the plain file
		execArgv: ['--disable-warning=ExperimentalWarning'],
		env: { ...withoutSecrets(process.env), ...env, SUKI_WHATSAPP_WORKER: JSON.stringify(settings) },
		// the library writes what people said to its output
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
	})
	const run: Run = {
		child,
		browser: undefined,
		readyAt: undefined,
		ended: undefined,
		calls: new Map(),
		over: Promise.resolve(),
	}
	const { beatMs, startMs } = settings.limits
	// its first word takes as long as loading the library does
	let patience = startMs
	// counted, not read off a clock: a clock that is set, a sleeping laptop or a stall of our own is no silence of its
	let silentBeats = 0
	const watch = setInterval(() => {
		silentBeats++
		if (silentBeats * beatMs < patience) return
		run.ended ??= { reason: 'doubt', why: 'the process hangs' }
		child.kill('SIGKILL')
	}, beatMs)
	child.on('message', (up: Up) => {
		silentBeats = 0
		patience = MISSING_BEATS * beatMs
		if (up.t === 'browser') {
			run.browser = up.pid
			noteBrowser(dataDir, up.pid)
		} else if (up.t === 'done') {
			run.calls.get(up.rid)?.settle(up)
			run.calls.delete(up.rid)
		} else if (up.t === 'dying') run.ended = up
		else if (up.t !== 'alive') {
			if (up.t === 'ready') run.readyAt = now()
			onHeard(up)
		}
	})
	run.over = new Promise((resolve) => {
		const end = () => {
			clearInterval(watch)
			const error = { where: 'in doubt', why: 'WhatsApp was restarted' } as const
			for (const [rid, { settle }] of run.calls) settle({ t: 'done', rid, error })
			run.calls.clear()
			resolve()
		}
		child.once('exit', end)
		child.once('error', end)
	})
	return run
}
