import { transferAll } from '../domain/points-transfer.ts'
import { rankOf } from '../domain/tiers.ts'
import { moveConsents } from '../store/consents.ts'
import { moveCoupons } from '../store/coupons.ts'
import { movePhones } from '../store/member-phones.ts'
import { insertTags, listTags } from '../store/member-tags.ts'
import { getMember, lockMember, type Member, type MemberChange, setMember } from '../store/members.ts'
import { deleteLinks } from '../store/one-time-links.ts'
import { measureOrders } from '../store/orders.ts'
import { insertMerge, moveOrders } from '../store/personal.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { Work } from '../store/transact.ts'
import { ACTIVATION } from './create-activation-link.ts'
import { JOIN, reverseCause, sumCause } from './credit-member.ts'
import { endTier } from './end-tier.ts'
import { closeLedger, localDay, openLedger, post } from './ledger.ts'
import { figureColumns, nesColumns, nesSettingsOf } from './member-stats.ts'
import { setTier } from './set-tier.ts'
import { refuseReferral } from './verify-phone.ts'

/**
 * Merges an imported member nobody has claimed into one who joined on her own and proved to be the same person. Lots
 * move one by one with their expiry, orders count for the survivor, the higher tier and the older date of joining win,
 * and nobody is rewarded for having joined twice. Answers the points that moved.
 */
export async function mergeImported(
	work: Work,
	{ from, into }: { from: number; into: number },
): Promise<{ moved: number }> {
	const { tx } = work
	// always in the order of ids, so that two merges wait for each other
	for (const id of [from, into].sort((a, b) => a - b)) await lockMember(tx, id)
	const source = await getMember(tx, from)
	if (source.status !== 'imported') throw new Error('only a membership that is nobody’s is merged this way')
	await reverseSecondJoin(work, { from, into })
	await refuseReferral(work, into, 'customer-before')
	const moved = await movePoints(work, { from, into })
	await moveOrders(tx, from, into)
	await movePhones(tx, from, into)
	await moveConsents(tx, from, into)
	await moveCoupons(tx, from, into)
	await insertTags(tx, into, await listTags(tx, from))
	await deleteLinks(tx, ACTIVATION, String(from))
	await joinRows(work, source, await getMember(tx, into))
	await takeHigherTier(work, source, into)
	await endTier(work, from)
	const facts = JSON.stringify({ points: moved })
	await insertMerge(tx, { from_id: from, into_id: into, at: work.now, by: 'member', facts, undone_at: null })
	return { moved }
}

/** One person has one reward of joining: of two, that of the merged membership goes. */
async function reverseSecondJoin(work: Work, { from, into }: { from: number; into: number }): Promise<void> {
	const [first, second] = [await sumCause(work, from, JOIN), await sumCause(work, into, JOIN)]
	if (first <= 0 || second <= 0) return
	await reverseCause(work, { memberId: from, cause: JOIN, points: first, kind: 'reverse', facts: { reason: 'merged' } })
}

async function movePoints(work: Work, { from, into }: { from: number; into: number }): Promise<number> {
	const today = await localDay(work.tx, work.now)
	const out = await openLedger(work, { memberId: from, today, lots: 'all' })
	const target = await openLedger(work, { memberId: into, today, lots: 'all' })
	const held = out.ledger.lots.reduce((sum, lot) => sum + lot.remaining, 0)
	const cause = `merge:${from}:${into}`
	const moved = transferAll(out.ledger, target.ledger, { today, cause })
	post(out, moved.from)
	post(target, moved.into)
	await closeLedger(work, out)
	await closeLedger(work, target)
	return held
}

/** The row of the survivor takes what only the merged one knew; the merged row becomes an alias. */
async function joinRows(work: Work, source: Member, target: Member): Promise<void> {
	const { tx, now } = work
	const settings = await getSettings(tx)
	const figures = figureColumns(await measureOrders(tx, target.id))
	const today = await localDay(tx, now)
	const change: MemberChange = {
		...figures,
		...nesColumns(figures, today, nesSettingsOf(settings)),
		name: target.name || source.name,
		email: target.email ?? source.email,
		locale: target.locale ?? source.locale,
		joined_at: older(source.joined_at, target.joined_at),
		joined_on: older(source.joined_on, target.joined_on),
	}
	if (target.birthday_month === null && source.birthday_month !== null) {
		change.birthday_month = source.birthday_month
		change.birthday_day = source.birthday_day
		change.birthday_set_at = source.birthday_set_at
	}
	await setMember(tx, target.id, change)
	await setMember(tx, source.id, {
		status: 'merged',
		merged_into: target.id,
		name: '',
		email: null,
		birthday_month: null,
		birthday_day: null,
		birthday_set_at: null,
		order_count: 0,
		purchase_days: 0,
		first_order_on: null,
		last_order_on: null,
		spend_minor: 0,
		nes: 0,
		nes_cycle_tenths: null,
		nes_changes_on: null,
	})
}

function older(a: number | null, b: number | null): number | null {
	if (a === null || b === null) return a ?? b
	return Math.min(a, b)
}

async function takeHigherTier(work: Work, source: Member, into: number): Promise<void> {
	const { rules } = await getProgramAt(work.tx, work.now)
	const { tier_id: tierId } = await getMember(work.tx, into)
	if (rankOf(rules, source.tier_id) <= rankOf(rules, tierId)) return
	await setTier(work, { memberId: into, tierId: source.tier_id, endsOn: source.tier_ends_on, cause: 'import' })
}
