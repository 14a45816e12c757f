import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { type BroadcastState, findBroadcast, setBroadcastState } from '../store/broadcasts.ts'
import type { Db } from '../store/db.ts'
import { countDeliveries, countReasons, type DeliveryState, requeueUnknown } from '../store/deliveries.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import type { AudiencePreview } from './audience.ts'
import {
	type Broadcast,
	type BroadcastNeeds,
	type Changed,
	getByPublicId,
	type NoSuchBroadcast,
	type WrongState,
} from './compose.ts'
import { findQuietEnd, statesBefore } from './promotion-rules.ts'

export type MoveRefusal = NoSuchBroadcast | WrongState | Changed

interface Move {
	publicId: string
	/** The version that was looked at; without it any. */
	version?: number | undefined
}

type Columns = Parameters<typeof setBroadcastState>[2]

async function move(
	work: Work,
	{ publicId, version }: Move,
	to: { state: BroadcastState; columns?: Columns },
): Promise<Result<Broadcast, MoveRefusal>> {
	const row = await findBroadcast(work.tx, publicId)
	if (!row) return refuse('no-such-broadcast')
	if (version !== undefined && version !== row.version) return refuse('changed', { version: row.version })
	const from = statesBefore(to.state)
	const moved = await setBroadcastState(work.tx, { id: row.id, from, to: to.state, version: row.version }, to.columns)
	if (!moved) return refuse('wrong-state', { state: row.state })
	return done(await getByPublicId(work.tx, publicId))
}

/** A second person agrees; void after an edit. */
export async function approveBroadcast(work: Work, what: Move): Promise<Result<Broadcast, MoveRefusal>> {
	return await move(work, what, { state: 'approved' })
}

/** Lets a checked broadcast go out, now or at an instant (ms UTC). */
export async function startBroadcast(
	work: Work,
	start: Move & { at?: number | undefined },
): Promise<Result<Broadcast, MoveRefusal>> {
	return await move(work, start, { state: 'scheduled', columns: { scheduled_at: start.at ?? work.now } })
}

/** Stops the sending at once: nothing that has not been handed over goes out. */
export async function pauseBroadcast(
	work: Work,
	pause: Move & { reason: string },
): Promise<Result<Broadcast, MoveRefusal>> {
	return await move(work, pause, { state: 'paused', columns: { pause_reason: pause.reason } })
}

/** Goes on exactly where it stopped. */
export async function resumeBroadcast(work: Work, what: Move): Promise<Result<Broadcast, MoveRefusal>> {
	const row = await findBroadcast(work.tx, what.publicId)
	// 'sending' has a second way in, from scheduled, which is not for people
	if (row && row.state !== 'paused') return refuse('wrong-state', { state: row.state })
	return await move(work, what, { state: 'sending', columns: { pause_reason: null } })
}

/** Ends a broadcast for good; who has not been sent it never will be. */
export async function cancelBroadcast(work: Work, what: Move): Promise<Result<Broadcast, MoveRefusal>> {
	return await move(work, what, { state: 'cancelled', columns: { finished_at: work.now } })
}

export type NothingUnknown = Refusal<'nothing-unknown', undefined>

/** The merchant decides that whoever may have got the message gets it (again): of a broadcast that still runs. */
export async function resendUnknown(
	work: Work,
	publicId: string,
): Promise<Result<number, NoSuchBroadcast | WrongState | NothingUnknown>> {
	const row = await findBroadcast(work.tx, publicId)
	if (!row) return refuse('no-such-broadcast')
	if (row.state !== 'sending' && row.state !== 'paused') return refuse('wrong-state', { state: row.state })
	const count = await requeueUnknown(work.tx, row.id, work.now)
	return count === 0 ? refuse('nothing-unknown') : done(count)
}

export interface Progress {
	state: BroadcastState
	pauseReason: string | null
	/** Everybody who has a row, the control group included. */
	total: number
	counts: Record<DeliveryState, number>
	channels: Record<string, Partial<Record<DeliveryState, number>>>
	reasons: { state: DeliveryState; reason: string; n: number }[]
	/** Seconds until everything is sent at the configured pace, quiet hours not counted. */
	secondsLeft: number
	/** Set while quiet hours hold it back. */
	waitsUntil: number | null
}

const NONE: Record<DeliveryState, number> = {
	queued: 0,
	claimed: 0,
	sending: 0,
	sent: 0,
	delivered: 0,
	read: 0,
	failed: 0,
	skipped: 0,
	unknown: 0,
	holdout: 0,
}

/** How far a broadcast is: counts of its rows, never counters of their own. */
export async function getProgress(
	db: Db,
	needs: Pick<BroadcastNeeds, 'channels'>,
	{ broadcast, now }: { broadcast: Broadcast; now: number },
): Promise<Progress> {
	const settings = await getSettings(db)
	const counts = { ...NONE }
	const channels: Progress['channels'] = {}
	for (const { channel, state, n } of await countDeliveries(db, broadcast.id)) {
		counts[state] += n
		if (channel === null) continue
		channels[channel] ??= {}
		channels[channel][state] = n
	}
	const waiting = Object.fromEntries(
		Object.entries(channels).map(([name, states]) => [name, (states.queued ?? 0) + (states.claimed ?? 0)]),
	)
	return {
		state: broadcast.state,
		pauseReason: broadcast.pauseReason,
		total: Object.values(counts).reduce((sum, n) => sum + n, 0),
		counts,
		channels,
		reasons: await countReasons(db, broadcast.id),
		secondsLeft: estimateSeconds(waiting, needs.channels, settings.promotions.bulkPerSecond),
		waitsUntil: broadcast.state === 'sending' ? (findQuietEnd(now, settings) ?? null) : null,
	}
}

/** Seconds it takes to send so many messages by each channel; the channels work side by side. */
export function estimateSeconds(
	messages: Record<string, number>,
	channels: BroadcastNeeds['channels'],
	bulkPerSecond: number,
): number {
	const times = channels.map(
		({ name, abilities }) => (messages[name] ?? 0) / Math.min(bulkPerSecond, abilities.bulkPerSecond),
	)
	return Math.ceil(Math.max(0, ...times))
}

/** How many messages each channel will carry, of a preview. */
export function messagesOf(audience: AudiencePreview): Record<string, number> {
	return Object.fromEntries(Object.entries(audience.channels).map(([name, { chosen }]) => [name, chosen]))
}
