import { addMonths, type Day } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import type { ProgramRules, Tier } from '../domain/program.ts'
import { judgeReturn, reviewPeriodEnd } from '../domain/tier-review.ts'
import {
	carryOf,
	isSecured,
	judgeUpgrade,
	rankOf,
	startPeriod,
	type TierCase,
	type TierCause,
	type TierOrder,
	type TierPeriod,
} from '../domain/tiers.ts'
import type { Db } from '../store/db.ts'
import { type Member, setMember } from '../store/members.ts'
import { listCountedOrders, type OrderKey } from '../store/orders.ts'
import type { ProgramVersion } from '../store/programs.ts'
import {
	insertTierPeriod,
	listTierPeriods,
	setTierPeriod,
	type TierPeriod as TierRow,
	takeBackTierPeriods,
} from '../store/tier-periods.ts'
import type { Work } from '../store/transact.ts'

/** What was told about a period, in tier_periods.told. */
const TOLD = { nothing: 0, secured: 1, grace: 2 } as const

// a renewal a step: more steps than this are a fault in the rows, not a member who was away
const MAX_STEPS = 200

/** A member's tier under the member's lock, with everything the rules look at. */
export interface TierDesk {
	member: Member
	program: ProgramVersion
	tierCase: TierCase
	/** The rows behind tierCase.periods, the present one last. */
	rows: TierRow[]
	/** The greatest n that a period of this member ever had. */
	lastN: number
	notices: Notice[]
}

function periodFrom(row: TierRow): TierPeriod {
	return {
		tierId: row.tier_id,
		startedOn: row.started_on,
		index: row.period,
		validMonths: row.valid_months,
		endsOn: row.ends_on,
		cause: row.cause as TierCause,
		openedAt: row.at,
	}
}

/** Reads what the tier rules look at on a day. */
export async function loadTierCase(
	db: Db,
	load: { memberId: number; rules: ProgramRules; today: Day },
): Promise<{ tierCase: TierCase; rows: TierRow[]; lastN: number }> {
	const all = await listTierPeriods(db, load.memberId)
	const rows = all.filter((row) => row.taken_back === 0)
	const orders = await listCountedOrders(db, load.memberId)
	const tierCase: TierCase = {
		tiers: load.rules.tiers,
		review: load.rules.tierReview,
		periods: rows.map(periodFrom),
		orders: orders.map((order) => ({
			paidOn: order.paid_on,
			netMinor: order.net_minor,
			processedAt: order.received_at,
		})),
		today: load.today,
	}
	return { tierCase, rows, lastN: all.at(-1)?.n ?? 0 }
}

export async function openTierDesk(
	work: Work,
	open: { member: Member; program: ProgramVersion; today: Day },
): Promise<TierDesk> {
	const { member, program, today } = open
	const loaded = await loadTierCase(work.tx, { memberId: member.id, rules: program.rules, today })
	return { member, program, ...loaded, notices: [] }
}

/** The tier columns of a member. */
export function tierPointer(rules: ProgramRules, period: TierPeriod | undefined) {
	return {
		tier_id: period?.tierId ?? (rules.tiers[0] as Tier).id,
		tier_period: period?.index ?? 0,
		tier_ends_on: period?.endsOn ?? null,
	}
}

async function setPointer(work: Work, desk: TierDesk): Promise<void> {
	const pointer = tierPointer(desk.program.rules, desk.tierCase.periods.at(-1))
	await setMember(work.tx, desk.member.id, pointer)
	desk.member = { ...desk.member, ...pointer }
}

/** Ends the present period and begins another. */
export async function beginPeriod(
	work: Work,
	desk: TierDesk,
	begin: { period: TierPeriod; order?: OrderKey | undefined },
): Promise<void> {
	const present = desk.rows.at(-1)
	const { member, tierCase } = desk
	if (present) await setTierPeriod(work.tx, { memberId: member.id, n: present.n }, { closed_at: work.now })
	const { period, order } = begin
	desk.tierCase = { ...tierCase, periods: [...tierCase.periods, period] }
	desk.lastN += 1
	const row: TierRow = {
		member_id: member.id,
		n: desk.lastN,
		tier_id: period.tierId,
		started_on: period.startedOn,
		period: period.index,
		valid_months: period.validMonths,
		ends_on: period.endsOn,
		carry_minor: carryOf(desk.tierCase),
		taken_back: 0,
		told: TOLD.nothing,
		cause: period.cause,
		source_id: order?.sourceId ?? null,
		external_id: order?.externalId ?? null,
		program_id: desk.program.id,
		at: period.openedAt,
		closed_at: null,
	}
	await insertTierPeriod(work.tx, row)
	desk.rows = [...desk.rows, row]
	await setPointer(work, desk)
}

async function takeBack(work: Work, desk: TierDesk, back: TierPeriod | null): Promise<void> {
	const { member, rows, tierCase } = desk
	const keep = back ? tierCase.periods.indexOf(back) + 1 : 0
	await takeBackTierPeriods(work.tx, { memberId: member.id, afterN: rows[keep - 1]?.n ?? 0, at: work.now })
	const reopened = rows[keep - 1]
	if (reopened) await setTierPeriod(work.tx, { memberId: member.id, n: reopened.n }, { closed_at: null })
	desk.rows = rows.slice(0, keep)
	desk.tierCase = { ...tierCase, periods: tierCase.periods.slice(0, keep) }
	await setPointer(work, desk)
}

async function claimTold(work: Work, desk: TierDesk, told: number): Promise<boolean> {
	const row = desk.rows.at(-1)
	if (!row || row.told >= told) return false
	await setTierPeriod(work.tx, { memberId: desk.member.id, n: row.n }, { told })
	desk.rows = [...desk.rows.slice(0, -1), { ...row, told }]
	return true
}

function tell<K extends Notice['kind']>(desk: TierDesk, kind: K, facts: Notice<K>['facts']): void {
	desk.notices.push({ memberId: desk.member.id, kind, facts } as Notice)
}

/** Ends periods whose last day is past: renewed, in grace, or a tier lower; does nothing the second time on a day. */
export async function reviewPeriods(work: Work, desk: TierDesk): Promise<void> {
	for (let step = 0; step < MAX_STEPS; step++) {
		const end = reviewPeriodEnd(desk.tierCase, work.now)
		const tierId = desk.member.tier_id
		if (end.action === 'keep') return
		if (end.action === 'grace') {
			if (await claimTold(work, desk, TOLD.grace))
				tell(desk, 'tier-grace', {
					tier: tierId,
					graceUntil: end.graceUntil,
					missingMinor: end.missing.spendMinor ?? 0,
				})
			return
		}
		await beginPeriod(work, desk, { period: end.period })
		const { endsOn } = end.period
		if (end.action === 'renew') tell(desk, 'tier-renewed', { tier: tierId, endsOn })
		else
			tell(desk, 'tier-down', {
				fromTier: tierId,
				tier: end.period.tierId,
				missingMinor: end.missing.spendMinor ?? 0,
				endsOn,
			})
	}
	throw new Error(`the tier periods of member ${desk.member.id} do not come to an end`)
}

async function upgrade(work: Work, desk: TierDesk, processed?: { order: TierOrder; key: OrderKey }): Promise<boolean> {
	const found = judgeUpgrade(desk.tierCase, processed?.order)
	const tier = found && desk.program.rules.tiers.find((one) => one.id === found.tierId)
	if (!tier) return false
	const fromTier = desk.member.tier_id
	const period = startPeriod(tier, { startedOn: desk.tierCase.today, cause: found.cause, openedAt: work.now })
	await beginPeriod(work, desk, { period, order: processed?.key })
	tell(desk, 'tier-up', { fromTier, tier: tier.id, endsOn: period.endsOn, cause: found.cause, gift: false })
	return true
}

async function tellSecured(work: Work, desk: TierDesk): Promise<void> {
	const period = desk.tierCase.periods.at(-1)
	if (!period || period.endsOn === null || desk.tierCase.today > period.endsOn || !isSecured(desk.tierCase)) return
	if (await claimTold(work, desk, TOLD.secured))
		tell(desk, 'tier-secured', { tier: period.tierId, endsOn: period.endsOn })
}

/** Judges the tier after an order that counts more than before. */
export async function judgeRise(work: Work, desk: TierDesk, rise: { order: TierOrder; key: OrderKey }): Promise<void> {
	await reviewPeriods(work, desk)
	// one order of long ago lifts nobody today, however large
	const recent = rise.order.paidOn > addMonths(desk.tierCase.today, -12)
	const order = recent ? rise.order : { ...rise.order, netMinor: 0 }
	if (!(await upgrade(work, desk, { order, key: rise.key }))) await tellSecured(work, desk)
}

/** Judges the tier by what has been bought, without a new order: after the rules changed. Answers whether it rose. */
export async function judgeStanding(work: Work, desk: TierDesk): Promise<boolean> {
	await reviewPeriods(work, desk)
	const rises = await upgrade(work, desk)
	if (!rises) await tellSecured(work, desk)
	return rises
}

/** Judges the tier after an order that counts less than before. */
export async function judgeFall(work: Work, desk: TierDesk, order: { source: string; externalId: string }) {
	const verdict = judgeReturn(desk.tierCase)
	if (verdict.stays) return
	const fromTier = desk.member.tier_id
	await takeBack(work, desk, verdict.period)
	await upgrade(work, desk)
	const { tier_id, tier_ends_on } = desk.member
	desk.notices = desk.notices.filter((notice) => notice.kind !== 'tier-up')
	if (tier_id === fromTier) return
	tell(desk, 'tier-taken-back', { fromTier, tier: tier_id, ...order, endsOn: tier_ends_on })
}

/** Whether a member who bought so much could reach a tier above: what was bought ever is at least what any window holds. */
export function mayUpgrade(
	rules: ProgramRules,
	member: { tier_id: number; spend_minor: number; order_count: number },
	orderMinor: number,
): boolean {
	const reaches = (least: number | undefined, value: number) => least !== undefined && value >= least
	return rules.tiers
		.slice(rankOf({ tiers: rules.tiers }, member.tier_id) + 1)
		.some(
			({ upgrade: up }) =>
				reaches(up?.spendMinor, member.spend_minor) ||
				reaches(up?.singleOrderMinor, orderMinor) ||
				reaches(up?.orderCount, member.order_count),
		)
}
