import { type Day, formatDay } from './calendar.ts'

/** The parts of the number of a sale that staff recorded: the local day, whose sale, and which of hers that day. */
export interface SaleNumber {
	day: Day
	staffId: number
	/** From 1. */
	n: number
}

/** The day as every number of a sale of that day begins: 260310. */
export function saleDay(day: Day): string {
	return formatDay(day).slice(2).replaceAll('-', '')
}

/** The number people read on a receipt and in the chat, unique among sales at the counter: 260310-3-12. */
export function saleNumber({ day, staffId, n }: SaleNumber): string {
	return `${saleDay(day)}-${staffId}-${n}`
}

/** Whose sale a number is and which of that day; null for an order that no staff recorded. */
export function parseSaleNumber(text: string): { staffId: number; n: number } | null {
	const [, staffId, n] = /^\d{6}-(\d{1,15})-(\d{1,9})$/.exec(text) ?? []
	return staffId && n ? { staffId: Number(staffId), n: Number(n) } : null
}
