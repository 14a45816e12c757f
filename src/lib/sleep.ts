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

/** Waits for something, but no longer than until the signal is aborted; what is waited for goes on by itself. */
export async function waitUnlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
	if (signal.aborted) return
	let stop = () => {}
	const aborted = new Promise<void>((resolve) => {
		stop = resolve
	})
	signal.addEventListener('abort', stop, { once: true })
	try {
		await Promise.race([work, aborted])
	} finally {
		signal.removeEventListener('abort', stop)
	}
}
