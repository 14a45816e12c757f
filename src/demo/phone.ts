import { Hono } from 'hono'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Simulator, SimulatorLine } from '../../bots/simulator/index.ts'
import { parseMarkup } from '../domain/markup.ts'
import type { Locale, Reply } from '../messaging/channel.ts'
import { phoneScript, phoneStyle } from './phone-assets.ts'
import { type PhoneWords, phoneWords } from './phone-words.ts'

/** Somebody whose phone the visitor may hold. */
export interface Persona {
	key: string
	address: string
	name: string
	locale: Locale
	/** Who she is, for the list, by the page's language. */
	label: Record<'zh' | 'en', string>
	/** The start payload she came by, for a stranger with a referral link. */
	start?: string
}

export interface PhoneNeeds {
	shopName: string
	simulator: Simulator
	personas: readonly Persona[]
	timeZone: string
	/** Resolves when what was said has been answered, or after a short while. */
	settled: () => Promise<void>
}

type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const tags = { bold: 'b', italic: 'i', code: 'code' } as const

function renderText(text: string): Html {
	const parts = parseMarkup(text).map(({ style, text: run }) => {
		if (style === 'plain') return run
		const tag = tags[style]
		return tag === 'b' ? html`<b>${run}</b>` : tag === 'i' ? html`<i>${run}</i>` : html`<code>${run}</code>`
	})
	return html`${parts}`
}

function renderKeyboard(reply: Reply, lineId: string, words: PhoneWords): Html {
	const choices = reply.choices ?? []
	const wide = (reply.columns ?? 1) === 1 ? ' wide' : ''
	const button = (name: string, value: string, label: string) =>
		html`<button name="${name}" value="${value}">${label}</button>`
	const link = reply.link
		? html`<a class="btn" href="${/^https?:/.test(reply.link.url) ? reply.link.url : '#'}" rel="noreferrer">${reply.link.label}</a>`
		: ''
	const contact = reply.requestContact ? button('contact', 'own', reply.requestContact.label) : ''
	if (choices.length === 0 && !reply.link && !reply.requestContact) return html``
	return html`<div class="kb${wide}" role="group" aria-label="${words.buttons}">
		${choices.map((choice) => button('choice', `${lineId}|${choice.value}`, choice.label))} ${contact} ${link}
	</div>`
}

function renderLine(line: SimulatorLine, words: PhoneWords, time: (at: number) => string): Html {
	const stamp = html`<time datetime="${new Date(line.at).toISOString()}">${time(line.at)}</time>`
	if (line.from === 'person') return html`<div class="m me" dir="auto">${line.text}${stamp}</div>`
	const { reply } = line
	const picture = reply.picture
		? html`<img src="data:image/png;base64,${reply.picture.pngBase64}" alt="${words.picture}" width="220" height="220">`
		: ''
	const file = reply.file
		? html`<details><summary>📄 ${reply.file.name}</summary><pre>${reply.file.text.slice(0, 20_000)}</pre></details>`
		: ''
	const promo = reply.kind === 'promo' ? ' promo' : ''
	return html`<div class="m${promo}" dir="auto">${picture}${renderText(reply.text)}${file}${stamp}</div>
		${renderKeyboard(reply, line.id, words)}`
}

function renderLog(needs: PhoneNeeds, persona: Persona, words: PhoneWords): Html {
	const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: needs.timeZone })
	const lines = needs.simulator.transcript(persona.address)
	if (lines.length === 0) return html`<p class="empty">${persona.start ? words.emptyLink : words.empty}</p>`
	return html`${lines.map((line) => renderLine(line, words, (at) => clock.format(at)))}`
}

function renderPage(needs: PhoneNeeds, persona: Persona, lang: 'zh' | 'en'): Html {
	const words = phoneWords[lang]
	const other = lang === 'zh' ? 'en' : 'zh'
	const options = needs.personas.map(
		(one) => html`<option value="${one.key}" ${one.key === persona.key ? 'selected' : ''}>${one.label[lang]}</option>`,
	)
	return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-HK' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${needs.shopName} · ${words.title}</title>
<link rel="stylesheet" href="/demo/phone.css">
</head>
<body>
<header class="top"><h1>${needs.shopName}</h1><span class="pill">${words.pill}</span>
<a class="lang" href="/demo/phone?as=${persona.key}&amp;lang=${other}" lang="${other === 'zh' ? 'zh-HK' : 'en'}">${phoneWords[other].language}</a></header>
<main class="phone">
<form class="who" method="get" action="/demo/phone">
<input type="hidden" name="lang" value="${lang}">
<label for="as">${words.persona}</label><select id="as" name="as">${options}</select><button>${words.choose}</button>
</form>
<form class="chat" method="post" action="/demo/phone/say">
<input type="hidden" name="as" value="${persona.key}"><input type="hidden" name="lang" value="${lang}">
<div class="log" id="log" role="log" aria-live="polite" aria-label="${words.messages}" tabindex="0">${renderLog(needs, persona, words)}</div>
${persona.start ? html`<div class="link"><button name="start" value="1">${words.openLink}</button></div>` : ''}
<div class="compose"><input name="text" id="text" autocomplete="off" maxlength="4096" aria-label="${words.type}" placeholder="${words.placeholder}"><button name="send" value="1" class="send">${words.send}</button></div>
</form>
</main>
<script src="/demo/phone.js" defer></script>
</body></html>`
}

/** A phone number of a persona's own, in the range that is never given out for the test of sharing it. */
function phoneOf(persona: Persona): string {
	const digits = [...persona.key].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1_000_000, 7)
	return `+85251${String(digits).padStart(6, '0')}`
}

/** What stood on the button that was pressed, as the person saw it. */
function labelOf(lines: readonly SimulatorLine[], lineId: string, value: string): string {
	const line = lines.find((one) => one.from === 'bot' && one.id === lineId)
	const choices = line?.from === 'bot' ? (line.reply.choices ?? []) : []
	return choices.find((choice) => choice.value === value)?.label ?? '👆'
}

async function handleSay(needs: PhoneNeeds, persona: Persona, form: Record<string, string>): Promise<void> {
	const profile = { name: persona.name, locale: persona.locale }
	const say = (input: Parameters<Simulator['say']>[1]) => needs.simulator.say(persona.address, { ...profile, ...input })
	if (form['choice'] !== undefined) {
		const [pressedMessageId = '', ...rest] = form['choice'].split('|')
		const choice = rest.join('|')
		const shown = labelOf(needs.simulator.transcript(persona.address), pressedMessageId, choice)
		await say({ choice, pressedMessageId, shown })
	} else if (form['contact'] !== undefined) {
		await say({ contact: { phone: phoneOf(persona), own: true }, shown: '📱' })
	} else if (form['start'] !== undefined && persona.start !== undefined) {
		await say({ text: `/start ${persona.start}`, start: persona.start })
	} else if ((form['text'] ?? '').trim() !== '') {
		const text = (form['text'] ?? '').trim()
		const start = /^\/start(?:\s+(\S*))?$/.exec(text)
		await say(start ? { text, start: start[1] ?? '' } : { text })
	} else return
	await needs.settled()
}

/** The phone of a shopper over the demo shop, as plain pages that a small script makes live. */
export function createPhone(needs: PhoneNeeds): Hono {
	const app = new Hono()
	const personaOf = (key: string | undefined) =>
		needs.personas.find((persona) => persona.key === key) ?? (needs.personas[0] as Persona)
	const langOf = (asked: string | undefined, accepted: string | undefined) => {
		if (asked === 'en' || asked === 'zh') return asked
		return /^\s*en\b/i.test(accepted ?? '') ? 'en' : 'zh'
	}
	app.get('/demo/phone', (c) =>
		c.html(
			renderPage(needs, personaOf(c.req.query('as')), langOf(c.req.query('lang'), c.req.header('accept-language'))),
		),
	)
	app.get('/demo/phone/log', (c) => {
		const lang = langOf(c.req.query('lang'), c.req.header('accept-language'))
		return c.html(renderLog(needs, personaOf(c.req.query('as')), phoneWords[lang]))
	})
	app.post('/demo/phone/say', async (c) => {
		const body = await c.req.parseBody()
		const form = Object.fromEntries(Object.entries(body).filter(([, value]) => typeof value === 'string')) as Record<
			string,
			string
		>
		const persona = personaOf(form['as'])
		const lang = langOf(form['lang'], undefined)
		await handleSay(needs, persona, form)
		if (c.req.header('x-live')) return c.html(renderLog(needs, persona, phoneWords[lang]))
		return c.redirect(`/demo/phone?as=${encodeURIComponent(persona.key)}&lang=${lang}#text`, 303)
	})
	app.get('/demo/phone.css', (c) => c.body(phoneStyle, 200, { 'content-type': 'text/css; charset=utf-8' }))
	app.get('/demo/phone.js', (c) => c.body(phoneScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
	return app
}
