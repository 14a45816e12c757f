import { html } from 'hono/html'
import type { SimulatorLine } from '../../bots/simulator/index.ts'
import { type Html, renderLog } from './phone-log.ts'
import { type PageLanguage, personaTabs, phoneWords } from './phone-words.ts'
import type { Persona } from './seed-personas.ts'
import type { Skin } from './skins.ts'

export interface PageView {
	shopName: string
	personas: readonly Persona[]
	persona: Persona
	lang: PageLanguage
	zone: string
	skin: Skin
	/** The page the phone stands on. */
	home: PhoneHome
	/** The demo's time, ms UTC. */
	now: number
	lines: readonly SimulatorLine[]
}

export type PhoneHome = '/demo' | '/demo/phone'

/** The address of the page with another phone, language or skin. */
export function placeOf(view: Pick<PageView, 'home' | 'persona' | 'lang' | 'skin'>): string {
	const { home, persona, lang, skin } = view
	const on = home === '/demo' ? `&on=${skin}` : ''
	return `${home}?as=${persona.key}&lang=${lang}${on}`
}

export const htmlLang = (lang: PageLanguage): 'zh-HK' | 'en' => (lang === 'zh' ? 'zh-HK' : 'en')

/** Who is played, and in which language: every form takes both along. */
export function renderState({ persona, lang, skin, home }: PageView): Html {
	return html`<input type="hidden" name="on" value="${skin}"><input type="hidden" name="home" value="${home}"><input type="hidden" name="as" value="${persona.key}"><input type="hidden" name="lang" value="${lang}">`
}

function renderTabs(view: PageView): Html {
	const { personas, persona, lang } = view
	const tabs = personas.map((one) => {
		const { key, label } = one
		const current = key === persona.key ? html` aria-current="true"` : ''
		return html`<a href="${placeOf({ ...view, persona: one })}" title="${label[lang]}"${current}>${personaTabs[key][lang]}</a>`
	})
	return html`<nav class="tabs" aria-label="${phoneWords[lang].personas}">${tabs}</nav>`
}

function renderTime(view: PageView): Html {
	const { lang, zone, now } = view
	const words = phoneWords[lang]
	const locale = lang === 'zh' ? 'zh-HK' : 'en-GB'
	const written = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: zone })
	return html`<details class="time"><summary>${words.time}</summary>
<form method="post" action="/demo/phone/time">${renderState(view)}
<p>${words.today} <time datetime="${new Date(now).toISOString()}">${written.format(now)}</time></p>
<div class="row"><button name="days" value="1">${words.dayLater}</button><button name="days" value="30">${words.monthLater}</button>
<button name="reset" value="1" class="quiet">${words.reset}</button></div></form></details>`
}

export function renderHeader(view: PageView): Html {
	const { lang, shopName } = view
	const other = lang === 'zh' ? 'en' : 'zh'
	const words = phoneWords[lang]
	return html`<header class="top"><a class="home" href="/" aria-label="${words.back}">‹</a><h1>${shopName}</h1>
<a class="lang" href="${placeOf({ ...view, lang: other })}" lang="${htmlLang(other)}">${phoneWords[other].language}</a>
<span class="pill">${words.pill}</span>${renderTime(view)}</header>`
}

/** The whole page: it works as plain forms, and the script makes it live. */
export function renderPhone(view: PageView): Html {
	const { lang, shopName } = view
	const words = phoneWords[lang]
	return html`<!doctype html>
<html lang="${htmlLang(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title} · ${shopName}</title>
<link rel="stylesheet" href="/demo/phone.css">
<script src="/demo/phone.js" defer></script>
</head>
<body>
${renderHeader(view)}
<main class="phone">
${renderChat(view)}
</main>
</body></html>`
}

/** The chat with its tabs above and the field to write in below. */
export function renderChat(view: PageView): Html {
	const { lang, persona } = view
	const words = phoneWords[lang]
	// the desk says it beside the apps
	const who = view.home === '/demo' ? '' : html`<p class="who">${persona.label[lang]}</p>`
	return html`${renderTabs(view)}
${who}
<form id="keys" method="post" action="/demo/phone/say">${renderState(view)}</form>
<div class="log" id="log" role="log" aria-label="${words.messages}" tabindex="0"><div id="lines">${renderLog(view)}</div></div>
<form class="compose" id="compose" method="post" action="/demo/phone/say">${renderState(view)}
<input name="text" id="text" autocomplete="off" maxlength="4096" aria-label="${words.type}" placeholder="${words.placeholder}"><button class="send">${words.send}</button></form>
`
}
