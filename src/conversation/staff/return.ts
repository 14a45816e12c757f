import { formatMoney } from '../../domain/money.ts'
import type { Customer } from '../../loyalty/find-customer.ts'
import { returnAtCounter } from '../../loyalty/return-at-counter.ts'
import { listReturnable } from '../../store/counter.ts'
import type { Order } from '../../store/orders.ts'
import { runStale } from '../act.ts'
import { askConfirm } from '../confirm.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { tellNotices } from '../notices.ts'
import { customerName, recallCustomer, resolveCustomer } from '../staff-customer.ts'
import { answer, button, lines } from '../turn.ts'
import { readAmount } from './add.ts'
import type { StaffCommand, StaffTurn } from './command.ts'

/** Purchases offered: the newest, as a person at the counter remembers them. */
const SHOWN = 5

const REF_LENGTH = 12

const moneyOf = ({ settings, locale }: StaffTurn, minor: number) => formatMoney(minor, settings.currency, locale)

/** Stands for an order in a button, where numbers of other shops may be too long. */
function refOf({ work }: StaffTurn, order: Order): string {
	return work.keys.hash('input', `${order.source_id}:${order.external_id}`).slice(0, REF_LENGTH)
}

async function listOrders({ work }: StaffTurn, customer: Customer): Promise<Order[]> {
	const whose = customer.kind === 'member' ? { memberId: customer.member.id } : { guestHash: customer.phoneHash }
	return await listReturnable(work.tx, whose, SHOWN)
}

async function findRef(turn: StaffTurn, ref: string): Promise<{ customer: Customer; order: Order } | undefined> {
	const customer = await recallCustomer(turn)
	const order = customer && (await listOrders(turn, customer)).find((one) => refOf(turn, one) === ref)
	return order && { customer, order }
}

async function listFor(turn: StaffTurn, customer: Customer): Promise<void> {
	const { locale } = turn
	const orders = await listOrders(turn, customer)
	const name = customerName(customer)
	if (orders.length === 0) return answer(turn, { text: say(locale, 'staff.return_none', { name }) })
	const choices = orders.map((order) => ({
		value: `return:${refOf(turn, order)}`,
		label: sayPlain(locale, 'staff.return_row', {
			date: formatDate(locale, order.paid_on ?? 0),
			amount: moneyOf(turn, order.net_minor),
			number: order.external_id,
		}),
	}))
	answer(turn, {
		text: say(locale, 'staff.return_list', { name }),
		choices: [...choices, button(turn, 'btn.cancel', 'cancel')],
	})
}

function askAmount(turn: StaffTurn, order: Order): void {
	const { locale, work } = turn
	const ref = refOf(turn, order)
	turn.session.slot = { command: 'return', step: ref, at: work.now }
	const facts = { number: order.external_id, amount: moneyOf(turn, order.net_minor) }
	answer(turn, {
		text: say(locale, 'staff.return_ask', facts),
		choices: [button(turn, 'btn.staff_all', `return:${ref}:all`), button(turn, 'btn.cancel', 'cancel')],
		columns: 2,
	})
}

function askFor(turn: StaffTurn, { customer, order }: { customer: Customer; order: Order }, minor: number): void {
	const { locale } = turn
	const { source_id: sourceId, external_id: number } = order
	if (minor > order.net_minor) {
		answer(turn, { text: say(locale, 'staff.return_too_much', { amount: moneyOf(turn, order.net_minor) }) })
		return
	}
	turn.session.slot = null
	const value = askConfirm(turn, 'return', [String(sourceId), number, String(minor)])
	answer(turn, {
		text: say(locale, 'staff.return_confirm', { amount: moneyOf(turn, minor), number, name: customerName(customer) }),
		choices: [button(turn, 'btn.staff_confirm', value), button(turn, 'btn.cancel', 'cancel')],
		columns: 2,
	})
}

export const giveBack: StaffCommand = {
	name: 'return',
	words: ['退貨', '退货'],
	async typed(turn, rest) {
		const customer = rest === '' ? await recallCustomer(turn) : await resolveCustomer(turn, rest)
		if (customer) return listFor(turn, customer)
		if (rest === '') answer(turn, { text: say(turn.locale, 'staff.return_who') })
	},
	async pressed(turn, [ref = '', all]) {
		if (ref === '') return giveBack.typed(turn, '')
		const found = await findRef(turn, ref)
		if (!found) return runStale(turn)
		if (all === 'all') return askFor(turn, found, found.order.net_minor)
		askAmount(turn, found.order)
	},
	async answer(turn, text) {
		const amount = readAmount(text.trim(), turn.settings.currency)
		const found = amount === undefined ? undefined : await findRef(turn, turn.session.slot?.step ?? '')
		if (!found || amount === undefined) return false
		askFor(turn, found, amount)
		return true
	},
	async confirmed(turn, [sourceId = '', number = '', minor = ''], key) {
		const { work, locale, staff } = turn
		const amountMinor = Number(minor)
		const order = { sourceId: Number(sourceId), externalId: number, amountMinor }
		const result = await returnAtCounter(work, { staff, ...order, returnId: `${staff.id}-${key}` })
		if (!result.ok) {
			if (result.reason === 'unknown') return runStale(turn)
			const amount = moneyOf(turn, result.facts.leftMinor)
			return answer(turn, { text: say(locale, 'staff.return_too_much', { amount }) })
		}
		const { again, points, usable, debt, memberId, notices } = result.value
		if (again) return answer(turn, { text: say(locale, 'staff.return_again') })
		await tellNotices(work, notices)
		const amount = moneyOf(turn, amountMinor)
		const text =
			memberId === null
				? say(locale, 'staff.return_done_guest', { amount, number })
				: say(locale, 'staff.return_done', { amount, number, points, balance: usable })
		answer(turn, { text: lines(text, debt > 0 && say(locale, 'staff.member_debt', { points: debt })) })
	},
}
