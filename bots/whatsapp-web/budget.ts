import type { PromotionLimits } from '../../src/domain/promotion-limits.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
const LAST = 20

/** One promotion that went out. */
export interface Promotion {
	at: number
	address: string
	/** WhatsApp's key, once the page gave one. */
	id?: string
	refused?: true
	answered?: true
}

/** What is known of the promotions of a linked number. */
export interface Record {
	/** When the number was linked, ms UTC; undefined while it is not. */
	linkedAt: number | undefined
	promotions: readonly Promotion[]
	/** Before this instant none may follow the last one. */
	nextAt: number
	/** The merchant must say that it may go on. */
	stopped: { at: number; reason: string } | undefined
}

/** Whether a promotion may go out now, and if not, why and until when; without an instant it takes a person. */
export type Verdict =
	| { kind: 'open' }
	| { kind: 'wait'; until: number; reason: string }
	| { kind: 'closed'; reason: string }

export const emptyRecord: Record = { linkedAt: undefined, promotions: [], nextAt: 0, stopped: undefined }

/** Promotions allowed on the day that began so many whole days after linking. */
export function dailyBudget(limits: PromotionLimits, ageDays: number): number {
	return Math.min(limits.perDay, limits.firstDay + limits.growthPerDay * Math.max(0, ageDays))
}

/** Judges by the figures alone; all instants in ms UTC. */
export function judge(limits: PromotionLimits, record: Record, now: number): Verdict {
	if (!limits.accepted)
		return { kind: 'closed', reason: 'promotions by WhatsApp Web are off: its warning was not accepted' }
	if (record.stopped) return { kind: 'closed', reason: record.stopped.reason }
	if (record.linkedAt === undefined) return { kind: 'closed', reason: 'WhatsApp is not linked' }
	const budget = dailyBudget(limits, Math.floor((now - record.linkedAt) / DAY_MS))
	const sent = record.promotions
	const waits = [
		{ until: record.nextAt, reason: 'pause between two promotions' },
		{
			until: endOf(sent, { now, spanMs: HOUR_MS, most: limits.perHour }),
			reason: 'promotions of this hour are used up',
		},
		{ until: endOf(sent, { now, spanMs: DAY_MS, most: budget }), reason: 'promotions of this day are used up' },
		{
			until: endOf(
				sent.filter(({ answered }) => !answered),
				{ now, spanMs: WEEK_MS, most: limits.unanswered },
			),
			reason: 'too many promotions without an answer',
		},
	]
	const longest = waits.reduce((a, b) => (b.until > a.until ? b : a))
	return longest.until > now ? { kind: 'wait', ...longest } : { kind: 'open' }
}

/** When there is room again for one more within a sliding span; 0 when there is. */
function endOf(
	sent: readonly Promotion[],
	{ now, spanMs, most }: { now: number; spanMs: number; most: number },
): number {
	const within = sent.filter(({ at }) => at > now - spanMs)
	const oldestThatCounts = within[within.length - most]
	return oldestThatCounts ? oldestThatCounts.at + spanMs : 0
}

/** Notes a promotion before it is sent; `chance` from 0 to below 1 draws the pause after it. */
export function notePromotion(
	record: Record,
	limits: PromotionLimits,
	{ address, at, chance }: { address: string; at: number; chance: number },
): Record {
	const gap = limits.leastGapMs + chance * Math.max(0, limits.mostGapMs - limits.leastGapMs)
	const kept = record.promotions.filter((promotion) => promotion.at > at - WEEK_MS)
	return { ...record, promotions: [...kept, { at, address }], nextAt: at + Math.round(gap) }
}

const change = (record: Record, test: (one: Promotion) => boolean, fields: Partial<Promotion>): Record => ({
	...record,
	promotions: record.promotions.map((one) => (test(one) ? { ...one, ...fields } : one)),
})

/** Gives the newest promotion to this address its key. */
export function nameLast(record: Record, { address, id }: { address: string; id: string }): Record {
	const last = record.promotions.findLast((one) => one.address === address)
	return change(record, (one) => one === last, { id })
}

/** Takes the newest promotion to this address back: it surely did not go out. */
export function forgetLast(record: Record, address: string): Record {
	const last = record.promotions.findLast((one) => one.address === address)
	return { ...record, promotions: record.promotions.filter((one) => one !== last) }
}

/** A person wrote: what she was sent counts as answered. */
export const noteAnswer = (record: Record, address: string): Record =>
	change(record, (one) => one.address === address, { answered: true })

/** WhatsApp refused a promotion; too many of the last 20 stop them all. */
export function noteRefusal(record: Record, limits: PromotionLimits, { id, at }: { id: string; at: number }): Record {
	const noted = change(record, (one) => one.id === id, { refused: true })
	const refused = noted.promotions.slice(-LAST).filter((one) => one.refused).length
	if (refused < limits.refusedOf20) return noted
	return stop(noted, { at, reason: `WhatsApp refused ${refused} of the last promotions` })
}

/** Stops all promotions until the merchant lets them go on; the first reason stays. */
export function stop(record: Record, stopped: { at: number; reason: string }): Record {
	return record.stopped ? record : { ...record, stopped }
}

/** The merchant lets promotions go on; old refusals are not held against the number again. */
export const resume = (record: Record): Record => ({
	...record,
	stopped: undefined,
	promotions: record.promotions.map(({ refused: _past, ...one }) => one),
})

/** What the console shows. */
export interface Figures {
	lastHour: number
	today: number
	dailyBudget: number
	unanswered: number
}

export function countPromotions(limits: PromotionLimits, record: Record, now: number): Figures {
	const since = (ms: number) => record.promotions.filter(({ at }) => at > now - ms)
	const ageDays = record.linkedAt === undefined ? 0 : Math.floor((now - record.linkedAt) / DAY_MS)
	return {
		lastHour: since(HOUR_MS).length,
		today: since(DAY_MS).length,
		dailyBudget: dailyBudget(limits, ageDays),
		unanswered: since(WEEK_MS).filter(({ answered }) => !answered).length,
	}
}
