import type { Day } from '../domain/calendar.ts'
import type { Store, Work } from '../store/transact.ts'

export interface JobRun {
	store: Store
	/** The local date it is run for: today, or one that was missed. */
	day: Day
	/** Aborted when the program ends; what is left is done at the next start. */
	signal: AbortSignal
}

/** Work of every local date. Running it again for the same date must change nothing. */
export interface Job {
	name: string
	/** Dates on which there is something to do; without it, all. */
	isDue?(day: Day): boolean
	/** Looked after again and again during the day too: what somebody decides at noon shall not wait for the night. */
	betweenNights?: true
	/** Answers how much was done, for the log. */
	run(run: JobRun): Promise<number>
}

/** A job that finds more to do for ever has a fault; it must not hold up the others. */
const MAX_BATCHES = 100_000

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Repeats a batch, each in its own transaction, until it does nothing; the program goes on answering in between. */
export async function runBatches({ store, signal }: JobRun, batch: (work: Work) => Promise<number>): Promise<number> {
	let done = 0
	for (let batches = 0; batches < MAX_BATCHES && !signal.aborted; batches++) {
		const count = await store.transact(batch)
		if (count === 0) return done
		done += count
		await breathe()
	}
	if (!signal.aborted) throw new Error('a job does not come to its end')
	return done
}

/** The same for a walk by id: each batch answers how much it did and where the next begins, null at the end. */
export async function runWalk(
	{ store, signal }: JobRun,
	batch: (work: Work, afterId: number) => Promise<{ done: number; next: number | null }>,
): Promise<number> {
	let done = 0
	for (let afterId: number | null = 0; afterId !== null && !signal.aborted; ) {
		const from: number = afterId
		const walked = await store.transact((work) => batch(work, from))
		done += walked.done
		afterId = walked.next
		await breathe()
	}
	return done
}
