import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

export type SessionRow = Row<'sessions'>

export type SessionMode = 'bot' | 'waiting' | 'human'

const selectSession = compileOnce((db: Db, is: { addressId: number }) =>
	db.selectFrom('sessions').selectAll().where('address_id', '=', is.addressId),
)

export async function findSession(db: Db, addressId: number): Promise<SessionRow | undefined> {
	const [row] = await selectSession(db, { addressId })
	return row
}

const upsertSession = compileOnce((tx: Tx, row: SessionRow) => {
	const { address_id, mode, mode_at, state, updated_at } = row
	const rest = { mode, mode_at, state, updated_at }
	return tx
		.insertInto('sessions')
		.values({ address_id, ...rest })
		.onConflict((conflict) => conflict.column('address_id').doUpdateSet(rest))
})

export async function setSession(tx: Tx, row: SessionRow): Promise<void> {
	await upsertSession(tx, row)
}

export interface WaitingChat {
	addressId: number
	mode: SessionMode
	/** ms UTC since when a person is wanted or at it. */
	since: number
	channel: string
	name: string | null
	memberId: number | null
}

/** Chats that wait for a person or are held by one, the longest wait first. */
export async function listWaitingChats(db: Db, limit: number): Promise<WaitingChat[]> {
	const rows = await db
		.selectFrom('sessions')
		.innerJoin('addresses', 'addresses.id', 'sessions.address_id')
		.select(['sessions.address_id', 'sessions.mode', 'sessions.mode_at', 'channel', 'name', 'member_id'])
		.where('mode', '<>', 'bot')
		.orderBy('mode_at')
		.orderBy('sessions.address_id')
		.limit(limit)
		.execute()
	return rows.map((row) => ({
		addressId: row.address_id,
		mode: row.mode === 'human' ? 'human' : 'waiting',
		since: row.mode_at ?? 0,
		channel: row.channel,
		name: row.name,
		memberId: row.member_id,
	}))
}
