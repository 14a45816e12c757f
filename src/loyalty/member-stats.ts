import type { Day } from '../domain/calendar.ts'
import { classify, DEFAULT_THETAS, type NesSettings, parseThetas } from '../domain/nes.ts'
import { nesCode } from '../domain/nes-codes.ts'
import { divideDown } from '../domain/ratio.ts'
import type { StoreSettings } from '../domain/settings.ts'
import type { Db } from '../store/db.ts'
import type { Member, MemberChange } from '../store/members.ts'
import { measureOrders, type OrderFigures } from '../store/orders.ts'

/** How one order counts: on which local day and with how many minor units; 0 is not at all. */
export interface OrderWeight {
	paidOn: Day | null
	netMinor: number
}

type FigureColumns = Pick<Member, 'order_count' | 'purchase_days' | 'first_order_on' | 'last_order_on' | 'spend_minor'>

/** The order figures as columns of a member. */
export function figureColumns(figures: OrderFigures | undefined): FigureColumns {
	return {
		order_count: figures?.orders ?? 0,
		purchase_days: figures?.purchaseDays ?? 0,
		first_order_on: figures?.firstOn ?? null,
		last_order_on: figures?.lastOn ?? null,
		spend_minor: figures?.spendMinor ?? 0,
	}
}

/** The NES rule of the shop with the store cycle in force. */
export function nesSettingsOf({ nes }: StoreSettings): NesSettings {
	const thetas = parseThetas(nes.theta)
	return {
		mode: nes.mode,
		weight: nes.k,
		thetas: thetas.ok ? thetas.value : DEFAULT_THETAS,
		storeCycleTenths: nes.cycleTenths,
	}
}

/** The NES columns of a member with these purchase days on a day. */
export function nesColumns(
	figures: Pick<FigureColumns, 'purchase_days' | 'first_order_on' | 'last_order_on'>,
	today: Day,
	settings: NesSettings,
): Pick<Member, 'nes' | 'nes_cycle_tenths' | 'nes_changes_on'> {
	const { purchase_days: days, first_order_on: firstDay, last_order_on: lastDay } = figures
	const purchases = { days, firstDay: firstDay ?? 0, lastDay: lastDay ?? 0 }
	const { tag, cycle, changesOn } = classify(purchases, today, settings)
	return {
		nes: nesCode(tag),
		nes_cycle_tenths: cycle && divideDown(10 * cycle.numerator, cycle.denominator),
		nes_changes_on: changesOn,
	}
}

// an order that is new and not older than the last one needs no look at the others
function addLatest(member: Member, paidOn: Day, netMinor: number): FigureColumns {
	return {
		order_count: member.order_count + 1,
		purchase_days: member.purchase_days + (member.last_order_on === paidOn ? 0 : 1),
		first_order_on: member.first_order_on ?? paidOn,
		last_order_on: paidOn,
		spend_minor: member.spend_minor + netMinor,
	}
}

/** The order figures of a member after one of its orders changed; the order's row is already written. */
async function figuresAfter(db: Db, member: Member, before: OrderWeight, after: OrderWeight): Promise<FigureColumns> {
	const isNew = before.netMinor === 0
	if (isNew && after.paidOn !== null && (member.last_order_on ?? after.paidOn) <= after.paidOn)
		return addLatest(member, after.paidOn, after.netMinor)
	return figureColumns(await measureOrders(db, member.id))
}

/** The columns that follow from a member's orders after one of them changed; nothing when it counts as before. */
export async function statsAfter(
	db: Db,
	change: { member: Member; before: OrderWeight; after: OrderWeight; today: Day; settings: StoreSettings },
): Promise<MemberChange> {
	const { member, before, after, today, settings } = change
	const moved = before.paidOn !== after.paidOn && before.netMinor > 0
	if (before.netMinor === after.netMinor && !moved) return {}
	const figures = await figuresAfter(db, member, before, after)
	return { ...figures, ...nesColumns(figures, today, nesSettingsOf(settings)) }
}
