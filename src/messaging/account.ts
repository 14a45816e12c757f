import type { Channel } from './channel.ts'
import { createLease, type Lease, type Node } from './lease.ts'
import { createLimiter, type Limiter } from './limiter.ts'

/** One account of a platform: what sends, at which pace, and whether this node is the one that may. */
export interface Account {
	channel: Channel
	limiter: Limiter
	lease: Lease
	/** The shop's own setting; the channel may allow less. */
	setPace(bulkPerSecond: number): void
}

/** Makes the account of a channel; one node at a time sends for it. */
export function createAccount(node: Node, channel: Channel): Account {
	let pace = 28
	const { clock, steady: now = clock, sleep } = node
	const { chatPerSecond, chatBurst } = channel.abilities
	return {
		channel,
		limiter: createLimiter({
			now,
			sleep,
			bulkPerSecond: () => Math.min(pace, channel.abilities.bulkPerSecond),
			...(chatPerSecond === undefined ? {} : { chatPerSecond }),
			...(chatBurst === undefined ? {} : { chatBurst }),
		}),
		lease: createLease(node, `sender:${channel.name}`),
		setPace(bulkPerSecond) {
			pace = bulkPerSecond
		},
	}
}
