import type { Clock } from '../lib/clock.ts'
import { describeFault } from '../lib/fault.ts'
import type { Log } from '../lib/log.ts'
import type { Sleep } from '../lib/sleep.ts'
import { acquireLease, releaseLease } from '../store/leases.ts'
import type { Store } from '../store/transact.ts'

/** What a running node says of itself to everything that only one node may do. */
export interface Node {
	store: Store
	/** Unique per running process. */
	id: string
	/** The time at the wall, also where the shop's clock is moved by hand: nodes compare their leases by it. */
	clock: Clock
	/** A clock nobody sets, for pace and spans of time; the one at the wall when nothing is said. */
	steady?: Clock
	sleep: Sleep
	log: Log
	/** How long others wait for a node that is gone; 9 seconds when nothing is said. */
	leaseMs?: number
}

export interface Lease {
	/** The epoch while this node surely holds the lease, else undefined. */
	epoch(): number | undefined
	/** Resolves after the first try; goes on trying and prolonging until stop(). */
	start(): Promise<void>
	/** Gives the lease back. */
	stop(): Promise<void>
}

const TTL_MS = 9_000
// a holder stops before others may begin, whatever the two clocks do in between
const MARGIN = 1 / 9

/** Holds a named lease for as long as the program runs and the database answers. */
export function createLease(node: Node, name: string, options: { onTaken?: (epoch: number) => void } = {}): Lease {
	const { store, clock, steady = clock, log, leaseMs = TTL_MS } = node
	const stopping = new AbortController()
	let held: { epoch: number; until: number; steadyUntil: number } | undefined
	let running: Promise<void> | undefined
	let first = true
	const attempt = async () => {
		const now = clock()
		const ours = leaseMs * (1 - MARGIN)
		const steadyUntil = steady() + ours
		const before = held?.epoch
		// one process serves a SQLite file: a lease that is still running belongs to one that was killed
		const force = first && store.kind === 'sqlite'
		try {
			const epoch = await store.transact(({ tx }) =>
				acquireLease(tx, { name, holder: node.id, now, ttlMs: leaseMs, force }),
			)
			first = false
			held = epoch === undefined ? undefined : { epoch, until: now + ours, steadyUntil }
			if (epoch !== undefined && epoch !== before) options.onTaken?.(epoch)
		} catch (error) {
			log.warn({ lease: name, fault: describeFault(error) }, 'a lease could not be prolonged')
		}
	}
	const keep = async () => {
		while (!stopping.signal.aborted) {
			await node.sleep(leaseMs / 3, stopping.signal)
			if (!stopping.signal.aborted) await attempt()
		}
	}
	return {
		// by both: one clock may be set back, the other stands still while the machine sleeps
		epoch: () => (held && clock() < held.until && steady() < held.steadyUntil ? held.epoch : undefined),
		async start() {
			await attempt()
			running = keep()
		},
		async stop() {
			stopping.abort()
			await running
			if (!held) return
			held = undefined
			await store
				.transact(({ tx }) => releaseLease(tx, name, node.id))
				.catch((error: unknown) => log.warn({ lease: name, fault: describeFault(error) }, 'a lease was not given back'))
		},
	}
}
