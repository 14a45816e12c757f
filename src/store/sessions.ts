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
	/** bot: the bot goes on, but something was sent that only staff can see or hear. */
	mode: SessionMode
	/** ms UTC since when a person is wanted or at it. */
	since: number
	channel: string
	name: string | null
	memberId: number | null
}

/** Photos, voice and files in chats the bot goes on with, which nobody of the shop has answered or set aside since. */
function unseenMedia(db: Db) {
	return db
		.selectFrom('chat_messages as sent')
		.leftJoin('sessions', 'sessions.address_id', 'sent.address_id')
		.where('sent.media', 'is not', null)
		.where('sent.direction', '=', 'in')
		.where((eb) => eb(eb.fn.coalesce('sessions.mode', eb.val('bot')), '=', 'bot'))
		.where((eb) => eb('sent.at', '>', eb.fn.coalesce('sessions.mode_at', eb.val(0))))
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('chat_messages as answer')
						.select('answer.id')
						.whereRef('answer.address_id', '=', 'sent.address_id')
						.whereRef('answer.id', '>', 'sent.id')
						.where('answer.direction', '=', 'out'),
				),
			),
		)
}

/** How many chats wait for staff: asked for them, or sent what only they can see. */
export async function countWaitingChats(db: Db): Promise<number> {
	const { waiting } = await db
		.selectFrom('sessions')
		.select((eb) => eb.fn.countAll<number>().as('waiting'))
		.where('mode', '=', 'waiting')
		.executeTakeFirstOrThrow()
	const { chats } = await unseenMedia(db)
		.select((eb) => eb.fn.count<number>('sent.address_id').distinct().as('chats'))
		.executeTakeFirstOrThrow()
	return waiting + chats
}

/** Chats that staff are wanted in, at work in, or have something to look at in; the longest waiting first. */
export async function listWaitingChats(db: Db, limit: number): Promise<WaitingChat[]> {
	const columns = ['addresses.channel', 'addresses.name', 'addresses.member_id as memberId'] as const
	const asked = await db
		.selectFrom('sessions')
		.innerJoin('addresses', 'addresses.id', 'sessions.address_id')
		.select([...columns, 'sessions.address_id as addressId', 'sessions.mode', 'sessions.mode_at as since'])
		.where('mode', '<>', 'bot')
		.orderBy('mode_at')
		.orderBy('sessions.address_id')
		.limit(limit)
		.execute()
	const sent = await unseenMedia(db)
		.innerJoin('addresses', 'addresses.id', 'sent.address_id')
		.select((eb) => [...columns, 'sent.address_id as addressId', eb.fn.min('sent.at').as('since')])
		.groupBy(['sent.address_id', 'addresses.channel', 'addresses.name', 'addresses.member_id'])
		.orderBy('since')
		.limit(limit)
		.execute()
	const chats: WaitingChat[] = [
		...asked.map((row) => ({ ...row, mode: row.mode as SessionMode, since: row.since ?? 0 })),
		...sent.map((row) => ({ ...row, mode: 'bot' as const })),
	]
	return chats.sort((a, b) => a.since - b.since || a.addressId - b.addressId).slice(0, limit)
}
