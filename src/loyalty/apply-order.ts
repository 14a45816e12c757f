import type { Day } from '../domain/calendar.ts'
import type { EarnLine } from '../domain/earning.ts'
import type { Notice } from '../domain/notice.ts'
import { clawback, credit, moveTerms, type Posting } from '../domain/points.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Entry } from '../store/entries.ts'
import type { Member } from '../store/members.ts'
import type { Order } from '../store/orders.ts'
import { getProgramAt } from '../store/programs.ts'
import type { Source } from '../store/sources.ts'
import type { Work } from '../store/transact.ts'
import { restoreCouponsOfOrder } from './follow-coupons.ts'
import { judgeFall, judgeRise, mayUpgrade, openTierDesk, type TierDesk } from './judge-tier.ts'
import { closeLedger, noteActivity, type OpenLedger, openLocked, post } from './ledger.ts'
import { statsAfter } from './member-stats.ts'
import { causeOfOrder, leanFacts, linesOf, type OrderRule, sumLines, termsOf } from './order-rule.ts'
import { rewardReferralOnOrder } from './reward-referral.ts'

/** One order of one member going from a state to another; `after` is written already, the member is locked. */
export interface OrderChange {
	source: Source
	settings: StoreSettings
	today: Day
	member: Member
	/** null when the order did not count for this member before. */
	before: Pick<Order, 'net_minor' | 'paid_on' | 'points'> | null
	after: Order
	/** The frozen rule with its version; null when the order earns nothing. */
	rule: OrderRule | null
	by: string | null
}

export interface Applied {
	member: Member
	entries: Entry[]
	notices: Notice[]
}

/** Makes everything that follows from an order's change: points, figures, tier. */
export async function applyOrder(work: Work, change: OrderChange): Promise<Applied> {
	const { before, after, today, settings } = change
	const difference = after.points - (before?.points ?? 0)
	const open = await openLocked(work, { member: change.member, today, lots: chooseLots(change, difference) })
	if (isPaidAnotherDay(change)) movePaidDay(open, change)
	const postings = difference === 0 ? [] : postDifference(open, change, difference)
	const weight = { paidOn: before?.paid_on ?? null, netMinor: before?.net_minor ?? 0 }
	const stats = await statsAfter(work.tx, {
		member: open.member,
		before: weight,
		after: { paidOn: after.paid_on, netMinor: after.net_minor },
		today,
		settings,
	})
	const entries = await closeLedger(work, open, { programId: after.program_id, by: change.by, change: stats })
	const notices = difference === 0 ? [] : [pointsNotice({ change, open, postings, difference })]
	const desk = await judge(work, { ...change, member: open.member })
	if (desk && after.history === 0) notices.push(...desk.notices)
	// the first payment counts though nothing is left of it: an order after its full return ends as one before it
	if (weight.paidOn !== after.paid_on || weight.netMinor !== after.net_minor)
		notices.push(...(await rewardReferralOnOrder(work, { memberId: change.member.id, order: after })))
	if (weight.netMinor > 0 && after.net_minor === 0) notices.push(...(await restoreCouponsOfOrder(work, after)))
	return { member: desk?.member ?? open.member, entries, notices }
}

function chooseLots(change: OrderChange, difference: number) {
	if (difference < 0 || isPaidAnotherDay(change)) return 'all'
	return difference > 0 && change.rule?.program.rules.expiry.mode === 'inactivity' ? 'open' : 'none'
}

/** Whether what the order gave was given for another day than the newest report says it was paid on. */
function isPaidAnotherDay({ before, after }: OrderChange): boolean {
	return before !== null && before.points > 0 && before.paid_on !== after.paid_on
}

function movePaidDay(open: OpenLedger, { rule, source, after, today }: OrderChange): void {
	// activity has moved the end of everything, and an older day does not take that back
	if (!rule || after.paid_on === null || rule.program.rules.expiry.mode === 'inactivity') return
	const terms = termsOf(rule.program.rules, source, after.paid_on)
	post(open, moveTerms(open.ledger, { ...terms, cause: causeOfOrder(after), today }))
}

/** Lines by which an entitlement rose, a lot each; where a part fell while the whole rose, one line for the whole. */
function risenLines({ rule, before, after }: OrderChange, difference: number): EarnLine[] {
	const now = linesOf(rule?.rule ?? null, after.net_minor)
	if (!before || before.points === 0) return now
	const then = new Map(linesOf(rule?.rule ?? null, before.net_minor).map((line) => [line.part, line.points]))
	const risen = now.map((line) => ({ ...line, points: line.points - (then.get(line.part) ?? 0) }))
	const fits = risen.every((line) => line.points >= 0) && sumLines(risen) === difference
	if (fits) return risen.filter((line) => line.points > 0)
	return now.slice(0, 1).map((line) => ({ ...line, points: difference }))
}

function postDifference(open: OpenLedger, change: OrderChange, difference: number): Posting[] {
	const { after, rule, source, today } = change
	const cause = causeOfOrder(after)
	if (difference < 0) {
		const facts = { netMinor: after.net_minor, wasMinor: change.before?.net_minor ?? 0 }
		return post(open, clawback(open.ledger, { cause, points: -difference, today, facts }))
	}
	if (!rule || after.paid_on === null) throw new Error(`order ${cause} earns without a rule`)
	const terms = termsOf(rule.program.rules, source, after.paid_on)
	const postings = risenLines(change, difference).flatMap(({ kind, points, ...line }) =>
		post(
			open,
			credit(open.ledger, { kind, points, ...terms, today, cause, facts: leanFacts({ kind, points, ...line }) }),
		),
	)
	noteActivity(open, rule.program.rules)
	return postings
}

function pointsNotice({
	change,
	open,
	postings,
	difference,
}: {
	change: OrderChange
	open: OpenLedger
	postings: Posting[]
	difference: number
}): Notice {
	const { member } = open
	const { source, after, today } = change
	const common = {
		source: source.name,
		externalId: after.external_id,
		netMinor: after.net_minor,
		points: Math.abs(difference),
		usable: member.usable,
		pending: member.pending,
		debt: member.debt,
	}
	if (difference < 0) {
		const back = postings.find((posting) => posting.kind === 'clawback')
		const facts = {
			...common,
			fromLots: back?.takes.reduce((sum, take) => sum + take.points, 0) ?? 0,
			expired: back?.relabelled ?? 0,
			debtAdded: back?.debtDelta ?? 0,
		}
		return { memberId: member.id, kind: 'clawback', facts }
	}
	const lots = postings.filter((posting) => posting.lot && (posting.kind === 'earn' || posting.kind === 'bonus'))
	const availableOn = lots[0]?.lot?.availableOn ?? today
	const facts = {
		...common,
		parts: lots.map((lot) => ({ part: String(lot.facts['part'] ?? 'base'), points: lot.points })),
		availableOn: availableOn > today ? availableOn : null,
		debtPaid: postings.reduce((sum, posting) => sum - posting.debtDelta, 0),
	}
	return { memberId: member.id, kind: 'earned', facts }
}

async function judge(work: Work, change: OrderChange): Promise<TierDesk | null> {
	const { member, before, after, today, source } = change
	const was = before?.net_minor ?? 0
	if (after.net_minor === was || after.paid_on === null) return null
	const program = await getProgramAt(work.tx, work.now)
	const inPeriod = member.tier_period > 0
	if (after.net_minor < was) {
		if (!inPeriod) return null
		const desk = await openTierDesk(work, { member, program, today })
		await judgeFall(work, desk, { source: source.name, externalId: after.external_id })
		return desk
	}
	// history counts, and an opening tier is set once after the import
	if (after.history === 1 || (!inPeriod && !mayUpgrade(program.rules, member, after.net_minor))) return null
	const desk = await openTierDesk(work, { member, program, today })
	const order = { paidOn: after.paid_on, netMinor: after.net_minor, processedAt: after.received_at }
	await judgeRise(work, desk, { order, key: { sourceId: after.source_id, externalId: after.external_id } })
	return desk
}
