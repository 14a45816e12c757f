import { html, raw } from 'hono/html'
import { encodeQR } from 'qr'
import { findProgramAt } from '../../store/programs.ts'
import type { ConsoleRoute, Visit } from '../console/visit.ts'
import { speak } from '../locales/index.ts'
import { type Html, none, renderPage } from '../page.ts'
import { chatLinks } from './links.ts'

const SOURCE = /^[a-z0-9][a-z0-9-]{0,29}$/
const FALLBACK = 'poster'

/** The name of a poster as links carry it; undefined when the text is none. */
export function readSource(text: string | undefined): string | undefined {
	const source = text?.trim().toLowerCase()
	return source !== undefined && SOURCE.test(source) ? source : undefined
}

interface Code {
	caption: string
	url: string
}

/** One code for the page that offers every chat where the world reaches us; else one for each chat. */
function codesOf({ needs }: Visit, source: string): Code[] {
	const { publicUrl } = needs.config
	const links = chatLinks(needs.channels, `j_${source}`)
	if (publicUrl && links.length > 0)
		return [{ caption: `${new URL(publicUrl).host}/j/${source}`, url: `${publicUrl}/j/${source}` }]
	const names = { telegram: 'Telegram', whatsapp: 'WhatsApp' }
	return links.map(({ channel, url }) => ({ caption: names[channel], url }))
}

function renderWords(visit: Visit, locale: 'zh-HK' | 'zh-Hant' | 'en', shown: { gift: number; codes: number }): Html {
	const say = speak(locale)
	const { gift, codes } = shown
	return html`<section lang="${locale}"><h2>${say('join.title', { shop: visit.settings.shopName })}</h2>
<p class="offer">${gift > 0 ? say('poster.gift', { points: gift }) : say('join.lead')}</p><p>${say(codes > 0 ? 'poster.scan' : 'join.none')}</p></section>`
}

async function showPoster(visit: Visit): Promise<Response> {
	const { c, needs, say, settings, locale } = visit
	const asked = c.req.query('source')
	const source = readSource(asked) ?? FALLBACK
	const program = await findProgramAt(needs.store.db, needs.store.now())
	const gift = program?.rules.welcome.points ?? 0
	const chinese = settings.locale === 'zh-Hant' || locale === 'zh-Hant' ? 'zh-Hant' : 'zh-HK'
	const codes = codesOf(visit, source).map(
		({ caption, url }) => html`<figure class="qr" role="img" aria-label="${say('join.qr', { channel: caption })}">
${raw(encodeQR(url, 'svg', { border: 3 }))}<figcaption>${caption}</figcaption></figure>`,
	)
	const shown = { gift, codes: codes.length }
	const wrong = asked !== undefined && readSource(asked) === undefined
	const main = html`<form class="card no-print" method="get" action="/poster"><h1>${say('poster.title')}</h1>
<p>${say('poster.hint')}</p>${wrong ? html`<p class="wrong" role="alert">${say('poster.wrong')}</p>` : none}
<label for="source">${say('poster.source')}</label>
<input id="source" name="source" value="${wrong ? asked : source}" maxlength="30" autocapitalize="none">
<p><button>${say('poster.show')}</button> <a class="btn quiet" href="/console">${say('poster.back')}</a></p></form>
<div class="card poster">${renderWords(visit, chinese, shown)}
<div class="row">${codes}</div>${renderWords(visit, 'en', shown)}</div>`
	return await c.html(renderPage({ locale, title: say('poster.title'), main }), wrong ? 422 : 200)
}

/** The sheet to print and hang up at the counter; who joins by it is counted under its name. */
export const posterRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/poster', role: 'manager', handle: showPoster },
]
