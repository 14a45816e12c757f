import { html } from 'hono/html'
import type { StoreSettings } from '../../domain/settings.ts'
import { sha256 } from '../../lib/keys.ts'
import { getSettings, setSettings } from '../../store/settings.ts'
import { isPageLocale, pageLocales, type WordKey, words } from '../locales/index.ts'
import type { Html } from '../page.ts'
import { type Field, type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnceUnless, newNonce } from './once.ts'
import { noteAct } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

type Values = Record<string, string>

/** Texts of the shop with the most characters each may have. */
const texts = {
	shopName: 60,
	contact: 120,
	address: 200,
	hours: 200,
	phone: 40,
	url: 200,
	termsUrl: 200,
} as const

/** The most promotions a member gets, with the most that can be set. */
const caps = { perDay: 10, per7Days: 50, per30Days: 200 } as const

const times = ['quietFrom', 'quietUntil'] as const

const names = [...Object.keys(texts), 'locale', ...Object.keys(caps), ...times, 'bulkPerSecond']

const clockOf = (minutes: number) =>
	`${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

function valuesOf({ promotions, ...shop }: StoreSettings): Values {
	return {
		...Object.fromEntries(Object.keys(texts).map((name) => [name, shop[name as keyof typeof texts]])),
		locale: shop.locale,
		...Object.fromEntries(Object.keys(caps).map((name) => [name, String(promotions[name as keyof typeof caps])])),
		quietFrom: clockOf(promotions.quietFrom),
		quietUntil: clockOf(promotions.quietUntil),
		bulkPerSecond: String(promotions.bulkPerSecond),
	}
}

/** Tells whether somebody else changed what the form shows, and nothing besides. */
const versionOf = (values: Values) => sha256(JSON.stringify(names.map((name) => values[name]))).slice(0, 16)

function readClock(text: string): number | undefined {
	const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
	return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

const isWeb = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text)

function checkTexts({ say }: Visit, values: Values, wrong: Wrong): void {
	if (values['shopName'] === '') wrong.set('shopName', say('form.required'))
	for (const [name, max] of Object.entries(texts))
		if ((values[name] ?? '').length > max) wrong.set(name, say('form.too_long', { max }))
	for (const name of ['url', 'termsUrl'])
		if (values[name] && !isWeb(values[name])) wrong.set(name, say('cast.bad_link'))
	if (!isPageLocale(values['locale'])) wrong.set('locale', say('form.pick'))
}

function checkPromotions({ say }: Visit, values: Values, wrong: Wrong): void {
	for (const [name, most] of Object.entries(caps))
		if (!/^\d{1,3}$/.test(values[name] ?? '') || Number(values[name]) > most)
			wrong.set(name, say('reward.whole_rule', { least: 0, most }))
	for (const name of times) if (readClock(values[name] ?? '') === undefined) wrong.set(name, say('shop.time_rule'))
	const pace = Number(values['bulkPerSecond'])
	if (!/^\d{1,4}(\.\d)?$/.test(values['bulkPerSecond'] ?? '') || pace < 0.1 || pace > 1000)
		wrong.set('bulkPerSecond', say('shop.pace_rule'))
}

/** The settings with the values of a form without anything wrong. */
function settingsWith(before: StoreSettings, values: Values): StoreSettings {
	const { locale = '' } = values
	const promotions = {
		...before.promotions,
		...Object.fromEntries(Object.keys(caps).map((name) => [name, Number(values[name])])),
		...Object.fromEntries(times.map((name) => [name, readClock(values[name] ?? '') ?? 0])),
		bulkPerSecond: Number(values['bulkPerSecond']),
	}
	const said = Object.fromEntries(Object.keys(texts).map((name) => [name, values[name] ?? '']))
	return { ...before, ...said, locale: isPageLocale(locale) ? locale : before.locale, promotions }
}

const labelOf = ({ say }: Visit, name: string) => say(`shop.${name}` as 'shop.shopName' & WordKey)

function renderShop(
	visit: Visit,
	values: Values,
	shown: { wrong: Wrong; version: string; note?: string | undefined },
): Html {
	const { say, csrf, needs, settings } = visit
	const { wrong, version, note } = shown
	const field = (name: string, more: Partial<Field> = {}) =>
		renderField({ name, label: labelOf(visit, name), value: values[name] ?? '', wrong, ...more })
	const locales = pageLocales.map((value) => ({ value: value as string, label: words[value]['lang.name'] }))
	const labels = Object.fromEntries(names.map((name) => [name, labelOf(visit, name)]))
	const main = html`${renderWrong(say, wrong, labels)}<form method="post" action="/console/shop">${renderHidden(csrf, newNonce(needs))}
<input type="hidden" name="version" value="${version}"><section class="card"><h2>${say('setup.shop')}</h2>
${Object.entries(texts).map(([name, maxLength]) => field(name, { maxLength, ...(name === 'contact' ? { hint: say('shop.contact_hint') } : {}), ...(name === 'shopName' ? { required: true } : {}) }))}
${field('locale', { options: locales })}<p class="hint">${say('shop.fixed', { currency: settings.currency, zone: settings.timeZone })}</p></section>
<section class="card"><h2>${say('shop.promotions')}</h2><p>${say('shop.promotions_lead')}</p>
<div class="three">${Object.keys(caps).map((name) => field(name, { inputMode: 'numeric', maxLength: 3 }))}</div>
<div class="three">${times.map((name) => field(name, { hint: say('shop.time_rule'), maxLength: 5 }))}
${field('bulkPerSecond', { inputMode: 'decimal', hint: say('shop.pace_hint'), maxLength: 6 })}</div></section>
<p><button>${say('reward.save')}</button></p></form>`
	return renderConsole(visit, { title: say('shop.title'), menu: '/console/settings', main, note })
}

async function showShop(visit: Visit): Promise<Response> {
	const values = valuesOf(visit.settings)
	const note = visit.c.req.query('done') === 'saved' ? visit.say('cast.saved') : undefined
	return await visit.c.html(renderShop(visit, values, { wrong: new Map(), version: versionOf(values), note }))
}

async function saveShop(visit: Visit, form: Form): Promise<Response> {
	const { c, say, needs } = visit
	const values = Object.fromEntries(names.map((name) => [name, form.text(name).trim().normalize('NFC')]))
	const version = form.text('version').slice(0, 20)
	const wrong: Wrong = new Map()
	checkTexts(visit, values, wrong)
	checkPromotions(visit, values, wrong)
	if (wrong.size > 0) return await c.html(renderShop(visit, values, { wrong, version }), 422)
	const answer = await actOnceUnless(visit, form, async (work) => {
		const before = await getSettings(work.tx)
		const old = valuesOf(before)
		if (versionOf(old) !== version) return new Map()
		await setSettings(work.tx, settingsWith(before, values))
		const changed = names.filter((name) => old[name] !== values[name])
		const pick = (from: Values) => Object.fromEntries(changed.map((name) => [name, from[name]]))
		await noteAct(visit, work, { action: 'settings.change', before: pick(old), after: pick(values) })
		return '/console/shop?done=saved'
	})
	if (!(answer instanceof Map)) return answer
	const newest = versionOf(valuesOf(await getSettings(needs.store.db)))
	return await c.html(renderShop(visit, values, { wrong, version: newest, note: say('cast.changed') }), 422)
}

export const shopRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/shop', role: 'owner', handle: showShop },
	{ method: 'post', path: '/console/shop', role: 'owner', handle: saveShop },
]
