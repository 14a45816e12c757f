import { createAlarm } from '../lib/alarm.ts'
import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { waitUnlessAborted } from '../lib/sleep.ts'
import { createSlots } from '../lib/slots.ts'
import { setReachable } from '../store/addresses.ts'
import { getBroadcast, listBroadcastsIn, listRunning, setBroadcastState } from '../store/broadcasts.ts'
import {
	type Claim,
	claimDeliveries,
	type DeliveryOutcome,
	failClaim,
	hasUnfinished,
	listRecipients,
	markSending,
	type Recipient,
	recoverDeliveries,
	releaseClaims,
	type Sender,
	setOutcomes,
	settleRefused,
} from '../store/deliveries.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import type { Account } from './account.ts'
import type { Reply, SendOutcome } from './channel.ts'
import { type Broadcast, type BroadcastNeeds, readBroadcast, readerOf, renderFor } from './compose.ts'
import type { Node } from './lease.ts'
import { trySend, waitOf } from './outbox.ts'
import { capsAt, createPauseWatch, findQuietEnd } from './promotion-rules.ts'

/**
 * Messages handed over and not answered yet, at most: what is in flight at a crash is in doubt for ever. Enough for
 * answers that take half a second at 28 a second, and for a hundred workers at 1,000.
 */
const UNDER_WAY = { least: 16, most: 100, perPace: 0.1 }
const ROWS_PER_COMMIT = 64
const RENDERS_AT_A_TIME = 8
const LEAST_CLAIM = 10
const MOST_CLAIM = 500
const MAX_ATTEMPTS = 8
const IDLE_MS = 500
const STORE_RETRY_MS = 1_000
/** A channel that is down for so long pauses what it sends. */
const DOWN_MS = 10_000

/** One claimed row on its way. */
interface Parcel {
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
async function handOver(work: Work, parcels: readonly Parcel[]): Promise<Set<Parcel>> {
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

interface Finished {
	sender: Parcel['sender']
	outcome: DeliveryOutcome
}

async function recordOutcomes(work: Work, finished: readonly Finished[]): Promise<void> {
	for (const group of groupBySender(finished)) {
		const sender: Sender = { ...(group[0] as Finished).sender, now: work.now }
		await setOutcomes(
			work.tx,
			sender,
			group.map(({ outcome }) => outcome),
		)
		for (const { outcome } of group)
			if (outcome.kind === 'failed' && outcome.unreachable) await setReachable(work.tx, outcome.addressId, false)
	}
}

/** What an outcome means for a promotion: whatever may have arrived is not sent again. */
function judge(
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

/** Sends the promotions of one account: at most once each, evenly, and only while this node holds the account. */
export function createDeliverer(
	node: Node,
	needs: BroadcastNeeds,
	options: {
		account: Account
		/** Called when everything there was has been sent. */
		onIdle: () => void
	},
) {
	const { account } = options
	const { store, log } = node
	const { channel, limiter, lease } = account
	const stopping = new AbortController()
	const { signal } = stopping
	const underWay = new Set<Promise<void>>()
	const cursors = new Map<number, number>()
	const watches = new Map<number, ReturnType<typeof createPauseWatch>>()
	const contents = new Map<number, { version: number; broadcast: Broadcast }>()
	const renderSlots = createSlots(RENDERS_AT_A_TIME)
	let recoveredEpoch = 0
	let downSince: number | undefined
	const alarm = createAlarm(node.sleep, signal)

	/** Tries until the store takes it: an outcome that is lost would leave the row in doubt. */
	const insist = async (write: (work: Work) => Promise<void>) => {
		for (;;) {
			try {
				return await store.transact(write)
			} catch (error) {
				log.error({ fault: describeFault(error) }, 'outcomes of a broadcast could not be kept yet')
				if (signal.aborted) return
				await node.sleep(STORE_RETRY_MS, signal)
			}
		}
	}
	const outcomes = createGroup<Finished>(ROWS_PER_COMMIT, (finished) =>
		insist((work) => recordOutcomes(work, finished)),
	)
	const handOvers = createGroup<Parcel>(ROWS_PER_COMMIT, async (parcels) => {
		const handed = await store.transact((work) => handOver(work, parcels))
		for (const parcel of handed) parcel.handed = true
	})

	const pause = async (broadcastId: number, reason: string) => {
		const paused = await store.transact(({ tx }) =>
			setBroadcastState(tx, { id: broadcastId, from: ['sending'], to: 'paused' }, { pause_reason: reason }),
		)
		watches.delete(broadcastId)
		if (paused) log.warn({ broadcast: broadcastId, reason }, 'a broadcast was paused')
	}

	const watch = async (broadcastId: number, outcome: DeliveryOutcome) => {
		if (outcome.kind === 'retry') return
		const failure = outcome.kind === 'sent' ? undefined : outcome.reason
		const known = watches.get(broadcastId) ?? createPauseWatch()
		watches.set(broadcastId, known)
		const reason = known(failure)
		if (reason !== undefined) await pause(broadcastId, reason)
	}

	/** The commit may have happened although its answer did not come: such a row is in doubt, the others wait again. */
	const leaveInDoubt = async (parcel: Parcel, error: unknown) => {
		log.error({ fault: describeFault(error) }, 'a hand-over could not be committed')
		const { sender, memberId, addressId } = parcel
		await insist(async (work) => {
			const now = work.now
			await setOutcomes(work.tx, { ...sender, now }, [
				{ kind: 'unknown', reason: 'the store failed', memberId, addressId },
			])
			await releaseClaims(work.tx, { ...sender, now }, [memberId])
		})
	}

	const deliver = async (parcel: Parcel) => {
		try {
			await handOvers.add(parcel)
		} catch (error) {
			return await leaveInDoubt(parcel, error)
		}
		if (!parcel.handed) return
		const { address, lastInboundAt, reply, sender, memberId } = parcel
		const key = `d${sender.broadcastId}-${memberId}`
		const sent = await trySend(node, account, { address, lastInboundAt, reply, key })
		const waitMs = waitOf(node, sent)
		if (sent.kind === 'retry' && sent.wholeAccount) limiter.hold(waitMs)
		const outcome = judge(parcel, sent, { now: store.now(), waitMs })
		await outcomes.add({ sender, outcome })
		await watch(sender.broadcastId, outcome)
	}

	const readContent = async ({ id, version }: { id: number; version: number }): Promise<Broadcast> => {
		const known = contents.get(id)
		if (known?.version === version) return known.broadcast
		const broadcast = readBroadcast(await getBroadcast(store.db, id))
		contents.clear()
		contents.set(id, { version, broadcast })
		return broadcast
	}

	const render = (broadcast: Broadcast, recipient: Recipient): Promise<Reply> =>
		renderSlots(() =>
			renderFor(store.db, needs, {
				content: broadcast.content,
				reader: readerOf({ member: recipient.memberLocale, address: recipient.addressLocale }),
				member: { id: recipient.memberId, name: recipient.name },
				now: store.now(),
			}),
		)

	const isRunning = (sender: Parcel['sender']) =>
		!signal.aborted && lease.epoch() === sender.epoch && watches.has(sender.broadcastId)

	/** The messages for claimed rows; undefined where the address has gone, the fault where it cannot be written. */
	const renderAll = async (broadcast: Broadcast, claims: readonly Claim[]) => {
		const ids = claims.map(({ addressId }) => addressId)
		const recipients = new Map((await listRecipients(store.db, ids)).map((one) => [one.addressId, one]))
		return claims.map((claim) => {
			const recipient = recipients.get(claim.addressId)
			if (!recipient) return Promise.resolve(undefined)
			return render(broadcast, recipient).then(
				(reply) => ({ reply, address: recipient.address, lastInboundAt: recipient.lastInboundAt }),
				(error: unknown) => ({ fault: describeFault(error) }),
			)
		})
	}

	const mostUnderWay = () =>
		Math.min(UNDER_WAY.most, Math.max(UNDER_WAY.least, limiter.bulkPerSecond() * UNDER_WAY.perPace))

	const launch = (parcel: Parcel) => {
		const delivered = deliver(parcel).catch((error: unknown) =>
			log.error({ broadcast: parcel.sender.broadcastId, fault: describeFault(error) }, 'a delivery failed'),
		)
		underWay.add(delivered)
		void delivered.finally(() => underWay.delete(delivered))
	}

	const giveUp = async (sender: Parcel['sender'], { memberId, addressId }: Claim, fault: { name: string }) => {
		log.error({ broadcast: sender.broadcastId, fault }, 'a promotion could not be written')
		const reason = `not written: ${fault.name}`
		await insist((work) => failClaim(work.tx, { ...sender, now: work.now }, memberId, reason))
		await watch(sender.broadcastId, { kind: 'failed', reason, unreachable: false, memberId, addressId })
	}

	/** Sends claimed rows in their order at the account's pace; what may not go out any more is given back. */
	const dispatch = async (sender: Parcel['sender'], running: { id: number; version: number }, claims: Claim[]) => {
		const left = new Set(claims.map(({ memberId }) => memberId))
		try {
			const rendered = await renderAll(await readContent(running), claims)
			for (const [index, claim] of claims.entries()) {
				const message = await rendered[index]
				if (message && 'fault' in message) await giveUp(sender, claim, message.fault)
				else if (message) await waitUnlessAborted(limiter.bulk(message.address), signal)
				while (underWay.size >= mostUnderWay()) await Promise.race(underWay)
				if (!isRunning(sender)) break
				left.delete(claim.memberId)
				// without an address the hand-over refuses it, and says why
				const reply: Reply = { text: '', kind: 'promo', locale: 'en' }
				const nowhere = { address: '', lastInboundAt: null, reply, handed: false }
				if (!message || 'reply' in message) launch({ sender, ...claim, ...nowhere, ...message })
			}
		} finally {
			if (left.size > 0) await insist((work) => releaseClaims(work.tx, { ...sender, now: work.now }, [...left]))
		}
	}

	/** Rows that an earlier holder of the account left. */
	const recover = async (epoch: number) => {
		for (const { id } of await listBroadcastsIn(store.db, ['sending', 'paused', 'cancelled'])) {
			const found = await store.transact(({ tx, now }) =>
				recoverDeliveries(tx, { broadcastId: id, channel: channel.name, epoch, now }),
			)
			if (found.unknown > 0 || found.requeued > 0)
				log.warn({ broadcast: id, ...found }, 'a broadcast was interrupted: what was in flight is now unknown')
		}
		recoveredEpoch = epoch
	}

	const pauseWhenDown = async (): Promise<boolean> => {
		const { state } = channel.health()
		if (state !== 'down') downSince = undefined
		else downSince ??= node.clock()
		if (downSince !== undefined && node.clock() - downSince >= DOWN_MS)
			for (const { id } of await listRunning(store.db))
				if (await hasUnfinished(store.db, id, channel.name)) await pause(id, `${channel.name} is down`)
		return state === 'down'
	}

	const claimNext = async (id: number, epoch: number) => {
		const size = Math.round(Math.min(MOST_CLAIM, Math.max(LEAST_CLAIM, limiter.bulkPerSecond())))
		const sender = { broadcastId: id, channel: channel.name, epoch }
		const after = cursors.get(id) ?? 0
		const claims = await store.transact(({ tx, now }) => claimDeliveries(tx, { ...sender, now }, after, size))
		// from the beginning again: rows that were given back lie behind
		cursors.set(id, claims.length < size ? 0 : (claims.at(-1)?.memberId ?? 0))
		return { claims, sender, more: claims.length > 0 || after > 0 }
	}

	/** One step of the oldest broadcast that has something to send; false when there is nothing to do. */
	const step = async (): Promise<boolean> => {
		const epoch = lease.epoch()
		if (epoch === undefined) return false
		if (epoch !== recoveredEpoch) await recover(epoch)
		const running = await listRunning(store.db)
		for (const id of watches.keys()) if (!running.some((one) => one.id === id)) watches.delete(id)
		if (running.length === 0 || (await pauseWhenDown())) return false
		const settings = await getSettings(store.db)
		account.setPace(settings.promotions.bulkPerSecond)
		if (findQuietEnd(store.now(), settings) !== undefined) return false
		for (const one of running) {
			if (!watches.has(one.id)) watches.set(one.id, createPauseWatch())
			const { claims, sender, more } = await claimNext(one.id, epoch)
			if (claims.length > 0) await dispatch(sender, one, claims)
			if (more) return true
		}
		return false
	}

	const run = async () => {
		for (let busy = false; !signal.aborted; ) {
			const worked = await step().catch((error: unknown) => {
				log.error({ fault: describeFault(error) }, 'a broadcast could not go on')
				return false
			})
			if (busy && !worked) void Promise.all(underWay).then(options.onIdle)
			busy = worked
			if (!worked) await alarm.wait(IDLE_MS)
		}
	}
	let running: Promise<void> | undefined

	return {
		start() {
			running ??= run()
		},
		/** There is something new to send. */
		wake: alarm.ring,
		async stop() {
			stopping.abort()
			await running
			await Promise.all(underWay)
		},
	}
}

export type Deliverer = ReturnType<typeof createDeliverer>
