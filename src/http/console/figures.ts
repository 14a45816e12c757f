import { type Day, dayOf, weekdayOf } from '../../domain/calendar.ts'
import type { Measures } from '../../domain/measures.ts'
import { currencyDecimals } from '../../domain/money.ts'
import { bestValue } from '../../domain/rewards/index.ts'
import { breathe } from '../../lib/breathe.ts'
import { readReward } from '../../loyalty/view-reward.ts'
import { reportMeasures } from '../../segments/report-measures.ts'
import type { Db } from '../../store/db.ts'
import {
	type ChannelCount,
	countByChannel,
	countByTier,
	countReferralFunnel,
	getOverview,
	type Overview,
	type ReferralFunnel,
	type TierCount,
} from '../../store/overview.ts'
import { countOrdersByDay } from '../../store/reports.ts'
import { listRewardRows } from '../../store/rewards.ts'
import { getSettings } from '../../store/settings.ts'
import type { Store } from '../../store/transact.ts'

export const WEEKS = 26

export interface Week {
	/** Its Monday. */
	from: Day
	orders: number
	netMinor: number
}

/** Everything the first page shows of the shop. */
export interface Figures {
	/** ms UTC; when they were reckoned. */
	at: number
	overview: Overview
	days30: Measures
	days90: Measures
	tiers: TierCount[]
	funnel: ReferralFunnel
	channels: ChannelCount[]
	/** The oldest first; the last one is this week. */
	weeks: Week[]
	/** What a member can have at most for her points: so many minor units for so many points; null where nobody can say. */
	pointValue: { points: number; minor: number } | null
}

/** From this size on figures are kept for a minute: reckoning them walks over everybody, in pieces. */
const LARGE_SHOP = 20_000
const KEPT_MS = 60_000

async function listWeeks(db: Db, today: Day): Promise<Week[]> {
	const monday = today - weekdayOf(today) + 1
	const first = monday - 7 * (WEEKS - 1)
	const weeks = Array.from({ length: WEEKS }, (_, n): Week => ({ from: first + 7 * n, orders: 0, netMinor: 0 }))
	for (const [day, { orders, netMinor }] of await countOrdersByDay(db, first)) {
		const week = weeks[Math.floor((day - first) / 7)]
		if (!week) continue
		week.orders += orders
		week.netMinor += netMinor
	}
	return weeks
}

async function findPointValue(db: Db, averageOrderMinor: number | null): Promise<Figures['pointValue']> {
	const rungs = (await listRewardRows(db, { activeOnly: true })).map((row) => ({
		id: row.id,
		costPoints: row.cost_points,
		valueMinor: readReward(row).valueMinor({ averageOrderMinor }),
	}))
	const best = rungs.find((rung) => rung.id === bestValue(rungs))
	return best?.valueMinor == null ? null : { points: best.costPoints, minor: best.valueMinor }
}

/** The average order of some measures in minor units, rounded; null without orders. */
export function averageOrderOf({ aov }: Measures, currency: string): number | null {
	return aov === null ? null : Math.round(aov * 10 ** currencyDecimals(currency))
}

async function reckon(store: Store, at: number): Promise<Figures> {
	const { db, reports } = store
	const { timeZone, currency } = await getSettings(db)
	const today = dayOf(at, timeZone)
	const days90 = await reportMeasures(reports, { from: today - 89, to: today })
	const overview = await getOverview(reports)
	await breathe()
	const funnel = await countReferralFunnel(reports)
	await breathe()
	const channels = await countByChannel(reports)
	await breathe()
	return {
		at,
		overview,
		days30: await reportMeasures(reports, { from: today - 29, to: today }),
		days90,
		tiers: await countByTier(reports),
		funnel,
		channels,
		weeks: await listWeeks(reports, today),
		pointValue: await findPointValue(db, averageOrderOf(days90, currency)),
	}
}

interface Kept {
	at: number
	figures: Promise<Figures>
	large: boolean
	ready: boolean
}

const kept = new WeakMap<Store, Kept>()

/** The shop's figures; those of a large shop up to a minute old, and reckoned once however many look. */
export async function getFigures(store: Store): Promise<Figures> {
	const now = store.now()
	const known = kept.get(store)
	const fresh = known && now >= known.at && now - known.at < KEPT_MS
	if (known && fresh && (known.large || !known.ready)) return await known.figures
	const mine: Kept = { at: now, figures: reckon(store, now), large: false, ready: false }
	kept.set(store, mine)
	try {
		const { overview } = await mine.figures
		mine.large = overview.members + overview.imported > LARGE_SHOP
	} catch (error) {
		kept.delete(store)
		throw error
	} finally {
		mine.ready = true
	}
	return await mine.figures
}
