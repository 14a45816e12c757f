import type { Clock } from '../lib/clock.ts'
import type { Sleep } from '../lib/sleep.ts'

/**
 * The pace of one channel account, shared by replies and broadcasts. Replies wait only while the platform holds the
 * whole account and for the pace of their own chat; bulk is spread evenly and stands back for them.
 */
export interface Limiter {
	/** Resolves when a reply to this chat may go out. */
	reply(chat: string): Promise<void>
	/** Resolves when one more bulk message, to this chat, may go out. */
	bulk(chat: string): Promise<void>
	/** The platform asked the whole account to wait (429): everything waits, and bulk goes on at half its pace. */
	hold(waitMs: number): void
	/** Messages a second that bulk may take at this moment. */
	bulkPerSecond(): number
}

export interface LimiterNeeds {
	/** Real milliseconds; may be virtual in tests. */
	now: Clock
	sleep: Sleep
	/** The configured pace of bulk; read at every message, so that a changed setting counts at once. */
	bulkPerSecond: () => number
	chatPerSecond?: number
	/** Messages a chat may get at once before its pace counts. */
	chatBurst?: number
}

/** After a 429 bulk goes back from half to its full pace within this time. */
const RECOVERY_MS = 20_000
const LEAST_SHARE = 1 / 16
/** How much a late timer may be made good for. */
const CATCH_UP_MS = 100
const MAX_CHATS = 10_000

/** The pace of the chats: each has an instant before which nothing more may go to it, as in a leaky bucket. */
function createChatPace(spacingMs: number, burst: number) {
	const fullAt = new Map<string, number>()
	const slackMs = (burst - 1) * spacingMs
	return {
		readyAt: (chat: string) => (fullAt.get(chat) ?? Number.NEGATIVE_INFINITY) - slackMs,
		take(chat: string, now: number) {
			if (fullAt.size >= MAX_CHATS) for (const [key, at] of fullAt) if (at <= now) fullAt.delete(key)
			fullAt.set(chat, Math.max(fullAt.get(chat) ?? 0, now) + spacingMs)
		},
	}
}

/** The share of its pace that bulk may use: halved at a 429, back to one in a straight line. */
function createShare() {
	let share = 1
	let since = 0
	const at = (now: number) => Math.min(1, share + Math.max(0, now - since) / (2 * RECOVERY_MS))
	return {
		at,
		halve(now: number, until: number) {
			// several answers to messages that were under way together are one event
			if (now >= since) share = Math.max(LEAST_SHARE, at(now) / 2)
			since = Math.max(since, until)
		},
	}
}

/** Builds the limiter of one account. */
export function createLimiter(needs: LimiterNeeds): Limiter {
	const { now, sleep } = needs
	const chats = createChatPace(1_000 / (needs.chatPerSecond ?? 1), needs.chatBurst ?? 3)
	const share = createShare()
	let gateUntil = 0
	let repliesAtGate = 0
	let nextBulkAt = 0
	let lastBulkAt = 0
	let bulkTail: Promise<void> = Promise.resolve()
	const pace = () => Math.max(0.01, needs.bulkPerSecond() * share.at(now()))

	const passGate = async () => {
		repliesAtGate += 1
		try {
			for (let wait = gateUntil - now(); wait > 0; wait = gateUntil - now()) await sleep(wait)
		} finally {
			repliesAtGate -= 1
		}
	}

	const waitForBulk = async (chat: string) => {
		for (;;) {
			const wait = Math.max(gateUntil, nextBulkAt, chats.readyAt(chat)) - now()
			if (wait > 0) await sleep(wait)
			else if (repliesAtGate > 0) await sleep(1)
			else return
		}
	}

	return {
		async reply(chat) {
			for (;;) {
				if (gateUntil > now()) await passGate()
				const wait = chats.readyAt(chat) - now()
				if (wait > 0) await sleep(wait)
				else if (gateUntil <= now()) break
			}
			chats.take(chat, now())
			// a reply takes a place of bulk, but never more than every second one
			const spacing = 1_000 / pace()
			if (nextBulkAt > now())
				nextBulkAt = Math.min(nextBulkAt + spacing, Math.max(nextBulkAt, lastBulkAt + 2 * spacing))
		},
		bulk(chat) {
			// one waits at a time, so that nobody holds a place that was given before the account was told to wait
			const turn = bulkTail.then(async () => {
				await waitForBulk(chat)
				const at = now()
				chats.take(chat, at)
				lastBulkAt = Math.max(nextBulkAt, at - CATCH_UP_MS)
				nextBulkAt = lastBulkAt + 1_000 / pace()
			})
			bulkTail = turn.catch(() => {})
			return turn
		},
		hold(waitMs) {
			const at = now()
			gateUntil = Math.max(gateUntil, at + waitMs)
			// the time of the hold is not made good for
			nextBulkAt = Math.max(nextBulkAt, gateUntil)
			share.halve(at, gateUntil)
		},
		bulkPerSecond: pace,
	}
}
