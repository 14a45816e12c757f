import { formatMoney } from '../../domain/money.ts'
import { type Card, getCard } from '../../loyalty/card.ts'
import { type Customer, findCustomerById, findCustomerByPhone } from '../../loyalty/find-customer.ts'
import { listCoupons } from '../../loyalty/list-coupons.ts'
import { listReturnable } from '../../store/counter.ts'
import { runStale } from '../act.ts'
import { formatDate } from '../locales/format.ts'
import { say, sayPlain } from '../locales/index.ts'
import { customerName, maskedPhone, recallCustomer, rememberCustomer, resolveCustomer } from '../staff-customer.ts'
import { answer, button, lines } from '../turn.ts'
import type { StaffCommand, StaffTurn } from './command.ts'

const WAITING_SHOWN = 99

async function showGuest(turn: StaffTurn, guest: Extract<Customer, { kind: 'guest' }>): Promise<void> {
	const { locale, work } = turn
	const { length: count } = await listReturnable(work.tx, { guestHash: guest.phoneHash }, WAITING_SHOWN)
	answer(turn, {
		text: lines(
			say(locale, 'staff.guest', { phone: guest.masked }),
			count > 0 && say(locale, 'staff.guest_waiting', { count }),
		),
	})
}

function boughtLine({ locale, settings }: StaffTurn, card: Card): string {
	if (card.orders.lastOn === null) return say(locale, 'staff.member_new')
	const amount = formatMoney(card.spendMinor, settings.currency, locale)
	return say(locale, 'staff.member_bought', { date: formatDate(locale, card.orders.lastOn), amount })
}

/** What staff see of a customer; never the whole phone. */
async function showCustomer(turn: StaffTurn, customer: Customer): Promise<void> {
	if (customer.kind === 'guest') return showGuest(turn, customer)
	const { locale, work } = turn
	const { id } = customer.member
	const card = await getCard(work.tx, id, work.now)
	if (!card) throw new Error('a member without a card')
	const { length: coupons } = await listCoupons({ db: work.tx, keys: work.keys, now: work.now }, id)
	const { number, usable, pending, debt } = card
	const phone = (await maskedPhone(turn, id)) ?? sayPlain(locale, 'staff.no_phone')
	const tier = card.tier.names[locale]
	answer(turn, {
		text: lines(
			say(locale, 'staff.member', { name: customerName(customer), number }),
			say(locale, 'staff.member_points', { tier, points: usable, pending }),
			debt > 0 && say(locale, 'staff.member_debt', { points: debt }),
			boughtLine(turn, card),
			say(locale, 'staff.member_phone', { phone, coupons }),
			say(locale, 'staff.add_hint'),
		),
		choices: card.orders.lastOn === null ? [] : [button(turn, 'btn.staff_return', 'return')],
	})
}

/** The card of whoever a contact that was passed on belongs to. */
export async function findByContact(turn: StaffTurn, phone: string): Promise<void> {
	const { work, locale } = turn
	const customer = await findCustomerByPhone({ db: work.tx, keys: work.keys }, phone)
	if (!customer) return answer(turn, { text: say(locale, 'staff.nobody') })
	rememberCustomer(turn, customer)
	await showCustomer(turn, customer)
}

export const find: StaffCommand = {
	name: 'find',
	words: ['搵', '揾', '找', '查詢', '查询', '查會員', '查会员'],
	async typed(turn, rest) {
		const customer = rest === '' ? await recallCustomer(turn) : await resolveCustomer(turn, rest)
		if (customer) return showCustomer(turn, customer)
		if (rest === '') answer(turn, { text: say(turn.locale, 'staff.find_usage') })
	},
	async pressed(turn, [id = '']) {
		const customer = /^\d{1,15}$/.test(id) ? await findCustomerById(turn.work.tx, Number(id)) : undefined
		if (!customer) return runStale(turn)
		rememberCustomer(turn, customer)
		await showCustomer(turn, customer)
	},
}
