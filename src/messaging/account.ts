import type { Channel } from './channel.ts'
import type { Lease } from './lease.ts'
import type { Limiter } from './limiter.ts'

/** One account of a platform: what sends, at which pace, and whether this node is the one that may. */
export interface Account {
	channel: Channel
	limiter: Limiter
	lease: Lease
}
