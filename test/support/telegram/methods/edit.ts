import { type Answer, accept, Refused, refuse } from '../answer.ts'
import type { Kept } from '../chats.ts'
import type { Context } from '../context.ts'
import { readMarkup } from '../keyboard.ts'
import { flag, integer, type Params, string } from '../params.ts'
import { CAPTION_LIMIT, readText, TEXT_LIMIT } from '../text.ts'
import { PRESS_LIFE_MS } from '../updates.ts'
import { reach } from './send.ts'

const SAME =
	'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
const TOAST_LIMIT = 200

function findEditable(context: Context, params: Params): Kept {
	const human = reach(context, params)
	const messageId = integer(params, 'message_id')
	if (messageId === undefined) throw new Refused(400, 'message identifier is not specified')
	const kept = context.chats.find(human.user.id, messageId)
	if (!kept) throw new Refused(400, 'message to edit not found')
	if (!kept.fromBot || kept.hadKeyboard) throw new Refused(400, "message can't be edited")
	return kept
}

/** Puts the new content in place; the same content again is a refusal on the real server too. */
function change(context: Context, kept: Kept, content: Pick<Kept, 'text' | 'caption' | 'entities' | 'inline'>): Answer {
	const before = JSON.stringify([kept.text, kept.caption, kept.entities ?? [], kept.inline])
	const inline = content.inline
	const next = { ...kept, ...content, editedAt: context.time.now() }
	if (JSON.stringify([next.text, next.caption, next.entities ?? [], inline]) === before) return refuse(400, SAME)
	const flooded = context.flood.check({
		chatId: kept.chatId,
		paid: false,
		lastWroteAt: context.chats.person(kept.chatId).lastWroteAt,
	})
	if (flooded) return flooded
	Object.assign(kept, next)
	if (!inline) delete kept.inline
	const text = kept.text ?? kept.caption ?? ''
	context.sent.push({ at: next.editedAt, method: 'edit', chatId: kept.chatId, messageId: kept.id, text })
	context.chats.changed(kept.chatId)
	return accept(context.chats.toMessage(kept))
}

function readInline(params: Params): Pick<Kept, 'inline'> {
	const markup = readMarkup(params)
	if (markup.kind === 'reply' || markup.kind === 'remove') throw new Refused(400, 'inline keyboard expected')
	return markup.kind === 'inline' && markup.inline.inline_keyboard.length ? { inline: markup.inline } : {}
}

export function editMessageText(context: Context, params: Params): Answer {
	const kept = findEditable(context, params)
	if (kept.text === undefined) return refuse(400, 'there is no text in the message to edit')
	const { text, entities } = readText(params, 'text', TEXT_LIMIT)
	if (!text) return refuse(400, 'message text is empty')
	return change(context, kept, { text, entities, ...readInline(params) })
}

export function editMessageCaption(context: Context, params: Params): Answer {
	const kept = findEditable(context, params)
	if (kept.text !== undefined) return refuse(400, 'there is no caption in the message to edit')
	const { text: caption, entities } = readText(params, 'caption', CAPTION_LIMIT)
	return change(context, kept, { caption, entities, ...readInline(params) })
}

export function editMessageReplyMarkup(context: Context, params: Params): Answer {
	return change(context, findEditable(context, params), readInline(params))
}

export function deleteMessage(context: Context, params: Params): Answer {
	const human = reach(context, params)
	const index = human.messages.findIndex((message) => message.id === integer(params, 'message_id'))
	if (index < 0) return refuse(400, 'message to delete not found')
	human.messages.splice(index, 1)
	context.chats.changed(human.user.id)
	return accept(true)
}

export function answerCallbackQuery(context: Context, params: Params): Answer {
	const id = string(params, 'callback_query_id') ?? ''
	const press = context.presses.get(id)
	const text = string(params, 'text')
	if (text && text.length > TOAST_LIMIT) return refuse(400, 'MESSAGE_TOO_LONG')
	context.presses.delete(id)
	if (!press || context.time.now() - press.at > PRESS_LIFE_MS)
		return refuse(400, 'query is too old and response timeout expired or query ID is invalid')
	const human = context.chats.person(press.chatId)
	if (text) human.toasts.push(flag(params, 'show_alert') ? `! ${text}` : text)
	context.chats.changed(human.user.id)
	return accept(true)
}
