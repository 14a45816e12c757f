import type { CallbackQuery, ChatMemberUpdated, Message, Update, User } from 'grammy/types'
import { z } from 'zod'
import { cutText } from '../../src/domain/message.ts'
import type { ChannelEvent, Inbound, Linkage, Locale } from '../../src/messaging/channel.ts'

const MAX_TEXT = 4096
const MAX_NAME = 200
const START = /^\/start(?:@\w+)?(?:\s+([\s\S]*))?$/i
const START_PAYLOAD = /^[A-Za-z0-9_-]{1,64}$/

/** What every update that can be for us has; the rest is read field by field and may be missing or strange. */
const updateEnvelope = z.looseObject({ update_id: z.int() })

/** The update in a webhook's body or an inbox row; undefined when it is none. Only its number is checked. */
export function readUpdate(json: string): Update | undefined {
	let value: unknown
	try {
		value = JSON.parse(json)
	} catch {
		return undefined
	}
	return updateEnvelope.safeParse(value).success ? (value as Update) : undefined
}

/** Reads a stored update again. A button press has no time of its own, so it gets the instant it was received. */
export function parseStored(payload: string, receivedAt: number): ChannelEvent | undefined {
	const update = readUpdate(payload)
	return update && parseUpdate(update, receivedAt)
}

/** What an update means to the core; undefined when it is not for us: groups, edits, service messages, other bots. */
export function parseUpdate(update: Update, receivedAt: number): ChannelEvent | undefined {
	try {
		if (update.message) return parseMessage(update.update_id, update.message)
		if (update.callback_query) return parsePress(update.update_id, update.callback_query, receivedAt)
		if (update.my_chat_member) return parseLinkage(update.update_id, update.my_chat_member)
		return undefined
	} catch (error) {
		// a field of another shape than documented: not for us, and never a reason to stop reading
		if (error instanceof TypeError) return undefined
		throw error
	}
}

/** The press that must be answered, or else the person's button keeps spinning. */
export function pressToAnswer(update: Update): string | undefined {
	const id = update.callback_query?.id
	return typeof id === 'string' ? id : undefined
}

function parseMessage(updateId: number, message: Message): Inbound | undefined {
	const { chat, from } = message
	if (chat.type !== 'private' || !from || from.is_bot) return undefined
	const text = cleanText(message.text ?? message.caption ?? '')
	const media = mediaOf(message)
	const { contact } = message
	if (!text && !media && !contact) return undefined
	const start = START.exec(text)
	return {
		...person(from),
		messageId: `${updateId}:${whole(message.message_id)}`,
		address: String(whole(chat.id)),
		at: whole(message.date) * 1000,
		text,
		...(start ? { start: START_PAYLOAD.test(start[1] ?? '') ? (start[1] ?? '') : '' } : {}),
		...(contact
			? { contact: { phone: cleanText(contact.phone_number), own: contact.user_id === whole(from.id) } }
			: {}),
		...(media ? { media, ...mediaIdOf(message) } : {}),
	}
}

function parsePress(updateId: number, query: CallbackQuery, receivedAt: number): Inbound | undefined {
	const { message, data, from } = query
	if (message?.chat.type !== 'private' || from.is_bot || typeof data !== 'string') return undefined
	return {
		...person(from),
		messageId: `${updateId}:${query.id}`,
		address: String(whole(message.chat.id)),
		at: receivedAt,
		text: '',
		choice: cleanText(data),
		pressedMessageId: String(whole(message.message_id)),
	}
}

function parseLinkage(updateId: number, change: ChatMemberUpdated): Linkage | undefined {
	if (change.chat.type !== 'private') return undefined
	return {
		kind: 'linkage',
		channel: 'telegram',
		messageId: `${updateId}:${whole(change.date)}`,
		address: String(whole(change.chat.id)),
		at: whole(change.date) * 1000,
		reachable: change.new_chat_member.status === 'member',
	}
}

function person(from: User): Pick<Inbound, 'kind' | 'channel' | 'name' | 'username' | 'locale'> {
	const name = cleanText([from.first_name, from.last_name].filter(Boolean).join(' '))
		.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
		.trim()
	const locale = localeOf(from.language_code)
	return {
		kind: 'message',
		channel: 'telegram',
		...(name ? { name: cutText(name, MAX_NAME) } : {}),
		...(from.username ? { username: cleanText(from.username) } : {}),
		...(locale ? { locale } : {}),
	}
}

/** The person's app language as one of ours; undefined leaves it to the shop. Simplified readers get written Chinese. */
export function localeOf(languageCode: string | undefined): Locale | undefined {
	const [language, ...rest] = (languageCode ?? '').toLowerCase().split(/[-_]/)
	if (language === 'en') return 'en'
	if (language === 'yue') return 'zh-HK'
	if (language !== 'zh') return undefined
	if (rest.length === 0 || rest.includes('hk') || rest.includes('mo')) return 'zh-HK'
	return 'zh-Hant'
}

/** A number the Bot API promises; anything else makes the update not for us. */
function whole(value: number): number {
	if (!Number.isSafeInteger(value)) throw new TypeError('expected a whole number')
	return value
}

/** No half characters and no NUL, which databases refuse; no more than a message can hold. */
function cleanText(text: string): string {
	const whole = text.slice(0, MAX_TEXT).toWellFormed().replaceAll('\u0000', '')
	return text.length > MAX_TEXT ? whole.replace(/\ufffd$/, '') : whole
}

function mediaOf(message: Message): Inbound['media'] | undefined {
	if (message.photo) return 'photo'
	if (message.voice ?? message.audio ?? message.video_note) return 'voice'
	if (message.animation ?? message.video ?? message.sticker ?? message.location ?? message.venue) return 'other'
	if (message.document) return 'file'
	if (message.poll ?? message.dice ?? message.story ?? message.game ?? message.paid_media) return 'other'
	return undefined
}

/** The largest size of a photo comes last. Ids are long; one of another shape than ever seen is left out. */
function mediaIdOf({ photo, voice, audio }: Message): Pick<Inbound, 'mediaId'> {
	const mediaId = (photo?.at(-1) ?? voice ?? audio)?.file_id
	return typeof mediaId === 'string' && /^[\w-]{1,300}$/.test(mediaId) ? { mediaId } : {}
}
