import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { LoadAnswer, LoadJob } from './load.ts'

/** Something that sends requests from a process of its own, so that their making is not counted. */
export interface Loader {
	send(job: LoadJob): Promise<LoadAnswer>
	stop(): void
}

export function startLoader(): Loader {
	const child = fork(path.join(import.meta.dirname, 'load.ts'), { serialization: 'advanced' })
	return {
		async send(job) {
			child.send(job)
			const [answer] = (await once(child, 'message')) as [LoadAnswer | { error: string }]
			if ('error' in answer) throw new Error(answer.error)
			return answer
		},
		stop: () => void child.disconnect(),
	}
}
