import { html, raw } from 'hono/html'
import { renderReply as renderForTelegram } from '../../bots/telegram/render.ts'
import { renderReply as renderForWhatsApp } from '../../bots/whatsapp-web/render.ts'
import { parseMarks } from '../domain/whatsapp-markup.ts'
import { renderSpans } from '../http/console/parts.ts'
import type { Reply } from '../messaging/channel.ts'
import type { Html } from './phone-log.ts'
import { type PageLanguage, phoneWords } from './phone-words.ts'

/** How the phone shows what the bot sends: plainly, or as the app of that name does, by its own renderer. */
export const skinNames = ['simulator', 'telegram', 'whatsapp'] as const

export type Skin = (typeof skinNames)[number]

/** The skin of that name; the plain one for any other. */
export function skinOf(name: string | undefined, otherwise: Skin = 'simulator'): Skin {
	return skinNames.find((one) => one === name) ?? otherwise
}

/** What a skin makes of a reply: the text, and the buttons below. */
export interface Drawn {
	text: Html
	keyboard: Html[]
	columns: 1 | 2
}

/** A text with WhatsApp's marks as a phone shows it. */
export const showWhatsAppMarks = (text: string): Html => renderSpans(parseMarks(text))

const contactButton = (label: string): Html => html`<button form="keys" name="contact" value="own">${label}</button>`

function drawWhatsApp(reply: Reply): Drawn {
	// the app knows the number by itself; here somebody has to say so
	const keyboard = reply.requestContact ? [contactButton(reply.requestContact.label)] : []
	return { text: showWhatsAppMarks(renderForWhatsApp(reply).text), keyboard, columns: 1 }
}

function drawTelegram(reply: Reply, { id, lang }: { id: string; lang: PageLanguage }): Drawn {
	const { payload } = renderForTelegram(1, reply)
	const written = ('text' in payload ? payload.text : 'caption' in payload ? payload.caption : '') ?? ''
	const markup = payload.reply_markup
	const inline = markup && 'inline_keyboard' in markup ? markup.inline_keyboard : []
	const keyboard = inline.flat().map((button): Html => {
		if ('callback_data' in button)
			return html`<button form="keys" name="choice" value="${id}|${button.callback_data}">${button.text}</button>`
		if ('copy_text' in button)
			return html`<button type="button" class="copy" data-copy="${button.copy_text.text}" data-done="${phoneWords[lang].copied}">${button.text}</button>`
		const url = 'url' in button ? button.url : ''
		return html`<a class="btn" href="${url}" rel="noreferrer" target="_blank">${button.text}</a>`
	})
	const plain = markup && 'keyboard' in markup ? markup.keyboard.flat() : []
	for (const button of plain) {
		const label = typeof button === 'string' ? button : button.text
		const asks = typeof button !== 'string' && 'request_contact' in button
		keyboard.push(
			asks ? contactButton(label) : html`<button form="keys" name="text" value="${label}">${label}</button>`,
		)
	}
	// the renderer escapes what people wrote and writes b, i and code only
	return { text: html`${raw(written)}`, keyboard, columns: inline.some((row) => row.length > 1) ? 2 : 1 }
}

/** A reply as the app shows it. */
export function drawReply(
	reply: Reply,
	draw: { skin: 'telegram' | 'whatsapp'; id: string; lang: PageLanguage },
): Drawn {
	return draw.skin === 'telegram' ? drawTelegram(reply, draw) : drawWhatsApp(reply)
}
