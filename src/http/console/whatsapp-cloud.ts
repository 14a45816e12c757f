import { html } from 'hono/html'
import { estimateCost, type MessagePrices, messagePrices, priceCategories } from '../../domain/message-price.ts'
import { currencyDecimals, formatMoney, isCurrency } from '../../domain/money.ts'
import { cloudWays } from '../../domain/notice-ways.ts'
import { countNotices } from '../../store/outbox.ts'
import { getSettings, setSettings } from '../../store/settings.ts'
import type { WhatsAppCloudDesk } from '../context.ts'
import type { Say } from '../locales/index.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { noteAct, renderTable } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'
import { PLACE } from './whatsapp-web.ts'

const names = ['currency', ...priceCategories, 'cap', 'notices'] as const

const NOTICE_DAYS = 30
const DAY_MS = 86_400_000

export type CloudValues = Record<(typeof names)[number], string>

/** What the form shows of the settings. */
export function cloudValues({ settings }: Visit): CloudValues {
	const { notices } = settings.whatsappCloud
	const { broadcastCapMinor, ...prices } = settings.whatsappCloud.prices
	const cap = broadcastCapMinor === null ? '' : String(broadcastCapMinor / 10 ** currencyDecimals(prices.currency))
	return { ...prices, cap, notices }
}

/** The price table of a form, or what is wrong with it. */
function readPrices(say: Say, values: CloudValues): MessagePrices | Wrong {
	const wrong: Wrong = new Map()
	if (!isCurrency(values.currency)) wrong.set('currency', say('form.unknown_currency'))
	for (const name of priceCategories)
		if (!messagePrices.shape[name].safeParse(values[name]).success) wrong.set(name, say('wa.price_rule'))
	const decimals = isCurrency(values.currency) ? currencyDecimals(values.currency) : 2
	const [, whole = '', fraction = ''] = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(values.cap) ?? []
	if (values.cap !== '' && (whole === '' || fraction.length > decimals)) wrong.set('cap', say('wa.cap_rule'))
	if (wrong.size > 0) return wrong
	const broadcastCapMinor = values.cap === '' ? null : Number(whole + fraction.padEnd(decimals, '0'))
	const { currency, marketing, utility, service } = values
	return messagePrices.parse({ currency, marketing, utility, service, broadcastCapMinor })
}

export interface CloudShown {
	values: CloudValues
	wrong: Wrong
}

const labelsOf = (say: Say): CloudValues => ({
	currency: say('form.currency'),
	marketing: say('wa.marketing'),
	utility: say('wa.utility'),
	service: say('wa.service'),
	cap: say('wa.cap'),
	notices: say('wa.notices'),
})

/** What the notices of the last weeks would have cost in each way, if nobody had written in between. */
async function renderNoticeCost({ needs, say, locale, settings }: Visit): Promise<Html> {
	const since = needs.store.now() - NOTICE_DAYS * DAY_MS
	const { notices, days } = await countNotices(needs.store.db, { channel: 'whatsapp-cloud', since })
	const { prices } = settings.whatsappCloud
	const cost = (utility: number) => formatMoney(estimateCost(prices, { utility }), prices.currency, locale)
	return html`<p class="hint">${say('wa.notices_cost', { notices, template: cost(notices), days, digest: cost(days) })}</p>`
}

async function renderPrices(visit: Visit, { values, wrong }: CloudShown): Promise<Html> {
	const { say, csrf, needs } = visit
	const labels = labelsOf(say)
	const ways = cloudWays.map((value) => ({ value, label: say(`wa.notices.${value}`) }))
	const fields = names.map((name) =>
		renderField({
			name,
			label: labels[name],
			value: values[name],
			wrong,
			maxLength: 14,
			...(name === 'notices' ? { options: ways } : {}),
			...(name === 'currency' ? {} : { inputMode: 'decimal' }),
			...(name === 'cap' ? { hint: say('wa.cap_hint') } : {}),
		}),
	)
	return html`<section class="card"><h2>${say('wa.prices')}</h2><p>${say('wa.prices_lead')}</p>${renderWrong(say, wrong, labels)}
<form method="post" action="${PLACE}/prices">${renderHidden(csrf, newNonce(needs))}<div class="three">${fields}</div>${await renderNoticeCost(visit)}
<button>${say('wa.save')}</button></form></section>`
}

async function renderTemplates(visit: Visit, desk: WhatsAppCloudDesk): Promise<Html> {
	const { say } = visit
	const found = await desk.listTemplates()
	const lead = html`<h2>${say('wa.templates')}</h2><p>${say('wa.templates_lead')}</p>`
	if ('trouble' in found)
		return html`<section class="card">${lead}<p class="card alarm" lang="en">${found.trouble}</p></section>`
	const rows = found.templates.map(
		({
			name,
			language,
			status,
			category,
			text,
		}) => html`<tr><th scope="row"><code>${name}</code></th><td>${language}</td>
<td><span class="pill ${status === 'APPROVED' ? 'good' : 'warn'}">${status}</span> ${category}</td><td dir="auto">${text}</td></tr>`,
	)
	const heads = [say('wa.template'), say('page.language'), say('wa.status'), say('wa.words')]
	return html`<section class="card">${lead}${rows.length > 0 ? renderTable(heads, rows) : html`<p>${say('wa.no_templates')}</p>`}</section>`
}

/** Everything of the page that is about the Cloud API. */
export async function renderCloudParts(
	visit: Visit,
	desk: WhatsAppCloudDesk | undefined,
	shown: CloudShown,
): Promise<Html> {
	return html`${await renderPrices(visit, shown)}${desk ? await renderTemplates(visit, desk) : none}`
}

type ShowPage = (visit: Visit, shown: CloudShown) => Promise<Response>

async function savePrices(visit: Visit, form: Form, show: ShowPage): Promise<Response> {
	const texts = names.map((name) => [name, form.text(name).trim().slice(0, 20)])
	const values = Object.fromEntries(texts) as CloudValues
	const prices = readPrices(visit.say, { ...values, currency: values.currency.toUpperCase() })
	if (prices instanceof Map) return await show(visit, { values, wrong: prices })
	const answer = await actOnceUnless(visit, form, async (work) => {
		const before = await getSettings(work.tx)
		const notices = cloudWays.find((way) => way === values.notices) ?? before.whatsappCloud.notices
		const after = { prices, notices }
		await setSettings(work.tx, { ...before, whatsappCloud: after })
		await noteAct(visit, work, { action: 'whatsapp.prices', before: before.whatsappCloud, after })
		return `${PLACE}?done=saved`
	})
	return answer as Response
}

/** The action of the price table; what is wrong is shown on the page that `show` makes. */
export function cloudRoutes(show: ShowPage): readonly ConsoleRoute[] {
	return [
		{ method: 'post', path: `${PLACE}/prices`, role: 'owner', handle: (visit, form) => savePrices(visit, form, show) },
	]
}
