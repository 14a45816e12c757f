import type { Db } from './db.ts'
import type { Member } from './members.ts'

/** A page of imported members whom nobody has claimed yet, by id. */
export async function listUnclaimed(
	db: Db,
	afterId: number,
	limit: number,
): Promise<Pick<Member, 'id' | 'public_id' | 'external_ref' | 'name' | 'email'>[]> {
	return await db
		.selectFrom('members')
		.select(['id', 'public_id', 'external_ref', 'name', 'email'])
		.where('status', '=', 'imported')
		.where('id', '>', afterId)
		.orderBy('id')
		.limit(limit)
		.execute()
}
