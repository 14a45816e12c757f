import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { memberNumber, parseMemberNumber } from '../../domain/member-number.ts'
import { type Broadcast, inspectBroadcast, renderFor } from '../../messaging/compose.ts'
import { getProgress, type Progress } from '../../messaging/control.ts'
import { textsOf } from '../../messaging/template.ts'
import { describeSegment, getSegmentContext, listSegment } from '../../segments/index.ts'
import { findAddressById } from '../../store/addresses.ts'
import { type DeliveryState, listDeliveries } from '../../store/deliveries.ts'
import { findMember } from '../../store/members.ts'
import type { WordKey } from '../locales/index.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { actionRoutes, BY_HAND } from './broadcast-actions.ts'
import { describeProblem, findShown, renderMessage, renderWaterfall, secondsOf } from './broadcast-parts.ts'
import { renderField, renderHidden, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { newNonce } from './once.ts'
import { renderAction } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const PAGE = 50
const deliveryStates = [
	'queued',
	'claimed',
	'sending',
	'sent',
	'delivered',
	'read',
	'failed',
	'skipped',
	'unknown',
	'holdout',
] as const

const isDraft = ({ state }: Broadcast) => state === 'draft' || state === 'checked' || state === 'approved'
const isMoving = (state: string) => state === 'scheduled' || state === 'sending'

/** The member whose figures fill the gaps: the one asked for, else the first of the audience. */
async function findSample(visit: Visit, broadcast: Broadcast) {
	const { db, now } = visit.needs.store
	const id = parseMemberNumber(visit.c.req.query('as') ?? '')
	const asked = id === null ? undefined : await findMember(db, id)
	if (asked) return asked
	const [first] = await listSegment(db, broadcast.segment, { context: await getSegmentContext(db, now()), limit: 1 })
	return first && (await findMember(db, first.id))
}

async function renderPreview(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { needs, say } = visit
	const sample = await findSample(visit, broadcast)
	const shown: Html[] = []
	for (const [locale] of textsOf(broadcast.content)) {
		const reader = { chosenLocale: locale, guessedLocale: undefined }
		const member = sample && { id: sample.id, name: sample.name }
		const render = { content: broadcast.content, reader, member, now: needs.store.now() }
		shown.push(renderMessage(await renderFor(needs.store.db, needs.broadcasts, render)))
	}
	const name = sample && (sample.name || memberNumber(sample.id))
	const asked = visit.c.req.query('as') ?? ''
	const wrong: Wrong = new Map()
	if (asked !== '' && (!sample || memberNumber(sample.id) !== memberNumber(parseMemberNumber(asked) ?? 0)))
		wrong.set('as', say('cast.no_member'))
	return html`<section class="card"><h2>${name ? say('cast.preview', { name }) : say('cast.preview_nobody')}</h2>${shown}
<form method="get" action="/console/broadcasts/${broadcast.publicId}">${renderField({ name: 'as', label: say('cast.preview_as'), value: sample ? memberNumber(sample.id) : asked, wrong })}
<button class="quiet">${say('cast.preview_do')}</button></form></section>`
}

/** The member number last used for a test by this person. */
async function findOwnNumber(visit: Visit): Promise<string> {
	const { addressId } = visit.staff
	const address = addressId === null ? undefined : await findAddressById(visit.needs.store.db, addressId)
	return address?.member_id ? memberNumber(address.member_id) : ''
}

async function renderTest(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { needs, say, csrf, c } = visit
	const wrong: Wrong = new Map()
	const asked = c.req.query('wrong')
	if (asked === 'no-member') wrong.set('number', say('cast.no_member'))
	if (asked === 'no-chat') wrong.set('number', say('cast.test_no_chat'))
	const value = c.req.query('number')?.slice(0, 20) ?? (await findOwnNumber(visit))
	return html`<section class="card"><h2>${say('cast.test')}</h2>
<form method="post" action="/console/broadcasts/${broadcast.publicId}/test">${renderHidden(csrf, newNonce(needs))}
${renderField({ name: 'number', label: say('cast.test_number'), value, wrong, hint: say('cast.test_hint'), required: true })}
<button class="quiet">${say('cast.test_do')}</button></form></section>`
}

async function renderDraft(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { needs, say, locale, staff } = visit
	const { audience, problems } = await inspectBroadcast(needs.store, needs.broadcasts, broadcast)
	const context = await getSegmentContext(needs.store.db, needs.store.now())
	const base = `/console/broadcasts/${broadcast.publicId}`
	const { receive } = audience.total
	const version = html`<input type="hidden" name="version" value="${broadcast.version}">`
	const send = { label: say('cast.send', { count: receive }), look: '', fields: version }
	const actions = isAtLeast(staff.role, 'manager')
		? html`<div class="row"><a class="btn quiet" href="${base}/edit">${say('cast.edit')}</a>
${problems.length === 0 ? renderAction(visit, `${base}/send`, send) : none}
${renderAction(visit, `${base}/cancel`, { label: say('cast.cancel') })}</div><p class="hint">${say('cast.send_hint')}</p>`
		: none
	const list = problems.map((problem) => html`<li>${describeProblem(say, problem)}</li>`)
	return html`${problems.length > 0 ? html`<div class="card alarm"><h2>${say('cast.problems')}</h2><ul>${list}</ul></div>` : none}
<div class="two"><div><section class="card"><h2>${say('cast.audience')}</h2><p>${describeSegment(broadcast.segment, context)[locale]}</p>
${renderWaterfall(visit, audience, secondsOf(visit, needs.broadcasts, audience))}</section>
${isAtLeast(staff.role, 'manager') ? await renderTest(visit, broadcast) : none}</div>
${await renderPreview(visit, broadcast)}</div>${actions}`
}

const DONE: readonly DeliveryState[] = ['sent', 'delivered', 'read', 'failed', 'skipped', 'unknown']

/** The figures that change while it is sent; htmx asks for them again until the state changes. */
function renderFigures(visit: Visit, broadcast: Broadcast, progress: Progress): Html {
	const { say, locale, settings } = visit
	const { counts, total, waitsUntil, secondsLeft, pauseReason } = progress
	const number = new Intl.NumberFormat(locale)
	const audience = total - counts.holdout
	const done = DONE.reduce((sum, state) => sum + counts[state], 0)
	const rows = deliveryStates
		.filter((state) => counts[state] > 0)
		.map(
			(state) =>
				html`<tr><th scope="row"><a href="/console/broadcasts/${broadcast.publicId}/recipients?state=${state}">${say(`delivery.${state}`)}</a></th><td class="num">${number.format(counts[state])}</td></tr>`,
		)
	const label = say('cast.progress_of', { done, total: audience })
	const poll = isMoving(broadcast.state)
		? html`hx-get="/console/broadcasts/${broadcast.publicId}/progress?was=${broadcast.state}" hx-trigger="every 2s" hx-swap="outerHTML"`
		: none
	return html`<div id="progress" ${poll}><p><progress max="${Math.max(1, audience)}" value="${done}" aria-label="${say('cast.progress')}">${label}</progress> ${label}</p>
${waitsUntil === null ? none : html`<p class="pill warn">${say('cast.waits', { time: formatMoment(locale, waitsUntil, settings.timeZone) })}</p>`}
${pauseReason === null ? none : html`<p>${say('cast.paused_by', { reason: pauseReason === BY_HAND ? say('cast.by_hand') : pauseReason })}</p>`}
${isMoving(broadcast.state) && waitsUntil === null ? html`<p class="hint">${say('cast.takes', { minutes: Math.floor(secondsLeft / 60) })}</p>` : none}
<table><tbody>${rows}</tbody></table></div>`
}

async function progressOf(visit: Visit, broadcast: Broadcast): Promise<Progress> {
	const { store, broadcasts } = visit.needs
	return await getProgress(store.db, broadcasts, { broadcast, now: store.now() })
}

async function renderRunning(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { say, staff } = visit
	const progress = await progressOf(visit, broadcast)
	const base = `/console/broadcasts/${broadcast.publicId}`
	const { state } = broadcast
	const button = (action: string, label: string, look = 'quiet') =>
		renderAction(visit, `${base}/${action}`, { label, look })
	const { unknown, failed } = progress.counts
	const actions = [
		state === 'sending' && button('pause', say('cast.pause'), ''),
		state === 'paused' && button('resume', say('cast.resume'), ''),
		(isMoving(state) || state === 'paused') && button('cancel', say('cast.cancel'), 'bad'),
		(state === 'sending' || state === 'paused') && unknown > 0 && button('resend-unknown', say('cast.resend_unknown')),
		(state === 'done' || state === 'cancelled') && failed + unknown > 0 && button('again', say('cast.again')),
	].filter((action) => action !== false)
	return html`<section class="card"><h2>${say('cast.progress')}</h2>${renderFigures(visit, broadcast, progress)}
<p><a class="btn quiet" href="${base}/recipients">${say('cast.recipients')}</a></p></section>
${isAtLeast(staff.role, 'manager') ? html`<div class="row">${actions}</div>` : none}
${await renderPreview(visit, broadcast)}`
}

const notes: Partial<Record<string, WordKey & ('cast.saved' | 'cast.test_sent')>> = {
	saved: 'cast.saved',
	tested: 'cast.test_sent',
}

async function show(visit: Visit): Promise<Response> {
	const { c, say } = visit
	const broadcast = await findShown(visit)
	if (!broadcast) return await answerMissing(c)
	const state = say(`caststate.${broadcast.state}`)
	const body = isDraft(broadcast) ? await renderDraft(visit, broadcast) : await renderRunning(visit, broadcast)
	const main = html`<p><span class="pill">${state}</span></p>${body}`
	const key = notes[c.req.query('done') ?? '']
	const note = c.req.query('done') === 'wrong-state' ? say('cast.wrong_state', { state }) : key && say(key)
	const live = isMoving(broadcast.state)
	return await c.html(renderConsole(visit, { title: broadcast.name, menu: '/console/broadcasts', main, note, live }))
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
		(row) => html`<tr><th scope="row">${row.name} ${memberNumber(row.memberId)}</th>
<td><span class="pill">${say(`delivery.${row.state as DeliveryState}`)}</span></td><td>${row.reason ?? ''}</td>
<td>${formatMoment(locale, row.sentAt ?? row.at, settings.timeZone)}</td></tr>`,
	)
	const base = `/console/broadcasts/${broadcast.publicId}`
	const last = rows.length === PAGE ? rows.at(-1) : undefined
	const filter = state ? `&state=${state}` : ''
	const main = html`<p class="row"><a class="btn quiet" href="${base}">${say('page.back')}</a>${state ? html`<a class="btn quiet" href="${base}/recipients">${say('cast.all')}</a>` : none}</p>
<section class="card"><table class="stack"><thead><tr><th scope="col">${say('cast.recipient')}</th><th scope="col">${say('cast.outcome')}</th>
<th scope="col">${say('cast.reason')}</th><th scope="col">${say('unknown.when')}</th></tr></thead><tbody>${lines}</tbody></table></section>
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
