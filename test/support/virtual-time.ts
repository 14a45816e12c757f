import type { Clock } from '../../src/lib/clock.ts'
import type { Sleep } from '../../src/lib/sleep.ts'

/** A clock that jumps from one wake-up to the next, so that minutes of waiting take no time. */
export function createVirtualTime(start = 1_000_000): { now: Clock; sleep: Sleep; run(until: number): Promise<void> } {
	let at = start
	let waiting: { wakeAt: number; wake: () => void }[] = []
	return {
		now: () => at,
		sleep: (ms) => new Promise((wake) => waiting.push({ wakeAt: at + Math.max(0, ms), wake })),
		async run(until) {
			for (;;) {
				// everything that can go on without time passing goes on first
				await new Promise((resolve) => setImmediate(resolve))
				const next = Math.min(...waiting.map(({ wakeAt }) => wakeAt))
				if (next > until) break
				at = next
				const due = waiting.filter(({ wakeAt }) => wakeAt <= at)
				waiting = waiting.filter(({ wakeAt }) => wakeAt > at)
				for (const { wake } of due) wake()
			}
			at = until
		},
	}
}
