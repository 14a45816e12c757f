import type { Context } from 'hono'
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Locale } from '../messaging/channel.ts'
import { assetUrl } from './assets.ts'
import type { AppEnv } from './context.ts'
import { type Say, speak } from './locales/index.ts'

/** A piece of a page: what goes into a template is escaped unless it is one of these. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** Nothing, for a piece that is not there. */
export const none: Html = html``

const tagOf: Record<Locale, string> = { 'zh-HK': 'zh-HK', 'zh-Hant': 'zh-Hant', en: 'en' }

export interface Page {
	locale: Locale
	title: string
	/** What stands above and below the content; a public page has nothing. */
	frame?: (main: Html) => Html
	/** More of the head, such as preview tags. */
	head?: Html
	main: Html
	/** For tables rather than for reading. */
	wide?: boolean
	/** Loads htmx, for pages with parts that change by themselves. */
	live?: boolean
}

// htmx must not make style or script of its own: the policy of the page forbids it
const LIVE_SETTINGS = '{"includeIndicatorCSS":false,"history":false}'

/** A whole page; everything it loads is our own. */
export function renderPage(page: Page): Html {
	const { locale, title, head = none, main, live } = page
	const say = speak(locale)
	const content = page.frame
		? page.frame(main)
		: html`<main id="main" class="${page.wide ? 'wide' : 'narrow'}">${main}</main>`
	return html`<!doctype html>
<html lang="${tagOf[locale]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
<link rel="icon" href="${assetUrl('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetUrl('app.css')}">
${live ? html`<meta name="htmx-config" content="${LIVE_SETTINGS}"><script src="${assetUrl('htmx.js')}" defer></script>` : ''}
</head>
<body class="${page.frame ? 'with-tabs' : ''}">
<a class="skip" href="#main">${say('page.skip')}</a>
${content}
</body>
</html>`
}

/** Answers with a short page: what is the matter, and a way on. */
export function renderMessage(
	c: Context<AppEnv>,
	message: {
		status: 200 | 400 | 403 | 404 | 405 | 413 | 422 | 429 | 500 | 503
		locale: Locale
		title: string
		text: string
	},
): Response | Promise<Response> {
	const say: Say = speak(message.locale)
	const main = html`<div class="card"><h1>${message.title}</h1><p>${message.text}</p>
<p><a class="btn quiet" href="/">${say('page.home')}</a></p></div>`
	return c.html(renderPage({ locale: message.locale, title: message.title, main }), message.status)
}
