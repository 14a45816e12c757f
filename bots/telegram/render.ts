import type { InlineKeyboardButton, KeyboardButton, Opts } from 'grammy/types'
import { cutSpans, cutText, parseMarkup, type Span } from '../../src/domain/message.ts'
import type { Choice, Reply } from '../../src/messaging/channel.ts'

/** Limits of the Bot API, in UTF-16 units of what the reader sees unless another unit is named. */
export const LIMIT = {
	text: 4096,
	caption: 1024,
	callbackBytes: 64,
	copy: 256,
	label: 64,
	buttons: 100,
} as const

type Fields<M extends 'sendMessage' | 'sendPhoto' | 'sendDocument' | 'editMessageText', K extends string> = Omit<
	Opts<M>,
	K
>

/** A reply in the form of the Bot API; pictures and files still as they came, because only send() uploads. */
export type Rendered =
	| { method: 'sendMessage'; payload: Opts<'sendMessage'> }
	| { method: 'editMessageText'; payload: Fields<'editMessageText', 'rich_message'> & { text: string } }
	| { method: 'sendPhoto'; payload: Fields<'sendPhoto', 'photo'>; picture: NonNullable<Reply['picture']> }
	| { method: 'sendDocument'; payload: Fields<'sendDocument', 'document'>; file: { name: string; text: string } }

/** A reply the Bot API has no form for: a fault of the caller, found before anything is sent. */
export class UnrenderableReply extends Error {}

/** Turns a reply into one call. Throws UnrenderableReply for a choice whose value does not fit into a button. */
export function renderReply(chatId: number, reply: Reply): Rendered {
	const base = { chat_id: chatId, parse_mode: 'HTML' as const }
	if (reply.picture) {
		const caption = renderText(reply, LIMIT.caption)
		const payload = { ...base, ...(caption ? { caption } : {}), ...sendMarkup(reply) }
		return { method: 'sendPhoto', payload, picture: reply.picture }
	}
	if (reply.file) {
		const caption = renderText(reply, LIMIT.caption)
		const payload = { ...base, ...(caption ? { caption } : {}), ...sendMarkup(reply) }
		return { method: 'sendDocument', payload, file: reply.file }
	}
	const text = renderText(reply, LIMIT.text) || '…'
	const preview = reply.kind === 'promo' ? {} : { link_preview_options: { is_disabled: true } }
	if (canEdit(reply)) {
		const inline = inlineKeyboard(reply)
		const markup = inline ? { reply_markup: { inline_keyboard: inline } } : {}
		const payload = { ...base, message_id: Number(reply.edits), text, ...preview, ...markup }
		return { method: 'editMessageText', payload }
	}
	return { method: 'sendMessage', payload: { ...base, text, ...preview, ...sendMarkup(reply) } }
}

/** Only a text with at most an inline keyboard can take the place of another message. */
function canEdit(reply: Reply): boolean {
	return /^\d{1,15}$/.test(reply.edits ?? '') && !reply.requestContact && !reply.removeKeyboard
}

/** The text as HTML; an address that cannot be a button stands below it. Empty when there is nothing to see. */
function renderText(reply: Reply, most: number): string {
	const spans = parseMarkup(reply.text.toWellFormed())
	const { link } = reply
	if (link && /^https?:/i.test(link.url) && !buttonUrl(link.url) && !reply.text.includes(link.url))
		spans.push({ text: `\n${link.label}: ${link.url}`.toWellFormed(), bold: false, italic: false, code: false })
	const cut = cutSpans(spans.map(withoutControls), most)
	return isBlank(cut) ? '' : cut.map(renderSpan).join('')
}

/** Telegram would turn them into blanks itself; here they must not count as something to see. */
function withoutControls(span: Span): Span {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
	return { ...span, text: span.text.replace(/[\u0000-\u0009\u000b-\u001f]/g, ' ') }
}

function isBlank(spans: Span[]): boolean {
	return spans.every((span) => /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(span.text))
}

function renderSpan(span: Span): string {
	const text = escapeHtml(span.text)
	if (span.code) return `<code>${text}</code>`
	const italic = span.italic ? `<i>${text}</i>` : text
	return span.bold ? `<b>${italic}</b>` : italic
}

function escapeHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * A message carries one markup. Choices beside a request for the phone become plain buttons of the same keyboard, which
 * write their label; choices beside removeKeyboard win, because the contact keyboard is one-time and folds away itself.
 */
function sendMarkup(reply: Reply): Pick<Opts<'sendMessage'>, 'reply_markup'> {
	if (reply.requestContact) return { reply_markup: contactKeyboard(reply.requestContact.label, reply.choices ?? []) }
	const inline = inlineKeyboard(reply)
	if (inline) return { reply_markup: { inline_keyboard: inline } }
	return reply.removeKeyboard ? { reply_markup: { remove_keyboard: true } } : {}
}

function contactKeyboard(label: string, choices: Choice[]) {
	const ask: KeyboardButton = { text: renderLabel(label), request_contact: true }
	const others = choices.map((choice) => [{ text: renderLabel(choice.label) }])
	return { keyboard: [[ask], ...others], resize_keyboard: true, one_time_keyboard: true }
}

function inlineKeyboard(reply: Reply): InlineKeyboardButton[][] | undefined {
	const choices = (reply.choices ?? []).slice(0, LIMIT.buttons - 2).map(choiceButton)
	const width = reply.columns ?? 1
	const rows: InlineKeyboardButton[][] = []
	const copy = reply.copy?.value.toWellFormed()
	if (reply.copy && copy && copy.length <= LIMIT.copy)
		rows.push([{ text: renderLabel(reply.copy.label), copy_text: { text: copy } }])
	const url = reply.link && buttonUrl(reply.link.url)
	if (reply.link && url) rows.push([{ text: renderLabel(reply.link.label), url }])
	for (let at = 0; at < choices.length; at += width) rows.push(choices.slice(at, at + width))
	return rows.length ? rows : undefined
}

function choiceButton(choice: Choice): InlineKeyboardButton {
	const bytes = Buffer.byteLength(choice.value)
	if (bytes === 0 || bytes > LIMIT.callbackBytes || !choice.value.isWellFormed())
		throw new UnrenderableReply(`a choice has a value of ${bytes} bytes; Telegram takes 1 to ${LIMIT.callbackBytes}`)
	return { text: renderLabel(choice.label), callback_data: choice.value }
}

function renderLabel(label: string): string {
	const text = cutText(
		label
			.toWellFormed()
			.replace(/[\p{Cc}\s]+/gu, ' ')
			.trim(),
		LIMIT.label,
	)
	return /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text) ? '…' : text
}

/** The address in the form a button takes: http, https with a dot in the host, or tg; undefined for any other. */
function buttonUrl(address: string): string | undefined {
	if (!URL.canParse(address)) return undefined
	const url = new URL(address)
	if (url.protocol === 'tg:') return url.href
	const web = url.protocol === 'http:' || url.protocol === 'https:'
	return web && url.hostname.includes('.') ? url.href : undefined
}
