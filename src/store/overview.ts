import type { NesTag } from '../domain/nes.ts'
import { nesTagOf } from '../domain/nes-codes.ts'
import type { Db } from './db.ts'

/** The figures of the console's first page. */
export interface Overview {
	/** People who joined, without imported ones nobody claimed. */
	members: number
	imported: number
	/** Members with a chat that reaches them. */
	reachable: number
	/** Of those, how many want offers there. */
	consenting: number
	/** Members by tag. */
	nes: Record<NesTag, number>
	/** Chats that wait for somebody of the shop. */
	waiting: number
}

async function countAddresses(db: Db, promotionsOnly: boolean): Promise<number> {
	const { n } = await db
		.selectFrom('addresses')
		.select((eb) => eb.fn.count<number>('member_id').distinct().as('n'))
		.where('member_id', 'is not', null)
		.where('reachable', '=', 1)
		.$if(promotionsOnly, (query) => query.where('promotions', '=', 1))
		.executeTakeFirstOrThrow()
	return n
}

/** Counts for the first page; a shop of a million members takes some 100 ms. */
export async function getOverview(db: Db): Promise<Overview> {
	const rows = await db
		.selectFrom('members')
		.select((eb) => ['status', 'nes', eb.fn.countAll<number>().as('n')])
		.where('status', 'in', ['active', 'imported'])
		.groupBy(['status', 'nes'])
		.execute()
	const { waiting } = await db
		.selectFrom('sessions')
		.select((eb) => eb.fn.countAll<number>().as('waiting'))
		.where('mode', '=', 'waiting')
		.executeTakeFirstOrThrow()
	const nes: Overview['nes'] = { prospect: 0, N: 0, E0: 0, S1: 0, S2: 0, S3: 0 }
	for (const row of rows) nes[nesTagOf(row.nes)] += row.n
	const countOf = (status: string) => rows.reduce((sum, row) => sum + (row.status === status ? row.n : 0), 0)
	return {
		members: countOf('active'),
		imported: countOf('imported'),
		reachable: await countAddresses(db, false),
		consenting: await countAddresses(db, true),
		nes,
		waiting,
	}
}
