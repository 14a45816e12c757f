import type { Sleep } from './sleep.ts'

/** A sleep that somebody else can end early; a call that comes while nobody sleeps ends the next one. */
export interface Alarm {
	wait(ms: number): Promise<void>
	ring(): void
}

export function createAlarm(sleep: Sleep, signal: AbortSignal): Alarm {
	let rung = false
	let wake: (() => void) | undefined
	return {
		async wait(ms) {
			if (!rung && !signal.aborted) {
				const waking = new AbortController()
				wake = () => waking.abort()
				signal.addEventListener('abort', wake, { once: true })
				await sleep(ms, waking.signal)
				signal.removeEventListener('abort', wake)
				wake = undefined
			}
			rung = false
		},
		ring() {
			rung = true
			wake?.()
		},
	}
}
