import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { StoreSettings } from '../domain/settings.ts'
import { getSegmentContext } from '../segments/context.ts'
import { compileSegment, type Segment, segmentSchema } from '../segments/segment.ts'
import {
	type AudienceQuery,
	analyzeAudience,
	countRange,
	findLastMemberId,
	freezeRange,
	listFrozen,
	type MemberRange,
	prepareCount,
	prepareDeliveries,
	setHoldout,
} from '../store/audience.ts'
import { type BroadcastRow, setFreezeCursor, setFrozen } from '../store/broadcasts.ts'
import type { Db, Tx } from '../store/db.ts'
import { getSettings } from '../store/settings.ts'
import type { Store } from '../store/transact.ts'
import { capsAt } from './promotion-rules.ts'

/** Whom a broadcast means: a segment, or those of it whose row in an earlier broadcast is in one of the states. */
export interface AudienceRule {
	segment: Segment
	of?: { broadcastId: number; states: ('failed' | 'unknown')[] }
}

export const audienceRule: z.ZodType<AudienceRule> = z.object({
	segment: segmentSchema,
	of: z.object({ broadcastId: z.int(), states: z.array(z.enum(['failed', 'unknown'])).min(1) }).exactOptional(),
})

/** How many remain at each step. All but `matched` and `receive` are those who fall out there. */
export interface Waterfall {
	matched: number
	noConsent: number
	optedOut: number
	capped: number
	unreachable: number
	/** Expected; the draw itself decides. */
	holdout: number
	receive: number
}

export interface AudiencePreview {
	total: Waterfall
	/**
	 * The same if only that channel were used; `chosen` is how many would get the message there, `late` how many of them
	 * only by a template, because they have not written within the channel's window.
	 */
	channels: Record<string, Waterfall & { chosen: number; late?: number }>
}

const HOUR_MS = 3_600_000

const breathe = () => new Promise<void>((resolve) => setImmediate(resolve))

interface AudienceNeeds {
	channels: readonly string[]
	/** Hours after the last message of a person in which she may be written to freely, by channel. */
	windows?: Readonly<Record<string, number>> | undefined
}

async function buildQuery(
	db: Db,
	rule: AudienceRule,
	{ channels, windows, now, settings }: AudienceNeeds & { now: number; settings: StoreSettings },
): Promise<AudienceQuery> {
	return {
		where: compileSegment(rule.segment, await getSegmentContext(db, now)),
		channels,
		caps: capsAt(now, settings),
		of: rule.of,
		openSince: Object.fromEntries(Object.entries(windows ?? {}).map(([name, hours]) => [name, now - hours * HOUR_MS])),
	}
}

async function countWaterfall(db: Db, query: AudienceQuery, holdoutPermyriad: number) {
	const groups = new Map<string, number>()
	const last = await findLastMemberId(db)
	const chunk = countRange(db)
	const countIn = prepareCount(query)
	for (let after = 0; after < last; after += chunk) {
		const counted = await countIn(db, { after, upTo: after + chunk })
		for (const { group, n } of counted) groups.set(group, (groups.get(group) ?? 0) + n)
		if (last > chunk) await breathe()
	}
	const of = (group: string) => groups.get(group) ?? 0
	const late = Object.fromEntries(query.channels.map((channel) => [channel, of(`to ${channel}, late`)]))
	const chosen = Object.fromEntries(
		query.channels.map((channel) => [channel, of(`to ${channel}`) + (late[channel] ?? 0)]),
	)
	const eligible = Object.values(chosen).reduce((sum, n) => sum + n, 0)
	const holdout = Math.round((eligible * holdoutPermyriad) / 10_000)
	const waterfall: Waterfall = {
		matched: [...groups.values()].reduce((sum, n) => sum + n, 0),
		noConsent: of('no consent'),
		optedOut: of('opted out'),
		capped: of('capped'),
		unreachable: of('unreachable'),
		holdout,
		receive: eligible - holdout,
	}
	return { waterfall, chosen, late }
}

/** Counts, at this moment, whom a broadcast would reach and why not the others. */
export async function previewAudience(
	store: Pick<Store, 'db' | 'reports' | 'now'>,
	rule: AudienceRule,
	{ channels, windows, holdoutPermyriad }: AudienceNeeds & { holdoutPermyriad: number },
): Promise<AudiencePreview> {
	const { db, reports } = store
	const settings = await getSettings(db)
	const query = await buildQuery(db, rule, { channels, windows, now: store.now(), settings })
	const { waterfall: total, chosen, late } = await countWaterfall(reports, query, holdoutPermyriad)
	const perChannel: AudiencePreview['channels'] = {}
	for (const channel of channels) {
		const { waterfall } =
			channels.length === 1
				? { waterfall: total }
				: await countWaterfall(reports, { ...query, channels: [channel] }, holdoutPermyriad)
		const isWindowed = windows?.[channel] !== undefined
		perChannel[channel] = {
			...waterfall,
			chosen: chosen[channel] ?? 0,
			...(isWindowed ? { late: late[channel] ?? 0 } : {}),
		}
	}
	return { total, channels: perChannel }
}

/** Whether a member is in the control group: u < h with u the first 53 bits of HMAC-SHA256(salt, member id) / 2^53. */
export function isHeldOut(salt: string | KeyObject, memberId: number, holdoutPermyriad: number): boolean {
	const first = createHmac('sha256', salt).update(String(memberId)).digest().readBigUInt64BE()
	return Number(first >> 11n) / 2 ** 53 < holdoutPermyriad / 10_000
}

async function drawHoldout(
	tx: Tx,
	{ broadcast, salt, range }: { broadcast: BroadcastRow; salt: KeyObject; range: MemberRange },
): Promise<void> {
	const { id, holdout_permyriad: share } = broadcast
	if (share === 0) return
	const members = await listFrozen(tx, id, range)
	await setHoldout(
		tx,
		id,
		members.filter((memberId) => isHeldOut(salt, memberId, share)),
	)
}

export interface FreezeNeeds {
	store: Store
	channels: readonly string[]
	/** Ends the walk early; it goes on from there at the next call. */
	signal?: AbortSignal
}

/**
 * Writes one delivery row for everybody who is to get a broadcast, in chunks, and draws its control group. Interrupted,
 * it goes on where it was; run again it adds nobody.
 */
export async function freezeAudience(needs: FreezeNeeds, broadcast: BroadcastRow): Promise<void> {
	const { store, channels, signal } = needs
	if (broadcast.frozen_at !== null) return
	const rule = audienceRule.parse(JSON.parse(broadcast.segment))
	const settings = await getSettings(store.db)
	const query = await buildQuery(store.db, rule, { channels, now: store.now(), settings })
	const last = await findLastMemberId(store.db)
	const chunk = freezeRange(store.db)
	const insertIn = prepareDeliveries(broadcast.id, query)
	// a key made of the salt at every draw takes longer than the draw
	const salt = createSecretKey(Buffer.from(broadcast.salt))
	await store.transact(({ tx }) => analyzeAudience(tx))
	for (let after = broadcast.freeze_cursor ?? 0; after < last; after += chunk) {
		if (signal?.aborted) return
		const range = { after, upTo: after + chunk }
		// rows, draw and cursor at once: an interrupted chunk has not been
		await store.transact(async ({ tx, now }) => {
			await insertIn(tx, { ...range, now })
			await drawHoldout(tx, { broadcast, salt, range })
			await setFreezeCursor(tx, broadcast.id, range.upTo)
		})
		await breathe()
	}
	await store.transact(async ({ tx, now }) => {
		await analyzeAudience(tx)
		await setFrozen(tx, broadcast.id, now)
	})
}
