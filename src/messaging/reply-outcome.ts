import { setReachable } from '../store/addresses.ts'
import { type DueReply, setFailed, setHeld, setRetry, setSent } from '../store/outbox.ts'
import type { Work } from '../store/transact.ts'
import { type Channel, OUTSIDE_WINDOW, type SendOutcome } from './channel.ts'
import { takeEarlyStatuses } from './status.ts'

/** A reply that could not be handed over for a day is worth nothing any more. */
export const MAX_AGE_MS = 86_400_000
/** Attempts whose fate is in doubt; each may have arrived, so there are few. */
const MAX_DOUBTFUL = 4

/** What became of one attempt at a reply. */
export type ReplyResult =
	| { kind: 'sent'; platformMessageId: string }
	| { kind: 'retry'; dueAt: number; error: string }
	/** Waits until the person writes again. */
	| { kind: 'held' }
	| { kind: 'failed'; error: string; unreachable: boolean }

/** What an outcome means for a reply or a code: they are sent again until it is known that they arrived. */
export function judgeReply(
	row: DueReply,
	outcome: SendOutcome,
	{ now, waitMs, unasked = false }: { now: number; waitMs: number; unasked?: boolean },
): ReplyResult {
	const attempts = row.attempts + 1
	const tooOld = now - row.createdAt > MAX_AGE_MS
	const backOff = Math.min(60_000, 500 * 2 ** attempts)
	switch (outcome.kind) {
		case 'sent':
			return outcome
		case 'gone':
			return { kind: 'failed', error: `gone: ${outcome.reason}`, unreachable: true }
		case 'rejected':
			if (unasked && outcome.reason === OUTSIDE_WINDOW) return { kind: 'held' }
			return { kind: 'failed', error: `rejected: ${outcome.reason}`, unreachable: false }
		case 'retry': {
			if (tooOld) return { kind: 'failed', error: `too old: ${outcome.reason}`, unreachable: false }
			const dueAt = now + (outcome.wholeAccount ? waitMs : Math.max(backOff, waitMs))
			return { kind: 'retry', dueAt, error: outcome.reason }
		}
		case 'unknown':
			if (attempts >= MAX_DOUBTFUL || tooOld)
				return { kind: 'failed', error: `in doubt: ${outcome.reason}`, unreachable: false }
			return { kind: 'retry', dueAt: now + 2 * backOff, error: `in doubt: ${outcome.reason}` }
	}
}

export interface FinishedReply {
	row: DueReply
	result: ReplyResult
}

/** Keeps what became of replies of one channel, and what the platform has told of them in the meantime. */
export async function recordReplies(
	work: Work,
	finished: readonly FinishedReply[],
	{ name, abilities }: Pick<Channel, 'name' | 'abilities'>,
): Promise<void> {
	const { tx, now } = work
	const sent = finished.flatMap(({ row, result }) =>
		result.kind === 'sent'
			? [{ id: row.id, platformMessageId: result.platformMessageId, attempts: row.attempts + 1 }]
			: [],
	)
	if (sent.length > 0) await setSent(tx, sent, now)
	if (abilities.statuses) {
		const ids = sent.map(({ platformMessageId }) => platformMessageId)
		await takeEarlyStatuses(tx, name, ids)
	}
	for (const { row, result } of finished) {
		const attempt = { id: row.id, attempts: row.attempts + 1 }
		if (result.kind === 'retry') await setRetry(tx, { ...attempt, dueAt: result.dueAt, error: result.error })
		if (result.kind === 'held') await setHeld(tx, row.id)
		if (result.kind !== 'failed') continue
		await setFailed(tx, { ...attempt, error: result.error })
		if (result.unreachable) await setReachable(tx, row.addressId, false)
	}
}
