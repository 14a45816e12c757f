import { createAlarm } from '../lib/alarm.ts'
import { describeFault } from '../lib/fault.ts'
import { type BroadcastRow, listBroadcastsIn, listDueBroadcasts, setBroadcastState } from '../store/broadcasts.ts'
import { countOptOuts, countSentUpTo, hasUnfinished, skipRest } from '../store/deliveries.ts'
import { freezeAudience } from './audience.ts'
import { type BroadcastNeeds, channelsOf, readBroadcast } from './compose.ts'
import { createLease, type Node } from './lease.ts'
import { isDrivingAway } from './promotion-rules.ts'

export interface Conductor {
	start(): Promise<void>
	/** There may be something to do now. */
	wake(): void
	stop(): Promise<void>
}

const STEP_MS = 500
const SKIP_AT_ONCE = 5_000

/** Starts what is due, freezes audiences, ends and stops broadcasts: on one node at a time, by lease. */
export function createConductor(node: Node, needs: BroadcastNeeds, options: { onReady?: () => void } = {}): Conductor {
	const { store, log } = node
	const lease = createLease(node, 'broadcasts')
	const stopping = new AbortController()
	const { signal } = stopping
	const tidied = new Set<number>()
	const alarm = createAlarm(node.sleep, signal)
	let running: Promise<void> | undefined

	const begin = async () => {
		for (const { id } of await listDueBroadcasts(store.db, store.now()))
			await store.transact(({ tx, now }) =>
				setBroadcastState(tx, { id, from: ['scheduled'], to: 'sending' }, { started_at: now }),
			)
	}

	const freeze = async (row: BroadcastRow) => {
		const channels = channelsOf(readBroadcast(row), needs.channels)
		await freezeAudience({ store, channels, signal }, row)
		options.onReady?.()
	}

	const finish = async (id: number) => {
		await store.transact(async ({ tx, now }) => {
			if (await hasUnfinished(tx, id)) return
			await setBroadcastState(tx, { id, from: ['sending'], to: 'done' }, { finished_at: now })
		})
	}

	const stopWhenDrivingAway = async (id: number) => {
		const optedOut = await countOptOuts(store.db, id)
		if (optedOut < 3) return
		// beyond that many sent, so many are no reason to stop
		const sent = await countSentUpTo(store.db, id, optedOut * 50)
		if (!isDrivingAway(sent, optedOut)) return
		const reason = `${optedOut} opted out`
		const paused = await store.transact(({ tx }) =>
			setBroadcastState(tx, { id, from: ['sending'], to: 'paused' }, { pause_reason: reason }),
		)
		if (paused) log.warn({ broadcast: id, optedOut }, 'a broadcast was paused: people opt out')
	}

	/** Rows of a cancelled broadcast say why they were never sent. */
	const tidy = async (id: number) => {
		if (!(await hasUnfinished(store.db, id))) return void tidied.add(id)
		const rest = { broadcastId: id, reason: 'cancelled', limit: SKIP_AT_ONCE }
		await store.transact(({ tx, now }) => skipRest(tx, { ...rest, now }))
	}

	const step = async () => {
		if (lease.epoch() === undefined) return
		await begin()
		for (const row of await listBroadcastsIn(store.db, ['sending'])) {
			if (row.frozen_at === null) await freeze(row)
			else {
				await stopWhenDrivingAway(row.id)
				await finish(row.id)
			}
		}
		for (const { id } of await listBroadcastsIn(store.db, ['cancelled'])) if (!tidied.has(id)) await tidy(id)
	}

	const run = async () => {
		while (!signal.aborted) {
			await step().catch((error: unknown) =>
				log.error({ fault: describeFault(error) }, 'broadcasts could not be looked after'),
			)
			await alarm.wait(STEP_MS)
		}
	}

	return {
		async start() {
			await lease.start()
			running ??= run()
		},
		wake: alarm.ring,
		async stop() {
			stopping.abort()
			await running
			await lease.stop()
		},
	}
}
