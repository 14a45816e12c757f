import { type Day, dayOf, startOfDay } from '../domain/calendar.ts'
import { emptyLedger, type Ledger, nextSettleDay, type Posted, type Posting, settle } from '../domain/points.ts'
import { isWaiting } from '../domain/waiting.ts'
import type { ProgramVersion } from '../store/programs.ts'
import type { Row } from '../store/schema.ts'
import { freshTierLife, nextTierNight, reviewAtNight, type TierLife } from './life-tiers.ts'

/**
 * One member's points and tier, lived through day by day with the shop's own rules but in memory: what the use cases
 * would have written, had each of its events come in at its own time.
 */
export interface Life {
	memberId: number
	program: ProgramVersion
	zone: string
	ledger: Ledger
	entries: Row<'entries'>[]
	allocations: Row<'allocations'>[]
	tiers: TierLife
}

export interface Moment {
	/** ms UTC. */
	at: number
	today: Day
}

/** When the jobs of the night run, after local midnight. */
export const NIGHT_MS = 5 * 60_000

export function beginLife(begin: Pick<Life, 'memberId' | 'program' | 'zone'>): Life {
	return { ...begin, ledger: emptyLedger(), entries: [], allocations: [], tiers: freshTierLife() }
}

/** Writes what a rule made of the ledger. */
export function write(life: Life, posted: Posted, moment: Moment & { byProgram: boolean }): Posting[] {
	life.ledger = posted.ledger
	for (const posting of posted.postings) {
		const { seq, takes, gives, lot } = posting
		const member = { member_id: life.memberId, seq }
		for (const take of takes) life.allocations.push({ ...member, lot_seq: take.seq, points: take.points })
		for (const give of gives) life.allocations.push({ ...member, lot_seq: give.seq, points: -give.points })
		life.entries.push({
			...member,
			kind: posting.kind,
			points: posting.points,
			// of a lot: as it is when the life is over
			remaining: lot ? 0 : null,
			expired: 0,
			released: 0,
			available_on: lot?.availableOn ?? null,
			expires_on: lot?.expiresOn ?? null,
			origin_seq: lot?.originSeq ?? null,
			debt_delta: posting.debtDelta,
			relabelled: posting.relabelled,
			cause: posting.cause,
			program_id: moment.byProgram ? life.program.id : null,
			facts: Object.keys(posting.facts).length > 0 ? JSON.stringify(posting.facts) : null,
			at: moment.at,
			on_day: moment.today,
			by: null,
		})
	}
	return posted.postings
}

function nextNight(life: Life): Day | null {
	const days = [nextSettleDay(life.ledger), nextTierNight(life)].filter((day) => day !== null)
	return days.length === 0 ? null : Math.min(...days)
}

/** Lets the nights pass that come before an instant, and answers the moment. */
export function passNights(life: Life, at: number): Moment {
	for (;;) {
		const day = nextNight(life)
		const night = day === null || isWaiting(day) ? Number.POSITIVE_INFINITY : startOfDay(day, life.zone) + NIGHT_MS
		if (day === null || night > at) return { at, today: dayOf(at, life.zone) }
		const moment = { at: night, today: day }
		const settled = settle(life.ledger, day)
		write(life, settled, { ...moment, byProgram: false })
		reviewAtNight(life, moment)
	}
}

/** Gives lots of a cause that wait another day, and settles. */
export function moveWaiting(life: Life, cause: string, availableOn: Day, moment: Moment): void {
	const waits = (lot: Ledger['lots'][number]) => lot.cause === cause && !lot.released && lot.remaining > 0
	if (!life.ledger.lots.some(waits)) return
	const lots = life.ledger.lots.map((lot) => (waits(lot) ? { ...lot, availableOn } : lot))
	life.ledger = { ...life.ledger, lots }
	write(life, settle(life.ledger, moment.today), { ...moment, byProgram: false })
}

/** The entries with their lots as they stand now. */
export function finishEntries({ entries, ledger }: Life): Row<'entries'>[] {
	const lots = new Map(ledger.lots.map((lot) => [lot.seq, lot]))
	return entries.map((entry) => {
		const lot = lots.get(entry.seq)
		if (!lot) return entry
		return {
			...entry,
			remaining: lot.remaining,
			expired: lot.expired,
			released: lot.released ? 1 : 0,
			available_on: lot.availableOn,
			expires_on: lot.expiresOn,
		}
	})
}
