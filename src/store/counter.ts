import { sql } from 'kysely'
import type { Db } from './db.ts'
import type { Member } from './members.ts'
import type { Order } from './orders.ts'

export type CounterOrder = Pick<Order, 'external_id' | 'member_id' | 'paid_on' | 'net_minor' | 'points'>

/** Orders of a source whose number begins with these digits; the digits keep it one stretch of the primary key. */
export async function listOrdersNumbered(db: Db, source: string, digits: string): Promise<CounterOrder[]> {
	return await db
		.selectFrom('orders')
		.select(['external_id', 'member_id', 'paid_on', 'net_minor', 'points'])
		.where('source_id', '=', (eb) => eb.selectFrom('sources').select('id').where('name', '=', source))
		.where('external_id', '>=', digits)
		.where('external_id', '<', String(Number(digits) + 1).padStart(digits.length, '0'))
		.execute()
}

/** The newest orders of a member, or of a guest by the keyed hash of the phone, of which something is left to return. */
export async function listReturnable(
	db: Db,
	customer: { memberId: number } | { guestHash: string },
	limit: number,
): Promise<Order[]> {
	const rows = await db
		.selectFrom('orders')
		.selectAll()
		.$if('memberId' in customer, (query) =>
			query.where('member_id', '=', 'memberId' in customer ? customer.memberId : 0),
		)
		.$if('guestHash' in customer, (query) =>
			query.where('guest_hash', '=', 'guestHash' in customer ? customer.guestHash : '').where('member_id', 'is', null),
		)
		.where('net_minor', '>', 0)
		.orderBy('paid_on', 'desc')
		.limit(limit * 4)
		.execute()
	return rows.sort((a, b) => (b.paid_at ?? 0) - (a.paid_at ?? 0)).slice(0, limit)
}

/** How many people became members on a day. */
export async function countJoined(db: Db, day: number): Promise<number> {
	const { n } = await db
		.selectFrom('members')
		.select((eb) => eb.fn.countAll<number>().as('n'))
		.where('joined_on', '=', day)
		.where('status', '=', 'active')
		.executeTakeFirstOrThrow()
	return n
}

/** How many of the newest members a search by name looks through: all of a small shop's, a blink of a large one's. */
const NAMES_SEARCHED = 20_000

/** Members whose name has this in it, the newest first. */
export async function listMembersNamed(db: Db, name: string, limit: number): Promise<Member[]> {
	const pattern = `%${name.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
	return await db
		.selectFrom('members')
		.selectAll()
		.where('id', '>', (eb) =>
			eb.selectFrom('members').select((of) => sql<number>`${of.fn.max('id')} - ${NAMES_SEARCHED}`.as('from')),
		)
		.where('status', 'in', ['active', 'imported'])
		.where((eb) => sql<boolean>`${eb.fn<string>('lower', ['name'])} like ${pattern} escape '\\'`)
		.orderBy('id', 'desc')
		.limit(limit)
		.execute()
}
