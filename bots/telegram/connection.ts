import type { Api } from 'grammy'
import type { Log } from '../../src/lib/log.ts'
import type { Channel } from '../../src/messaging/channel.ts'
import { explainTrouble } from './errors.ts'

export type Health = ReturnType<Channel['health']>
type Signal = NonNullable<Parameters<Api['raw']['getMe']>[0]>

/** How long to wait after a failure: doubled each time, from the first to the longest. */
export interface Pauses {
	firstMs: number
	longestMs: number
}

export const PAUSES: Pauses = { firstMs: 1000, longestMs: 30_000 }

/** The state of the line to Telegram: what the console shows, and patience that grows with failures. */
export interface Connection {
	readonly stopped: boolean
	/** Aborts what waits when the channel stops, in the form grammY takes. */
	readonly signal: Signal
	health(): Health
	up(detail: string): void
	down(detail: string): void
	/** Waits, but no longer than until the channel stops. */
	rest(ms: number): Promise<void>
	/** Reports the failure and waits before the next attempt. */
	failed(error: unknown): Promise<void>
	stop(): void
}

export function createConnection(log: Log, pauses: Pauses = PAUSES): Connection {
	const controller = new AbortController()
	let health: Health = { state: 'off', detail: 'not started' }
	let failures = 0
	const down = (detail: string, err?: string) => {
		if (health.detail !== detail) log.warn({ channel: 'telegram', ...(err ? { err } : {}) }, detail)
		health = { state: 'down', detail }
	}
	return {
		down,
		rest: (ms) => pause(ms, controller.signal),
		get stopped() {
			return controller.signal.aborted
		},
		signal: controller.signal as unknown as Signal,
		health: () => health,
		up(detail) {
			failures = 0
			health = { state: 'up', detail }
		},
		async failed(error) {
			const { sentence, waitMs } = explainTrouble(error)
			const growing = Math.min(pauses.longestMs, pauses.firstMs * 2 ** Math.min(failures, 20))
			failures++
			down(sentence, nameOf(error))
			await pause(waitMs ?? growing, controller.signal)
		},
		stop() {
			health = { state: 'off', detail: 'stopped' }
			controller.abort()
		},
	}
}

/** Never the whole error: grammY's carries the request, and with it what was said to whom. */
function nameOf(error: unknown): string {
	return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) return resolve()
		const end = () => {
			clearTimeout(timer)
			signal.removeEventListener('abort', end)
			resolve()
		}
		const timer = setTimeout(end, ms)
		signal.addEventListener('abort', end)
	})
}
