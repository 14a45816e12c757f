import { dayOf } from '../domain/calendar.ts'
import type { Db } from '../store/db.ts'
import { getProgramAt } from '../store/programs.ts'
import { getSettings } from '../store/settings.ts'
import type { SegmentContext } from './criterion.ts'

/** The shop's day, tiers and currency at an instant (ms UTC). */
export async function getSegmentContext(db: Db, now: number): Promise<SegmentContext> {
	const settings = await getSettings(db)
	const { rules } = await getProgramAt(db, now)
	return { today: dayOf(now, settings.timeZone), tiers: rules.tiers, currency: settings.currency }
}
