import { html, raw } from 'hono/html'
import { formatDate } from '../../conversation/locales/format.ts'
import { formatMoney } from '../../domain/money.ts'
import type { Html } from '../page.ts'
import type { Week } from './figures.ts'
import { renderTable } from './parts.ts'
import type { Visit } from './visit.ts'

const WIDTH = 520
const HEIGHT = 140
const GAP = 4

/** Bars, one a week, drawn by numbers alone; this week is not over and paler. */
function drawBars(weeks: readonly Week[]): string {
	const most = Math.max(1, ...weeks.map(({ orders }) => orders))
	const step = WIDTH / weeks.length
	return weeks
		.map(({ orders }, at) => {
			const height = Math.round((orders / most) * HEIGHT)
			const look = at === weeks.length - 1 ? ' class="now"' : ''
			return `<rect${look} x="${(at * step + GAP / 2).toFixed(1)}" y="${HEIGHT - height}" width="${(step - GAP).toFixed(1)}" height="${height}"/>`
		})
		.join('')
}

/** Orders a week as a picture, and the same as a table for whoever does not see it or wants the numbers. */
export function renderWeeks(visit: Visit, weeks: readonly Week[]): Html {
	const { say, locale, settings } = visit
	const number = new Intl.NumberFormat(locale)
	const most = weeks.reduce((best, week) => (week.orders > best.orders ? week : best), weeks[0] as Week)
	const label = say('home.weeks_label', {
		weeks: weeks.length,
		most: most.orders,
		date: formatDate(locale, most.from),
	})
	const rows = [...weeks].reverse().map(
		(
			week,
		) => html`<tr><th scope="row">${formatDate(locale, week.from)}</th><td class="num">${number.format(week.orders)}</td>
<td class="num">${formatMoney(week.netMinor, settings.currency, locale)}</td></tr>`,
	)
	const middle = most.orders === 0 ? say('home.no_orders') : say('home.weeks_most', { most: most.orders })
	return html`<svg class="chart ${most.orders === 0 ? 'empty' : ''}" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">${raw(drawBars(weeks))}</svg>
<p class="ends hint"><span>${formatDate(locale, weeks[0]?.from ?? most.from)}</span><span>${middle}</span><span>${formatDate(locale, weeks.at(-1)?.from ?? most.from)}</span></p>
<details><summary>${say('home.as_table')}</summary>${renderTable([say('home.week'), say('member.orders'), say('home.revenue')], rows)}</details>`
}
