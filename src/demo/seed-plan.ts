import { type Day, dayOf, formatDay, startOfDay } from '../domain/calendar.ts'
import type { Locale } from '../domain/program-words.ts'
import type { Chance } from './chance.ts'
import { drawPastInstant, type Frame, lastDayOf, moveToBusyDay } from './seed-days.ts'
import { drawPerson } from './seed-names.ts'

/** One order as it will be reported. */
export interface OrderPlan {
	source: 'pos' | 'shop'
	/** Given once all orders are known, in the order of time. */
	externalId: string
	/** ms UTC, when it was placed, paid and, in the time of the programme, reported. */
	at: number
	amountMinor: number
	branch: string | null
	/** What came back, and when. */
	returned: { at: number; amountMinor: number } | null
}

/** What happens to one member, decided before the rules are asked. */
export interface MemberPlan {
	name: string
	locale: Locale
	/** Written in from a chat at this instant; null: imported, and nobody has claimed it yet. */
	joinedAt: number | null
	/** Known to the shop before the programme. */
	isImported: boolean
	joinSource: string
	orders: OrderPlan[]
	/** In the order of their joining, set at the end. */
	id: number
	persona?: PersonaKey
}

export type PersonaKey = 'new' | 'gold' | 'sleeping' | 'imported'

/** Who has joined; besides them there are customers of before who have not written in yet. */
export const MEMBERS = 1_284
export const UNCLAIMED = 86
const IMPORTED = 540

/** What a bakery sells: bread, something for the afternoon, a cake, a tray for the office. */
const baskets: readonly { weight: number; from: number; to: number }[] = [
	{ weight: 34, from: 38, to: 98 },
	{ weight: 36, from: 88, to: 188 },
	{ weight: 19, from: 168, to: 328 },
	{ weight: 9, from: 288, to: 528 },
	{ weight: 1.4, from: 680, to: 1_480 },
	{ weight: 0.25, from: 2_080, to: 3_600 },
]

function drawAmount(chance: Chance): number {
	const basket = chance.weigh(baskets, (one) => one.weight)
	return chance.int(basket.from, basket.to) * 100
}

/** An order on a day; the second shop sells from its first day on. */
export function planOrder(frame: Frame, day: Day, chance: Chance): OrderPlan {
	const isWeb = chance.isLikely(0.16)
	const isNewShop = day >= frame.newShopDay && chance.isLikely(0.45)
	return {
		source: isWeb ? 'shop' : 'pos',
		externalId: '',
		at: drawPastInstant(frame, day, chance),
		amountMinor: drawAmount(chance),
		branch: isWeb ? null : isNewShop ? '觀塘' : '上環',
		returned: null,
	}
}

/** One order in sixty comes back, in whole or in part. */
function planReturn(frame: Frame, order: OrderPlan, chance: Chance): OrderPlan {
	if (!chance.isLikely(1 / 60)) return order
	const at = order.at + chance.int(60, 4 * 24 * 60) * 60_000
	const amountMinor = chance.isLikely(0.4) ? order.amountMinor : Math.ceil(order.amountMinor / 200) * 100
	return at < frame.now ? { ...order, returned: { at, amountMinor } } : order
}

/** The days on which somebody buys about every `cycle` days, back from the last one. */
export function spreadBack(span: { first: Day; last: Day; cycle: number }, chance: Chance): Day[] {
	const days: Day[] = []
	let day = span.last
	while (day >= span.first) {
		days.push(Math.round(day))
		day -= span.cycle * (0.6 + 0.8 * chance.unit())
	}
	return days.reverse()
}

/** How a customer's buying goes: on and on, or until she forgot the shop. */
function drawDays(frame: Frame, span: { from: Day; isAsleep: boolean }, chance: Chance): Day[] {
	const end = lastDayOf(frame)
	const isHeavy = chance.isLikely(0.2)
	if (!span.isAsleep) {
		const cycle = isHeavy ? chance.int(5, 15) : chance.int(30, 68)
		const last = end - Math.floor(chance.unit() * Math.min(cycle, 40) * 0.8)
		return spreadBack({ first: Math.min(span.from, last), last, cycle }, chance)
	}
	const cycle = isHeavy ? chance.int(12, 26) : chance.int(36, 64)
	const away = Math.round(chance.weigh(awayTimes, (one) => one.weight).days * (0.9 + 0.2 * chance.unit()))
	const last = Math.max(span.from, end - away)
	const most = chance.isLikely(0.35) ? 1 : chance.int(2, 8)
	return spreadBack({ first: span.from, last, cycle }, chance).slice(-most)
}

/** How long those who stay away have stayed away: drowsy, half-asleep, deep asleep. */
const awayTimes: readonly { days: number; weight: number }[] = [
	{ days: 76, weight: 22 },
	{ days: 92, weight: 18 },
	{ days: 125, weight: 22 },
	{ days: 200, weight: 20 },
	{ days: 300, weight: 18 },
]

function planOrders(frame: Frame, days: readonly Day[], chance: Chance): OrderPlan[] {
	const to = lastDayOf(frame)
	const first = days[0] ?? to
	return days
		.map((day) => planOrder(frame, moveToBusyDay(day, { from: first, to }, chance), chance))
		.map((order) => planReturn(frame, order, chance))
		.sort((a, b) => a.at - b.at)
}

/** A customer of the time before the programme; most of them have written in since. */
function planImported(frame: Frame, index: number, chance: Chance): MemberPlan {
	const from = chance.int(frame.firstDay, frame.launchDay - 12)
	const isAsleep = chance.isLikely(index < UNCLAIMED - 1 ? 0.9 : 0.57)
	const days = drawDays(frame, { from, isAsleep }, chance)
	// known to the shop on the first day of the programme, so there is an order before it
	if ((days[0] ?? from) >= frame.launchDay) days.unshift(from)
	const writesIn = frame.launchDay + Math.floor(chance.unit() ** 2 * 200)
	const joinedAt = drawPastInstant(frame, Math.min(writesIn, lastDayOf(frame) - 1), chance)
	return {
		...drawPerson(chance),
		isImported: true,
		joinedAt: index < UNCLAIMED - 1 ? null : joinedAt,
		joinSource: 'pos',
		orders: planOrders(frame, days, chance),
		id: 0,
	}
}

const sources: readonly [source: string, weight: number][] = [
	['chat', 46],
	['poster', 34],
	['counter', 20],
]

/** Joined in the time of the programme. The new ones came with the second shop. */
function planJoined(frame: Frame, kind: 'regular' | 'asleep' | 'new' | 'prospect', chance: Chance): MemberPlan {
	const end = lastDayOf(frame)
	const span = end - 75 - frame.launchDay
	// the older, the fewer: the programme has grown
	const from = kind === 'new' ? chance.int(end - 38, end) : frame.launchDay + Math.floor(span * chance.unit() ** 0.7)
	const days =
		kind === 'prospect' ? [] : kind === 'new' ? [from] : drawDays(frame, { from, isAsleep: kind === 'asleep' }, chance)
	const orders = planOrders(frame, days, chance)
	const first = orders[0]
	// at the till, while waiting for the bread; prospects have only asked
	const joinedAt = first ? first.at - chance.int(2, 9) * 60_000 : drawPastInstant(frame, from, chance)
	const [joinSource] = chance.weigh(sources, ([, weight]) => weight)
	return { ...drawPerson(chance), isImported: false, joinedAt, joinSource, orders, id: 0 }
}

const kinds: readonly ['regular' | 'asleep' | 'new' | 'prospect', number][] = [
	['new', 436],
	['regular', 196],
	['asleep', 168],
	['prospect', 26],
]

const PLANS_AT_A_TIME = 100

/** The plans of everybody; the personas take the places that are left. */
export async function planMembers(
	frame: Frame,
	personas: readonly MemberPlan[],
	{ chance, breathe }: { chance: Chance; breathe: () => Promise<void> },
): Promise<MemberPlan[]> {
	const all = [...personas]
	const ways = [
		...Array.from({ length: IMPORTED }, (_, index) => () => planImported(frame, index, chance.fork())),
		...kinds.flatMap(([kind, count]) => Array(count).fill(() => planJoined(frame, kind, chance.fork()))),
	] as (() => MemberPlan)[]
	for (const [index, plan] of ways.entries()) {
		all.push(plan())
		if (index % PLANS_AT_A_TIME === 0) await breathe()
	}
	all.sort((a, b) => knownAt(frame, a) - knownAt(frame, b))
	all.forEach((plan, at) => {
		plan.id = at + 1
	})
	await breathe()
	numberOrders(frame, all)
	return all
}

/** When the shop's list got a member's row: the import of the first day, or joining. */
export function knownAt(frame: Frame, plan: Pick<MemberPlan, 'isImported' | 'joinedAt'>): number {
	return plan.isImported ? launchInstant(frame) : (plan.joinedAt ?? launchInstant(frame))
}

/** The instant at which the programme began and the customers so far were imported. */
export function launchInstant({ launchDay, zone }: Frame): number {
	return startOfDay(launchDay, zone) + 10 * 3_600_000
}

/** Gives every order the number its till or web shop would have given it. */
function numberOrders({ zone }: Frame, plans: readonly MemberPlan[]): void {
	const sold = new Map<string, number>()
	let web = 10_230
	for (const order of plans.flatMap((plan) => plan.orders).sort((a, b) => a.at - b.at)) {
		const date = formatDay(dayOf(order.at, zone)).replaceAll('-', '').slice(2)
		const nth = (sold.get(date) ?? 0) + 1
		sold.set(date, nth)
		web += order.source === 'shop' ? 1 : 0
		order.externalId = order.source === 'shop' ? `#${web}` : `${date}-${String(nth).padStart(3, '0')}`
	}
}
