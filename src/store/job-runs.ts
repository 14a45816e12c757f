import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

/** The last local date a job was run for; undefined when it never was. */
export async function findLastRun(db: Db, name: string): Promise<number | undefined> {
	const row = await db
		.selectFrom('job_runs')
		.select('on_day')
		.where('name', '=', name)
		.orderBy('on_day', 'desc')
		.limit(1)
		.executeTakeFirst()
	return row?.on_day
}

/** Notes that a job is done for a date. */
export async function insertJobRun(tx: Tx, run: { name: string; onDay: number; at: number; note: string | null }) {
	await tx
		.insertInto('job_runs')
		.values({ name: run.name, on_day: run.onDay, at: run.at, note: run.note })
		.onConflict((conflict) => conflict.columns(['name', 'on_day']).doNothing())
		.execute()
}

/** Forgets runs of a job for dates after one. */
export async function deleteRunsAfter(tx: Tx, name: string, day: number): Promise<void> {
	await tx.deleteFrom('job_runs').where('name', '=', name).where('on_day', '>', day).execute()
}

/** The newest runs, for the health page. */
export async function listJobRuns(db: Db, limit: number): Promise<Row<'job_runs'>[]> {
	return await db.selectFrom('job_runs').selectAll().orderBy('at', 'desc').orderBy('name').limit(limit).execute()
}
