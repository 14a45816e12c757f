import { setReachable } from '../store/addresses.ts'
import {
	type DeliveryOutcome,
	markSending,
	releaseClaims,
	type Sender,
	setOutcomes,
	settleRefused,
} from '../store/hand-over.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import type { Abilities, Reply, SendOutcome } from './channel.ts'
import { capsAt, findQuietEnd } from './promotion-rules.ts'
import { takeEarlyStatuses } from './status.ts'

const MAX_ATTEMPTS = 8

/** One claimed row on its way. */
export interface Parcel {
	sender: Omit<Sender, 'now'>
	memberId: number
	addressId: number
	address: string
	lastInboundAt: number | null
	attempts: number
	reply: Reply
	/** True once the hand-over is committed: only then may it go out. */
	handed: boolean
}

function groupBySender<T extends { sender: Omit<Sender, 'now'> }>(items: readonly T[]): T[][] {
	const groups = new Map<string, T[]>()
	for (const item of items) {
		const key = `${item.sender.broadcastId} ${item.sender.epoch}`
		groups.set(key, [...(groups.get(key) ?? []), item])
	}
	return [...groups.values()]
}

/** Commits the hand-over of rows, all rules checked once more in that statement; answers who may be sent to. */
export async function handOver(work: Work, parcels: readonly Parcel[]): Promise<Set<Parcel>> {
	const { tx, now } = work
	const settings = await getSettings(tx)
	const handed = new Set<Parcel>()
	for (const group of groupBySender(parcels)) {
		const sender: Sender = { ...(group[0] as Parcel).sender, now }
		const ids = group.map(({ memberId }) => memberId)
		if (findQuietEnd(now, settings) !== undefined) {
			await releaseClaims(tx, sender, ids)
			continue
		}
		const passed = new Set(await markSending(tx, sender, ids, capsAt(now, settings)))
		for (const parcel of group) if (passed.has(parcel.memberId)) handed.add(parcel)
		await settleRefused(
			tx,
			sender,
			ids.filter((id) => !passed.has(id)),
		)
	}
	return handed
}

export interface Finished {
	sender: Parcel['sender']
	outcome: DeliveryOutcome
}

/** Keeps outcomes, and what the platform has told of those messages in the meantime where it does so. */
export async function recordOutcomes(
	work: Work,
	finished: readonly Finished[],
	{ statuses = false }: Pick<Abilities, 'statuses'>,
): Promise<void> {
	for (const group of groupBySender(finished)) {
		const sender: Sender = { ...(group[0] as Finished).sender, now: work.now }
		await setOutcomes(
			work.tx,
			sender,
			group.map(({ outcome }) => outcome),
		)
		for (const { outcome } of group)
			if (outcome.kind === 'failed' && outcome.unreachable) await setReachable(work.tx, outcome.addressId, false)
		if (!statuses) continue
		const ids = group.flatMap(({ outcome }) => (outcome.kind === 'sent' ? [outcome.platformMessageId] : []))
		await takeEarlyStatuses(work.tx, sender.channel, ids)
	}
}

/** What an outcome means for a promotion: whatever may have arrived is not sent again. */
export function judge(
	{ memberId, addressId, attempts }: Parcel,
	outcome: SendOutcome,
	{ now, waitMs }: { now: number; waitMs: number },
): DeliveryOutcome {
	const row = { memberId, addressId }
	switch (outcome.kind) {
		case 'sent':
			return { ...row, kind: 'sent', platformMessageId: outcome.platformMessageId }
		case 'gone':
			return { ...row, kind: 'failed', reason: `gone: ${outcome.reason}`, unreachable: true }
		case 'rejected':
			return { ...row, kind: 'failed', reason: `rejected: ${outcome.reason}`, unreachable: false }
		case 'unknown':
			return { ...row, kind: 'unknown', reason: outcome.reason }
		case 'retry':
			if (outcome.wholeAccount) return { ...row, kind: 'retry', dueAt: now + waitMs }
			if (attempts + 1 >= MAX_ATTEMPTS)
				return { ...row, kind: 'failed', reason: `${MAX_ATTEMPTS} times: ${outcome.reason}`, unreachable: false }
			return { ...row, kind: 'retry', dueAt: now + Math.max(waitMs, 1_000 * 2 ** attempts) }
	}
}
