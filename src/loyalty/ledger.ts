import { addMonths, type Day, dayOf } from '../domain/calendar.ts'
import {
	changedLots,
	type Ledger,
	type Lot,
	nextSettleDay,
	type Posted,
	type Posting,
	postponeExpiry,
	settle,
} from '../domain/points.ts'
import type { ProgramRules } from '../domain/program.ts'
import type { Db } from '../store/db.ts'
import { type Entry, insertAllocations, insertEntries, listEntries, listOpenLots, setLot } from '../store/entries.ts'
import { lockMember, type Member, type MemberChange, setMember } from '../store/members.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'

/**
 * Which lots an act looks at: none (a credit needs no other lot), those that hold points (spending, settling), or all
 * that ever were (taking back or giving back what a cause gave).
 */
export type LotChoice = 'none' | 'open' | 'all'

/** A member's points under the member's lock: change it with post(), write it with closeLedger(). */
export interface OpenLedger {
	/** As it was when locked. */
	member: Member
	today: Day
	ledger: Ledger
	read: Ledger
	/** Every lot that holds points is here. */
	complete: boolean
	postings: Posting[]
}

/** The local day of an instant in the store's zone. */
export async function localDay(db: Db, at: number): Promise<Day> {
	return dayOf(at, (await getSettings(db)).timeZone)
}

/** An entry as the lot of the rules; only for entries that are lots. */
export function lotFrom(entry: Entry): Lot {
	return {
		seq: entry.seq,
		points: entry.points,
		remaining: entry.remaining ?? 0,
		expired: entry.expired,
		availableOn: entry.available_on ?? entry.on_day,
		expiresOn: entry.expires_on,
		released: entry.released === 1,
		kind: entry.kind as Lot['kind'],
		cause: entry.cause,
		originSeq: entry.origin_seq,
	}
}

/** The lots among a member's entries. */
export function lotsFrom(entries: readonly Entry[]): Lot[] {
	return entries.filter((entry) => entry.remaining !== null).map(lotFrom)
}

/** Locks the member, reads the lots that are asked for and brings them to the day. */
export async function openLedger(
	work: Work,
	open: { memberId: number; today: Day; lots?: LotChoice },
): Promise<OpenLedger> {
	const member = await lockMember(work.tx, open.memberId)
	return await openLocked(work, { member, today: open.today, lots: open.lots ?? 'open' })
}

/** The same for a member whose lock is already held. */
export async function openLocked(
	work: Work,
	{ member, today, lots }: { member: Member; today: Day; lots: LotChoice },
): Promise<OpenLedger> {
	const due = member.settle_on !== null && member.settle_on <= today
	const choice = lots === 'none' && due ? 'open' : lots
	const rows =
		choice === 'all'
			? await listEntries(work.tx, member.id)
			: choice === 'open'
				? await listOpenLots(work.tx, member.id)
				: []
	const read: Ledger = { lots: lotsFrom(rows), debt: member.debt, nextSeq: member.next_seq }
	const open: OpenLedger = { member, today, ledger: read, read, complete: choice !== 'none', postings: [] }
	if (due) post(open, settle(read, today))
	return open
}

/** Takes over what a rule made of the ledger. */
export function post(open: OpenLedger, posted: Posted): Posting[] {
	open.ledger = posted.ledger
	open.postings.push(...posted.postings)
	return posted.postings
}

/** Under expiry by inactivity, earning and redeeming move the end of everything that is left. */
export function noteActivity(open: OpenLedger, rules: ProgramRules): void {
	if (rules.expiry.mode === 'inactivity')
		open.ledger = postponeExpiry(open.ledger, addMonths(open.today, rules.expiry.months))
}

/** Usable and pending points of lots that are settled. */
export function sumLots(lots: readonly Lot[]): { usable: number; pending: number } {
	const sums = { usable: 0, pending: 0 }
	for (const lot of lots) sums[lot.released ? 'usable' : 'pending'] += lot.remaining
	return sums
}

export interface CloseOptions {
	programId?: number | null
	by?: string | null
	/** Other columns of the member, written by the same statement. */
	change?: MemberChange
}

/** Writes entries, allocations, lots and the member's balances; answers the new entries. */
export async function closeLedger(work: Work, open: OpenLedger, options: CloseOptions = {}): Promise<Entry[]> {
	const { member, ledger, read, postings } = open
	const projections = { ...options.change }
	const entries = postings.map((posting) => entryFrom(work, { open, posting, options }))
	if (ledger !== read) {
		await insertEntries(work.tx, entries)
		await insertAllocations(work.tx, postings.flatMap(allocationsOf(member.id)))
		await writeLots(work, open)
		const [before, after] = [sumLots(read.lots), sumLots(ledger.lots)]
		projections.usable = member.usable + after.usable - before.usable
		projections.pending = member.pending + after.pending - before.pending
		projections.debt = ledger.debt
		projections.next_seq = ledger.nextSeq
		projections.settle_on = nextDue(open)
	}
	if (Object.keys(projections).length > 0) await setMember(work.tx, member.id, projections)
	open.member = { ...member, ...projections } as Member
	return entries
}

function nextDue({ ledger, complete, member }: OpenLedger): Day | null {
	const next = nextSettleDay(ledger)
	if (complete || member.settle_on === null) return next
	return next === null ? member.settle_on : Math.min(next, member.settle_on)
}

async function writeLots(work: Work, { member, ledger, read }: OpenLedger): Promise<void> {
	const before = new Map(read.lots.map((lot) => [lot.seq, lot]))
	for (const lot of changedLots(read, ledger)) {
		const was = before.get(lot.seq)
		if (!was) continue
		await setLot(work.tx, {
			memberId: member.id,
			seq: lot.seq,
			was: was.remaining,
			remaining: lot.remaining,
			expired: lot.expired,
			released: lot.released ? 1 : 0,
			availableOn: lot.availableOn,
			expiresOn: lot.expiresOn,
		})
	}
}

function entryFrom(
	work: Work,
	{ open, posting, options }: { open: OpenLedger; posting: Posting; options: CloseOptions },
): Entry {
	const lot = posting.lot && open.ledger.lots.find((one) => one.seq === posting.seq)
	return {
		member_id: open.member.id,
		seq: posting.seq,
		kind: posting.kind,
		points: posting.points,
		remaining: lot ? lot.remaining : null,
		expired: lot?.expired ?? 0,
		released: lot?.released ? 1 : 0,
		available_on: lot?.availableOn ?? null,
		expires_on: lot?.expiresOn ?? null,
		origin_seq: posting.lot?.originSeq ?? null,
		debt_delta: posting.debtDelta,
		relabelled: posting.relabelled,
		cause: posting.cause,
		program_id: options.programId ?? null,
		facts: Object.keys(posting.facts).length > 0 ? JSON.stringify(posting.facts) : null,
		at: work.now,
		on_day: open.today,
		by: options.by ?? null,
	}
}

// what was put back into a lot is an allocation below zero, so that a lot's allocations always add up to what it lost
function allocationsOf(memberId: number) {
	return ({ seq, takes, gives }: Posting) => [
		...takes.map((take) => ({ member_id: memberId, seq, lot_seq: take.seq, points: take.points })),
		...gives.map((give) => ({ member_id: memberId, seq, lot_seq: give.seq, points: -give.points })),
	]
}
