import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { type Measures, measureLiability } from '../../domain/measures.ts'
import { formatMoney } from '../../domain/money.ts'
import { nesTags } from '../../domain/nes-codes.ts'
import { tierOf } from '../../domain/program.ts'
import { mapBudgets } from '../../store/campaigns.ts'
import { listOpenReviews } from '../../store/order-reviews.ts'
import { getProgramAt } from '../../store/programs.ts'
import { countWaitingChats } from '../../store/sessions.ts'
import { type Html, none } from '../page.ts'
import { chatLinks } from '../public/links.ts'
import { renderWeeks } from './chart.ts'
import { averageOrderOf, type Figures, getFigures } from './figures.ts'
import { renderConsole } from './layout.ts'
import { renderFigure } from './parts.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

/** What somebody of the shop should do, as it is now. */
interface ToDo {
	waiting: number
	undecided: boolean
	/** Live campaigns whose points are spent, by name. */
	spent: string[]
}

async function findSpent({ needs, locale }: Visit): Promise<string[]> {
	const { db, now } = needs.store
	const at = now()
	const live = (await getProgramAt(db, at)).rules.campaigns.filter((one) => one.startsAt <= at && at < one.endsAt)
	const spent = await mapBudgets(db)
	const isSpent = ({ id, budgetPoints }: (typeof live)[number]) =>
		budgetPoints !== undefined && (spent.get(id) ?? 0) >= budgetPoints
	return live.filter(isSpent).map((one) => one.name[locale])
}

async function findToDo(visit: Visit, { funnel }: Figures): Promise<ToDo> {
	const { db } = visit.needs.store
	const undecided = funnel.review > 0 || (await listOpenReviews(db, 1)).length > 0
	return { waiting: await countWaitingChats(db), undecided, spent: await findSpent(visit) }
}

function renderNext(visit: Visit, figures: Figures, { waiting, undecided, spent }: ToDo): Html {
	const { needs, say, staff } = visit
	const { members } = figures.overview
	const isManager = isAtLeast(staff.role, 'manager')
	const [link] = chatLinks(needs.channels, undefined)
	const canWrite = members > 0 && isManager
	const write = html`<a class="btn ${waiting > 0 ? 'quiet' : ''}" href="/console/broadcasts/new">${say('home.next_broadcast')}</a>`
	const situation = needs.whatsappWeb?.situation()
	const isCut = situation === 'pairing' || situation === 'logged-out' || situation === 'conflict'
	const buttons = [
		isCut &&
			isAtLeast(staff.role, 'owner') &&
			html`<a class="btn" href="/console/whatsapp">${say('home.next_whatsapp')}</a>`,
		waiting > 0 && html`<a class="btn" href="/console/chats">${say('home.next_chats', { count: waiting })}</a>`,
		undecided && html`<a class="btn quiet" href="/console/reviews">${say('review.title')}</a>`,
		canWrite && write,
	].filter((button) => button !== false)
	const steps = [
		...spent.map((name) => html`<li>${say('home.campaign_spent', { name })}</li>`),
		!needs.isDemo &&
			!needs.channels.some((channel) => channel.name === 'telegram') &&
			html`<li>${say('home.next_telegram')}</li>`,
		members === 0 &&
			link &&
			html`<li>${say('home.next_join')} <a href="${link.url}" rel="noreferrer">${link.url}</a></li>`,
		members === 0 && html`<li>${say('home.next_import')}</li>`,
	].filter((step) => step !== false && step !== undefined)
	if (buttons.length + steps.length === 0) return html`<p>${say('home.nothing')}</p>`
	return html`${buttons.length > 0 ? html`<div class="row">${buttons}</div>` : none}
${steps.length > 0 ? html`<ul class="plain">${steps}</ul>` : none}`
}

function renderPeople(visit: Visit, { overview }: Figures, waiting: number): Html {
	const { say, locale } = visit
	const number = new Intl.NumberFormat(locale)
	const { members, imported, reachable, consenting, nes } = overview
	const sleeping = nes.S1 + nes.S2 + nes.S3
	return html`<section class="card"><dl class="kpis">
${renderFigure(say('home.members'), number.format(members))}
${imported > 0 ? renderFigure(say('home.imported'), number.format(imported)) : none}
${renderFigure(say('home.reachable'), number.format(reachable))}
${renderFigure(say('home.consenting'), number.format(consenting))}
${renderFigure(say('home.nes'), [nes.N, nes.E0, sleeping].map((n) => number.format(n)).join(' · '))}
${renderFigure(say('home.waiting'), number.format(waiting))}</dl></section>`
}

/** The three measures of two periods side by side, each with its formula. */
function renderMeasures(visit: Visit, { days30, days90 }: Figures): Html {
	const { say, locale, settings } = visit
	const percent = new Intl.NumberFormat(locale, {
		style: 'percent',
		minimumFractionDigits: 1,
		maximumFractionDigits: 1,
	})
	const ratio = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
	const number = new Intl.NumberFormat(locale)
	const money = (measures: Measures) => {
		const minor = averageOrderOf(measures, settings.currency)
		return minor === null ? '–' : formatMoney(minor, settings.currency, locale)
	}
	const shown = (value: number | null, format: Intl.NumberFormat) => (value === null ? '–' : format.format(value))
	const line = (label: string, formula: string, cell: (measures: Measures) => string) =>
		html`<tr><th scope="row">${label}<small class="mut">${formula}</small></th><td class="num">${cell(days30)}</td><td class="num">${cell(days90)}</td></tr>`
	return html`<section class="card"><h2>${say('home.measures')}</h2>
<table><thead><tr><th scope="col">${say('home.measure')}</th><th scope="col" class="num">${say('home.days', { days: 30 })}</th><th scope="col" class="num">${say('home.days', { days: 90 })}</th></tr></thead><tbody>
${line(say('home.repurchase'), say('home.repurchase_formula'), ({ repurchaseRate }) => shown(repurchaseRate, percent))}
${line(say('home.aov'), say('home.aov_formula'), money)}
${line(say('home.frequency'), say('home.frequency_formula'), ({ ordersPerCustomer }) => shown(ordersPerCustomer, ratio))}
${line(say('home.customers'), say('home.customers_formula'), ({ customers, returningCustomers }) => `${number.format(customers)} (${number.format(returningCustomers)})`)}
${line(say('member.orders'), say('home.orders_formula'), ({ orders }) => number.format(orders))}</tbody></table></section>`
}

function renderShares(
	visit: Visit,
	title: string,
	lines: readonly { label: string; count: number; of: number }[],
): Html {
	const number = new Intl.NumberFormat(visit.locale)
	const rows = lines.map(
		({ label, count, of }) =>
			html`<tr><th scope="row">${label}</th><td><progress max="${Math.max(1, of)}" value="${count}" aria-label="${label}"></progress></td><td class="num">${number.format(count)}</td></tr>`,
	)
	return html`<section class="card"><h2>${title}</h2><table class="shares"><tbody>${rows}</tbody></table></section>`
}

async function renderTiers(visit: Visit, { tiers }: Figures): Promise<Html> {
	const { needs, say, locale } = visit
	const { rules } = await getProgramAt(needs.store.db, needs.store.now())
	const all = tiers.reduce((sum, tier) => sum + tier.members, 0)
	const countOf = (id: number) =>
		tiers.reduce((sum, tier) => sum + (tierOf(rules, tier.tierId).id === id ? tier.members : 0), 0)
	const lines = rules.tiers.map((tier) => ({ label: tier.name[locale], count: countOf(tier.id), of: all }))
	return renderShares(visit, say('home.tiers'), lines)
}

function renderPoints(visit: Visit, { tiers, pointValue }: Figures): Html {
	const { say, locale, settings } = visit
	const number = new Intl.NumberFormat(locale)
	const sum = (of: (tier: Figures['tiers'][number]) => number) => tiers.reduce((all, tier) => all + of(tier), 0)
	const points = { usable: sum((tier) => tier.usable), pending: sum((tier) => tier.pending) }
	const debt = sum((tier) => tier.debt)
	const worth = pointValue && formatMoney(measureLiability(points, pointValue), settings.currency, locale)
	return html`<section class="card"><h2>${say('home.points')}</h2><dl class="kpis">
${renderFigure(say('member.usable'), number.format(points.usable))}
${renderFigure(say('member.pending'), number.format(points.pending))}
${debt > 0 ? renderFigure(say('member.debt'), number.format(debt)) : none}
${worth === null ? none : renderFigure(say('home.liability'), worth)}</dl>
${pointValue ? html`<p class="hint">${say('home.liability_hint', { points: pointValue.points, amount: formatMoney(pointValue.minor, settings.currency, locale) })}</p>` : none}</section>`
}

function renderHealth(visit: Visit, { channels }: Figures): Html {
	const { needs, say, locale } = visit
	const number = new Intl.NumberFormat(locale)
	const items = needs.channels.map((channel) => {
		const { state } = channel.health()
		const count = channels.find((one) => one.channel === channel.name)
		const words = say('home.channel_counts', {
			members: number.format(count?.members ?? 0),
			unreachable: number.format(count?.unreachable ?? 0),
			queued: number.format(count?.queued ?? 0),
		})
		return html`<li>${say(`channel.${channel.name}`)} <span class="pill ${state}">${say(`channel.${state}`)}</span><br><small class="mut">${words}</small></li>`
	})
	return html`<section class="card"><h2>${say('home.channels')}</h2>${items.length > 0 ? html`<ul class="plain">${items}</ul>` : html`<p>${say('start.no_channels')}</p>`}</section>`
}

async function showHome(visit: Visit): Promise<Response> {
	const { c, needs, say, locale, settings } = visit
	const figures = await getFigures(needs.store)
	const todo = await findToDo(visit, figures)
	const { overview, funnel, weeks } = figures
	const bought = Object.values(overview.nes).reduce((sum, count) => sum + count, 0)
	const nes = nesTags.map((tag) => ({ label: say(`nes.${tag}`), count: overview.nes[tag], of: bought }))
	const steps = (['invited', 'joined', 'bought'] as const).map((step) => ({
		label: say(`home.${step}`),
		count: funnel[step],
		of: funnel.invited,
	}))
	const main = html`${renderPeople(visit, figures, todo.waiting)}
<div class="two"><div><section class="card"><h2>${say('home.next')}</h2>${renderNext(visit, figures, todo)}</section>
${renderMeasures(visit, figures)}${renderPoints(visit, figures)}${renderShares(visit, say('home.referrals'), steps)}</div>
<div><section class="card"><h2>${say('home.weeks')}</h2>${renderWeeks(visit, weeks)}</section>
${renderShares(visit, say('home.nes_title'), nes)}${await renderTiers(visit, figures)}${renderHealth(visit, figures)}</div></div>
<p class="hint">${say('home.as_of', { time: formatMoment(locale, figures.at, settings.timeZone) })}</p>`
	const note = c.req.query('done') === 'set-up' ? say('home.ready') : undefined
	return await c.html(renderConsole(visit, { title: say('home.title'), menu: '/console', main, note }))
}

export const homeRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console', role: 'readonly', handle: showHome },
]
