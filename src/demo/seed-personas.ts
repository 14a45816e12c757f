import type { Day } from '../domain/calendar.ts'
import { addMonths } from '../domain/calendar.ts'
import type { Locale } from '../domain/program-words.ts'
import type { Chance } from './chance.ts'
import { drawPastInstant, type Frame, lastDayOf } from './seed-days.ts'
import { type MemberPlan, type OrderPlan, type PersonaKey, planOrder, spreadBack } from './seed-plan.ts'

/** Somebody whose phone a visitor of the demo may hold. */
export interface Persona {
	key: PersonaKey | 'stranger'
	/** Her chat. */
	address: string
	name: string
	locale: Locale
	/** E.164, invented; what she shares when the bot asks for her number. */
	phone: string
	/** Who she is, by the language of the page. */
	label: Record<'zh' | 'en', string>
	/** The start payload she came by. */
	start?: string
}

const HKD = 100

export const personaLabels: Record<Persona['key'], Persona['label']> = {
	stranger: { zh: '吳梓晴 · 未入會，有朋友介紹', en: 'Ng Tsz Ching · stranger, a friend’s link' },
	new: { zh: 'Jasmine Lee · 新會員（英文）', en: 'Jasmine Lee · new member (English)' },
	gold: { zh: '黃美玲 · 金卡，就快升級', en: 'Wong Mei Ling · Gold, close to the next tier' },
	sleeping: { zh: '何志強 · 好耐冇嚟', en: 'Ho Chi Keung · has not come for months' },
	imported: { zh: '方雅文 · 舊客，未認領', en: 'Fong Nga Man · imported, not yet claimed' },
}

/** In the order of the list. */
export const personaKeys: readonly Persona['key'][] = ['stranger', 'new', 'gold', 'sleeping', 'imported']

interface Role {
	frame: Frame
	chance: Chance
}

function orderOn({ frame, chance }: Role, day: Day, amountMinor?: number): OrderPlan {
	const order = planOrder(frame, day, chance)
	return { ...order, source: 'pos', branch: '上環', amountMinor: amountMinor ?? order.amountMinor }
}

const byTime = (orders: OrderPlan[]) => orders.sort((a, b) => a.at - b.at)

/** What the gold member has spent in the last twelve months: HK$1,400 are missing to Diamond. */
const GOLD_SPEND = 10_600 * HKD

/** Comes every week, more than a year ago for less; the last order makes the year's spend what it should be. */
function planGold(role: Role): MemberPlan {
	const { frame, chance } = role
	const last = lastDayOf(frame) - 4
	const yearAgo = addMonths(frame.today, -12)
	const days = [...new Set(spreadBack({ first: frame.firstDay + 18, last, cycle: 7.5 }, chance))]
	const counted = days.filter((day) => day > yearAgo).length
	const usual = Math.floor(GOLD_SPEND / counted / HKD)
	let rest = GOLD_SPEND
	const orders = days.map((day) => {
		const amount = Math.round(usual * (day > yearAgo ? 0.8 + 0.4 * chance.unit() : 0.6)) * HKD
		if (day > yearAgo) rest -= amount
		return orderOn(role, day, amount)
	})
	const final = orders.at(-1)
	if (final) final.amountMinor = Math.max(30 * HKD, final.amountMinor + rest)
	return {
		name: '黃美玲',
		locale: 'zh-HK',
		isImported: true,
		joinedAt: drawPastInstant(frame, frame.launchDay + 2, chance),
		joinSource: 'pos',
		orders: byTime(orders),
		id: 0,
		persona: 'gold',
	}
}

function planNew(role: Role): MemberPlan {
	const order = orderOn(role, lastDayOf(role.frame) - 3, 128 * HKD)
	return {
		name: 'Jasmine Lee',
		locale: 'en',
		isImported: false,
		joinedAt: order.at - 4 * 60_000,
		joinSource: 'poster',
		orders: [order],
		id: 0,
		persona: 'new',
	}
}

function planSleeping(role: Role): MemberPlan {
	const { frame, chance } = role
	const last = lastDayOf(frame) - 158
	const days = [0, 1, 2, 3, 4].map((n) => last - 38 * n - (n === 0 ? 0 : chance.int(-4, 4)))
	const orders = byTime(days.map((day) => orderOn(role, day, chance.int(96, 188) * HKD)))
	return {
		name: '何志強',
		locale: 'zh-HK',
		isImported: false,
		joinedAt: (orders[0]?.at ?? 0) - 5 * 60_000,
		joinSource: 'poster',
		orders,
		id: 0,
		persona: 'sleeping',
	}
}

function planImportedOne(role: Role): MemberPlan {
	const { frame, chance } = role
	const before = [-110, -82, -49, -20].map((by) => frame.launchDay + by)
	const since = [262, 121, 33].map((by) => lastDayOf(frame) - by)
	return {
		name: '方雅文',
		locale: 'zh-HK',
		isImported: true,
		joinedAt: null,
		joinSource: 'pos',
		orders: byTime([...before, ...since].map((day) => orderOn(role, day, chance.int(88, 176) * HKD))),
		id: 0,
		persona: 'imported',
	}
}

/** The members that can be played; a stranger is none. */
export function planPersonas(frame: Frame, chance: Chance): MemberPlan[] {
	return [planNew, planGold, planSleeping, planImportedOne].map((plan) => plan({ frame, chance: chance.fork() }))
}
