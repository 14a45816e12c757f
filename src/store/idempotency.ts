import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type IdempotencyKey = Row<'idempotency_keys'>

export interface KeyClaim {
	/** Whose keys these are, such as api:7. */
	scope: string
	key: string
	inputHash: string
	now: number
}

export async function findKey(db: Db, scope: string, key: string): Promise<IdempotencyKey | undefined> {
	return await db
		.selectFrom('idempotency_keys')
		.selectAll()
		.where('scope', '=', scope)
		.where('key', '=', key)
		.executeTakeFirst()
}

/** Begins the work of a key; undefined when somebody began it before, even if he is not done. */
export async function claimKey(tx: Tx, claim: KeyClaim): Promise<IdempotencyKey | undefined> {
	return await tx
		.insertInto('idempotency_keys')
		.values({
			scope: claim.scope,
			key: claim.key,
			input_hash: claim.inputHash,
			status: null,
			answer: null,
			at: claim.now,
		})
		.onConflict((conflict) => conflict.columns(['scope', 'key']).doNothing())
		.returningAll()
		.executeTakeFirst()
}

/** Ends the work of a key with its answer; false when the claim was given up for lost and is somebody else's now. */
export async function setAnswer(tx: Tx, claim: KeyClaim, answer: { status: number; answer: string }): Promise<boolean> {
	const { numUpdatedRows } = await tx
		.updateTable('idempotency_keys')
		.set(answer)
		.where('scope', '=', claim.scope)
		.where('key', '=', claim.key)
		.where('status', 'is', null)
		.where('at', '=', claim.now)
		.executeTakeFirst()
	return numUpdatedRows > 0n
}

/** Takes back a claim whose work failed, so that it can be tried again. */
export async function deleteClaim(tx: Tx, claim: KeyClaim): Promise<void> {
	await tx
		.deleteFrom('idempotency_keys')
		.where('scope', '=', claim.scope)
		.where('key', '=', claim.key)
		.where('status', 'is', null)
		.where('at', '=', claim.now)
		.execute()
}

/** Removes one key when its time is over: answered before `answeredBefore`, or begun before `begunBefore` and never ended. */
export async function deleteStaleKey(
	tx: Tx,
	stale: { scope: string; key: string; answeredBefore: number; begunBefore: number },
): Promise<void> {
	await tx
		.deleteFrom('idempotency_keys')
		.where('scope', '=', stale.scope)
		.where('key', '=', stale.key)
		.where((eb) =>
			eb.or([
				eb('at', '<=', stale.answeredBefore),
				eb.and([eb('status', 'is', null), eb('at', '<=', stale.begunBefore)]),
			]),
		)
		.execute()
}

/** Removes all keys begun before an instant; answers how many. */
export async function deleteKeysBefore(tx: Tx, before: number): Promise<number> {
	const { numDeletedRows } = await tx.deleteFrom('idempotency_keys').where('at', '<', before).executeTakeFirst()
	return Number(numDeletedRows)
}
