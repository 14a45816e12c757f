import { systemSleep } from '../../src/lib/sleep.ts'

/** A little more than a second: messages come closer together on their way than they were sent. */
const SECOND_MS = 1020

/**
 * Spreads messages evenly, replies and promotions together: whatever goes beyond what the number may send in a second is
 * refused, and then the whole account has to wait. Resolves when one more may go out.
 */
export function createThroughput(perSecond: number): () => Promise<void> {
	const spacing = SECOND_MS / perSecond
	let nextAt = Number.NEGATIVE_INFINITY
	return async () => {
		const now = performance.now()
		const at = Math.max(nextAt, now)
		nextAt = at + spacing
		if (at > now) await systemSleep(at - now)
	}
}
