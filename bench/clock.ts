import { type Clock, systemClock } from '../src/lib/clock.ts'

/** Wednesday noon in Hong Kong: no quiet hours, no end of a month. */
export const NOON = Date.parse('2026-06-10T04:00:00Z')

/** The shop's time: it was noon when the clock was made. */
export function createBenchClock(): Clock {
	const from = systemClock()
	return () => NOON + (systemClock() - from)
}
