import { setBroadcastState } from '../store/broadcasts.ts'
import type { DeliveryOutcome } from '../store/hand-over.ts'
import type { Node } from './lease.ts'
import { createPauseRule } from './promotion-rules.ts'

/** Watches the outcomes of the broadcasts an account sends, and pauses one that goes wrong. */
export interface PauseWatch {
	note(broadcastId: number, outcome: DeliveryOutcome): Promise<void>
	pause(broadcastId: number, reason: string): Promise<void>
	/** From now on only these run; one that was paused begins anew when it is resumed. */
	follow(broadcastIds: readonly number[]): void
	/** Whether it still ran at the last look and was not paused since. */
	isRunning(broadcastId: number): boolean
}

export function createPauseWatch({ store, log }: Pick<Node, 'store' | 'log'>): PauseWatch {
	const rules = new Map<number, ReturnType<typeof createPauseRule>>()

	const pause = async (broadcastId: number, reason: string) => {
		const move = { id: broadcastId, from: ['sending'], to: 'paused' } as const
		const paused = await store.transact(({ tx }) => setBroadcastState(tx, move, { pause_reason: reason }))
		rules.delete(broadcastId)
		if (paused) log.warn({ broadcast: broadcastId, reason }, 'a broadcast was paused')
	}

	return {
		pause,
		async note(broadcastId, outcome) {
			if (outcome.kind === 'retry') return
			// what was under way at a pause counts for nothing
			const rule = rules.get(broadcastId)
			const reason = rule?.(outcome.kind === 'sent' ? undefined : outcome.reason)
			if (reason !== undefined) await pause(broadcastId, reason)
		},
		follow(broadcastIds) {
			for (const id of rules.keys()) if (!broadcastIds.includes(id)) rules.delete(id)
			for (const id of broadcastIds) if (!rules.has(id)) rules.set(id, createPauseRule())
		},
		isRunning: (broadcastId) => rules.has(broadcastId),
	}
}
