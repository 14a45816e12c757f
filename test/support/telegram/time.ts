/** Everything the emulator knows of time and chance, so that a test can hold both in its hand. */
export interface Time {
	now(): number
	/** Runs once after the wait; the answer calls it off. */
	after(waitMs: number, run: () => void): () => void
}

/** The wall clock; waits (long polls, redelivery) are `scale` times shorter than the real server's. */
export function realTime(scale = 1): Time {
	return {
		now: () => Date.now(),
		after(waitMs, run) {
			const timer = setTimeout(run, waitMs / scale)
			return () => clearTimeout(timer)
		},
	}
}

/** A clock that stands still until it is moved. */
export function manualTime(start = Date.UTC(2026, 0, 1)): Time & { advance(ms: number): void } {
	let now = start
	let waiting: { at: number; run: () => void }[] = []
	return {
		now: () => now,
		after(waitMs, run) {
			const timer = { at: now + waitMs, run }
			waiting.push(timer)
			return () => {
				waiting = waiting.filter((other) => other !== timer)
			}
		},
		advance(ms) {
			const until = now + ms
			for (;;) {
				const next = waiting.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
				if (!next) break
				waiting = waiting.filter((timer) => timer !== next)
				now = next.at
				next.run()
			}
			now = until
		},
	}
}

/** Chance that repeats itself: the same seed gives the same numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
	let state = seed >>> 0
	return () => {
		state = (state + 0x6d2b79f5) >>> 0
		let mixed = Math.imul(state ^ (state >>> 15), state | 1)
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
	}
}
