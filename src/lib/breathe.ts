/** Lets everybody else on the event loop go first; between the pieces of long work that never waits by itself. */
export function breathe(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve))
}
