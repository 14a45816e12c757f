/** Waits so many milliseconds; resolves early, without an error, when the signal is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>

// setTimeout takes 31 bits; a longer wait wakes up and is asked for again by its caller
const LONGEST = 2_147_483_647

export const systemSleep: Sleep = (ms, signal) =>
	new Promise((resolve) => {
		if (signal?.aborted) return resolve()
		const wake = () => {
			clearTimeout(timer)
			signal?.removeEventListener('abort', wake)
			resolve()
		}
		const timer = setTimeout(wake, Math.min(Math.max(0, ms), LONGEST))
		signal?.addEventListener('abort', wake, { once: true })
	})
