import type { Day } from './calendar.ts'

/**
 * The day from which points are usable that wait for a condition and not for a day: a verified phone, a friend's first
 * order. It is 9999-12-31, so that every rule of pending points holds for them, expiry included.
 */
export const WAITING: Day = 2_932_896

/** Whether points wait for a condition; to be told as such, never as a date. */
export function isWaiting(availableOn: Day | null): boolean {
	return availableOn === WAITING
}
