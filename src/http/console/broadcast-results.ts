import { html } from 'hono/html'
import { formatDate } from '../../conversation/locales/format.ts'
import { dayOf } from '../../domain/calendar.ts'
import { formatMoney } from '../../domain/money.ts'
import type { Uplift } from '../../domain/uplift.ts'
import type { Broadcast } from '../../messaging/compose.ts'
import { getResults } from '../../messaging/results.ts'
import { type Html, none } from '../page.ts'
import { renderFigure } from './parts.ts'
import type { Visit } from './visit.ts'

const WEEK = 7
const DAY_MS = 86_400_000

/** What sending changed, in a plain sentence. */
function describeUplift({ say, locale }: Visit, { difference, low, high, verdict }: Uplift): string {
	const points = new Intl.NumberFormat(locale, {
		minimumFractionDigits: 1,
		maximumFractionDigits: 1,
		signDisplay: 'exceptZero',
	})
	const facts = { low: points.format(low * 100), high: points.format(high * 100) }
	return say(`result.uplift_${verdict}`, { ...facts, points: points.format(difference * 100) })
}

/** What a broadcast brought, first what a shopkeeper asks; nothing before anybody got it. */
export async function renderResults(visit: Visit, broadcast: Broadcast): Promise<Html> {
	const { needs, say, locale, settings } = visit
	const results = await getResults(needs.store.db, broadcast)
	if (!results || results.reached.people === 0) return none
	const { reached, held, uplift } = results
	const number = new Intl.NumberFormat(locale)
	const percent = new Intl.NumberFormat(locale, {
		style: 'percent',
		minimumFractionDigits: 1,
		maximumFractionDigits: 1,
	})
	const share = (n: number, of: number) => percent.format(n / of)
	const until = (broadcast.finishedAt ?? needs.store.now()) + WEEK * DAY_MS
	const running = needs.store.now() < until
	const day = formatDate(locale, dayOf(until, settings.timeZone))
	return html`<section class="card"><h2>${say('result.title')}</h2><dl class="kpis">
${renderFigure(say('result.coupons'), number.format(reached.couponsUsed))}
${renderFigure(say('result.sales'), formatMoney(reached.netMinor, settings.currency, locale), say('result.orders', { orders: reached.orders }))}
${renderFigure(say('result.buyers'), number.format(reached.buyers), share(reached.buyers, reached.people))}
${renderFigure(say('result.opt_outs'), number.format(reached.optedOut), share(reached.optedOut, reached.people))}</dl>
${held.people > 0 ? html`<p>${uplift ? describeUplift(visit, uplift) : say('result.few', { people: held.people })}</p>` : none}
<p class="hint">${running ? say('result.running', { day }) : say('result.rule')}</p></section>`
}
