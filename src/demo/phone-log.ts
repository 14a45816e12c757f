import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { SimulatorLine } from '../../bots/simulator/index.ts'
import { dayOf } from '../domain/calendar.ts'
import { parseMarkup, type Span } from '../domain/message.ts'
import type { Reply } from '../messaging/channel.ts'
import { type PageLanguage, phoneWords } from './phone-words.ts'
import type { Persona } from './seed-personas.ts'
import { drawReply, type Skin } from './skins.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

export interface LogView {
	lines: readonly SimulatorLine[]
	persona: Persona
	lang: PageLanguage
	zone: string
	/** Plain when nothing is said. */
	skin?: Skin
}

const MAX_SHOWN_FILE = 20_000

function renderSpan({ text, bold, italic, code }: Span): Html {
	let shown: Html = html`${text}`
	if (code) shown = html`<code>${shown}</code>`
	if (italic) shown = html`<i>${shown}</i>`
	return bold ? html`<b>${shown}</b>` : shown
}

/** A text in our light markup, as the channels render it. */
export function renderText(text: string): Html {
	return html`${parseMarkup(text).map(renderSpan)}`
}

const isWebAddress = (url: string) => /^https?:\/\//i.test(url)

/** The buttons below a message: choices, the contact, copying, a link. */
function plainKeyboard(reply: Reply, lineId: string, lang: PageLanguage): Html[] {
	const words = phoneWords[lang]
	const { choices = [], copy, link, requestContact } = reply
	const parts: Html[] = choices.map(
		(choice) => html`<button form="keys" name="choice" value="${lineId}|${choice.value}">${choice.label}</button>`,
	)
	if (requestContact) parts.push(html`<button form="keys" name="contact" value="own">${requestContact.label}</button>`)
	if (copy)
		parts.push(
			html`<button type="button" class="copy" data-copy="${copy.value}" data-done="${words.copied}">${copy.label}</button>`,
		)
	if (link && isWebAddress(link.url))
		parts.push(html`<a class="btn" href="${link.url}" rel="noreferrer" target="_blank">${link.label}</a>`)
	return parts
}

function renderKeyboard(parts: readonly Html[], { columns, lang }: { columns: 1 | 2; lang: PageLanguage }): Html {
	if (parts.length === 0) return html``
	const wide = columns === 1 ? ' wide' : ''
	return html`<div class="kb${wide}" role="group" aria-label="${phoneWords[lang].buttons}">${parts}</div>`
}

function renderFile(file: NonNullable<Reply['file']>): Html {
	return html`<details class="file"><summary>📄 ${file.name}</summary><pre tabindex="0">${file.text.slice(0, MAX_SHOWN_FILE)}</pre></details>`
}

function renderLine(line: SimulatorLine, { lang, zone, skin = 'simulator' }: LogView): Html {
	const shown = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone })
	const stamp = html`<time datetime="${new Date(line.at).toISOString()}">${shown.format(line.at)}</time>`
	if (line.from === 'person') return html`<div class="m me" dir="auto">${line.text}${stamp}</div>`
	const { reply } = line
	const words = phoneWords[lang]
	const picture =
		reply.picture && html`<img src="data:image/png;base64,${reply.picture.base64}" alt="${words.picture}" width="220">`
	const drawn =
		skin === 'simulator'
			? { text: renderText(reply.text), keyboard: plainKeyboard(reply, line.id, lang), columns: reply.columns ?? 1 }
			: drawReply(reply, { skin, id: line.id, lang })
	const kind = reply.kind === 'promo' ? ' promo' : ''
	return html`<div class="m${kind}" dir="auto" lang="${reply.locale}">${picture ?? ''}${drawn.text}${reply.file ? renderFile(reply.file) : ''}${stamp}</div>${renderKeyboard(drawn.keyboard, { columns: drawn.columns, lang })}`
}

/** The date above the first message of a day. */
function renderDay(at: number, { lang, zone }: LogView): Html {
	const locale = lang === 'zh' ? 'zh-HK' : 'en-GB'
	const written = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: zone })
	return html`<p class="day"><span>${written.format(at)}</span></p>`
}

function renderEmpty({ start }: Persona, lang: PageLanguage): Html {
	const words = phoneWords[lang]
	if (!start) return html`<p class="empty">${words.empty}</p>`
	return html`<p class="empty">${words.emptyLink}</p><button form="keys" name="start" value="1">${words.openLink}</button>`
}

/** The chat from its beginning, with a date where a day begins. */
export function renderLog(view: LogView): Html {
	const { lines, persona, lang, zone } = view
	if (lines.length === 0) return renderEmpty(persona, lang)
	const days = lines.map((line) => dayOf(line.at, zone))
	return html`${lines.map((line, at) => html`${days[at] === days[at - 1] ? '' : renderDay(line.at, view)}${renderLine(line, view)}`)}`
}
