import type { Day } from '../domain/calendar.ts'
import { type LocaleText, locales } from '../domain/program-words.ts'
import { isWaiting } from '../domain/waiting.ts'
import type { Db } from '../store/db.ts'
import { type Entry, listEntriesBefore } from '../store/entries.ts'
import { findOrder, type Order } from '../store/orders.ts'
import { getSource } from '../store/sources.ts'
import { findOrderRule, orderOfCause } from './order-rule.ts'

/** One line of a member's points history with everything that explains it. */
export interface HistoryLine {
	seq: number
	/** As the rules name it: earn, bonus, join, referral, redeem, undo, expire, clawback, debt-payment, adjust … */
	kind: string
	/** Signed: what the line added to or took from the points; 0 where only debt changed. */
	points: number
	on: Day
	at: number
	/** When the points become usable; null once they are, and while they wait for a condition (facts.waiting is 1). */
	availableOn: Day | null
	expiresOn: Day | null
	debtDelta: number
	/**
	 * What explains the line. Of an order: source, order (its number), netMinor, tierId, part (base, threshold,
	 * multiplier), by (amount, visit, item), unitMinor, pointsPerUnit, campaigns and their names. Of a return besides: wasMinor,
	 * fromLots, relabelled. Of others what their act noted, such as reward or reason.
	 */
	facts: Record<string, string | number | null>
}

interface OrderFacts {
	order: Order
	source: string
	rate: Record<string, number>
	/** What a campaign of its version is called, in every language. */
	nameOf: (campaignId: string) => LocaleText | undefined
}

async function findOrderFacts(db: Db, cause: string | null): Promise<OrderFacts | null> {
	const key = orderOfCause(cause)
	const order = key && (await findOrder(db, key))
	if (!order) return null
	const frozen = await findOrderRule(db, order)
	const base = frozen?.rule.base
	const rate = base?.by === 'amount' ? { unitMinor: base.unitMinor, pointsPerUnit: base.pointsPerUnit } : {}
	const { campaigns = [] } = frozen?.program.rules ?? {}
	const nameOf = (campaignId: string) => campaigns.find(({ id }) => id === campaignId)?.name
	return { order, source: (await getSource(db, order.source_id)).name, rate, nameOf }
}

/** The names of the campaigns of a line, a fact for each language. */
function namesOf({ campaigns }: HistoryLine['facts'], { nameOf }: OrderFacts): Record<string, string> {
	if (typeof campaigns !== 'string') return {}
	const ids = campaigns.split(' ')
	return Object.fromEntries(
		locales.map((locale) => [`campaigns.${locale}`, ids.map((id) => nameOf(id)?.[locale] ?? id).join(' + ')]),
	)
}

function explain(entry: Entry, found: OrderFacts | null): HistoryLine['facts'] {
	const stored = (entry.facts ? JSON.parse(entry.facts) : {}) as HistoryLine['facts']
	const waiting = entry.released === 0 && isWaiting(entry.available_on) ? { waiting: 1 } : {}
	if (!found) return { ...stored, ...waiting }
	const { order, source, rate } = found
	const isBase = entry.kind === 'earn' && stored['part'] === undefined
	return {
		source,
		order: order.external_id,
		tierId: order.tier_id,
		...(isBase ? { part: 'base', by: 'amount', ...rate } : {}),
		...stored,
		...namesOf(stored, found),
		...(entry.relabelled > 0 ? { relabelled: entry.relabelled } : {}),
	}
}

function lineFrom(entry: Entry, found: OrderFacts | null): HistoryLine {
	const isPending = entry.remaining !== null && entry.released === 0
	return {
		seq: entry.seq,
		kind: entry.kind,
		points: entry.points,
		on: entry.on_day,
		at: entry.at,
		availableOn: isPending && !isWaiting(entry.available_on) ? entry.available_on : null,
		expiresOn: entry.expires_on,
		debtDelta: entry.debt_delta,
		facts: explain(entry, found),
	}
}

/** A member's newest lines first; `before` is the seq of the last line already shown. */
export async function listHistory(
	db: Db,
	memberId: number,
	page: { limit: number; before?: number },
): Promise<HistoryLine[]> {
	return await explainEntries(db, await listEntriesBefore(db, { memberId, ...page }))
}

/** Entries of the ledger with everything that explains them, in their order. */
export async function explainEntries(db: Db, entries: readonly Entry[]): Promise<HistoryLine[]> {
	const known = new Map<string | null, OrderFacts | null>()
	for (const { cause } of entries) if (!known.has(cause)) known.set(cause, await findOrderFacts(db, cause))
	return entries.map((entry) => lineFrom(entry, known.get(entry.cause) ?? null))
}
