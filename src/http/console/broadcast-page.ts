import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { memberNumber } from '../../domain/member-number.ts'
import { type Broadcast, inspectBroadcast } from '../../messaging/compose.ts'
import { getProgress, type Progress } from '../../messaging/control.ts'
import { describeSegment, getSegmentContext } from '../../segments/index.ts'
import { findAddressById } from '../../store/addresses.ts'
import type { DeliveryState } from '../../store/deliveries.ts'
import { type Html, none } from '../page.ts'
import { describeProblem, renderWaterfall, secondsOf } from './broadcast-parts.ts'
import { renderPreview } from './broadcast-preview.ts'
import { describeReason } from './broadcast-reasons.ts'
import { renderResults } from './broadcast-results.ts'
import { AT_ONCE, renderTime, type TypedTime } from './broadcast-time.ts'
import { renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { newNonce } from './once.ts'
import { renderAction } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { Visit } from './visit.ts'

export const deliveryStates = [
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

/** What was typed into a form of the page that could not be taken, and what is wrong with it. */
export interface Refused {
	wrong: Wrong
	/** The member number of a test. */
	number?: string
	time?: TypedTime
}

/** The member number last used for a test by this person. */
async function findOwnNumber(visit: Visit): Promise<string> {
	const { addressId } = visit.staff
	const address = addressId === null ? undefined : await findAddressById(visit.needs.store.db, addressId)
	return address?.member_id ? memberNumber(address.member_id) : ''
}

async function renderTest(visit: Visit, broadcast: Broadcast, refused: Refused | undefined): Promise<Html> {
	const { needs, say, csrf } = visit
	const value = refused?.number ?? (await findOwnNumber(visit))
	return html`<section class="card"><h2>${say('cast.test')}</h2>
<form method="post" action="/console/broadcasts/${broadcast.publicId}/test">${renderHidden(csrf, newNonce(needs))}
${renderField({ name: 'number', label: say('cast.test_number'), value, wrong: refused?.wrong, hint: say('cast.test_hint'), required: true })}
<button class="quiet">${say('cast.test_do')}</button></form></section>`
}

/** Time and the last look: from here it goes out. */
function renderSend(
	visit: Visit,
	broadcast: Broadcast,
	{ receive, refused }: { receive: number; refused?: Refused | undefined },
): Html {
	const { needs, say, csrf } = visit
	const { publicId, version } = broadcast
	return html`<section class="card"><h2>${say('cast.time')}</h2><form method="post" action="/console/broadcasts/${publicId}/send">${renderHidden(csrf, newNonce(needs))}
<input type="hidden" name="version" value="${version}">${renderTime(visit, refused?.time ?? AT_ONCE, refused?.wrong)}
<button>${say('cast.send', { count: receive })}</button><p class="hint">${say('cast.send_hint')}</p></form></section>`
}

async function renderDraft(visit: Visit, broadcast: Broadcast, refused: Refused | undefined): Promise<Html> {
	const { needs, say, locale, staff } = visit
	const { audience, cost, problems } = await inspectBroadcast(needs.store, needs.broadcasts, broadcast)
	const context = await getSegmentContext(needs.store.db, needs.store.now())
	const base = `/console/broadcasts/${broadcast.publicId}`
	const { receive } = audience.total
	const mayWrite = isAtLeast(staff.role, 'manager')
	const actions = html`<div class="row"><a class="btn quiet" href="${base}/edit">${say('cast.edit')}</a>
${renderAction(visit, `${base}/cancel`, { label: say('cast.cancel') })}</div>`
	const list = problems.map((problem) => html`<li>${describeProblem(visit, problem)}</li>`)
	const labels = { number: say('cast.test_number'), at: say('cast.at') }
	return html`${renderWrong(say, refused?.wrong ?? new Map(), labels)}${problems.length > 0 ? html`<div class="card alarm"><h2>${say('cast.problems')}</h2><ul>${list}</ul></div>` : none}
<div class="two"><div><section class="card"><h2>${say('cast.audience')}</h2><p>${describeSegment(broadcast.segment, context)[locale]}</p>
${renderWaterfall(visit, audience, { seconds: secondsOf(visit, needs.broadcasts, audience), cost })}</section>
${mayWrite ? await renderTest(visit, broadcast, refused) : none}
${mayWrite && problems.length === 0 ? renderSend(visit, broadcast, { receive, refused }) : none}</div>
${await renderPreview(visit, broadcast)}</div>${mayWrite ? actions : none}`
}

const DONE: readonly DeliveryState[] = ['sent', 'delivered', 'read', 'failed', 'skipped', 'unknown']

/** When it goes on, why it does not, or how long it takes. */
function renderPace(visit: Visit, broadcast: Broadcast, { waitsUntil, secondsLeft, pauseReason }: Progress): Html {
	const { say, locale, settings, needs } = visit
	const moment = (at: number) => formatMoment(locale, at, settings.timeZone)
	const { state, scheduledAt } = broadcast
	if (state === 'scheduled')
		return scheduledAt !== null && scheduledAt > needs.store.now()
			? html`<p class="pill warn">${say('cast.starts', { time: moment(scheduledAt) })}</p>`
			: none
	if (pauseReason !== null) return html`<p>${say('cast.paused_by', { reason: describeReason(say, pauseReason) })}</p>`
	if (state !== 'sending') return none
	return waitsUntil === null
		? html`<p class="hint">${say('cast.takes', { minutes: Math.floor(secondsLeft / 60) })}</p>`
		: html`<p class="pill warn">${say('cast.waits', { time: moment(waitsUntil) })}</p>`
}

/** The figures that change while it is sent; htmx asks for them again until the state changes. */
export function renderFigures(visit: Visit, broadcast: Broadcast, progress: Progress): Html {
	const { say, locale } = visit
	const { counts, total } = progress
	const number = new Intl.NumberFormat(locale)
	const audience = total - counts.holdout
	const done = DONE.reduce((sum, state) => sum + counts[state], 0)
	const rows = deliveryStates
		.filter((state) => counts[state] > 0)
		.map(
			(state) =>
				html`<tr><th scope="row"><a href="/console/broadcasts/${broadcast.publicId}/recipients?state=${state}">${say(`delivery.${state}`)}</a></th><td class="num">${number.format(counts[state])}</td></tr>`,
		)
	const label = say('cast.progress_of', { done: number.format(done), total: number.format(audience) })
	const bar = html`<p><progress max="${Math.max(1, audience)}" value="${done}" aria-label="${say('cast.progress')}">${label}</progress> ${label}</p>`
	const poll = isMoving(broadcast.state)
		? html`hx-get="/console/broadcasts/${broadcast.publicId}/progress?was=${broadcast.state}" hx-trigger="every 2s" hx-swap="outerHTML"`
		: none
	const isPlanned = broadcast.state === 'scheduled' && (broadcast.scheduledAt ?? 0) > visit.needs.store.now()
	return html`<div id="progress" ${poll}>${isPlanned ? none : bar}${renderPace(visit, broadcast, progress)}
${rows.length > 0 ? html`<table><tbody>${rows}</tbody></table>` : none}</div>`
}

export async function progressOf(visit: Visit, broadcast: Broadcast): Promise<Progress> {
	const { store, broadcasts } = visit.needs
	return await getProgress(store.reports, broadcasts, { broadcast, now: store.now() })
}

async function renderRunning(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { say, staff } = visit
	const progress = await progressOf(visit, broadcast)
	const base = `/console/broadcasts/${broadcast.publicId}`
	const { state } = broadcast
	const button = (action: string, label: string, look = 'quiet') =>
		renderAction(visit, `${base}/${action}`, { label, look })
	const { unknown, failed } = progress.counts
	const isOver = state === 'done' || state === 'cancelled'
	const actions = [
		state === 'sending' && button('pause', say('cast.pause'), ''),
		state === 'paused' && button('resume', say('cast.resume'), ''),
		!isOver && button('cancel', say('cast.cancel'), 'bad'),
		(state === 'sending' || state === 'paused') && unknown > 0 && button('resend-unknown', say('cast.resend_unknown')),
		isOver && failed + unknown > 0 && button('again', say('cast.again')),
		isOver &&
			html`<a class="btn quiet" href="/console/broadcasts/new?like=${broadcast.publicId}">${say('cast.like')}</a>`,
	].filter((action) => action !== false)
	return html`${await renderResults(visit, broadcast)}<section class="card"><h2>${say('cast.progress')}</h2>${renderFigures(visit, broadcast, progress)}
${progress.total > 0 ? html`<p><a class="btn quiet" href="${base}/recipients">${say('cast.recipients')}</a></p>` : none}</section>
${isAtLeast(staff.role, 'manager') ? html`<div class="row">${actions}</div>` : none}
${await renderPreview(visit, broadcast)}`
}

/** The page of one broadcast, whatever its state. */
export async function renderBroadcast(
	visit: Visit,
	broadcast: Broadcast,
	{ note, refused }: { note?: string | undefined; refused?: Refused } = {},
): Promise<Html> {
	const state = visit.say(`caststate.${broadcast.state}`)
	const body = isDraft(broadcast) ? await renderDraft(visit, broadcast, refused) : await renderRunning(visit, broadcast)
	const main = html`<p><span class="pill">${state}</span></p>${body}`
	const live = isMoving(broadcast.state)
	return renderConsole(visit, { title: broadcast.name, menu: '/console/broadcasts', main, note, live })
}
