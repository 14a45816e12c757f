import { dayOf } from '../domain/calendar.ts'
import { freezeRule } from '../domain/earning.ts'
import { netEligible, type OrderReport } from '../domain/order.ts'
import { clawback, credit } from '../domain/points.ts'
import { tierOf } from '../domain/program.ts'
import { sha256 } from '../lib/keys.ts'
import { causeOfOrder, leanFacts, linesOf, sumLines, termsOf } from '../loyalty/order-rule.ts'
import type { Row } from '../store/schema.ts'
import type { Source } from '../store/sources.ts'
import { type Life, type Moment, passNights, write } from './life.ts'
import { riseByOrder, tierIdOf } from './life-tiers.ts'
import type { OrderPlan } from './seed-plan.ts'

/** Where orders come from, by the names the plans use. */
export type Sources = Record<OrderPlan['source'], Source>

/** What the till or the web shop would have reported; its keys stand in the order of the alphabet. */
export function reportOf(plan: OrderPlan, { memberId }: Pick<Life, 'memberId'>): OrderReport {
	const { at, amountMinor, branch } = plan
	return {
		...(branch === null ? {} : { branch }),
		cancelledAt: null,
		currency: 'HKD',
		eligibleMinor: amountMinor,
		externalId: plan.externalId,
		memberId,
		paidAt: at,
		placedAt: at,
		refundedEligibleMinor: 0,
		source: plan.source,
		totalMinor: amountMinor,
		versionAt: at,
	}
}

function rowOf(life: Life, plan: OrderPlan, source: Source): Row<'orders'> {
	const report = reportOf(plan, life)
	return {
		source_id: source.id,
		external_id: plan.externalId,
		member_id: life.memberId,
		guest_hash: null,
		customer_ref: null,
		placed_at: plan.at,
		paid_at: plan.at,
		paid_on: dayOf(plan.at, life.zone),
		cancelled_at: null,
		eligible_minor: plan.amountMinor,
		total_minor: plan.amountMinor,
		refunded_minor: 0,
		returned_minor: 0,
		net_minor: plan.amountMinor,
		credit_minor: 0,
		version_at: plan.at,
		// as versionOf makes it, without sorting keys that are sorted
		report_hash: sha256(JSON.stringify(report)),
		received_at: plan.at,
		history: 0,
		held: null,
		branch: plan.branch,
		currency: report.currency,
		program_id: null,
		tier_id: null,
		rule: null,
		points: 0,
	}
}

/** An order from before the programme, read in on its first day: it counts, and gives nothing. */
export function addHistory(life: Life, plan: OrderPlan, { source, at }: { source: Source; at: number }): Row<'orders'> {
	const row = { ...rowOf(life, plan, source), history: 1, received_at: at }
	life.tiers.orders.push({ paidOn: row.paid_on ?? 0, netMinor: row.net_minor, processedAt: at })
	return row
}

/** An order at the moment it is paid: what it earns by the tier held before it, and the tier after it. */
export function takeOrder(life: Life, plan: OrderPlan, source: Source): Row<'orders'> {
	const moment = passNights(life, plan.at)
	const { rules } = life.program
	const row = rowOf(life, plan, source)
	const tier = tierOf(rules, tierIdOf(life))
	const rule = freezeRule(rules, tier, { placedAt: plan.at, eligibleMinor: plan.amountMinor })
	const lines = linesOf(rule, plan.amountMinor)
	Object.assign(row, { program_id: life.program.id, tier_id: tier.id, points: sumLines(lines) })
	const terms = termsOf(rules, source, moment.today)
	for (const line of lines) {
		const { kind, points } = line
		const facts = leanFacts(line)
		const lot = { kind, points, ...terms, today: moment.today, cause: causeOfOrder(row), facts }
		write(life, credit(life.ledger, lot), { ...moment, byProgram: true })
	}
	const order = { paidOn: moment.today, netMinor: row.net_minor, processedAt: plan.at }
	life.tiers.orders.push(order)
	riseByOrder(life, moment, { order, key: { sourceId: source.id, externalId: row.external_id } })
	return row
}

/** Goods that come back, for a member without a tier to lose: the points of that part are taken back. */
export function takeReturn(life: Life, row: Row<'orders'>, plan: NonNullable<OrderPlan['returned']>): Row<'returns'> {
	const moment = passNights(life, plan.at)
	const was = row.net_minor
	row.returned_minor = plan.amountMinor
	row.net_minor = netEligible({
		eligibleMinor: row.eligible_minor,
		refundedMinor: plan.amountMinor,
		paid: true,
		cancelled: false,
	})
	const rule = freezeRule(life.program.rules, tierOf(life.program.rules, row.tier_id ?? 0), {
		placedAt: row.placed_at,
		eligibleMinor: row.eligible_minor,
	})
	const entitled = sumLines(linesOf(rule, row.net_minor))
	takeBack(life, { row, points: row.points - entitled, was }, moment)
	row.points = entitled
	const counted = life.tiers.orders.find((one) => one.processedAt === row.received_at)
	if (counted) counted.netMinor = row.net_minor
	return {
		source_id: row.source_id,
		external_id: row.external_id,
		return_id: 'r1',
		amount_minor: plan.amountMinor,
		returned_at: plan.at,
		at: plan.at,
	}
}

function takeBack(life: Life, back: { row: Row<'orders'>; points: number; was: number }, moment: Moment): void {
	const { row, points, was } = back
	if (points === 0) return
	const facts = { netMinor: row.net_minor, wasMinor: was }
	const taken = clawback(life.ledger, { cause: causeOfOrder(row), points, today: moment.today, facts })
	write(life, taken, { ...moment, byProgram: true })
}
