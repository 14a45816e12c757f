/** What may be logged of a thrown error: its kind and place, never its message, which may quote what a person wrote. */
export function describeFault(error: unknown): { name: string; code?: string; at?: string[] } {
	if (!(error instanceof Error)) return { name: typeof error }
	const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
	const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
	return { name: error.name, ...code, at: frames.slice(0, 8).map((line) => line.trim()) }
}
