import { escapeMarkup, localeNames, marked, say } from '../../conversation/locales/index.ts'
import { loadSession, saveSession } from '../../conversation/session.ts'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'
import type { Locale } from '../../messaging/channel.ts'
import { queueReply } from '../../messaging/outbox.ts'
import { type Address, lockAddress } from '../../store/addresses.ts'
import { insertChatMessage } from '../../store/chat-messages.ts'
import { findMember } from '../../store/members.ts'
import { getSettings } from '../../store/settings.ts'
import type { Work } from '../../store/transact.ts'

async function localeOf(work: Work, address: Address): Promise<Locale> {
	const member = address.member_id === null ? undefined : await findMember(work.tx, address.member_id)
	const asked = member?.locale ?? address.locale
	return localeNames.find((name) => name === asked) ?? (await getSettings(work.tx)).locale
}

// a person of the shop may write several lines; none of her characters is markup
const asWritten = (text: string) => marked(text.split('\n').map(escapeMarkup).join('\n'))

export interface ChatAnswer {
	addressId: number
	text: string
	staff: { staffId: number; name: string }
}

/** Sends what somebody of the shop writes, and takes the chat from the bot until it is handed back. */
export async function answerChat(work: Work, answer: ChatAnswer): Promise<Result<undefined, Refusal<'unreachable'>>> {
	const { addressId, text, staff } = answer
	const address = await lockAddress(work.tx, addressId)
	if (address.reachable === 0) return refuse('unreachable')
	const locale = await localeOf(work, address)
	const message = say(locale, 'human.message', { staff: staff.name, text: asWritten(text) })
	await insertChatMessage(work.tx, {
		address_id: addressId,
		direction: 'out',
		text,
		staff_id: staff.staffId,
		at: work.now,
	})
	await queueReply(work, { addressId, channel: address.channel, reply: { text: message, kind: 'staff', locale } })
	const session = await loadSession(work, addressId)
	await saveSession(work, addressId, { ...session, mode: 'human', modeAt: work.now })
	return done(undefined)
}

/** Gives a chat back to the bot and tells the person so; where the bot has it already, what was sent is set aside. */
export async function handBack(work: Work, addressId: number): Promise<void> {
	const address = await lockAddress(work.tx, addressId)
	const session = await loadSession(work, addressId)
	await saveSession(work, addressId, { ...session, mode: 'bot', modeAt: work.now, toldWaiting: false })
	if (session.mode === 'bot' || address.reachable === 0) return
	const locale = await localeOf(work, address)
	const reply = { text: say(locale, 'human.ended'), kind: 'service', locale } as const
	await queueReply(work, { addressId, channel: address.channel, reply })
}
