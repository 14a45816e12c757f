/** What a use case answers when the rules say no: a reason from its own union, and the facts a sentence needs. */
export interface Refusal<R extends string = string, F = unknown> {
	ok: false
	reason: R
	facts: F
}

export interface Done<T> {
	ok: true
	value: T
}

export type Result<T, R extends Refusal = never> = Done<T> | R

/** Wraps a value as the good case of a Result. */
export function done<T>(value: T): Done<T> {
	return { ok: true, value }
}

/** Says no: a value, never thrown, so that the compiler makes every caller answer it. */
export function refuse<const R extends string>(reason: R): Refusal<R, undefined>
export function refuse<const R extends string, const F>(reason: R, facts: F): Refusal<R, F>
export function refuse(reason: string, facts?: unknown): Refusal {
	return { ok: false, reason, facts }
}
