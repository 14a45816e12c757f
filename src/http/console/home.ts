import { html } from 'hono/html'
import { getOverview } from '../../store/overview.ts'
import { none } from '../page.ts'
import { chatLinks } from '../public/links.ts'
import { renderChannels } from '../public/start.ts'
import { renderConsole } from './layout.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

async function renderNext(visit: Visit, waiting: number, members: number) {
	const { needs, say, staff } = visit
	const [link] = chatLinks(needs.channels, undefined)
	const steps = [
		waiting > 0 && html`<li><a class="btn" href="/console/chats">${say('home.next_chats')}</a></li>`,
		!needs.channels.some((channel) => channel.name === 'telegram') && html`<li>${say('home.next_telegram')}</li>`,
		members === 0 &&
			link &&
			html`<li>${say('home.next_join')} <a href="${link.url}" rel="noreferrer">${link.url}</a></li>`,
		members === 0 && html`<li>${say('home.next_import')}</li>`,
		members > 0 &&
			isAtLeast(staff.role, 'manager') &&
			html`<li><a class="btn" href="/console/broadcasts/new">${say('home.next_broadcast')}</a></li>`,
	].filter((step) => step !== false && step !== undefined)
	return steps.length > 0 ? html`<ul class="plain">${steps}</ul>` : html`<p>${say('home.nothing')}</p>`
}

async function showHome(visit: Visit): Promise<Response> {
	const { c, needs, say, locale } = visit
	const { members, imported, reachable, consenting, nes, waiting } = await getOverview(needs.store.db)
	const number = new Intl.NumberFormat(locale)
	const figure = (label: string, value: string) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`
	const sleeping = nes.S1 + nes.S2 + nes.S3
	const main = html`<section class="card"><dl class="kpis">
${figure(say('home.members'), number.format(members))}
${imported > 0 ? figure(say('home.imported'), number.format(imported)) : none}
${figure(say('home.reachable'), number.format(reachable))}
${figure(say('home.consenting'), number.format(consenting))}
${figure(say('home.nes'), [nes.N, nes.E0, sleeping].map((n) => number.format(n)).join(' · '))}
${figure(say('home.waiting'), number.format(waiting))}</dl></section>
<div class="two"><section class="card"><h2>${say('home.next')}</h2>${await renderNext(visit, waiting, members)}</section>
<section class="card"><h2>${say('home.channels')}</h2>${renderChannels(say, needs.channels)}</section></div>`
	const note = c.req.query('done') === 'set-up' ? say('home.ready') : undefined
	return await c.html(renderConsole(visit, { title: say('home.title'), menu: '/console', main, note }))
}

export const homeRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console', role: 'readonly', handle: showHome },
]
