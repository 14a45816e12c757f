import type { Day } from '../domain/calendar.ts'
import { storeCycleTenths } from '../domain/nes.ts'
import type { StoreSettings } from '../domain/settings.ts'
import {
	listMembersAfter,
	listMembersWithNesDue,
	listPurchaseSpans,
	type Member,
	setFigures,
} from '../store/members.ts'
import { getSettings, setSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { nesColumns, nesSettingsOf } from './member-stats.ts'

async function refresh(work: Work, members: readonly Member[], today: Day): Promise<void> {
	const settings = nesSettingsOf(await getSettings(work.tx))
	const changes = members.flatMap((member) => {
		const columns = nesColumns(member, today, settings)
		const isKnown =
			member.nes === columns.nes &&
			member.nes_cycle_tenths === columns.nes_cycle_tenths &&
			member.nes_changes_on === columns.nes_changes_on
		return isKnown ? [] : [{ id: member.id, ...columns }]
	})
	await setFigures(work.tx, changes)
}

/** Nightly: tags of members whose border has come, a batch a call; answers how many, 0 when none is left. */
export async function refreshDueNes(work: Work, today: Day, limit = 1000): Promise<number> {
	const due = await listMembersWithNesDue(work.tx, today, limit)
	await refresh(work, due, today)
	return due.length
}

/** Measures the store cycle anew from all members and puts it in force; the tags follow by recomputeNes. */
export async function renewStoreCycle(work: Work, today: Day): Promise<StoreSettings> {
	const settings = await getSettings(work.tx)
	const spans = await listPurchaseSpans(work.tx)
	const cycleTenths = storeCycleTenths(spans, settings.nes.defaultCycleDays)
	const renewed = { ...settings, nes: { ...settings.nes, cycleTenths, cycleSetOn: today } }
	await setSettings(work.tx, renewed)
	return renewed
}

/**
 * Recomputes the tags of a chunk of members by id with the cycle in force, each chunk its own transaction; answers where
 * to go on, null at the end. Running it twice changes nothing.
 */
export async function recomputeNes(
	work: Work,
	chunk: { today: Day; afterId?: number; limit?: number },
): Promise<{ done: number; next: number | null }> {
	const { today, afterId = 0, limit = 2000 } = chunk
	const members = await listMembersAfter(work.tx, afterId, limit)
	await refresh(work, members, today)
	return { done: members.length, next: members.length < limit ? null : (members.at(-1)?.id ?? null) }
}
