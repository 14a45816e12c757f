import { parseCouponCode } from '../domain/codes.ts'
import { parseMemberNumber } from '../domain/member-number.ts'
import { normalizePhone } from '../domain/phone.ts'
import { readCounterNumber } from '../loyalty/check-at-counter.ts'
import { localeNames, say } from './locales/index.ts'
import type { StaffCommand, StaffTurn } from './staff/command.ts'
import { findByContact } from './staff/find.ts'
import { showGuide } from './staff/guide.ts'
import { readStaffCommand, staffCommands } from './staff/index.ts'
import { takeStaffInvite } from './staff-invite.ts'
import { answer, lead, type Turn } from './turn.ts'

export function isStaffTurn(turn: Turn): turn is StaffTurn {
	return turn.staff !== null
}

function findStaffCommand(name: string): StaffCommand | undefined {
	return Object.hasOwn(staffCommands, name) ? staffCommands[name] : undefined
}

/** What a bare text means at the counter: a coupon, or the customer somebody is looking for. */
function readBare(turn: Turn, text: string): StaffCommand | undefined {
	if (readCounterNumber(text) !== undefined || parseCouponCode(text) !== undefined) return staffCommands['check']
	const isCustomer = parseMemberNumber(text) !== null || normalizePhone(text, turn.settings.country) !== undefined
	return isCustomer ? staffCommands['find'] : undefined
}

/** Words with a slash that mean something to staff alone; /help and /staff mean something to everybody. */
const STAFF_ONLY = new Set(['find', 'add', 'check', 'return', 'today'])

/** Does what a text asks of the counter; false when it is to be understood as a shopper's. */
export async function takeStaffText(turn: Turn): Promise<boolean> {
	const { event, session } = turn
	const asked = readStaffCommand(event.text)
	if (!isStaffTurn(turn)) {
		if (!event.text.startsWith('/') || !asked || !STAFF_ONLY.has(asked.command.name)) return false
		answer(turn, { text: say(turn.locale, 'staff.only') })
		return true
	}
	const open = session.slot !== null || session.mode !== 'bot'
	const bare = asked || open ? undefined : readBare(turn, event.text)
	if (!asked && !bare) return false
	session.slot = null
	session.misses = 0
	await (asked ? asked.command.typed(turn, asked.rest) : bare?.typed(turn, event.text.trim()))
	return true
}

/** Lets the command whose question is open take a text of staff; false when none does. */
export async function answerStaff(turn: Turn): Promise<boolean> {
	const { slot } = turn.session
	if (!slot || !isStaffTurn(turn)) return false
	return (await findStaffCommand(slot.command)?.answer?.(turn, turn.event.text)) ?? false
}

/** A pressed button of staff; false when it is none, or when nobody of the shop pressed it. */
export async function pressStaff(turn: Turn, name: string, args: string[]): Promise<boolean> {
	const command = findStaffCommand(name)
	if (!isStaffTurn(turn) || !command?.pressed) return false
	turn.session.slot = null
	await command.pressed(turn, args)
	return true
}

/** A tapped confirm of staff; false when it stands for none of theirs. */
export async function confirmStaff(
	turn: Turn,
	found: { command: string; args: string[] },
	key: string,
): Promise<boolean> {
	const command = findStaffCommand(found.command)
	if (!isStaffTurn(turn) || !command?.confirmed) return false
	await command.confirmed(turn, found.args, key)
	return true
}

/** Staff pass on a customer's contact; her own is shared as any shopper's. */
export async function takeStaffContact(turn: Turn): Promise<boolean> {
	const { contact } = turn.event
	if (!contact || contact.own || !isStaffTurn(turn)) return false
	await findByContact(turn, contact.phone)
	return true
}

/** Staff scan a coupon's code with the ordinary camera. */
export async function scanStaff(turn: Turn, code: string): Promise<boolean> {
	if (!isStaffTurn(turn)) return false
	await staffCommands['check']?.typed(turn, code)
	return true
}

/** The one-time link of somebody of the shop: from now on this chat is hers. False when the link is no good. */
export async function takeStaffLink(turn: Turn, token: string): Promise<boolean> {
	const { work, address, member } = turn
	const result = await takeStaffInvite(work, { token, addressId: address.id, memberId: member?.id ?? null })
	if (!result.ok) {
		lead(turn, say(turn.locale, 'staff.link_bad'))
		return false
	}
	const staff = result.value
	// her invitation names her language; a member has chosen her own
	if (!member) turn.locale = localeNames.find((name) => name === staff.locale) ?? turn.locale
	const { locale } = turn
	const linked: StaffTurn = Object.assign(turn, { staff })
	const roles = { owner: 'staff.role_owner', manager: 'staff.role_manager' } as const
	const role = say(locale, roles[staff.role as keyof typeof roles] ?? 'staff.role_staff')
	lead(turn, say(locale, 'staff.linked', { shop: turn.settings.shopName, role }))
	showGuide(linked)
	return true
}
