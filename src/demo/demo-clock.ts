import type { Clock } from '../lib/clock.ts'

/** A time of its own that goes on like the one at the wall and can be moved forward, never back. */
export interface DemoClock {
	/** ms UTC. */
	now: Clock
	/** Moves to an instant; false, and nothing is moved, when that is past. */
	moveTo(at: number): boolean
}

/** Begins at an instant, by default at that of the wall. */
export function createDemoClock(wallClock: Clock, startsAt = wallClock()): DemoClock {
	let ahead = startsAt - wallClock()
	const now = () => wallClock() + ahead
	return {
		now,
		moveTo(at) {
			const by = at - now()
			if (by < 0) return false
			ahead += by
			return true
		},
	}
}
