import type { Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { clawback, credit, type Facts, lotsOfCause } from '../domain/points.ts'
import { WAITING } from '../domain/waiting.ts'
import { type Entry, listEntriesOfCause } from '../store/entries.ts'
import { listPhones } from '../store/member-phones.ts'
import { getMember } from '../store/members.ts'
import type { Referral } from '../store/referrals.ts'
import type { Work } from '../store/transact.ts'
import { joinCause } from './bind-referral.ts'
import { JOIN, sumCause } from './credit-member.ts'
import { closeLedger, localDay, openLedger, post } from './ledger.ts'

export interface Held {
	memberId: number
	referral: Referral | undefined
	/** When they would be usable by the orders that are left: WAITING without any. */
	availableOn: Day
}

/**
 * Of a member without a verified phone whose first order is gone again, the points for joining wait for the next one, no
 * longer than they would have waited; what was spent of them is debt. Otherwise an order and its return would make points
 * usable that waited for a person to be known.
 */
export async function waitAgain(work: Work, { memberId, referral, availableOn }: Held): Promise<Notice[]> {
	if (availableOn <= (await localDay(work.tx, work.now))) return []
	if ((await listPhones(work.tx, memberId)).some((phone) => phone.verified_at !== null)) return []
	let points = 0
	for (const cause of referral ? [JOIN, joinCause(referral)] : [JOIN])
		points += await holdBack(work, { memberId, cause, availableOn })
	// where another order follows, the card says from when
	if (points === 0 || availableOn !== WAITING) return []
	const { usable, pending, debt } = await getMember(work.tx, memberId)
	return [{ memberId, kind: 'join-waits', facts: { points, usable, pending, debt } }]
}

/** Takes a cause's points back and lets those that have not expired wait; answers how many were taken back. */
async function holdBack(
	work: Work,
	{ memberId, cause, availableOn }: { memberId: number; cause: string; availableOn: Day },
): Promise<number> {
	const given = (await listEntriesOfCause(work.tx, memberId, cause)).filter(({ kind }) => kind === giftOf(cause))
	const last = given.at(-1)
	if (!last) return 0
	const today = await localDay(work.tx, work.now)
	const open = await openLedger(work, { memberId, today, lots: 'all' })
	const own = lotsOfCause(open.ledger, cause)
	const waiting = own.reduce((sum, lot) => sum + (lot.released ? 0 : lot.remaining), 0)
	const expired = own.reduce((sum, lot) => sum + lot.expired, 0)
	const points = (await sumCause(work, memberId, cause)) - waiting
	// nothing of it is usable or spent: it waits, or its time is over
	if (points <= expired) {
		await closeLedger(work, open)
		return 0
	}
	post(open, clawback(open.ledger, { cause, points, today, kind: 'reverse' }))
	const back = points - expired
	const expiresOn = own.find((lot) => lot.seq === last.seq)?.expiresOn ?? null
	if (expiresOn === null || expiresOn >= today) {
		const facts = factsOf(last)
		post(open, credit(open.ledger, { kind: giftOf(cause), points: back, availableOn, expiresOn, today, cause, facts }))
	}
	await closeLedger(work, open, { programId: last.program_id })
	return back
}

function giftOf(cause: string): 'join' | 'referral' {
	return cause === JOIN ? 'join' : 'referral'
}

function factsOf({ facts }: Entry): Facts {
	return facts === null ? {} : (JSON.parse(facts) as Facts)
}
