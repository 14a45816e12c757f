import type { Clock } from '../../src/lib/clock.ts'
import { type Sleep, systemSleep } from '../../src/lib/sleep.ts'

/** A little more than a second: messages come closer together on their way than they were sent. */
const SECOND_MS = 1020
/** A timer that is a little late is made good; more would send what a long stall held up all at once. */
const CATCH_UP_MS = 5

interface ThroughputTime {
	/** Milliseconds that never go back. */
	now: Clock
	sleep: Sleep
}

/**
 * Spreads messages evenly, replies and promotions together: whatever goes beyond what the number may send in a second is
 * refused, and then the whole account has to wait. Resolves, in the order of the calls, when one more may go out.
 */
export function createThroughput(
	perSecond: number,
	{ now, sleep }: ThroughputTime = { now: () => performance.now(), sleep: systemSleep },
): () => Promise<void> {
	const spacing = SECOND_MS / perSecond
	let nextAt = Number.NEGATIVE_INFINITY
	let last = Promise.resolve()
	const release = async () => {
		const at = Math.max(nextAt, now() - CATCH_UP_MS)
		const waitMs = at - now()
		if (waitMs > 0) await sleep(waitMs)
		nextAt = at + spacing
	}
	return () => {
		last = last.then(release)
		return last
	}
}
