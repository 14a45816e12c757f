import { lockMember, type Member } from '../store/members.ts'
import { lockOrder, type Order, type OrderKey } from '../store/orders.ts'
import type { Work } from '../store/transact.ts'

/**
 * Locks an order and its member; `named` is whom a report names, for an order that is nobody's yet. The order always
 * comes first: two reports of one order that lock in different orders would wait for each other until the database ends
 * one of them, which takes it a second.
 */
export async function lockOrderWithMember(
	work: Work,
	key: OrderKey,
	named: number | null = null,
): Promise<{ order: Order | undefined; member: Member | null }> {
	const order = await lockOrder(work.tx, key)
	const owner = order?.member_id ?? named
	return { order, member: owner === null ? null : await lockMember(work.tx, owner) }
}
