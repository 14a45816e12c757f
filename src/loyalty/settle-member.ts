import type { Day } from '../domain/calendar.ts'
import { findMember, listMembersToSettle } from '../store/members.ts'
import type { Work } from '../store/transact.ts'
import { closeLedger, openLedger } from './ledger.ts'

/** Expires, releases and pays debt up to a day; costs one look-up when nothing is due. */
export async function settleMember(work: Work, memberId: number, today: Day): Promise<void> {
	const member = await findMember(work.tx, memberId)
	if (!member || member.settle_on === null || member.settle_on > today) return
	await closeLedger(work, await openLedger(work, { memberId, today }))
}

/** Settles members nobody touched, a batch in one transaction; answers how many, 0 when none is left. */
export async function settleDueMembers(work: Work, today: Day, limit = 200): Promise<number> {
	const due = await listMembersToSettle(work.tx, today, limit)
	// always in the same order, so that two nodes wait for each other and do not block each other
	for (const memberId of due.sort((a, b) => a - b)) await settleMember(work, memberId, today)
	return due.length
}
