import type { Day } from '../domain/calendar.ts'
import { expiryOf } from '../domain/earning.ts'
import { clawback, credit, type Facts } from '../domain/points.ts'
import type { Entry } from '../store/entries.ts'
import { listEntriesOfCause } from '../store/entries.ts'
import { lockMember } from '../store/members.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Work } from '../store/transact.ts'
import { setAvailableOn } from '../store/waiting-lots.ts'
import { closeLedger, localDay, openLedger, post } from './ledger.ts'
import { settleMember } from './settle-member.ts'

/** The cause of the points for joining. */
export const JOIN = 'join'

export interface Gift {
	memberId: number
	kind: 'join' | 'referral' | 'birthday' | 'gift'
	points: number
	/** WAITING until a condition is met, or the day from which it is usable. */
	availableOn: Day
	cause: string
	facts?: Facts | undefined
}

/** Gives points that are no order's, expiring by the rule in force; answers the entries. */
export async function creditMember(work: Work, gift: Gift): Promise<Entry[]> {
	const { memberId, kind, points, availableOn, cause, facts = {} } = gift
	const today = await localDay(work.tx, work.now)
	const program = await getProgramAt(work.tx, work.now)
	const open = await openLedger(work, { memberId, today, lots: 'none' })
	const expiresOn = expiryOf(program.rules.expiry, today)
	post(open, credit(open.ledger, { kind, points, availableOn, expiresOn, today, cause, facts }))
	return await closeLedger(work, open, { programId: program.id })
}

/** What a cause has given a member so far, takings back counted. */
export async function sumCause(work: Work, memberId: number, cause: string): Promise<number> {
	const entries = await listEntriesOfCause(work.tx, memberId, cause)
	const moves = entries.filter((entry) => GIVES.has(entry.kind) || TAKES.has(entry.kind))
	return moves.reduce((sum, entry) => sum + entry.points - entry.relabelled, 0)
}

const GIVES = new Set(['join', 'referral', 'birthday', 'gift'])
const TAKES = new Set(['clawback', 'reverse'])

/** Takes back points a cause gave: unspent ones first, spent ones as debt; answers how many. */
export async function reverseCause(
	work: Work,
	reversal: { memberId: number; cause: string; points: number; kind: 'clawback' | 'reverse'; facts?: Facts },
): Promise<number> {
	const { memberId, cause, points, kind, facts = {} } = reversal
	if (points <= 0) return 0
	const today = await localDay(work.tx, work.now)
	const open = await openLedger(work, { memberId, today, lots: 'all' })
	post(open, clawback(open.ledger, { cause, points, today, kind, facts }))
	await closeLedger(work, open)
	return points
}

/** Gives the points of a cause that are not usable yet another day, and settles the member; answers how many. */
export async function moveAvailability(
	work: Work,
	move: { memberId: number; cause: string; availableOn: Day },
): Promise<number> {
	await lockMember(work.tx, move.memberId)
	const points = await setAvailableOn(work.tx, move)
	if (points > 0) await settleMember(work, move.memberId, await localDay(work.tx, work.now))
	return points
}
