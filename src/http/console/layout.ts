import { html } from 'hono/html'
import { pageLocales, speak, type WordKey } from '../locales/index.ts'
import { type Html, none, renderPage } from '../page.ts'
import { renderHidden } from './form.ts'
import type { Visit } from './visit.ts'

const menu = [
	{ href: '/console', word: 'nav.home' },
	{ href: '/console/members', word: 'nav.members' },
	{ href: '/console/broadcasts', word: 'nav.broadcasts' },
	{ href: '/console/rewards', word: 'nav.rewards' },
	{ href: '/console/chats', word: 'nav.chats' },
	{ href: '/console/settings', word: 'nav.settings' },
] as const satisfies { href: string; word: WordKey }[]

function renderMenu(visit: Visit, current: string): Html {
	const items = menu.map(
		({ href, word }) =>
			html`<a href="${href}" ${href === current ? html`aria-current="page"` : none}>${visit.say(word)}</a>`,
	)
	return html`${items}`
}

function renderTop(visit: Visit): Html {
	const { say, settings, staff, csrf, locale } = visit
	const options = pageLocales.map(
		(one) => html`<option value="${one}" ${one === locale ? 'selected' : ''}>${speak(one)('lang.name')}</option>`,
	)
	return html`<header class="top"><b>${settings.shopName}</b>
<form method="post" action="/console/language">${renderHidden(csrf)}<label class="hidden" for="ui-locale">${say('page.language')}</label>
<select id="ui-locale" name="locale">${options}</select><button class="quiet">${say('page.change')}</button></form>
<form method="post" action="/logout">${renderHidden(csrf)}<button class="quiet" title="${staff.name}">${say('login.out')}</button></form></header>`
}

export interface ConsolePage {
	title: string
	/** The entry of the menu it belongs to. */
	menu: (typeof menu)[number]['href'] | ''
	main: Html
	/** What was just done, said once above the page. */
	note?: string | undefined
	live?: boolean
}

/** A page of the console in its frame. */
export function renderConsole(visit: Visit, page: ConsolePage): Html {
	const { say, locale } = visit
	const note = page.note === undefined ? none : html`<p class="card note" role="status">${page.note}</p>`
	return renderPage({
		locale,
		title: `${page.title} · ${visit.settings.shopName}`,
		...(page.live ? { live: true } : {}),
		main: html`<h1>${page.title}</h1>${note}${page.main}`,
		frame: (main) => html`${renderTop(visit)}
<div class="app"><nav class="side" aria-label="${say('nav.main')}">${renderMenu(visit, page.menu)}</nav>
<main id="main">${main}</main></div>
<nav class="tabs" aria-label="${say('nav.main')}">${renderMenu(visit, page.menu)}</nav>`,
	})
}
