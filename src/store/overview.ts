import type { NesTag } from '../domain/nes.ts'
import { nesTagOf } from '../domain/nes-codes.ts'
import { breathe } from '../lib/breathe.ts'
import type { Db } from './db.ts'
import { countWaitingChats } from './sessions.ts'

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
	const nes: Overview['nes'] = { prospect: 0, N: 0, E0: 0, S1: 0, S2: 0, S3: 0 }
	for (const row of rows) nes[nesTagOf(row.nes)] += row.n
	const countOf = (status: string) => rows.reduce((sum, row) => sum + (row.status === status ? row.n : 0), 0)
	return {
		members: countOf('active'),
		imported: countOf('imported'),
		reachable: await countAddresses(db, false),
		consenting: await countAddresses(db, true),
		nes,
		waiting: await countWaitingChats(db),
	}
}

/** Members and their points, as the ledgers were last brought up to date, by tier. */
export interface TierCount {
	tierId: number
	members: number
	usable: number
	pending: number
	debt: number
}

/** Members looked through by one statement: some milliseconds. */
const CHUNK_MEMBERS = 20_000

export async function countByTier(db: Db): Promise<TierCount[]> {
	const { last } = await db
		.selectFrom('members')
		.select((eb) => eb.fn.max('id').as('last'))
		.executeTakeFirstOrThrow()
	const tiers = new Map<number, TierCount>()
	for (let after = 0; after < (last ?? 0); after += CHUNK_MEMBERS) {
		const rows = await db
			.selectFrom('members')
			.select((eb) => [
				'tier_id as tierId',
				eb.fn.countAll<number>().as('members'),
				eb.fn.sum<number>('usable').as('usable'),
				eb.fn.sum<number>('pending').as('pending'),
				eb.fn.sum<number>('debt').as('debt'),
			])
			.where('status', 'in', ['active', 'imported'])
			.where('id', '>', after)
			.where('id', '<=', after + CHUNK_MEMBERS)
			.groupBy('tier_id')
			.execute()
		for (const row of rows) {
			const sum = tiers.get(row.tierId) ?? { tierId: row.tierId, members: 0, usable: 0, pending: 0, debt: 0 }
			for (const name of ['members', 'usable', 'pending', 'debt'] as const) sum[name] += row[name]
			tiers.set(row.tierId, sum)
		}
		await breathe()
	}
	return [...tiers.values()]
}

/** How far invitations came. */
export interface ReferralFunnel {
	/** Came by a link, joined or not. */
	invited: number
	joined: number
	bought: number
	/** Wait for somebody of the shop to decide. */
	review: number
}

export async function countReferralFunnel(db: Db): Promise<ReferralFunnel> {
	const states = await db
		.selectFrom('referrals')
		.select((eb) => ['state', eb.fn.countAll<number>().as('n'), eb.fn.count<number>('bought_at').as('bought')])
		.groupBy('state')
		.execute()
	const { waiting } = await db
		.selectFrom('addresses')
		.select((eb) => eb.fn.countAll<number>().as('waiting'))
		.where('referral_code', 'is not', null)
		.where('member_id', 'is', null)
		.executeTakeFirstOrThrow()
	const sum = (count: (row: (typeof states)[number]) => number) => states.reduce((all, row) => all + count(row), 0)
	const joined = sum((row) => row.n)
	return {
		invited: waiting + joined,
		joined,
		bought: sum((row) => row.bought),
		review: sum((row) => (row.state === 'review' ? row.n : 0)),
	}
}

/** The chats of members on a channel, and messages that have not left yet. */
export interface ChannelCount {
	channel: string
	members: number
	unreachable: number
	queued: number
}

export async function countByChannel(db: Db): Promise<ChannelCount[]> {
	const addresses = await db
		.selectFrom('addresses')
		.select((eb) => [
			'channel',
			eb.fn.countAll<number>().as('members'),
			eb.fn.countAll<number>().filterWhere('reachable', '=', 0).as('unreachable'),
		])
		.where('member_id', 'is not', null)
		.groupBy('channel')
		.execute()
	const queued = await db
		.selectFrom('outbox')
		.select((eb) => ['channel', eb.fn.countAll<number>().as('n')])
		.where('state', 'in', ['queued', 'sending'])
		.groupBy('channel')
		.execute()
	const waiting = new Map(queued.map(({ channel, n }) => [channel, n]))
	return addresses.map((row) => ({ ...row, queued: waiting.get(row.channel) ?? 0 }))
}
