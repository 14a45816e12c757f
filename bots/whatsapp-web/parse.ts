import { cutText } from '../../src/domain/message.ts'
import { type Inbound, nameStatus, type Status } from '../../src/messaging/channel.ts'
import type { Identity } from './addresses.ts'
import type { RawMessage } from './protocol.ts'

const MAX_TEXT = 4096
const MAX_NAME = 200

/** Kinds of message a person can send, by the page's names for them; everything else is talk of the machines. */
const MEDIA: Record<string, Inbound['media'] | 'text'> = {
	chat: 'text',
	buttons_response: 'text',
	list_response: 'text',
	image: 'photo',
	ptt: 'voice',
	audio: 'voice',
	document: 'file',
	video: 'other',
	sticker: 'other',
	location: 'other',
	vcard: 'other',
	multi_vcard: 'other',
	poll_creation: 'other',
	order: 'other',
	product: 'other',
}

/** Whether a message was written by a person, and not by WhatsApp itself. */
export const isWritten = (type: string): boolean => Object.hasOwn(MEDIA, type)

/** What a message of a private chat means to the core; undefined when it says nothing. */
export function parseMessage(raw: RawMessage, { address, phone }: Identity): Inbound | undefined {
	if (!isWritten(raw.type)) return undefined
	const kind = MEDIA[raw.type]
	const text = cleanText(raw.body)
	if (kind === 'text' && text.trim() === '') return undefined
	const name = cleanText(raw.name ?? '')
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim()
	return {
		kind: 'message',
		channel: 'whatsapp-web',
		messageId: raw.id,
		address,
		at: raw.at * 1000,
		text,
		...(kind === 'text' || kind === undefined
			? {}
			: { media: kind, ...(kind === 'photo' || kind === 'voice' ? { mediaId: raw.id } : {}) }),
		...(phone ? { verifiedPhone: phone } : {}),
		...(name ? { name: cutText(name, MAX_NAME) } : {}),
	}
}

const STATES: { readonly [ack: number]: Status['state'] } = {
	[-1]: 'failed',
	1: 'sent',
	2: 'delivered',
	3: 'read',
	4: 'read',
}

/** A receipt of a message of ours; undefined for one that is only on its way. */
export function parseAck(ack: { id: string; ack: number }, address: string, at: number): Status | undefined {
	const state = STATES[ack.ack]
	if (!state) return undefined
	return {
		kind: 'status',
		channel: 'whatsapp-web',
		messageId: nameStatus(ack.id, state),
		address,
		at,
		platformMessageId: ack.id,
		state,
		...(state === 'failed' ? { reason: 'WhatsApp refused the message (ack -1)' } : {}),
	}
}

/** No half characters and no NUL, which databases refuse; no more than a message can hold. */
function cleanText(text: string): string {
	const whole = text.slice(0, MAX_TEXT).toWellFormed().replaceAll('\u0000', '')
	return text.length > MAX_TEXT ? whole.replace(/\ufffd$/, '') : whole
}
