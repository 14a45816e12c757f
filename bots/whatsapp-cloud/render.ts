import { cutText, parseMarkup, type Span } from '../../src/domain/message.ts'
import { pictureMime } from '../../src/domain/picture.ts'
import { escapePlain, fitSpans, renderSpans } from '../../src/domain/whatsapp-markup.ts'
import type { Choice, Locale, MessageTemplate, Reply } from '../../src/messaging/channel.ts'
import { UnrenderableReply } from './errors.ts'

/** Limits of the Cloud API, in UTF-16 units. */
export const LIMIT = {
	text: 4096,
	/** Of a message with buttons. */
	body: 1024,
	listBody: 4096,
	caption: 1024,
	footer: 60,
	buttons: 3,
	buttonTitle: 20,
	rows: 10,
	rowTitle: 24,
	rowDescription: 72,
	/** Of the value behind a row; a button takes more. */
	value: 200,
	variable: 256,
} as const

/** What opens a list. */
const OPEN_LIST: Record<Locale, string> = { 'zh-HK': '選擇', 'zh-Hant': '選擇', en: 'Choose' }

const NOTHING = '…'

/** Bytes that must be uploaded first; their id then takes the place in the payload. */
export interface Attachment {
	kind: 'image' | 'document'
	/** Decoded only when they must go up. */
	bytes: () => Buffer
	/** The same object for the same picture. */
	picture?: NonNullable<Reply['picture']>
	mime: string
	name: string
}

/** A reply as the Cloud API takes it, without whom it is for. */
export interface Rendered {
	attachment?: Attachment
	/** Takes the id of the uploaded attachment, where there is one. */
	payload(mediaId?: string): { type: string; [field: string]: unknown }
}

/** How choices are shown: as many as fit as buttons, more as a list, the rest as numbers to type. */
export type Form = 'none' | 'buttons' | 'list' | 'numbers'

/** Decides by the limits alone; `length` is that of the whole text. */
export function chooseForm(
	choices: readonly Choice[],
	{ length, attached }: { length: number; attached: boolean },
): Form {
	if (choices.length === 0) return 'none'
	const titles = choices.map((choice) => cleanLabel(choice.label))
	const areShort = titles.every((title) => title.length <= LIMIT.buttonTitle)
	const areUnlike = new Set(titles).size === titles.length
	if (choices.length <= LIMIT.buttons && areShort && areUnlike && (attached || length <= LIMIT.body)) return 'buttons'
	// a list has no picture
	return !attached && choices.length <= LIMIT.rows ? 'list' : 'numbers'
}

/** Turns a reply into one message. Throws UnrenderableReply for choices whose values no button can carry. */
export function renderReply(reply: Reply): Rendered {
	if (reply.template) return { payload: always({ type: 'template', template: renderTemplate(reply.template) }) }
	const spans = spansOf(reply)
	const attachment = attachmentOf(reply)
	const choices = reply.choices ?? []
	checkValues(choices)
	const length = renderSpans(spans).length
	const form = chooseForm(choices, { length, attached: attachment !== undefined })
	if (form === 'buttons') return renderButtons(choices, { spans, attachment })
	if (form === 'list') return { payload: always(renderList(choices, { spans, locale: reply.locale })) }
	const most = attachment ? LIMIT.caption : LIMIT.text
	const text = form === 'numbers' ? withNumbers(spans, { choices, most }) : visible(fitSpans(spans, most))
	if (attachment) return renderAttachment(attachment, text)
	const body = { body: text || NOTHING, preview_url: reply.kind === 'promo' && /https?:\/\//.test(text) }
	return { payload: always({ type: 'text', text: body }) }
}

const always =
	<T>(value: T) =>
	() =>
		value

/** The text with what other channels show as buttons: an address to open, a code to copy. */
function spansOf(reply: Reply): Span[] {
	const spans = parseMarkup(reply.text.toWellFormed()).map(withoutControls)
	const said = spans.map((span) => span.text).join('')
	const plain = (text: string): Span => ({ text: text.toWellFormed(), bold: false, italic: false, code: false })
	const { link, copy } = reply
	const adds = (text: string) => (said + spans.map((span) => span.text).join('') === '' ? text : `\n${text}`)
	if (copy && !said.includes(copy.value)) {
		spans.push(plain(adds(`${copy.label}: `)))
		spans.push(/^https?:/i.test(copy.value) ? plain(copy.value) : { ...plain(copy.value), code: true })
	}
	if (link && /^https?:/i.test(link.url) && !said.includes(link.url) && copy?.value !== link.url)
		spans.push(plain(adds(`${link.label}: ${link.url}`)))
	return spans
}

/** Only lines break a text; other controls must not count as something to see. */
function withoutControls(span: Span): Span {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
	return { ...span, text: span.text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ') }
}

const isBlank = (text: string) => /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text)

const visible = (text: string) => (isBlank(text) ? '' : text)

function attachmentOf({ picture, file }: Reply): Attachment | undefined {
	if (picture) {
		const { base64 } = picture
		const mime = pictureMime(Buffer.from(base64.slice(0, 24), 'base64')) ?? 'image/png'
		const name = `picture.${mime.slice('image/'.length)}`
		return { kind: 'image', bytes: () => Buffer.from(base64, 'base64'), picture, mime, name }
	}
	if (!file) return undefined
	// the platform takes only some kinds of document; text is one of them, whatever its name says
	const name = file.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(-100) || 'file.txt'
	return { kind: 'document', bytes: () => Buffer.from(file.text), mime: 'text/plain', name }
}

function renderAttachment(attachment: Attachment, caption: string): Rendered {
	const { kind, name } = attachment
	return {
		attachment,
		payload: (id = '') => ({
			type: kind,
			[kind]: { id, ...(caption ? { caption } : {}), ...(kind === 'document' ? { filename: name } : {}) },
		}),
	}
}

function renderButtons(
	choices: readonly Choice[],
	{ spans, attachment }: { spans: Span[]; attachment: Attachment | undefined },
): Rendered {
	const text = visible(fitSpans(spans, LIMIT.body)) || NOTHING
	const buttons = choices.map(({ value, label }) => ({ type: 'reply', reply: { id: value, title: cleanLabel(label) } }))
	const interactive = { type: 'button', body: { text }, action: { buttons } }
	if (!attachment) return { payload: always({ type: 'interactive', interactive }) }
	const { kind, name } = attachment
	const media = (id: string) => ({ id, ...(kind === 'document' ? { filename: name } : {}) })
	return {
		attachment,
		payload: (id = '') => ({
			type: 'interactive',
			interactive: { ...interactive, header: { type: kind, [kind]: media(id) } },
		}),
	}
}

function renderList(choices: readonly Choice[], { spans, locale }: { spans: Span[]; locale: Locale }) {
	const rows = choices.map(({ value, label, description }) => {
		const full = cleanLabel(label)
		// what a short title leaves out stands in the second line
		const more = description ? cleanLabel(description) : full.length > LIMIT.rowTitle ? full : ''
		const second = more ? { description: cutText(more, LIMIT.rowDescription) } : {}
		return { id: value, title: cutText(full, LIMIT.rowTitle), ...second }
	})
	const text = visible(fitSpans(spans, LIMIT.listBody)) || NOTHING
	const action = { button: OPEN_LIST[locale], sections: [{ rows }] }
	return { type: 'interactive', interactive: { type: 'list', body: { text }, action } }
}

/** Choices as lines, which are never cut: the text before them gives way. */
function withNumbers(spans: Span[], { choices, most }: { choices: readonly Choice[]; most: number }): string {
	const lines = choices.map(({ label }, index) => `${index + 1}. ${escapePlain(cleanLabel(label))}`)
	while (lines.length > 1 && lines.join('\n').length > most / 2) lines.pop()
	const list = lines.join('\n')
	const text = visible(fitSpans(spans, most - list.length - 2))
	return text ? `${text}\n\n${list}` : list
}

function renderTemplate({ name, language, variables }: MessageTemplate) {
	const parameters = variables.map((text) => ({ type: 'text', text: cleanVariable(text) }))
	const components = parameters.length > 0 ? [{ type: 'body', parameters }] : []
	return { name, language: { code: language }, ...(components.length > 0 ? { components } : {}) }
}

/** A gap takes one line of text and never none; a value must not become markup. */
function cleanVariable(text: string): string {
	const line = text
		.toWellFormed()
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim()
	return isBlank(line) ? '–' : escapePlain(cutText(line, LIMIT.variable))
}

function cleanLabel(label: string): string {
	const text = label
		.toWellFormed()
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim()
	return isBlank(text) ? NOTHING : text
}

function checkValues(choices: readonly Choice[]) {
	const values = choices.map((choice) => choice.value)
	if (new Set(values).size !== values.length) throw new UnrenderableReply('two choices have the same value')
	for (const value of values)
		if (value.trim() !== value || value === '' || value.length > LIMIT.value || !value.isWellFormed())
			throw new UnrenderableReply(`a choice has a value of ${value.length} characters; WhatsApp takes 1 to 200`)
}
