import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { memberNumber } from '../../domain/member-number.ts'
import { type DeliveryState, listDeliveries } from '../../store/deliveries.ts'
import type { WordKey } from '../locales/index.ts'
import { answerMissing } from '../missing.ts'
import { none } from '../page.ts'
import { actionRoutes } from './broadcast-actions.ts'
import { deliveryStates, progressOf, renderBroadcast, renderFigures } from './broadcast-page.ts'
import { findShown } from './broadcast-parts.ts'
import { describeReason } from './broadcast-reasons.ts'
import { renderConsole } from './layout.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 50

const notes: Partial<Record<string, WordKey & ('cast.saved' | 'cast.test_sent')>> = {
	saved: 'cast.saved',
	tested: 'cast.test_sent',
}

async function show(visit: Visit): Promise<Response> {
	const { c, say } = visit
	const broadcast = await findShown(visit)
	if (!broadcast) return await answerMissing(c)
	const done = c.req.query('done') ?? ''
	const key = notes[done]
	const state = say(`caststate.${broadcast.state}`)
	const note = done === 'wrong-state' ? say('cast.wrong_state', { state }) : key && say(key)
	return await c.html(await renderBroadcast(visit, broadcast, { note }))
}

/** The figures alone; once the state is another, the whole page is asked for again. */
async function showProgress(visit: Visit): Promise<Response> {
	const { c } = visit
	const broadcast = await findShown(visit)
	if (!broadcast) return await answerMissing(c)
	if (c.req.query('was') !== broadcast.state) c.header('hx-refresh', 'true')
	return await c.html(renderFigures(visit, broadcast, await progressOf(visit, broadcast)))
}

async function showRecipients(visit: Visit): Promise<Response> {
	const { c, needs, say, locale, settings } = visit
	const broadcast = await findShown(visit)
	if (!broadcast) return await answerMissing(c)
	const state = deliveryStates.find((one) => one === c.req.query('state'))
	const after = /^\d{1,15}$/.test(c.req.query('after') ?? '') ? Number(c.req.query('after')) : 0
	const page = { broadcastId: broadcast.id, afterId: after, limit: PAGE, ...(state ? { states: [state] } : {}) }
	const rows = await listDeliveries(needs.store.db, page)
	const lines = rows.map(
		(
			row,
		) => html`<tr><th scope="row"><a href="/console/members/${row.memberPublicId}">${row.name || memberNumber(row.memberId)}</a> <span class="mut">${row.name ? memberNumber(row.memberId) : none}</span></th>
<td><span class="pill">${say(`delivery.${row.state as DeliveryState}`)}</span></td><td>${row.reason === null ? none : describeReason(say, row.reason)}</td>
<td>${formatMoment(locale, row.sentAt ?? row.at, settings.timeZone)}</td></tr>`,
	)
	const base = `/console/broadcasts/${broadcast.publicId}`
	const last = rows.length === PAGE ? rows.at(-1) : undefined
	const filter = state ? `&state=${state}` : ''
	const table = html`<table class="stack"><thead><tr><th scope="col">${say('cast.recipient')}</th><th scope="col">${say('cast.outcome')}</th>
<th scope="col">${say('cast.reason')}</th><th scope="col">${say('unknown.when')}</th></tr></thead><tbody>${lines}</tbody></table>`
	const main = html`<p class="row"><a class="btn quiet" href="${base}">${say('page.back')}</a>${state ? html`<a class="btn quiet" href="${base}/recipients">${say('cast.all')}</a>` : none}</p>
<section class="card">${rows.length > 0 ? table : html`<p>${say('cast.no_recipients')}</p>`}</section>
${last ? html`<p><a class="btn quiet" href="${base}/recipients?after=${last.memberId}${filter}">${say('page.more')}</a></p>` : none}`
	const title = `${say('cast.recipients')}: ${broadcast.name}`
	return await c.html(renderConsole(visit, { title, menu: '/console/broadcasts', main }))
}

export const castRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/broadcasts/:id', role: 'readonly', handle: show },
	{ method: 'get', path: '/console/broadcasts/:id/progress', role: 'readonly', handle: showProgress },
	{ method: 'get', path: '/console/broadcasts/:id/recipients', role: 'readonly', handle: showRecipients },
	...actionRoutes,
]
