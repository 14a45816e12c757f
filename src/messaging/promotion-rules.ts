import { dayOf, minuteOfDay, startOfDay } from '../domain/calendar.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { BroadcastState } from '../store/broadcasts.ts'
import type { Cap } from '../store/hand-over.ts'

/** The only moves there are: draft → checked → (approved) → scheduled → sending ⇄ paused → done | cancelled. */
export const moves: Record<BroadcastState, readonly BroadcastState[]> = {
	// an edit makes a draft of it again
	draft: ['checked', 'cancelled'],
	checked: ['draft', 'approved', 'scheduled', 'cancelled'],
	approved: ['draft', 'scheduled', 'cancelled'],
	scheduled: ['sending', 'cancelled'],
	sending: ['paused', 'done', 'cancelled'],
	paused: ['sending', 'cancelled'],
	done: [],
	cancelled: [],
}

/** The states from which a state can be reached. */
export function statesBefore(to: BroadcastState): BroadcastState[] {
	return (Object.keys(moves) as BroadcastState[]).filter((from) => moves[from].includes(to))
}

/** The instant at which promotions may go out again; undefined when they may now. */
export function findQuietEnd(now: number, settings: StoreSettings): number | undefined {
	const { quietFrom, quietUntil } = settings.promotions
	const zone = settings.timeZone
	const minute = minuteOfDay(now, zone)
	const quiet =
		quietFrom <= quietUntil ? minute >= quietFrom && minute < quietUntil : minute >= quietFrom || minute < quietUntil
	if (!quiet) return undefined
	const today = dayOf(now, zone)
	const endsToday = minute < quietUntil
	// counted from local midnight; where the clocks change that night it is corrected at the next look
	return startOfDay(endsToday ? today : today + 1, zone) + quietUntil * 60_000
}

/** The caps on promotions of one member, in local days: today, and today with the 6 or 29 days before. */
export function capsAt(now: number, settings: StoreSettings): Cap[] {
	const { perDay, per7Days, per30Days } = settings.promotions
	const today = dayOf(now, settings.timeZone)
	const since = (days: number) => startOfDay(today - days + 1, settings.timeZone)
	return [
		{ since: since(1), most: perDay },
		{ since: since(7), most: per7Days },
		{ since: since(30), most: per30Days },
	]
}

/** One outcome as the rules of stopping see it; undefined for sent. */
export type FailureReason = string | undefined

const WINDOW = 40
const MAX_FAILURES = WINDOW * 0.05
const EQUAL_REJECTIONS = 10

/** Watches the outcomes of one broadcast; answers why it must be paused, once that is so. */
export function createPauseRule(): (failure: FailureReason) => string | undefined {
	const last: boolean[] = []
	const rejections = new Map<string, number>()
	return (failure) => {
		last.push(failure !== undefined)
		if (last.length > WINDOW) last.shift()
		if (failure !== undefined) {
			const count = (rejections.get(failure) ?? 0) + 1
			rejections.set(failure, count)
			if (count >= EQUAL_REJECTIONS) return `10 times: ${failure}`
		}
		const failures = last.filter(Boolean).length
		return last.length === WINDOW && failures > MAX_FAILURES ? `${failures} of the last ${WINDOW} failed` : undefined
	}
}

/** Whether so many people opted out after so many messages that the broadcast must stop: > 2 % of at least 100. */
export function isDrivingAway(sent: number, optedOut: number): boolean {
	return sent >= 100 && optedOut > sent * 0.02
}
