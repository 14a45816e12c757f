/** Collects what must be stopped and stops it in the reverse order, each once, whatever the others do. */
export interface StopList {
	add(name: string, stop: () => Promise<void> | void): void
	/** Rejects with the first failure after everything has been tried. */
	run(): Promise<void>
}

export function createStopList(): StopList {
	const stops: { name: string; stop: () => Promise<void> | void }[] = []
	let running: Promise<void> | undefined
	const runAll = async () => {
		const failures: unknown[] = []
		for (const { name, stop } of stops.reverse()) {
			try {
				await stop()
			} catch (cause) {
				failures.push(new Error(`stopping ${name} failed`, { cause }))
			}
		}
		if (failures.length > 0) throw failures[0]
	}
	return {
		add: (name, stop) => stops.push({ name, stop }),
		run: () => {
			running ??= runAll()
			return running
		},
	}
}
