import type { InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton } from '@grammyjs/types'
import { Refused } from './answer.ts'
import { isRecord, type Params, structure } from './params.ts'

export type Markup =
	| { kind: 'none' }
	| { kind: 'inline'; inline: InlineKeyboardMarkup }
	| { kind: 'reply'; rows: KeyboardButton.RequestContactButton[][]; oneTime: boolean }
	| { kind: 'remove' }

const CALLBACK_BYTES = 64
const COPY_CHARACTERS = 256
const MOST_BUTTONS = 100
const ACTIONS = ['callback_data', 'url', 'copy_text', 'web_app', 'login_url', 'switch_inline_query', 'pay']

/** Reads reply_markup and refuses what the server would refuse. */
export function readMarkup(params: Params): Markup {
	const markup = structure(params, 'reply_markup')
	if (markup === undefined) return { kind: 'none' }
	if (!isRecord(markup)) throw new Refused(400, 'object expected as reply markup')
	if (markup['inline_keyboard'] !== undefined) return { kind: 'inline', inline: readInline(markup['inline_keyboard']) }
	if (markup['remove_keyboard'] === true) return { kind: 'remove' }
	if (markup['keyboard'] === undefined) return { kind: 'none' }
	return { kind: 'reply', rows: readReply(markup['keyboard']), oneTime: markup['one_time_keyboard'] === true }
}

function rowsOf(value: unknown, what: string): unknown[][] {
	if (!Array.isArray(value) || !value.every((row) => Array.isArray(row)))
		throw new Refused(400, `field "${what}" of the reply markup must be an Array of Arrays`)
	return value
}

function readReply(value: unknown) {
	return rowsOf(value, 'keyboard').map((row) =>
		row.map((button): KeyboardButton.RequestContactButton => {
			const text = isRecord(button) ? button['text'] : button
			if (typeof text !== 'string' || !text) throw new Refused(400, 'keyboard button text must be non-empty')
			return { text, request_contact: isRecord(button) && button['request_contact'] === true }
		}),
	)
}

function readInline(value: unknown): InlineKeyboardMarkup {
	const rows = rowsOf(value, 'inline_keyboard').filter((row) => row.length > 0)
	if (rows.flat().length > MOST_BUTTONS) throw new Refused(400, 'REPLY_MARKUP_TOO_LONG')
	return { inline_keyboard: rows.map((row) => row.map(readInlineButton)) }
}

function readInlineButton(button: unknown): InlineKeyboardButton {
	if (!isRecord(button))
		throw new Refused(400, "can't parse inline keyboard button: InlineKeyboardButton must be an Object")
	const text = button['text']
	if (typeof text !== 'string') throw new Refused(400, 'can\'t parse inline keyboard button: Can\'t find field "text"')
	if (!text.trim()) throw new Refused(400, 'inline keyboard button text must be non-empty')
	if (!text.isWellFormed()) throw new Refused(400, 'inline keyboard button text must be encoded in UTF-8')
	const action = ACTIONS.find((name) => button[name] !== undefined)
	const data = button['callback_data']
	const copy = button['copy_text']
	if (typeof data === 'string' && action === 'callback_data') {
		if (data === '' || Buffer.byteLength(data) > CALLBACK_BYTES) throw new Refused(400, 'BUTTON_DATA_INVALID')
		return { text, callback_data: data }
	}
	if (action === 'url') return { text, url: checkUrl(button['url']) }
	if (action === 'copy_text' && isRecord(copy) && typeof copy['text'] === 'string') {
		if (copy['text'] === '' || copy['text'].length > COPY_CHARACTERS) throw new Refused(400, 'BUTTON_COPY_TEXT_INVALID')
		return { text, copy_text: { text: copy['text'] } }
	}
	throw new Refused(400, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}

function checkUrl(value: unknown): string {
	const wrong = (why: string): never => {
		throw new Refused(400, `inline keyboard button URL '${value}' is invalid: ${why}`)
	}
	if (typeof value !== 'string' || !URL.canParse(value)) return wrong('Wrong HTTP URL')
	const url = new URL(value)
	if (!['http:', 'https:', 'tg:', 'ton:', 'tonsite:'].includes(url.protocol)) return wrong('Unsupported URL protocol')
	if (url.protocol.startsWith('http') && !url.hostname.includes('.')) return wrong('Wrong HTTP URL')
	return value
}
