import { measurePicture } from '../../../../src/domain/picture.ts'
import { type Answer, accept, Refused, refuse } from '../answer.ts'
import type { Human, Kept } from '../chats.ts'
import type { Context } from '../context.ts'
import { type Markup, readMarkup } from '../keyboard.ts'
import { flag, integer, type Params, string, uploaded } from '../params.ts'
import { CAPTION_LIMIT, readText, TEXT_LIMIT } from '../text.ts'

const TYPING_MS = 5000
const ACTIONS = ['typing', 'upload_photo', 'upload_document', 'record_voice', 'upload_voice', 'choose_sticker']
const PHOTO_BYTES = 10_000_000
const DOCUMENT_BYTES = 50_000_000

/** The person a message is for, or the refusal that says why there is none. */
export function reach(context: Context, params: Params): Human {
	const raw = params.values['chat_id']
	if (raw === undefined || raw === '') throw new Refused(400, 'chat_id is empty')
	const chatId = integer(params, 'chat_id')
	const human = chatId === undefined ? undefined : context.chats.people.get(chatId)
	if (!human?.known) throw new Refused(400, 'chat not found')
	if (human.deactivated) throw new Refused(403, 'user is deactivated')
	if (human.blocked) throw new Refused(403, 'bot was blocked by the user')
	return human
}

/** Accepts a message: flood limits, the person's keyboard, the record of what was sent. */
function deliver(
	context: Context,
	to: { human: Human; params: Params; markup: Markup; method: string },
	content: Partial<Kept>,
): Answer {
	const { human, params, markup } = to
	const chatId = human.user.id
	const paid = flag(params, 'allow_paid_broadcast')
	const flooded = context.flood.check({ chatId, paid, lastWroteAt: human.lastWroteAt })
	if (flooded) return flooded
	if (markup.kind === 'reply') human.keyboard = { rows: markup.rows, oneTime: markup.oneTime }
	if (markup.kind === 'remove') delete human.keyboard
	human.typingUntil = 0
	const kept = context.chats.keep({
		...content,
		chatId,
		fromBot: true,
		...(markup.kind === 'inline' ? { inline: markup.inline } : {}),
		...(markup.kind === 'reply' || markup.kind === 'remove' ? { hadKeyboard: true } : {}),
	})
	const text = kept.text ?? kept.caption ?? ''
	context.sent.push({ at: kept.at, method: to.method, chatId, messageId: kept.id, text })
	context.chats.changed(human.user.id)
	return accept(context.chats.toMessage(kept))
}

export function sendMessage(context: Context, params: Params): Answer {
	const human = reach(context, params)
	const { text, entities } = readText(params, 'text', TEXT_LIMIT)
	if (!text) return refuse(400, 'message text is empty')
	const markup = readMarkup(params)
	return deliver(context, { human, params, markup, method: 'sendMessage' }, { text, entities })
}

export function sendPhoto(context: Context, params: Params): Answer {
	const human = reach(context, params)
	const { text: caption, entities } = readText(params, 'caption', CAPTION_LIMIT)
	const photo = uploaded(params, 'photo') ? uploadPhoto(context, params) : photoNamed(context, params)
	if (!photo) return refuse(400, 'there is no photo in the request')
	const content = { ...(caption ? { caption, entities } : {}), photo }
	return deliver(context, { human, params, markup: readMarkup(params), method: 'sendPhoto' }, content)
}

export function sendDocument(context: Context, params: Params): Answer {
	const human = reach(context, params)
	const { text: caption, entities } = readText(params, 'caption', CAPTION_LIMIT)
	const file = uploaded(params, 'document')
	if (!file) return refuse(400, 'there is no document in the request')
	if (file.bytes.length === 0) return refuse(400, 'file must be non-empty')
	if (file.bytes.length > DOCUMENT_BYTES) return { ok: false, error_code: 413, description: 'Request Entity Too Large' }
	const extension = /\.([A-Za-z0-9]{1,8})$/.exec(file.name)?.[1] ?? 'dat'
	const fileId = context.chats.keepFile(file.bytes, 'documents', extension)
	const document = { fileId, name: file.name, bytes: file.bytes.length }
	const content = { ...(caption ? { caption, entities } : {}), document }
	return deliver(context, { human, params, markup: readMarkup(params), method: 'sendDocument' }, content)
}

function uploadPhoto(context: Context, params: Params): NonNullable<Kept['photo']> | undefined {
	const file = uploaded(params, 'photo')
	if (!file) return undefined
	const size = measure(file.bytes)
	return { fileId: context.chats.keepFile(file.bytes, 'photos', 'png'), ...size }
}

/** A photo that was sent before, by its file_id. */
function photoNamed(context: Context, params: Params): NonNullable<Kept['photo']> | undefined {
	const fileId = string(params, 'photo')
	if (!fileId) return undefined
	const file = context.chats.files.get(fileId)
	if (!file) throw new Refused(400, 'wrong file identifier/HTTP URL specified')
	return { fileId, ...measure(file.bytes) }
}

/** Width and height; the server refuses what is no picture or has an impossible shape. */
function measure(bytes: Buffer): { width: number; height: number } {
	if (bytes.length === 0) throw new Refused(400, 'file must be non-empty')
	if (bytes.length > PHOTO_BYTES) throw new Refused(400, 'photo is too big')
	const measured = measurePicture(bytes)
	if (!measured) throw new Refused(400, 'IMAGE_PROCESS_FAILED')
	const { width, height } = measured
	const lean = Math.max(width, height) / Math.min(width, height)
	if (width + height > 10_000 || !(lean <= 20)) throw new Refused(400, 'PHOTO_INVALID_DIMENSIONS')
	return { width, height }
}

export function sendChatAction(context: Context, params: Params): Answer {
	const human = reach(context, params)
	if (!ACTIONS.includes(string(params, 'action') ?? '')) return refuse(400, 'wrong parameter action in request')
	human.typingUntil = context.time.now() + TYPING_MS
	context.chats.changed(human.user.id)
	return accept(true)
}
