import type { Day } from '../domain/calendar.ts'
import { type EarningOrder, type FrozenRule, isLimited, setAside } from '../domain/earning.ts'
import { type Campaign, tierOf } from '../domain/program.ts'
import { insertAudit } from '../store/audit.ts'
import { debitBudget, listRulesOfDay, lockBudget, mapBudgets } from '../store/campaigns.ts'
import type { Db } from '../store/db.ts'
import { type Order, type OrderKey, setOrder } from '../store/orders.ts'
import type { Work } from '../store/transact.ts'
import { type Intake, type Made, weigh } from './make-order.ts'
import { type Freezing, freezeOrderRule, type OrderRule, storedRule } from './order-rule.ts'

type Limited = ReadonlyMap<string, Campaign>

/**
 * Sets aside for an order that was paid just now what campaigns with a budget, or with a cap for a member's day, can give
 * it: both are spent by the orders that come first, and never overspent. A return gives nothing of it back to the
 * campaign. A guest, whose day nobody knows, has no part in such campaigns. The caller has written the order and holds
 * its lock and its member's.
 */
export async function claimCampaigns(work: Work, intake: Intake, made: Made): Promise<Made> {
	const { rule: held } = made
	if (!made.isFirstPayment || !held) return made
	const limited: Limited = new Map(held.program.rules.campaigns.filter(isLimited).map((one) => [one.id, one]))
	if (!held.rule.multipliers.some(({ campaignId }) => limited.has(campaignId))) return made
	const rule = intake.member
		? await claim(work, intake, { order: made.order, held, limited, memberId: intake.member.id })
		: { ...held.rule, multipliers: held.rule.multipliers.filter(({ campaignId }) => !limited.has(campaignId)) }
	const order: Order = { ...made.order, rule: storedRule(rule) }
	const claimed = { rule, program: held.program }
	weigh(order, claimed)
	const key = { sourceId: order.source_id, externalId: order.external_id }
	await setOrder(work.tx, key, { rule: order.rule, points: order.points })
	return { ...made, order, rule: claimed }
}

async function claim(
	work: Work,
	intake: Intake,
	{ order, held, limited, memberId }: { order: Order; held: OrderRule; limited: Limited; memberId: number },
): Promise<FrozenRule> {
	const { report } = intake
	const { program } = held
	const live = held.rule.multipliers.flatMap(({ campaignId }) => limited.get(campaignId) ?? [])
	const spent = new Map<string, number>()
	// in one order for all, so that two orders never wait for each other's budgets
	for (const { id, budgetPoints } of live.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
		if (budgetPoints !== undefined) spent.set(id, await lockBudget(work.tx, id))
	const besides = { sourceId: order.source_id, externalId: order.external_id }
	const given = await sumDay(work.tx, { memberId, paidOn: order.paid_on ?? intake.today, besides })
	const campaignUse: EarningOrder['campaignUse'] = (id) => ({
		memberDay: given.get(id) ?? 0,
		total: spent.get(id) ?? 0,
	})
	const tier = tierOf(program.rules, order.tier_id ?? 0)
	const frozen = await freezeOrderRule(work.tx, { program, tier, report, memberId, campaignUse })
	const rule = setAside(frozen.rule, report.eligibleMinor, new Set(limited.keys()))
	for (const { campaignId, capPoints } of rule.multipliers) {
		const [budget, before] = [limited.get(campaignId)?.budgetPoints, spent.get(campaignId)]
		if (budget === undefined || before === undefined || !capPoints) continue
		await debitBudget(work.tx, campaignId, capPoints)
		if (before + capPoints >= budget) await noteSpent(work, campaignId, budget)
	}
	return rule
}

/** By which rule an order paid on a day would earn as things stand, for saying so before it is made. */
export async function quoteRule(db: Db, freezing: Freezing, paidOn: Day): Promise<FrozenRule> {
	const { memberId, program } = freezing
	if (memberId === null) {
		const campaigns = program.rules.campaigns.filter((one) => !isLimited(one))
		return (await freezeOrderRule(db, { ...freezing, program: { ...program, rules: { ...program.rules, campaigns } } }))
			.rule
	}
	const spent = await mapBudgets(db)
	const given = await sumDay(db, { memberId, paidOn })
	const campaignUse: EarningOrder['campaignUse'] = (id) => ({
		memberDay: given.get(id) ?? 0,
		total: spent.get(id) ?? 0,
	})
	return (await freezeOrderRule(db, { ...freezing, campaignUse })).rule
}

/** What each campaign has set aside for a member's orders of a day, one of them left out. */
async function sumDay(
	db: Db,
	day: { memberId: number; paidOn: Day; besides?: OrderKey },
): Promise<Map<string, number>> {
	const sums = new Map<string, number>()
	for (const text of await listRulesOfDay(db, day))
		for (const { campaignId, capPoints } of (JSON.parse(text) as FrozenRule).multipliers)
			sums.set(campaignId, (sums.get(campaignId) ?? 0) + (capPoints ?? 0))
	return sums
}

async function noteSpent(work: Work, campaignId: string, points: number): Promise<void> {
	const line = { at: work.now, actor: 'program', action: 'campaign.spent', subject: campaignId, after: { points } }
	await insertAudit(work.tx, line)
}
