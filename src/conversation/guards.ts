import type { Reply } from '../messaging/channel.ts'
import type { Session } from './session.ts'
import type { Turn } from './turn.ts'

/** Messages a chat may send in a minute before it is warned, and then not answered. */
const FLOOD_LIMIT = 20
const FLOOD_WINDOW_MS = 60_000

/** The same outgoing text this often within ten minutes stops: two bots would answer each other for ever. */
const SAME_TEXT_LIMIT = 3
const SAME_TEXT_WINDOW_MS = 10 * 60_000

export type Flood = 'none' | 'warn' | 'silent'

/** What lies ahead is from before the clock was set back: counted, it would silence the chat until then. */
const isWithin = (at: number, now: number, windowMs: number) => at <= now && now - at < windowMs

/** Counts a message of the chat. The first above 20 a minute is warned, the others are not answered. */
export function countFlood(session: Session, now: number): Flood {
	const open = session.flood && isWithin(session.flood.since, now, FLOOD_WINDOW_MS) ? session.flood : null
	const flood = open ?? { since: now, count: 0, warned: false }
	flood.count += 1
	session.flood = flood
	if (flood.count <= FLOOD_LIMIT) return 'none'
	if (flood.warned) return 'silent'
	flood.warned = true
	return 'warn'
}

/** Leaves out what this chat was already told three times in the last ten minutes. */
export function dropRepeated(turn: Turn): Reply[] {
	const { session, work } = turn
	// at the counter the same answer may be right many times, and a known person is no bot
	if (turn.staff) return turn.replies
	const recent = session.said.filter((one) => isWithin(one.at, work.now, SAME_TEXT_WINDOW_MS))
	const kept = turn.replies.filter((reply) => {
		const hash = work.keys.hash('input', reply.text).slice(0, 8)
		const times = recent.filter((one) => one.hash === hash).length
		if (times >= SAME_TEXT_LIMIT) return false
		recent.push({ hash, at: work.now })
		return true
	})
	session.said = recent.slice(-30)
	return kept
}
