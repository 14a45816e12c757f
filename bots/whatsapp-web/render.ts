import { parseMarkup, type Span } from '../../src/domain/message.ts'
import { pictureMime } from '../../src/domain/picture.ts'
import { escapePlain, fitSpans } from '../../src/domain/whatsapp-markup.ts'
import type { Choice, Reply } from '../../src/messaging/channel.ts'
import { UnrenderableReply } from './errors.ts'
import type { Media } from './protocol.ts'

/** What an ordinary client writes, in UTF-16 units. */
export const LIMIT = { text: 4096, caption: 1024, choices: 99 } as const

const NOTHING = '…'

/** A reply as an ordinary message: text, or one attachment with a caption. */
export interface Rendered {
	text: string
	media?: Media
}

/**
 * Turns a reply into what a person could have typed: buttons and lists are dead here and get numbers banned, so choices
 * are numbered lines. Throws UnrenderableReply for choices nobody could tell apart.
 */
export function renderReply(reply: Reply): Rendered {
	const media = mediaOf(reply)
	const most = media ? LIMIT.caption : LIMIT.text
	const list = renderChoices(reply.choices ?? [])
	const room = list === '' ? most : most - list.length - 2
	const said = visible(fitSpans(spansOf(reply), room))
	const text = [said, list].filter((part) => part !== '').join('\n\n')
	return media ? { text, media } : { text: text || NOTHING }
}

/** The text with what other channels show as buttons: an address to open, a code to copy. */
function spansOf({ text, link, copy }: Reply): Span[] {
	const spans = parseMarkup(text.toWellFormed()).map(withoutControls)
	const plain = (line: string): Span => ({ text: line.toWellFormed(), bold: false, italic: false, code: false })
	const shown = () => spans.map((span) => span.text).join('')
	const addLine = (line: string, ...more: Span[]) => spans.push(plain(shown() === '' ? line : `\n${line}`), ...more)
	const isAddress = (value: string) => /^https?:/i.test(value)
	if (copy && !shown().includes(copy.value))
		addLine(`${copy.label}: `, { ...plain(copy.value), code: !isAddress(copy.value) })
	if (link && isAddress(link.url) && !shown().includes(link.url)) addLine(`${link.label}: ${link.url}`)
	return spans
}

/** Only lines break a text; other controls must not count as something to see. */
function withoutControls(span: Span): Span {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
	return { ...span, text: span.text.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ') }
}

const isBlank = (text: string) => /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text)

const visible = (text: string) => (isBlank(text) ? '' : text)

/** Numbered as the conversation counts them; the way back to the menu is 0, where it is the last. */
function renderChoices(choices: readonly Choice[]): string {
	if (choices.length > LIMIT.choices)
		throw new UnrenderableReply(`${choices.length} choices are more than a person reads`)
	const values = choices.map(({ value }) => value)
	if (new Set(values).size !== values.length) throw new UnrenderableReply('two choices have the same value')
	const lines = choices.map(({ value, label }, index) => {
		const isBack = value === 'menu' && index > 0 && index === choices.length - 1
		return `${isBack ? 0 : index + 1}. ${renderLabel(label)}`
	})
	// lines are never cut: the text before them gives way, and a list of all the room is none
	while (lines.join('\n').length > LIMIT.caption / 2 && lines.length > 1) lines.splice(-2, 1)
	return lines.join('\n')
}

function renderLabel(label: string): string {
	const text = label
		.toWellFormed()
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim()
	return isBlank(text) ? NOTHING : escapePlain(text)
}

function mediaOf({ picture, file }: Reply): Media | undefined {
	if (picture) return pictureOf(picture.base64)
	if (!file) return undefined
	const name = file.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(-100) || 'file'
	return { mime: file.mime, base64: Buffer.from(file.text).toString('base64'), name, asDocument: true }
}

/** The kind is told by the first bytes: decoding all of them for that would be waste. */
function pictureOf(base64: string): Media {
	const mime = pictureMime(Buffer.from(base64.slice(0, 24), 'base64')) ?? 'image/png'
	return { mime, base64, name: `picture.${mime.slice('image/'.length)}`, asDocument: false }
}
