import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { compileOnce } from './compile-once.ts'
import { isPostgres } from './compiled.ts'
import type { Db, Tx } from './db.ts'
import type { DeliveryState } from './deliveries.ts'
import { type Cap, countPromotions } from './hand-over.ts'
import type { Schema } from './schema.ts'

/** Whom a broadcast means, and by which channels they may be written to. */
export interface AudienceQuery {
	/** A condition on members.*. */
	where: Expression<SqlBool>
	channels: readonly string[]
	caps: readonly Cap[]
	/** Channels with a window, each with the instant after which the person must have written. */
	openSince?: Readonly<Record<string, number>> | undefined
	/** Only members whose row in that broadcast is in one of the states. */
	of?: { broadcastId: number; states: readonly DeliveryState[] } | undefined
}

/** Members by id: after < id ≤ upTo. */
export interface MemberRange {
	after: number
	upTo: number
}

type MembersBuilder = ExpressionBuilder<Schema, 'members'>

/** PostgreSQL takes no empty list: a shop without a channel looks for one that does not exist. */
const among = (channels: readonly string[]) => (channels.length > 0 ? channels : [''])

/** Addresses of the member on which she consents; where no channel is connected, of any: it is not her word that lacks. */
const consenting = (eb: MembersBuilder, channels: readonly string[]) =>
	eb
		.selectFrom('addresses')
		.whereRef('addresses.member_id', '=', 'members.id')
		.$if(channels.length > 0, (query) => query.where('addresses.channel', 'in', channels))
		.where('addresses.promotions', '=', 1)

/** An unofficial client writes only to people whom nothing else reaches. */
const lastUsed = (table: 'target' | 'other') =>
	sql<number>`coalesce(${sql.ref(`${table}.last_inbound_at`)}, 0) - case when ${sql.ref(`${table}.channel`)} = 'whatsapp-web' then 1000000000000000 else 0 end`

type TargetBuilder = ExpressionBuilder<Schema & { target: Schema['addresses'] }, 'members' | 'target'>

/**
 * Of the addresses that consent and can be reached, `target` is the one she used last. Written as "none is better",
 * which costs half of sorting them.
 */
const isChosen = (eb: TargetBuilder, channels: readonly string[]) =>
	eb.and([
		eb('target.channel', 'in', among(channels)),
		eb('target.promotions', '=', 1),
		eb('target.reachable', '=', 1),
		eb.not(
			eb.exists(
				eb
					.selectFrom('addresses as other')
					.select('other.id')
					.whereRef('other.member_id', '=', 'members.id')
					.where('other.channel', 'in', among(channels))
					.where('other.promotions', '=', 1)
					.where('other.reachable', '=', 1)
					.where((by) =>
						by.or([
							by(lastUsed('other'), '>', lastUsed('target')),
							by.and([by(lastUsed('other'), '=', lastUsed('target')), by('other.id', '<', by.ref('target.id'))]),
						]),
					),
			),
		),
	])

/**
 * Most members got nothing lately, which one look into the index tells. The range is said again for PostgreSQL, which
 * would else gather the deliveries of everybody for every range.
 */
const belowCaps = (eb: MembersBuilder, caps: readonly Cap[], range: MemberRange) =>
	eb.or([
		eb.not(
			eb.exists(
				eb
					.selectFrom('deliveries as earlier')
					.select('earlier.member_id')
					.whereRef('earlier.member_id', '=', 'members.id')
					.where('earlier.member_id', '>', range.after)
					.where('earlier.member_id', '<=', range.upTo)
					.where('earlier.sending_at', '>=', Math.min(...caps.map(({ since }) => since))),
			),
		),
		eb.and(caps.map(({ since, most }) => eb(countPromotions('members.id', since), '<', most))),
	])

const meant = (eb: MembersBuilder, query: AudienceQuery, range: MemberRange) =>
	eb.and([
		eb('members.id', '>', range.after),
		eb('members.id', '<=', range.upTo),
		query.where,
		eb('members.left_at', 'is', null),
		eb('members.merged_into', 'is', null),
		...(query.of === undefined
			? []
			: [
					eb.exists(
						eb
							.selectFrom('deliveries as before')
							.select('before.member_id')
							.where('before.broadcast_id', '=', query.of.broadcastId)
							.whereRef('before.member_id', '=', 'members.id')
							.where('before.member_id', '>', range.after)
							.where('before.member_id', '<=', range.upTo)
							.where('before.state', 'in', query.of.states),
					),
				]),
	])

/**
 * The members of a range. The cross join makes SQLite go through the range by id: it would rather walk an index of the
 * segment, over everybody in it for every range.
 */
const membersIn = (db: Pick<Db, 'selectFrom'>, range: MemberRange) =>
	db
		.selectFrom('members as page')
		.crossJoin('members')
		.whereRef('members.id', '=', 'page.id')
		.where('page.id', '>', range.after)
		.where('page.id', '<=', range.upTo)

/** The highest member id, the end of a walk over all of them. */
export async function findLastMemberId(db: Db): Promise<number> {
	const row = await db
		.selectFrom('members')
		.select((eb) => eb.fn.max('id').as('last'))
		.executeTakeFirst()
	return row?.last ?? 0
}

export type AudienceGroup = 'no consent' | 'opted out' | 'capped' | 'unreachable' | `to ${string}`

/** The channel of the chosen address, with `, late` behind it where the window of the conversation is closed. */
const chosenChannel = ({ openSince }: AudienceQuery) => {
	const late = Object.entries(openSince ?? {}).map(
		([channel, since]) =>
			sql`when target.channel = ${channel} and coalesce(target.last_inbound_at, 0) <= cast(${since} as bigint) then ', late'`,
	)
	if (late.length === 0) return sql<string>`target.channel`
	return sql<string>`target.channel || case ${sql.join(late, sql` `)} else '' end`
}

/**
 * Counts what would become of the members of a range: how many of each group, and `to CHANNEL` for those who would
 * receive, `to CHANNEL, late` for those among them whose window is closed. Compiled once for all ranges, which takes longer than counting a small one.
 */
export function prepareCount(query: AudienceQuery): (db: Db, range: MemberRange) => Promise<AudienceCount[]> {
	return compileOnce((db: Db, range: MemberRange) =>
		db
			.selectFrom(() =>
				membersIn(db, range)
					.select((of) => groupOf(of as unknown as MembersBuilder, query, range).as('group'))
					.where((eb) => meant(eb as unknown as MembersBuilder, query, range))
					.as('audience'),
			)
			.select((eb) => ['group', eb.fn.countAll<number>().as('n')])
			.groupBy('group'),
	)
}

export interface AudienceCount {
	group: AudienceGroup
	n: number
}

function groupOf(eb: MembersBuilder, query: AudienceQuery, range: MemberRange) {
	const consents = eb.exists(consenting(eb, query.channels).select('addresses.id'))
	const withdrawn = eb.exists(
		eb
			.selectFrom('consents')
			.select('consents.id')
			.whereRef('consents.member_id', '=', 'members.id')
			.where('consents.purpose', '=', 'promotions')
			.where('consents.state', '=', 'withdrawn'),
	)
	const channel = eb
		.selectFrom('addresses as target')
		.select(chosenChannel(query).as('channel'))
		.whereRef('target.member_id', '=', 'members.id')
		// said again for PostgreSQL, which does not carry the range over to the other table
		.where('target.member_id', '>', range.after)
		.where('target.member_id', '<=', range.upTo)
		.where((by) => isChosen(by as unknown as TargetBuilder, query.channels))
	return sql<AudienceGroup>`case
		when not ${consents} then case when ${withdrawn} then 'opted out' else 'no consent' end
		when not ${belowCaps(eb, query.caps, range)} then 'capped'
		else coalesce('to ' || ${channel}, 'unreachable') end`
}

/**
 * Writes the rows of a broadcast for the members of a range; whoever has one already keeps it. Compiled once for all
 * ranges.
 */
export function prepareDeliveries(
	broadcastId: number,
	query: AudienceQuery,
): (tx: Tx, chunk: MemberRange & { now: number }) => Promise<unknown> {
	return compileOnce((tx: Tx, chunk: MemberRange & { now: number }) =>
		tx
			.insertInto('deliveries')
			.columns(['broadcast_id', 'member_id', 'address_id', 'channel', 'state', 'at'])
			.expression(() => recipients(tx, { broadcastId, query, chunk }))
			.onConflict((conflict) => conflict.columns(['broadcast_id', 'member_id']).doNothing()),
	)
}

function recipients(
	tx: Tx,
	{ broadcastId, query, chunk }: { broadcastId: number; query: AudienceQuery; chunk: MemberRange & { now: number } },
) {
	return (
		membersIn(tx, chunk)
			// a cross join keeps SQLite from walking over all addresses of a channel for every range
			.crossJoin('addresses as target')
			.whereRef('target.member_id', '=', 'members.id')
			// said again for PostgreSQL, which does not carry the range over to the other table
			.where('target.member_id', '>', chunk.after)
			.where('target.member_id', '<=', chunk.upTo)
			.select((eb) => [
				sql<number>`cast(${broadcastId} as bigint)`.as('broadcast_id'),
				'members.id as member_id',
				'target.id as address_id',
				'target.channel as channel',
				eb.val('queued').as('state'),
				sql<number>`cast(${chunk.now} as bigint)`.as('at'),
			])
			.where((eb) => {
				const members = eb as unknown as MembersBuilder
				return eb.and([
					meant(members, query, chunk),
					isChosen(eb as unknown as TargetBuilder, query.channels),
					belowCaps(members, query.caps, chunk),
				])
			})
	)
}

const frozenIn = compileOnce((db: Db, of: MemberRange & { broadcastId: number }) =>
	db
		.selectFrom('deliveries')
		.select('member_id')
		.where('broadcast_id', '=', of.broadcastId)
		.where('member_id', '>', of.after)
		.where('member_id', '<=', of.upTo)
		.where('state', '=', 'queued'),
)

/** The members of a range who have a row that is still to be sent. */
export async function listFrozen(db: Db, broadcastId: number, range: MemberRange): Promise<number[]> {
	const rows = await frozenIn(db, { broadcastId, ...range })
	return rows.map((row) => row.member_id)
}

/** Takes members out of the broadcast as its control group: they never get that content on any channel. */
export async function setHoldout(tx: Tx, broadcastId: number, memberIds: readonly number[]): Promise<void> {
	for (let from = 0; from < memberIds.length; from += 1_000)
		await tx
			.updateTable('deliveries')
			.set({ state: 'holdout' })
			.where('broadcast_id', '=', broadcastId)
			.where('member_id', 'in', memberIds.slice(from, from + 1_000))
			.where('state', '=', 'queued')
			.execute()
}

/** Members a chunk of a freeze covers: on SQLite, which works in our own thread, some milliseconds' worth. */
export function freezeRange(db: Db): number {
	return isPostgres(db) ? 5_000 : 1_000
}

/** Members a count covers at a time: on SQLite a longer statement would hold up the program. */
export function countRange(db: Db): number {
	return isPostgres(db) ? Number.MAX_SAFE_INTEGER : 5_000
}

/** After many new rows PostgreSQL would plan as if the tables were empty, until its own round comes by. */
export async function analyzeAudience(tx: Tx): Promise<void> {
	if (isPostgres(tx)) await sql`analyze members, addresses, consents, deliveries`.execute(tx)
}
