import type { Day } from '../domain/calendar.ts'
import { reviewPeriodEnd } from '../domain/tier-review.ts'
import {
	bestFit,
	carryOf,
	isSecured,
	judgeUpgrade,
	rankOf,
	startPeriod,
	type TierCase,
	type TierOrder,
	type TierPeriod,
} from '../domain/tiers.ts'
import type { OrderKey } from '../store/orders.ts'
import type { Row } from '../store/schema.ts'
import type { Life, Moment } from './life.ts'

export interface TierLife {
	periods: TierPeriod[]
	rows: Row<'tier_periods'>[]
	orders: TierOrder[]
}

/** What was told about a period, as in tier_periods.told. */
const TOLD_SECURED = 1
const TOLD_GRACE = 2

export function freshTierLife(): TierLife {
	return { periods: [], rows: [], orders: [] }
}

export function caseOn({ tiers, program }: Life, today: Day): TierCase {
	const { rules } = program
	return { tiers: rules.tiers, review: rules.tierReview, periods: tiers.periods, orders: tiers.orders, today }
}

/** The tier held at the moment. */
export function tierIdOf(life: Life): number {
	return life.tiers.periods.at(-1)?.tierId ?? life.program.rules.tiers[0]?.id ?? 0
}

function beginPeriod(life: Life, moment: Moment, { period, order }: { period: TierPeriod; order?: OrderKey }): void {
	const { tiers } = life
	const present = tiers.rows.at(-1)
	if (present) present.closed_at = moment.at
	tiers.periods = [...tiers.periods, period]
	tiers.rows.push({
		member_id: life.memberId,
		n: tiers.rows.length + 1,
		tier_id: period.tierId,
		started_on: period.startedOn,
		period: period.index,
		valid_months: period.validMonths,
		ends_on: period.endsOn,
		carry_minor: carryOf(caseOn(life, moment.today)),
		taken_back: 0,
		told: 0,
		cause: period.cause,
		source_id: order?.sourceId ?? null,
		external_id: order?.externalId ?? null,
		program_id: life.program.id,
		at: period.openedAt,
		closed_at: null,
	})
}

/** The next day whose night has to look at the present period; null while it is permanent. */
export function nextTierNight({ tiers, program }: Life): Day | null {
	const row = tiers.rows.at(-1)
	if (!row || row.ends_on === null) return null
	return row.told === TOLD_GRACE ? row.ends_on + program.rules.tierReview.graceDays + 1 : row.ends_on + 1
}

/** Ends periods that are over: renewed, in grace, or a tier lower. */
export function reviewAtNight(life: Life, moment: Moment): void {
	for (;;) {
		const end = reviewPeriodEnd(caseOn(life, moment.today), moment.at)
		if (end.action === 'keep') return
		if (end.action === 'grace') {
			const row = life.tiers.rows.at(-1)
			if (row) row.told = TOLD_GRACE
			return
		}
		beginPeriod(life, moment, { period: end.period })
	}
}

/** Judges the tier after an order that is among the orders already. */
export function riseByOrder(life: Life, moment: Moment, processed: { order: TierOrder; key: OrderKey }): void {
	reviewAtNight(life, moment)
	const tierCase = caseOn(life, moment.today)
	const found = judgeUpgrade(tierCase, processed.order)
	const tier = found && tierCase.tiers.find((one) => one.id === found.tierId)
	if (found && tier) {
		const period = startPeriod(tier, { startedOn: moment.today, cause: found.cause, openedAt: moment.at })
		beginPeriod(life, moment, { period, order: processed.key })
		return
	}
	const row = life.tiers.rows.at(-1)
	if (!row || row.ends_on === null || moment.today > row.ends_on || row.told >= TOLD_SECURED) return
	if (isSecured(tierCase)) row.told = TOLD_SECURED
}

/** After the import of what was bought before the programme: the tier that fits. */
export function openTier(life: Life, moment: Moment): void {
	const tierCase = caseOn(life, moment.today)
	const fit = bestFit(tierCase)
	if (rankOf(tierCase, fit.id) === 0) return
	const period = startPeriod(fit, { startedOn: moment.today, cause: 'opening', openedAt: moment.at })
	beginPeriod(life, moment, { period })
}
