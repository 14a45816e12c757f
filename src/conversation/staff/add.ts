import { memberNumber } from '../../domain/member-number.ts'
import { currencyDecimals, formatMoney, parseAmount } from '../../domain/money.ts'
import { mayUsePlainCodes } from '../../loyalty/check-at-counter.ts'
import {
	nextSaleNumber,
	quoteSale,
	recordSale,
	SALE_UNDO_MS,
	type Sale,
	type SaleCustomer,
	undoSale,
} from '../../loyalty/counter-sale.ts'
import type { Customer } from '../../loyalty/find-customer.ts'
import { GUEST_DAYS } from '../../loyalty/make-order.ts'
import { isOwnMember } from '../../loyalty/staff-member.ts'
import { getMember } from '../../store/members.ts'
import { runStale } from '../act.ts'
import { askConfirm } from '../confirm.ts'
import { say } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { customerName, leadAgain, memberName, recallCustomer, resolveCustomer } from '../staff-customer.ts'
import { answer, button, lines } from '../turn.ts'
import type { StaffCommand, StaffTurn } from './command.ts'

/** A sale above this, in major units, is a slip of the finger or a phone number. */
const MOST_MAJOR = 1_000_000

const moneyOf = ({ settings, locale }: StaffTurn, minor: number) => formatMoney(minor, settings.currency, locale)

/** '88', '$88.50', 'HK$1,200', '88元' in minor units; undefined when it is no amount of a sale. */
export function readAmount(text: string, currency: string): number | undefined {
	const bare = text
		.normalize('NFKC')
		.replace(/^(?:HK|NT|MOP)?\$/i, '')
		.replace(/(?:元|蚊)$/, '')
	const read = parseAmount(bare, currency)
	if (!read.ok || read.value <= 0) return undefined
	return read.value <= MOST_MAJOR * 10 ** currencyDecimals(currency) ? read.value : undefined
}

async function askFor(turn: StaffTurn, customer: Customer, amountMinor: number): Promise<void> {
	const { locale, work } = turn
	const memberId = customer.kind === 'member' ? customer.member.id : null
	if (memberId !== null && (await isOwnMember(work.tx, turn.staff, memberId)))
		return answer(turn, { text: say(locale, 'staff.add_own') })
	const points = await quoteSale(work.tx, { memberId, amountMinor, now: work.now })
	const number = await nextSaleNumber(work, turn.staff.id)
	const whose = customer.kind === 'member' ? ['m', String(memberId)] : ['p', customer.phoneHash, customer.masked]
	const confirm = askConfirm(turn, 'add', [number, String(amountMinor), ...whose])
	const amount = moneyOf(turn, amountMinor)
	const text =
		memberId === null
			? say(locale, 'staff.add_confirm_guest', { amount, phone: customerName(customer), points, days: GUEST_DAYS })
			: say(locale, 'staff.add_confirm', {
					amount,
					name: customerName(customer),
					number: memberNumber(memberId),
					points,
				})
	answer(turn, {
		text,
		choices: [button(turn, 'btn.staff_confirm', confirm), button(turn, 'btn.cancel', 'cancel')],
		columns: 2,
	})
}

async function doneText(turn: StaffTurn, sale: Sale, masked: string): Promise<string> {
	const { locale, work } = turn
	const { number, points, usable: balance } = sale
	const amount = moneyOf(turn, sale.amountMinor)
	if (sale.state === 'held') return say(locale, 'staff.add_held', { amount, number })
	if (sale.memberId === null) return say(locale, 'staff.add_done_guest', { amount, phone: masked, number })
	const name = memberName(await getMember(work.tx, sale.memberId))
	return say(locale, 'staff.add_done', { amount, name, points, balance, number })
}

async function undo(turn: StaffTurn, number: string): Promise<void> {
	const { work, locale, staff } = turn
	const result = await undoSale(work, { staff, number, mayOthers: mayUsePlainCodes(staff.role) })
	if (!result.ok) {
		if (result.reason === 'unknown') return runStale(turn)
		const text =
			result.reason === 'too-late' ? say(locale, 'staff.undo_late', result.facts) : say(locale, 'staff.undo_not_yours')
		return answer(turn, { text })
	}
	const { again, points, usable, debt, memberId, notices, amountMinor } = result.value
	if (again) return answer(turn, { text: say(locale, 'staff.undo_already', { number }) })
	await tellNotices(work, notices)
	const amount = moneyOf(turn, amountMinor)
	const text =
		memberId === null
			? say(locale, 'staff.undo_done_guest', { number, amount })
			: say(locale, 'staff.undo_done', { number, amount, points, balance: usable })
	answer(turn, { text: lines(text, debt > 0 && say(locale, 'staff.member_debt', { points: debt })) })
}

function customerOf([kind, id = '']: string[]): SaleCustomer {
	return kind === 'm' ? { memberId: Number(id) } : { phoneHash: id }
}

export const add: StaffCommand = {
	name: 'add',
	words: ['入數', '入数', '儲分', '储分', '加分', '登記', '登记'],
	async typed(turn, rest) {
		const { locale, settings } = turn
		const [typed = '', ...who] = rest.split(/\s+/)
		const amount = readAmount(typed, settings.currency)
		if (amount === undefined) return answer(turn, { text: say(locale, 'staff.add_usage') })
		const named = who.join(' ')
		const customer = named === '' ? await recallCustomer(turn) : await resolveCustomer(turn, named)
		if (customer) return askFor(turn, customer, amount)
		if (named === '') answer(turn, { text: say(locale, 'staff.add_who') })
	},
	async pressed(turn, [what, number = '']) {
		await (what === 'undo' ? undo(turn, number) : runStale(turn))
	},
	async confirmed(turn, [number = '', amount = '', ...whose]) {
		const { work, locale, staff } = turn
		const result = await recordSale(work, {
			staff,
			number,
			amountMinor: Number(amount),
			customer: customerOf(whose),
		})
		if (!result.ok) return answer(turn, { text: say(locale, 'staff.add_own') })
		const sale = result.value
		await tellNotices(work, sale.notices)
		if (sale.again) leadAgain(turn, 'staff.add_again')
		const text = await doneText(turn, sale, whose[2] ?? '')
		answer(turn, {
			text: lines(text, say(locale, 'staff.add_hint_undo', { minutes: SALE_UNDO_MS / 60_000 })),
			choices: [button(turn, 'btn.undo', `add:undo:${number}`)],
		})
	},
}
