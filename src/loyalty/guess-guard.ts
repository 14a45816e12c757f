import { type Attempts, deleteAttempts, lockAttempts, setAttempts } from '../store/attempts.ts'
import type { Tx } from '../store/db.ts'

/** Wrong tries that are allowed within a minute before the door closes. */
const TRIES_PER_MINUTE = 10

const MINUTE_MS = 60_000
const LONGEST_LOCK_MS = 60 * MINUTE_MS
/** After a day without a lock the next one is short again. */
const FORGIVEN_AFTER_MS = 24 * 60 * MINUTE_MS

/** Who is guessing what: the scope is the door, the key is who stands before it. */
export interface Guesser {
	scope: string
	key: string
}

/** How long the door stays closed from now on, in ms; 0 when it is open. */
export function lockedFor(attempts: Attempts, now: number): number {
	return Math.max(0, (attempts.locked_until ?? 0) - now)
}

/**
 * Counts one more wrong try. The tenth within a minute closes the door for a minute; after that every ten more within a
 * minute close it twice as long as the last time, at most an hour.
 */
export function countWrong(attempts: Attempts, now: number): Attempts {
	const locks = Math.floor(attempts.count / TRIES_PER_MINUTE)
	const quietSince = Math.max(attempts.since, attempts.locked_until ?? 0)
	if (now - quietSince >= FORGIVEN_AFTER_MS) return { ...attempts, count: 1, since: now, locked_until: null }
	const newMinute = now - attempts.since >= MINUTE_MS
	const count = newMinute ? locks * TRIES_PER_MINUTE + 1 : attempts.count + 1
	const since = newMinute ? now : attempts.since
	if (count % TRIES_PER_MINUTE !== 0) return { ...attempts, count, since }
	const lock = Math.min(LONGEST_LOCK_MS, MINUTE_MS * 2 ** (count / TRIES_PER_MINUTE - 1))
	return { ...attempts, count, since, locked_until: now + lock }
}

/**
 * Asks whether one may try, and holds the answer for the rest of the transaction, so that tries at the same moment are
 * all counted: ms to wait, 0 when one may.
 */
export async function askDoor(tx: Tx, guesser: Guesser, now: number): Promise<number> {
	return lockedFor(await lockAttempts(tx, guesser.scope, guesser.key, now), now)
}

export async function noteWrongTry(tx: Tx, guesser: Guesser, now: number): Promise<void> {
	await setAttempts(tx, countWrong(await lockAttempts(tx, guesser.scope, guesser.key, now), now))
}

/** The right answer forgives the wrong ones before it. */
export async function forgiveTries(tx: Tx, guesser: Guesser): Promise<void> {
	await deleteAttempts(tx, guesser.scope, guesser.key)
}
