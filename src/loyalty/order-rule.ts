import type { Day } from '../domain/calendar.ts'
import {
	availableFrom,
	type EarningOrder,
	type EarnLine,
	entitlement,
	expiryOf,
	type FrozenRule,
	freezeRule,
} from '../domain/earning.ts'
import type { Facts } from '../domain/ledger.ts'
import type { OrderReport } from '../domain/order.ts'
import { holdDaysOf, type ProgramRules, type SourceKind, type Tier, tierOf } from '../domain/program.ts'
import type { Db } from '../store/db.ts'
import { hasVisit, type Order } from '../store/orders.ts'
import { getProgram, type ProgramVersion } from '../store/programs.ts'
import type { Source } from '../store/sources.ts'

// names by which staff and tills report, 'pos-2' and 'POS' too; every other source is a shop on the web
const COUNTER = /^(?:counter|pos|staff|till)(?:[._\d-]|$)/i

const MS_PER_HOUR = 3_600_000

/** Whether orders of a source are made at the counter or on the web, by its name. */
export function sourceKind(name: string): SourceKind {
	return COUNTER.test(name) ? 'counter' : 'web'
}

/** Days after the paid day on which points of this source become usable. */
export function holdOf(rules: ProgramRules, source: Source): number {
	return holdDaysOf(rules, sourceKind(source.name), source.hold_days)
}

/** The cause by which the ledger finds what an order gave. */
export function causeOfOrder(order: Pick<Order, 'source_id' | 'external_id'>): string {
	return `order:${order.source_id}:${order.external_id}`
}

/** The order that a cause names; null for another cause. */
export function orderOfCause(cause: string | null): { sourceId: number; externalId: string } | null {
	const match = /^order:(\d+):(.*)$/s.exec(cause ?? '')
	return match ? { sourceId: Number(match[1]), externalId: match[2] ?? '' } : null
}

/** What an order's rule is frozen from; campaignUse is what limited campaigns have given already. */
export interface Freezing {
	program: ProgramVersion
	tier: Tier
	report: OrderReport
	memberId: number | null
	campaignUse?: EarningOrder['campaignUse']
}

async function countsAsVisit(db: Db, { program, report, memberId }: Freezing): Promise<boolean> {
	const { earning } = program.rules
	if (earning.by !== 'visit' || memberId === null || report.paidAt === null) return true
	const reach = earning.everyHours * MS_PER_HOUR
	const window = { from: report.paidAt - reach, until: report.paidAt + reach }
	return !(await hasVisit(db, { memberId, ...window, besides: report }))
}

/**
 * Fixes what an order earns by. The rule is stored only where version and tier alone do not tell it: the lean case,
 * points by amount without a campaign, needs no copy on each order.
 */
export async function freezeOrderRule(
	db: Db,
	freezing: Freezing,
): Promise<{ rule: FrozenRule; stored: string | null }> {
	const { program, tier, report } = freezing
	const rule = freezeRule(program.rules, tier, {
		placedAt: report.placedAt,
		eligibleMinor: report.eligibleMinor,
		...(report.branch === undefined ? {} : { branch: report.branch }),
		...(report.lines === undefined ? {} : { lines: report.lines }),
		countsAsVisit: await countsAsVisit(db, freezing),
		...(freezing.campaignUse ? { campaignUse: freezing.campaignUse } : {}),
	})
	return { rule, stored: storedRule(rule) }
}

/** A rule as it is kept on the order; null where version and tier tell it. */
export function storedRule(rule: FrozenRule): string | null {
	return rule.base.by === 'amount' && rule.multipliers.length === 0 ? null : JSON.stringify(rule)
}

/** What an order earns by, with the version that says how long its points last. */
export interface OrderRule {
	rule: FrozenRule
	program: ProgramVersion
}

type Frozen = Pick<Order, 'program_id' | 'tier_id' | 'rule'>

/** The rule an order was frozen with; null for an order that earns nothing. */
export async function findOrderRule(db: Db, order: Frozen): Promise<OrderRule | null> {
	return order.program_id === null ? null : ruleFrom(order, await getProgram(db, order.program_id))
}

/** The same from the version the order names. */
export function ruleFrom(order: Frozen, program: ProgramVersion): OrderRule {
	if (order.rule !== null) return { rule: JSON.parse(order.rule) as FrozenRule, program }
	const tier = tierOf(program.rules, order.tier_id ?? 0)
	return { rule: freezeRule({ ...program.rules, campaigns: [] }, tier, { placedAt: 0, eligibleMinor: 0 }), program }
}

/** What an order with this net is entitled to, line by line. */
export function linesOf(rule: FrozenRule | null, netMinor: number): EarnLine[] {
	return rule ? entitlement(rule, netMinor) : []
}

export function sumLines(lines: readonly EarnLine[]): number {
	return lines.reduce((sum, line) => sum + line.points, 0)
}

/** From when and until when points of an order paid on a day are good. */
export function termsOf(rules: ProgramRules, source: Source, paidOn: Day): { availableOn: Day; expiresOn: Day | null } {
	return { availableOn: availableFrom(paidOn, holdOf(rules, source)), expiresOn: expiryOf(rules.expiry, paidOn) }
}

/** Facts of a line as they are stored: what version, tier and order already tell is left out. */
export function leanFacts({ part, facts }: EarnLine): Facts {
	if (part !== 'base' || facts['by'] !== 'amount') return facts
	return { netMinor: facts['netMinor'] ?? null }
}
