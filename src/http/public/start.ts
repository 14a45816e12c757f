import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Channel } from '../../messaging/channel.ts'
import { getSettings } from '../../store/settings.ts'
import { hasOwner } from '../../store/staff.ts'
import type { AppContext, AppEnv, AppNeeds } from '../context.ts'
import { pickLocale, type Say, speak } from '../locales/index.ts'
import { type Html, renderPage } from '../page.ts'
import { chatLinks } from './links.ts'

/** The state of every channel in words; never what a platform said about a secret. */
export function renderChannels(say: Say, channels: readonly Channel[]): Html {
	if (channels.length === 0) return html`<p>${say('start.no_channels')}</p>`
	const items = channels.map((channel) => {
		const { state } = channel.health()
		return html`<li>${say(`channel.${channel.name}`)} <span class="pill ${state}">${say(`channel.${state}`)}</span></li>`
	})
	return html`<ul class="plain">${items}</ul>`
}

function renderNext(needs: AppNeeds, say: Say, isSetUp: boolean): Html {
	const demo = (needs.mounts ?? []).length > 0 && !isSetUp
	const steps = [
		demo &&
			html`<li><a class="btn" href="/demo">${say('start.demo')}</a><p class="hint">${say('start.demo_hint')}</p></li>`,
		isSetUp
			? html`<li><a class="btn" href="/login">${say('start.log_in')}</a></li>`
			: html`<li>${say('start.set_up')}<p class="hint">${say('start.set_up_again')}</p></li>`,
		!needs.channels.some((channel) => channel.name === 'telegram') && html`<li>${say('start.connect')}</li>`,
	]
	return html`<ul class="plain">${steps.filter((step) => step !== false)}</ul>`
}

async function showStart(c: AppContext, needs: AppNeeds): Promise<Response> {
	const { db } = needs.store
	const settings = await getSettings(db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	const say = speak(locale)
	const isSetUp = await hasOwner(db)
	const title = isSetUp ? say('start.title', { shop: settings.shopName }) : say('start.title_new')
	const names = { telegram: 'Telegram', whatsapp: 'WhatsApp' }
	const links = chatLinks(needs.channels, undefined).map(
		({ channel, url }) =>
			html`<a class="btn quiet" href="${url}" rel="noreferrer">${say('start.open', { channel: names[channel] })}</a>`,
	)
	const main = html`<h1>${title}</h1><p>${say('start.lead')}</p>
<section class="card"><h2>${say('start.next')}</h2>${renderNext(needs, say, isSetUp)}</section>
<section class="card"><h2>${say('start.channels')}</h2>${renderChannels(say, needs.channels)}
${links.length > 0 ? html`<div class="row">${links}</div>` : ''}</section>
<p><a href="/api/reference">${say('start.api')}</a></p>`
	return await c.html(renderPage({ locale, title, main }))
}

/** GET /: what to do next, without any secret. */
export function createStartPage(needs: AppNeeds): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.get('/', (c) => showStart(c, needs))
	return app
}
