import type { Db, Tx } from './db.ts'

/** One holder at a time per name; the epoch grows at every change of holder, so that an old one can be told by it. */
export interface LeaseRequest {
	name: string
	/** Unique per running process. */
	holder: string
	now: number
	ttlMs: number
	/** Takes it from a holder that may still be alive: where only one process can run, the newest is that process. */
	force?: boolean
}

/** Takes or prolongs a lease; answers its epoch, or undefined while somebody else holds it. */
export async function acquireLease(tx: Tx, request: LeaseRequest): Promise<number | undefined> {
	const { name, holder, now, ttlMs, force = false } = request
	const row = await tx
		.insertInto('leases')
		.values({ name, holder, epoch: 1, until: now + ttlMs })
		.onConflict((conflict) =>
			conflict
				.column('name')
				.doUpdateSet((eb) => ({
					holder,
					until: now + ttlMs,
					// after a lapse somebody else may have acted in between, so the same holder gets a new epoch too
					epoch: eb
						.case()
						.when(eb.and([eb('leases.holder', '=', holder), eb('leases.until', '>', now)]))
						.then(eb.ref('leases.epoch'))
						.else(eb('leases.epoch', '+', 1))
						.end(),
				}))
				.where((eb) => eb.or([eb.lit(force), eb('leases.holder', '=', holder), eb('leases.until', '<=', now)])),
		)
		.returning('epoch')
		.executeTakeFirst()
	return row?.epoch
}

/** Gives a lease back at once; its epoch stays known. */
export async function releaseLease(tx: Tx, name: string, holder: string): Promise<void> {
	await tx.updateTable('leases').set({ until: 0 }).where('name', '=', name).where('holder', '=', holder).execute()
}

export async function listLeases(db: Db): Promise<{ name: string; holder: string; epoch: number; until: number }[]> {
	return await db.selectFrom('leases').selectAll().orderBy('name').execute()
}
