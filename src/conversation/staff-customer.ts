import { memberNumber } from '../domain/member-number.ts'
import { maskPhone } from '../domain/phone.ts'
import { type Customer, findCustomer, findCustomerById } from '../loyalty/find-customer.ts'
import { listPhones } from '../store/member-phones.ts'
import type { Member } from '../store/members.ts'
import { say } from './locales/index.ts'
import type { StaffTurn } from './staff/command.ts'
import { answer, lead } from './turn.ts'

/** After this the customer found last is no longer meant: the next one stands at the counter. */
const CUSTOMER_MS = 30 * 60_000

/** Keeps whom staff found, for the command that follows. */
export function rememberCustomer(turn: StaffTurn, customer: Customer): void {
	turn.session.counter =
		customer.kind === 'member'
			? { memberId: customer.member.id, phoneHash: null, masked: null, at: turn.work.now }
			: { memberId: null, phoneHash: customer.phoneHash, masked: customer.masked, at: turn.work.now }
}

/** The customer found last, while she is meant. */
export async function recallCustomer(turn: StaffTurn): Promise<Customer | undefined> {
	const { counter } = turn.session
	if (!counter || turn.work.now - counter.at >= CUSTOMER_MS) return undefined
	const { memberId, phoneHash, masked } = counter
	if (memberId !== null) return await findCustomerById(turn.work.tx, memberId)
	return phoneHash === null || masked === null ? undefined : { kind: 'guest', phoneHash, masked }
}

/** How a member is called at the counter. */
export function memberName(member: Pick<Member, 'id' | 'name'>): string {
	return member.name || memberNumber(member.id)
}

export function customerName(customer: Customer): string {
	return customer.kind === 'member' ? memberName(customer.member) : customer.masked
}

/** The phone of a member as staff may read it; undefined when none is known. */
export async function maskedPhone({ work }: StaffTurn, memberId: number): Promise<string | undefined> {
	const [phone] = await listPhones(work.tx, memberId)
	return phone && maskPhone(work.keys.decrypt(phone.phone_encrypted))
}

/** Whom the text names, remembered; undefined when the answer says already why nobody was found. */
export async function resolveCustomer(turn: StaffTurn, text: string): Promise<Customer | undefined> {
	const { work, locale } = turn
	const found = await findCustomer({ db: work.tx, keys: work.keys }, text)
	if (found.ok) {
		rememberCustomer(turn, found.value)
		return found.value
	}
	if (found.reason === 'nobody') {
		answer(turn, { text: say(locale, 'staff.nobody') })
		return undefined
	}
	const choices = await Promise.all(
		found.facts.members.map(async (member) => {
			const phone = (await maskedPhone(turn, member.id))?.slice(-4)
			const label = [memberName(member), memberNumber(member.id), phone && `…${phone}`].filter(Boolean).join(' · ')
			return { value: `find:${member.id}`, label }
		}),
	)
	answer(turn, { text: say(locale, 'staff.several'), choices })
	return undefined
}

/** Says before the next answer that this was done once already. */
export function leadAgain(turn: StaffTurn, key: 'staff.add_again' | 'staff.return_again'): void {
	lead(turn, say(turn.locale, key))
}
