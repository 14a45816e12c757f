// Sends requests from a process of its own, as the bench tells it over its channel: one job in, one answer out.
import { Pool } from 'undici'

export interface LoadJob {
	origin: string
	requests: { method: 'GET' | 'POST'; path: string; body?: string }[]
	headers: Record<string, string>
	connections: number
}

export interface LoadAnswer {
	/** How long each request took, ms. */
	took: number[]
	statuses: Record<string, number>
}

async function run(job: LoadJob): Promise<LoadAnswer> {
	const pool = new Pool(job.origin, { connections: job.connections })
	const took: number[] = []
	const statuses: LoadAnswer['statuses'] = {}
	let next = 0
	const work = async () => {
		for (let request = job.requests[next++]; request; request = job.requests[next++]) {
			const from = performance.now()
			const answer = await pool.request({ ...request, headers: job.headers, body: request.body ?? null })
			await answer.body.text()
			took.push(performance.now() - from)
			statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1
		}
	}
	await Promise.all(Array.from({ length: job.connections }, work))
	await pool.close()
	return { took, statuses }
}

process.on('message', (job: LoadJob) => {
	void run(job).then(
		(answer) => process.send?.(answer),
		(error: unknown) => process.send?.({ error: String(error) }),
	)
})
process.on('disconnect', () => process.exit(0))
