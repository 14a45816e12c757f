import { describeFault } from '../lib/fault.ts'
import { createGroup } from '../lib/group.ts'
import { releaseClaims, setOutcomes } from '../store/hand-over.ts'
import type { Work } from '../store/transact.ts'
import type { Account } from './account.ts'
import { type Finished, handOver, judge, type Parcel, recordOutcomes } from './hand-over.ts'
import type { Node } from './lease.ts'
import type { PauseWatch } from './pause-watch.ts'
import { trySend, waitOf } from './send.ts'

/** Takes parcels from the hand-over to their outcome. */
export interface Post {
	/** Resolves when there is room for one more. */
	room(): Promise<void>
	/** Hands a parcel over and sends it; returns at once. */
	send(parcel: Parcel): void
	/** Resolves when nothing is under way any more. */
	idle(): Promise<void>
}

/**
 * Messages handed over and not answered yet, at most: what is in flight at a crash is in doubt for ever. Enough for
 * answers that take half a second at 28 a second, and for a hundred workers at 1,000.
 */
const UNDER_WAY = { least: 16, most: 100, perPace: 0.1 }
const ROWS_PER_COMMIT = 64
const STORE_RETRY_MS = 1_000

/** Writes something, again and again until the store takes it or the program ends. */
export type Insist = (write: (work: Work) => Promise<void>) => Promise<void>

/** An outcome that is lost would leave its row in doubt, so the store is asked until it takes it. */
export function createInsist({ store, log, sleep }: Node, signal: AbortSignal): Insist {
	return async (write) => {
		for (;;) {
			try {
				return await store.transact(write)
			} catch (error) {
				log.error({ fault: describeFault(error) }, 'outcomes of a broadcast could not be kept yet')
				if (signal.aborted) return
				await sleep(STORE_RETRY_MS, signal)
			}
		}
	}
}

/** Builds the post of one account; hand-overs and outcomes of many parcels share their commits. */
export function createPost(
	node: Node,
	account: Account,
	{ insist, watch }: { insist: Insist; watch: PauseWatch },
): Post {
	const { store, log } = node
	const { limiter } = account
	const underWay = new Set<Promise<void>>()
	const outcomes = createGroup<Finished>(ROWS_PER_COMMIT, (finished) =>
		insist((work) => recordOutcomes(work, finished, account.channel.abilities)),
	)
	const handOvers = createGroup<Parcel>(ROWS_PER_COMMIT, async (parcels) => {
		const handed = await store.transact((work) => handOver(work, parcels))
		for (const parcel of handed) parcel.handed = true
	})

	/** The commit may have happened although its answer did not come: such a row is in doubt, the others wait again. */
	const leaveInDoubt = async ({ sender, memberId, addressId }: Parcel, error: unknown) => {
		log.error({ fault: describeFault(error) }, 'a hand-over could not be committed')
		await insist(async ({ tx, now }) => {
			const doubt = { kind: 'unknown', reason: 'the store failed', memberId, addressId } as const
			await setOutcomes(tx, { ...sender, now }, [doubt])
			await releaseClaims(tx, { ...sender, now }, [memberId])
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
		await watch.note(sender.broadcastId, outcome)
	}

	const most = () => Math.min(UNDER_WAY.most, Math.max(UNDER_WAY.least, limiter.bulkPerSecond() * UNDER_WAY.perPace))
	return {
		async room() {
			while (underWay.size >= most()) await Promise.race(underWay)
		},
		send(parcel) {
			const delivered = deliver(parcel).catch((error: unknown) =>
				log.error({ broadcast: parcel.sender.broadcastId, fault: describeFault(error) }, 'a delivery failed'),
			)
			underWay.add(delivered)
			void delivered.finally(() => underWay.delete(delivered))
		},
		async idle() {
			await Promise.all(underWay)
		},
	}
}
