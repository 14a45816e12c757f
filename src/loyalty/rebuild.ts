import { nextSettleDay } from '../domain/points.ts'
import { rebuildLedger } from '../domain/points-audit.ts'
import { setLot } from '../store/entries.ts'
import { listMembersAfter, lockMember, type MemberChange, setMember } from '../store/members.ts'
import type { Work } from '../store/transact.ts'
import { type MemberRecords, type Moment, postingFrom } from './check-member.ts'
import { loadRecords, openMoment } from './doctor.ts'
import { tierPointer } from './judge-tier.ts'
import { sumLots } from './ledger.ts'
import { figureColumns, nesColumns } from './member-stats.ts'

async function rebuildMember(work: Work, records: MemberRecords, { today, rules, nes }: Moment): Promise<boolean> {
	const { member, entries, allocations, periods } = records
	const ledger = rebuildLedger(entries.map((entry) => postingFrom(entry, allocations)))
	let changed = false
	for (const lot of ledger.lots) {
		const stored = entries.find((entry) => entry.seq === lot.seq)
		if (!stored || (stored.remaining === lot.remaining && stored.expired === lot.expired)) continue
		changed = true
		await setLot(work.tx, {
			memberId: member.id,
			seq: lot.seq,
			was: stored.remaining ?? 0,
			remaining: lot.remaining,
			expired: lot.expired,
			released: lot.released ? 1 : 0,
			availableOn: lot.availableOn,
			expiresOn: lot.expiresOn,
		})
	}
	const period = periods.findLast((one) => one.closed_at === null && one.taken_back === 0)
	const figures = figureColumns(records.figures)
	const columns: MemberChange = {
		...sumLots(ledger.lots),
		...figures,
		...nesColumns(figures, today, nes),
		...(period
			? { tier_id: period.tier_id, tier_period: period.period, tier_ends_on: period.ends_on }
			: tierPointer(rules, undefined)),
		debt: ledger.debt,
		next_seq: ledger.nextSeq,
		settle_on: nextSettleDay(ledger),
	}
	const differs = Object.entries(columns).some(([column, value]) => member[column as keyof typeof member] !== value)
	if (differs) await setMember(work.tx, member.id, columns)
	return changed || differs
}

/**
 * Writes every projection of a chunk of members anew from ledger lines, orders and tier periods; answers how many
 * members changed and where to go on, null at the end.
 */
export async function rebuild(
	work: Work,
	chunk: { afterId?: number; limit?: number } = {},
): Promise<{ changed: number; next: number | null }> {
	const { afterId = 0, limit = 200 } = chunk
	const moment = await openMoment(work.tx, work.now)
	for (const { id } of await listMembersAfter(work.tx, afterId, limit)) await lockMember(work.tx, id)
	const members = await listMembersAfter(work.tx, afterId, limit)
	let changed = 0
	for (const records of await loadRecords(work.tx, members))
		if (await rebuildMember(work, records, moment)) changed += 1
	return { changed, next: members.length < limit ? null : (members.at(-1)?.id ?? null) }
}
