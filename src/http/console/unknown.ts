import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { listUnknownTexts } from '../../store/unknown-texts.ts'
import { none } from '../page.ts'
import { renderConsole } from './layout.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 50

async function showUnknown(visit: Visit): Promise<Response> {
	const { c, needs, say, locale, settings } = visit
	const asked = c.req.query('before') ?? ''
	const before = /^\d{1,15}$/.test(asked) ? Number(asked) : undefined
	const texts = await listUnknownTexts(needs.store.db, PAGE, before)
	const rows = texts.map(
		(one) => html`<tr><th scope="row" dir="auto">${one.text}</th><td>${one.locale}</td>
<td>${formatMoment(locale, one.at, settings.timeZone)}</td></tr>`,
	)
	const last = texts.length === PAGE ? texts.at(-1) : undefined
	const table = html`<table class="stack"><thead><tr><th scope="col">${say('unknown.text')}</th><th scope="col">${say('unknown.locale')}</th>
<th scope="col">${say('unknown.when')}</th></tr></thead><tbody>${rows}</tbody></table>`
	const main = html`<p>${say('unknown.lead')}</p>
<section class="card">${texts.length > 0 ? table : html`<p>${say('unknown.none')}</p>`}</section>
${last ? html`<p><a class="btn quiet" href="/console/unknown?before=${last.id}">${say('page.more')}</a></p>` : none}`
	return await c.html(renderConsole(visit, { title: say('unknown.title'), menu: '/console/settings', main }))
}

export const unknownRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/unknown', role: 'readonly', handle: showUnknown },
]
