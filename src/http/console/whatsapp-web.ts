import { html, raw } from 'hono/html'
import { type PromotionLimits, promotionLimits } from '../../domain/promotion-limits.ts'
import { qrSvg } from '../../lib/qr.ts'
import { getSettings, setSettings } from '../../store/settings.ts'
import type { WhatsAppWebDesk } from '../context.ts'
import type { Say } from '../locales/index.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { noteAct, renderAction, renderFigure } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

export const PLACE = '/console/whatsapp'

/** Figures that the form asks for in the unit they are kept in, with the most that can be set. */
const counts = {
	perHour: [1, 300],
	perDay: [1, 1000],
	firstDay: [1, 200],
	growthPerDay: [0, 100],
	unanswered: [1, 1000],
	refusedOf20: [1, 20],
} as const

/** Kept in ms, asked for in seconds. */
const gaps = { leastGap: 'leastGapMs', mostGap: 'mostGapMs' } as const
const SECONDS = [1, 600] as const

type Name = keyof typeof counts | keyof typeof gaps

const names = [...Object.keys(counts), ...Object.keys(gaps)] as Name[]

export type WebValues = Record<Name | 'accepted' | 'answers', string>

/** What the form shows of the settings. */
export function webValues({ settings }: Visit): WebValues {
	const { promotions, answers } = settings.whatsappWeb
	const numbers = Object.keys(counts).map((name) => [name, String(promotions[name as keyof typeof counts])])
	const seconds = Object.entries(gaps).map(([name, key]) => [name, String(promotions[key] / 1000)])
	return Object.fromEntries([
		...numbers,
		...seconds,
		['accepted', promotions.accepted ? 'yes' : ''],
		['answers', answers],
	]) as WebValues
}

const rangeOf = (name: Name) => (name in counts ? counts[name as keyof typeof counts] : SECONDS)

function checkValues(say: Say, values: WebValues): Wrong {
	const wrong: Wrong = new Map()
	for (const name of names) {
		const [least, most] = rangeOf(name)
		const value = values[name]
		if (!/^\d{1,4}$/.test(value) || Number(value) < least || Number(value) > most)
			wrong.set(name, say('reward.whole_rule', { least, most }))
	}
	if (wrong.size === 0 && Number(values.mostGap) < Number(values.leastGap)) wrong.set('mostGap', say('wa.gap_order'))
	return wrong
}

function limitsOf(values: WebValues): PromotionLimits {
	const numbers = Object.keys(counts).map((name) => [name, Number(values[name as Name])])
	const milliseconds = Object.entries(gaps).map(([name, key]) => [key, Number(values[name as Name]) * 1000])
	return promotionLimits.parse({
		...Object.fromEntries([...numbers, ...milliseconds]),
		accepted: values.accepted === 'yes',
	})
}

function renderPairing(visit: Visit, { qr, code }: { qr?: string; code?: string }): Html {
	const { say } = visit
	const picture =
		qr === undefined
			? none
			: html`<figure class="qr" role="img" aria-label="${say('wa.qr')}">${raw(qrSvg(qr))}</figure>`
	return html`${picture}${code === undefined ? none : html`<p>${say('wa.code')} <b><code>${code}</code></b></p>`}`
}

/** How the line stands, with the code of the moment; htmx asks for it again. */
function renderLine(visit: Visit, desk: WhatsAppWebDesk): Html {
	const { say } = visit
	const situation = desk.situation()
	const pairing = desk.pairing()
	const words = situation === 'up' ? say('wa.is.up', { number: desk.handle() ?? '' }) : say(`wa.is.${situation}`)
	const detail = situation === 'broken' ? html`<p lang="en"><code>${desk.health().detail}</code></p>` : none
	return html`<div id="line" aria-live="polite" hx-get="${PLACE}/line" hx-trigger="every 2s" hx-swap="outerHTML"><p>${words}</p>${detail}
${pairing === undefined ? none : renderPairing(visit, pairing)}</div>`
}

function renderConnection(visit: Visit, desk: WhatsAppWebDesk, shown: WebShown): Html {
	const { say, csrf } = visit
	const situation = desk.situation()
	const waits = desk.pairing() !== undefined
	const mayRetry = situation === 'conflict' || situation === 'broken' || situation === 'logged-out'
	const pair = html`<form method="post" action="${PLACE}/pair">${renderHidden(csrf)}
${renderField({ name: 'phone', label: say('wa.phone'), value: shown.phone ?? '', wrong: shown.wrong, hint: say('wa.phone_rule'), inputMode: 'tel', maxLength: 20 })}
<button class="quiet">${say('wa.pair')}</button></form>`
	// without script the page is loaded again
	return html`<section class="card"><h2>${say('wa.line')}</h2>${renderLine(visit, desk)}
${waits ? html`<p><a class="btn quiet" href="${PLACE}">${say('wa.reload')}</a></p>${pair}` : none}
${mayRetry ? renderAction(visit, `${PLACE}/reconnect`, { label: say('wa.reconnect') }) : none}</section>`
}

function renderUse(visit: Visit, desk: WhatsAppWebDesk): Html {
	const { say, settings } = visit
	const { perHour, unanswered: mostUnanswered } = settings.whatsappWeb.promotions
	const { lastHour, today, dailyBudget, unanswered } = desk.promotionFigures()
	const of = (n: number, most: number) => say('wa.of', { n, most })
	return html`<dl class="kpis">${renderFigure(say('wa.use_hour'), of(lastHour, perHour))}
${renderFigure(say('wa.use_today'), of(today, dailyBudget))}
${renderFigure(say('wa.use_unanswered'), of(unanswered, mostUnanswered))}</dl>`
}

function renderPromotions(visit: Visit, desk: WhatsAppWebDesk, { values, wrong }: WebShown): Html {
	const { say, csrf, needs, settings } = visit
	const { stopped } = desk.promotionFigures()
	const fields = names.map((name) =>
		renderField({ name, label: say(`wa.${name}`), value: values[name], wrong, inputMode: 'numeric', maxLength: 4 }),
	)
	const who = (['members', 'everybody'] as const).map((value) => ({ value, label: say(`wa.answers.${value}`) }))
	const labels = Object.fromEntries(names.map((name) => [name, say(`wa.${name}`)]))
	return html`<section class="card"><h2>${say('wa.promotions')}</h2>
${stopped === undefined ? none : html`<div class="card alarm" role="status"><p>${say('wa.stopped', { reason: stopped })}</p>${renderAction(visit, `${PLACE}/resume`, { label: say('wa.resume'), look: '' })}</div>`}
${settings.whatsappWeb.promotions.accepted ? none : html`<p><b>${say('wa.off')}</b></p>`}
${renderUse(visit, desk)}${renderWrong(say, wrong.has('phone') ? new Map() : wrong, labels)}
<form class="gap" method="post" action="${PLACE}/promotions">${renderHidden(csrf, newNonce(needs))}
<p class="card alarm">${say('wa.warning')}</p>
<div class="picks"><label><input type="checkbox" name="accepted" value="yes" ${values.accepted === 'yes' ? 'checked' : ''}> ${say('wa.accepted')}</label></div>
<div class="three">${fields}</div>
${renderField({ name: 'answers', label: say('wa.answers'), value: values.answers, options: who })}
<button>${say('wa.save')}</button></form></section>`
}

export interface WebShown {
	values: WebValues
	wrong: Wrong
	phone?: string
}

/** Everything of the page that is about WhatsApp Web. */
export function renderWebParts(visit: Visit, desk: WhatsAppWebDesk, shown: WebShown): Html {
	return html`${renderConnection(visit, desk, shown)}${renderPromotions(visit, desk, shown)}`
}

type ShowPage = (visit: Visit, shown: Partial<WebShown> & { wrong: Wrong }) => Promise<Response>

function deskOf(visit: Visit): WhatsAppWebDesk | undefined {
	return visit.needs.whatsappWeb
}

async function showLine(visit: Visit): Promise<Response> {
	const desk = deskOf(visit)
	return desk ? await visit.c.html(renderLine(visit, desk)) : await answerMissing(visit.c)
}

/** Asks WhatsApp for characters; the page then shows them. */
async function pair(visit: Visit, form: Form, show: ShowPage): Promise<Response> {
	const { c, say } = visit
	const desk = deskOf(visit)
	if (!desk) return await answerMissing(c)
	const phone = form.text('phone').replace(/[\s+()-]/g, '')
	if (!/^[1-9]\d{6,14}$/.test(phone))
		return await show(visit, {
			phone: form.text('phone').slice(0, 20),
			wrong: new Map([['phone', say('wa.phone_rule')]]),
		})
	try {
		await desk.pairByCode(phone)
	} catch {
		return await show(visit, { phone, wrong: new Map([['phone', say('wa.pair_failed')]]) })
	}
	return c.redirect(PLACE, 303)
}

async function act(visit: Visit, action: string, work: (desk: WhatsAppWebDesk) => void): Promise<Response> {
	const desk = deskOf(visit)
	if (!desk) return await answerMissing(visit.c)
	work(desk)
	await visit.needs.store.transact((tx) => noteAct(visit, tx, { action: `whatsapp.${action}` }))
	return visit.c.redirect(PLACE, 303)
}

async function savePromotions(visit: Visit, form: Form, show: ShowPage): Promise<Response> {
	const texts = [...names, 'accepted', 'answers'].map((name) => [name, form.text(name).trim()])
	const values = Object.fromEntries(texts) as WebValues
	const wrong = checkValues(visit.say, values)
	if (wrong.size > 0) return await show(visit, { values, wrong })
	const answer = await actOnceUnless(visit, form, async (work) => {
		const before = await getSettings(work.tx)
		const promotions = limitsOf(values)
		const answers = values.answers === 'everybody' ? 'everybody' : 'members'
		const after = { answers, promotions } as const
		await setSettings(work.tx, { ...before, whatsappWeb: after })
		await noteAct(visit, work, { action: 'whatsapp.change', before: before.whatsappWeb, after })
		return `${PLACE}?done=saved`
	})
	return answer as Response
}

/** The actions of the page; what is wrong is shown on the page that `show` makes. */
export function webRoutes(show: ShowPage): readonly ConsoleRoute[] {
	return [
		{ method: 'get', path: `${PLACE}/line`, role: 'owner', handle: showLine },
		{ method: 'post', path: `${PLACE}/pair`, role: 'owner', handle: (visit, form) => pair(visit, form, show) },
		{
			method: 'post',
			path: `${PLACE}/reconnect`,
			role: 'owner',
			handle: (visit) => act(visit, 'reconnect', (desk) => desk.reconnect()),
		},
		{
			method: 'post',
			path: `${PLACE}/resume`,
			role: 'owner',
			handle: (visit) => act(visit, 'resume-promotions', (desk) => desk.resumePromotions()),
		},
		{
			method: 'post',
			path: `${PLACE}/promotions`,
			role: 'owner',
			handle: (visit, form) => savePromotions(visit, form, show),
		},
	]
}
