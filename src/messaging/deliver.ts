import { createAlarm } from '../lib/alarm.ts'
import { describeFault } from '../lib/fault.ts'
import { waitUnlessAborted } from '../lib/sleep.ts'
import { listBroadcastsIn, listRunning } from '../store/broadcasts.ts'
import { hasUnfinished } from '../store/deliveries.ts'
import {
	type Claim,
	claimDeliveries,
	claimMostRecent,
	failClaim,
	recoverDeliveries,
	releaseClaims,
} from '../store/hand-over.ts'
import { getSettings } from '../store/settings.ts'
import type { Account } from './account.ts'
import type { Reply } from './channel.ts'
import type { BroadcastNeeds } from './compose.ts'
import type { Parcel } from './hand-over.ts'
import type { Node } from './lease.ts'
import { createPauseWatch, type PauseWatch } from './pause-watch.ts'
import { createInsist, createPost, type Insist, type Post } from './post.ts'
import { findQuietEnd } from './promotion-rules.ts'
import { createWriter, type WriteMessages } from './write.ts'

export interface Deliverer {
	start(): void
	/** There is something new to send. */
	wake(): void
	/** Gives back what is not handed over yet, and waits for the rest. */
	stop(): Promise<void>
}

const LEAST_CLAIM = 10
const MOST_CLAIM = 500
const IDLE_MS = 500
/** A channel that is down for so long pauses what it sends. */
const DOWN_MS = 10_000

/** What the steps of one account's sending share. */
interface Desk {
	node: Node
	account: Account
	signal: AbortSignal
	insist: Insist
	watch: PauseWatch
	post: Post
	write: WriteMessages
	/** Per broadcast the member after whom the next claim begins. */
	cursors: Map<number, number>
}

type Running = Awaited<ReturnType<typeof listRunning>>[number]

function mayGoOn({ signal, account, watch }: Desk, sender: Parcel['sender']): boolean {
	return !signal.aborted && account.lease.epoch() === sender.epoch && watch.isRunning(sender.broadcastId)
}

async function giveUp(
	desk: Desk,
	sender: Parcel['sender'],
	{ claim, fault }: { claim: Claim; fault: { name: string } },
) {
	const { memberId, addressId } = claim
	desk.node.log.error({ broadcast: sender.broadcastId, fault }, 'a promotion could not be written')
	const reason = `not written: ${fault.name}`
	await desk.insist(({ tx, now }) => failClaim(tx, { ...sender, now }, memberId, reason))
	await desk.watch.note(sender.broadcastId, { kind: 'failed', reason, unreachable: false, memberId, addressId })
}

/** Sends claimed rows in their order at the account's pace; what may not go out any more is given back. */
async function dispatch(
	desk: Desk,
	sender: Parcel['sender'],
	{ running, claims }: { running: Running; claims: Claim[] },
) {
	const { account, post, signal } = desk
	const left = new Set(claims.map(({ memberId }) => memberId))
	try {
		const messages = await desk.write(running, claims)
		for (const [index, claim] of claims.entries()) {
			const message = await messages[index]
			if (message && 'fault' in message) await giveUp(desk, sender, { claim, fault: message.fault })
			else if (message) await waitUnlessAborted(account.limiter.bulk(message.address), signal)
			await post.room()
			if (!mayGoOn(desk, sender)) break
			left.delete(claim.memberId)
			// without an address the hand-over refuses it, and says why
			const reply: Reply = { text: '', kind: 'promo', locale: 'en' }
			const nowhere = { address: '', lastInboundAt: null, reply, handed: false }
			if (!message || 'reply' in message) post.send({ sender, ...claim, ...nowhere, ...message })
		}
	} finally {
		if (left.size > 0) await desk.insist(({ tx, now }) => releaseClaims(tx, { ...sender, now }, [...left]))
	}
}

/** Rows that an earlier holder of the account left. */
async function recover({ node, account }: Desk, epoch: number): Promise<void> {
	const { store, log } = node
	for (const { id } of await listBroadcastsIn(store.db, ['sending', 'paused', 'cancelled'])) {
		const found = await store.transact(({ tx, now }) =>
			recoverDeliveries(tx, { broadcastId: id, channel: account.channel.name, epoch, now }),
		)
		if (found.unknown > 0 || found.requeued > 0)
			log.warn({ broadcast: id, ...found }, 'a broadcast was interrupted: what was in flight is now unknown')
	}
}

async function pauseAll({ node, account, watch }: Desk, running: readonly Running[], reason: string): Promise<void> {
	for (const { id } of running)
		if (await hasUnfinished(node.store.db, id, account.channel.name)) await watch.pause(id, reason)
}

/** Whether the account's own rules let a promotion out now; where a person must decide, broadcasts are paused. */
async function isAllowed(desk: Desk, running: readonly Running[]): Promise<boolean> {
	const { channel } = desk.account
	if (!channel.promotions) return true
	// it counts what has gone out
	await desk.post.idle()
	const door = channel.promotions()
	if ('from' in door) return door.from <= desk.node.clock()
	await pauseAll(desk, running, door.closed)
	return false
}

async function claimNext({ node, account, cursors }: Desk, id: number, epoch: number) {
	const { limiter, channel } = account
	const sender = { broadcastId: id, channel: channel.name, epoch }
	if (channel.promotions) {
		const claims = await node.store.transact(({ tx, now }) => claimMostRecent(tx, { ...sender, now }))
		return { claims, sender, more: claims.length > 0 }
	}
	const size = Math.round(Math.min(MOST_CLAIM, Math.max(LEAST_CLAIM, limiter.bulkPerSecond())))
	const after = cursors.get(id) ?? 0
	const claims = await node.store.transact(({ tx, now }) => claimDeliveries(tx, { ...sender, now }, after, size))
	// from the beginning again: rows that were given back lie behind
	cursors.set(id, claims.length < size ? 0 : (claims.at(-1)?.memberId ?? 0))
	return { claims, sender, more: claims.length > 0 || after > 0 }
}

/** Sends some of the oldest broadcast that has something to send; false when none has. */
async function sendSome(desk: Desk, running: readonly Running[], epoch: number): Promise<boolean> {
	for (const one of running) {
		const { claims, sender, more } = await claimNext(desk, one.id, epoch)
		if (claims.length > 0) await dispatch(desk, sender, { running: one, claims })
		if (more) return true
	}
	return false
}

/** One look at what there is to send; false when there is nothing to do. */
function createStep(desk: Desk): () => Promise<boolean> {
	const { node, account, watch } = desk
	let recovered = 0
	let downSince: number | undefined
	return async () => {
		const epoch = account.lease.epoch()
		if (epoch === undefined) return false
		if (epoch !== recovered) await recover(desk, epoch)
		recovered = epoch
		const running = await listRunning(node.store.db)
		watch.follow(running.map(({ id }) => id))
		downSince = account.channel.health().state === 'down' ? (downSince ?? node.clock()) : undefined
		if (downSince !== undefined && node.clock() - downSince >= DOWN_MS)
			await pauseAll(desk, running, `${account.channel.name} is down`)
		if (running.length === 0 || downSince !== undefined) return false
		const settings = await getSettings(node.store.db)
		account.setPace(settings.promotions.bulkPerSecond)
		if (findQuietEnd(node.store.now(), settings) !== undefined) return false
		if (!(await isAllowed(desk, running))) return false
		return await sendSome(desk, running, epoch)
	}
}

export interface DelivererOptions {
	account: Account
	/** Called when everything there was has been sent. */
	onIdle: () => void
}

/** Sends the promotions of one account: at most once each, evenly, and only while this node holds the account. */
export function createDeliverer(node: Node, needs: BroadcastNeeds, { account, onIdle }: DelivererOptions): Deliverer {
	const stopping = new AbortController()
	const { signal } = stopping
	const alarm = createAlarm(node.sleep, signal)
	const insist = createInsist(node, signal)
	const watch = createPauseWatch(node)
	const post = createPost(node, account, { insist, watch })
	const write = createWriter(node, needs)
	const step = createStep({ node, account, signal, insist, watch, post, write, cursors: new Map() })

	const run = async () => {
		for (let busy = false; !signal.aborted; ) {
			const worked = await step().catch((error: unknown) => {
				node.log.error({ fault: describeFault(error) }, 'a broadcast could not go on')
				return false
			})
			if (busy && !worked) void post.idle().then(onIdle)
			busy = worked
			if (!worked) await alarm.wait(IDLE_MS)
		}
	}
	let running: Promise<void> | undefined

	return {
		start() {
			running ??= run()
		},
		wake: alarm.ring,
		async stop() {
			stopping.abort()
			await running
			await post.idle()
		},
	}
}
