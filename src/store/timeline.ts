import type { Db } from './db.ts'

/** What can have happened to a member, each with the facts its sentence needs. */
export interface TimelineFacts {
	joined: { source: string | null }
	linked: { channel: string }
	order: { source: string; order: string; netMinor: number; points: number; held: string | null }
	redeemed: { kind: string; terms: string; points: number }
	undone: { kind: string; terms: string; points: number }
	used: { last4: string; place: string }
	consent: { state: string; source: string; channel: string | null }
	tier: { tierId: number; cause: string }
	broadcast: { name: string; publicId: string; state: string }
	brought: { name: string; state: string }
	wrote: { text: string; media: string | null; addressId: number }
	answered: { text: string; media: string | null; addressId: number }
}

export type TimelineKind = keyof TimelineFacts

export type TimelineEvent = { [K in TimelineKind]: { kind: K; at: number; facts: TimelineFacts[K] } }[TimelineKind]

interface Page {
	memberId: number
	/** Events before this instant (ms UTC). */
	before: number
	/** Of each kind. */
	limit: number
}

async function listLife(db: Db, { memberId, before }: Page): Promise<TimelineEvent[]> {
	const member = await db
		.selectFrom('members')
		.select(['joined_at', 'join_source'])
		.where('id', '=', memberId)
		.executeTakeFirst()
	const addresses = await db
		.selectFrom('addresses')
		.select(['channel', 'linked_at'])
		.where('member_id', '=', memberId)
		.where('linked_at', '<', before)
		.execute()
	const joined = member?.joined_at ?? null
	return [
		...(joined !== null && joined < before
			? [{ kind: 'joined' as const, at: joined, facts: { source: member?.join_source ?? null } }]
			: []),
		...addresses.map(({ channel, linked_at }) => ({ kind: 'linked' as const, at: linked_at ?? 0, facts: { channel } })),
	]
}

async function listPurchases(db: Db, { memberId, before, limit }: Page): Promise<TimelineEvent[]> {
	const rows = await db
		.selectFrom('orders')
		.innerJoin('sources', 'sources.id', 'orders.source_id')
		.select(['sources.name as source', 'external_id', 'placed_at', 'net_minor', 'points', 'held'])
		.where('orders.member_id', '=', memberId)
		.where('placed_at', '<', before)
		.orderBy('placed_at', 'desc')
		.limit(limit)
		.execute()
	return rows.map((row) => ({
		kind: 'order',
		at: row.placed_at,
		facts: {
			source: row.source,
			order: row.external_id,
			netMinor: row.net_minor,
			points: row.points,
			held: row.held,
		},
	}))
}

async function listSpending(db: Db, { memberId, before, limit }: Page): Promise<TimelineEvent[]> {
	const redemptions = await db
		.selectFrom('redemptions')
		.innerJoin('rewards', 'rewards.id', 'redemptions.reward_id')
		.select(['redemptions.at', 'redemptions.undone_at', 'redemptions.cost_points', 'rewards.kind', 'rewards.terms'])
		.where('redemptions.member_id', '=', memberId)
		.where('redemptions.at', '<', before)
		.orderBy('redemptions.at', 'desc')
		.limit(limit)
		.execute()
	const used = await db
		.selectFrom('coupons')
		.select(['used_at', 'last4', 'used_place'])
		.where('member_id', '=', memberId)
		.where('state', '=', 'used')
		.where('used_at', '<', before)
		.orderBy('used_at', 'desc')
		.limit(limit)
		.execute()
	return [
		...redemptions.flatMap(({ at, undone_at, cost_points: points, kind, terms }): TimelineEvent[] => [
			{ kind: 'redeemed', at, facts: { kind, terms, points } },
			...(undone_at !== null && undone_at < before
				? [{ kind: 'undone' as const, at: undone_at, facts: { kind, terms, points } }]
				: []),
		]),
		...used.map((row) => ({
			kind: 'used' as const,
			at: row.used_at ?? 0,
			facts: { last4: row.last4, place: row.used_place ?? '' },
		})),
	]
}

async function listStanding(db: Db, { memberId, before, limit }: Page): Promise<TimelineEvent[]> {
	const consents = await db
		.selectFrom('consents')
		.select(['state', 'source', 'channel', 'at'])
		.where('member_id', '=', memberId)
		.where('at', '<', before)
		.orderBy('at', 'desc')
		.limit(limit)
		.execute()
	const tiers = await db
		.selectFrom('tier_periods')
		.select(['tier_id', 'cause', 'at'])
		.where('member_id', '=', memberId)
		.where('at', '<', before)
		.orderBy('at', 'desc')
		.limit(limit)
		.execute()
	return [
		...consents.map(({ at, ...facts }) => ({ kind: 'consent' as const, at, facts })),
		...tiers.map(({ at, tier_id: tierId, cause }) => ({ kind: 'tier' as const, at, facts: { tierId, cause } })),
	]
}

async function listTold(db: Db, { memberId, before, limit }: Page): Promise<TimelineEvent[]> {
	const deliveries = await db
		.selectFrom('deliveries')
		.innerJoin('broadcasts', 'broadcasts.id', 'deliveries.broadcast_id')
		.select(['broadcasts.name', 'broadcasts.public_id', 'deliveries.state', 'deliveries.sending_at'])
		.where('deliveries.member_id', '=', memberId)
		.where('deliveries.sending_at', '<', before)
		.orderBy('deliveries.sending_at', 'desc')
		.limit(limit)
		.execute()
	const messages = await db
		.selectFrom('chat_messages')
		.innerJoin('addresses', 'addresses.id', 'chat_messages.address_id')
		.select(['direction', 'chat_messages.text', 'media', 'chat_messages.at', 'chat_messages.address_id'])
		.where('addresses.member_id', '=', memberId)
		.where('chat_messages.at', '<', before)
		.orderBy('chat_messages.at', 'desc')
		.limit(limit)
		.execute()
	return [
		...deliveries.map((row) => ({
			kind: 'broadcast' as const,
			at: row.sending_at ?? 0,
			facts: { name: row.name, publicId: row.public_id, state: row.state },
		})),
		...messages.map((row) => ({
			kind: row.direction === 'in' ? ('wrote' as const) : ('answered' as const),
			at: row.at,
			facts: { text: row.text, media: row.media, addressId: row.address_id },
		})),
	]
}

async function listBrought(db: Db, { memberId, before, limit }: Page): Promise<TimelineEvent[]> {
	const rows = await db
		.selectFrom('referrals')
		.innerJoin('members', 'members.id', 'referrals.friend_id')
		.select(['members.name', 'referrals.state', 'referrals.joined_at'])
		.where('referrals.referrer_id', '=', memberId)
		.where('referrals.joined_at', '<', before)
		.orderBy('referrals.joined_at', 'desc')
		.limit(limit)
		.execute()
	return rows.map(({ joined_at, ...facts }) => ({ kind: 'brought', at: joined_at, facts }))
}

/**
 * What happened to a member before an instant, the newest first. At least `limit` events when there are so many: those
 * of the instant of the last one are never parted.
 */
export async function listTimeline(
	db: Db,
	page: { memberId: number; before: number; limit: number },
): Promise<{ events: TimelineEvent[]; more: boolean }> {
	const each = { ...page, limit: page.limit + 1 }
	const lists: TimelineEvent[][] = []
	for (const list of [listLife, listPurchases, listSpending, listStanding, listTold, listBrought])
		lists.push(await list(db, each))
	const all = lists.flat().sort((a, b) => b.at - a.at)
	let length = Math.min(page.limit, all.length)
	while (length > 0 && length < all.length && all[length]?.at === all[length - 1]?.at) length++
	return { events: all.slice(0, length), more: length < all.length }
}
