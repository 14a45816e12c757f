import { dayOf } from '../domain/calendar.ts'
import {
	listLostOrders,
	listOddReferrals,
	listOrdersOfPage,
	listRedemptionsOfPage,
	listReturnDifferences,
	listTierPeriodsOfPage,
	type Page,
} from '../store/checks.ts'
import type { Db } from '../store/db.ts'
import { listAllocationsOfPage, listEntriesOfPage } from '../store/entries.ts'
import { listMembersAfter, type Member } from '../store/members.ts'
import { measureOrdersOfPage } from '../store/orders.ts'
import { getProgramAt, mapPrograms } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import { checkMember, type MemberRecords, type Moment } from './check-member.ts'
import { nesSettingsOf } from './member-stats.ts'

export interface Problem {
	what: string
	memberPublicId?: string
	detail: string
}

const PAGE_MEMBERS = 500
const MOST_PROBLEMS = 1000

function group<T extends { member_id: number | null }>(rows: readonly T[]): (id: number) => T[] {
	const groups = new Map<number | null, T[]>()
	for (const row of rows) {
		const known = groups.get(row.member_id)
		if (known) known.push(row)
		else groups.set(row.member_id, [row])
	}
	return (id) => groups.get(id) ?? []
}

/** Everything stored about the members of a page. */
export async function loadRecords(db: Db, members: readonly Member[]): Promise<MemberRecords[]> {
	const page: Page = { afterId: (members[0]?.id ?? 1) - 1, untilId: members.at(-1)?.id ?? 0 }
	const entries = group(await listEntriesOfPage(db, page))
	const allocations = group(await listAllocationsOfPage(db, page))
	const orders = group(await listOrdersOfPage(db, page))
	const periods = group(await listTierPeriodsOfPage(db, page))
	const redemptions = group(await listRedemptionsOfPage(db, page))
	const figures = await measureOrdersOfPage(db, page)
	return members.map((member) => ({
		member,
		entries: entries(member.id),
		allocations: allocations(member.id),
		orders: orders(member.id),
		periods: periods(member.id),
		redemptions: redemptions(member.id),
		figures: figures.get(member.id),
	}))
}

/** What the checks compare with at an instant. */
export async function openMoment(db: Db, now: number): Promise<Moment> {
	const settings = await getSettings(db)
	const { rules } = await getProgramAt(db, now)
	const programs = await mapPrograms(db)
	return { today: dayOf(now, settings.timeZone), rules, programs, nes: nesSettingsOf(settings) }
}

async function checkWhole(db: Db): Promise<Problem[]> {
	const orderName = (order: { source_id: number; external_id: string }) => `${order.source_id}:${order.external_id}`
	const lost = await listLostOrders(db, MOST_PROBLEMS)
	const differing = await listReturnDifferences(db, MOST_PROBLEMS)
	const odd = await listOddReferrals(db, MOST_PROBLEMS)
	return [
		...lost.map((order) => ({ what: 'order of an unknown member', detail: orderName(order) })),
		...differing.map((order) => ({
			what: 'returns differ',
			detail: `${orderName(order)}: ${order.returned_minor} counted, ${order.sum} returned`,
		})),
		...odd.map((row) => ({
			what: 'referral of oneself',
			memberPublicId: row.friend_public_id,
			detail: row.public_id,
		})),
	]
}

/**
 * Adds everything up again — ledger lines, balances, order figures, NES, tiers, redemptions, returns, referrals — and
 * lists every difference, at most a thousand; reads only, page by page.
 */
export async function doctor(db: Db, now: number): Promise<{ ok: boolean; problems: Problem[] }> {
	const moment = await openMoment(db, now)
	const problems = await checkWhole(db)
	let afterId = 0
	for (;;) {
		const members = await listMembersAfter(db, afterId, PAGE_MEMBERS)
		const last = members.at(-1)
		if (!last || problems.length >= MOST_PROBLEMS) break
		for (const records of await loadRecords(db, members))
			for (const [what, detail] of checkMember(records, moment))
				problems.push({ what, memberPublicId: records.member.public_id, detail })
		afterId = last.id
	}
	return { ok: problems.length === 0, problems: problems.slice(0, MOST_PROBLEMS) }
}
