import { Hono } from 'hono'
import { html } from 'hono/html'
import { parseReferralCode } from '../../domain/codes.ts'
import type { StoreSettings } from '../../domain/settings.ts'
import { ACTIVATION } from '../../loyalty/create-activation-link.ts'
import type { Locale } from '../../messaging/channel.ts'
import { findLivingMember, findMemberByReferralCode } from '../../store/members.ts'
import { findLink } from '../../store/one-time-links.ts'
import { findProgramAt } from '../../store/programs.ts'
import { getSettings } from '../../store/settings.ts'
import type { AppContext, AppEnv, AppNeeds } from '../context.ts'
import { pickLocale, type Say, speak } from '../locales/index.ts'
import { type Html, renderPage } from '../page.ts'
import { chatLinks, renderLinks } from './links.ts'
import { readSource } from './poster.ts'

interface Visit {
	settings: StoreSettings
	locale: Locale
	say: Say
}

async function receive(c: AppContext, needs: AppNeeds): Promise<Visit> {
	const settings = await getSettings(needs.store.db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	return { settings, locale, say: speak(locale) }
}

/** What chat apps show of a link: it must say something without any script or picture. */
function previewTags(needs: AppNeeds, path: string, preview: { title: string; text: string; shop: string }): Html {
	const { publicUrl } = needs.config
	return html`<meta name="description" content="${preview.text}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="${preview.shop}">
<meta property="og:title" content="${preview.title}">
<meta property="og:description" content="${preview.text}">
${publicUrl ? html`<meta property="og:url" content="${publicUrl}${path}">` : ''}
<meta name="robots" content="noindex">`
}

/** The code as it is stored, when it is that of a member who can invite. */
async function findInvitation(needs: AppNeeds, text: string): Promise<string | undefined> {
	const { db } = needs.store
	const code = parseReferralCode(text)
	const holder = code === undefined ? undefined : await findMemberByReferralCode(db, code)
	const member = holder && (await findLivingMember(db, holder.id))
	return member?.status === 'active' ? code : undefined
}

/** GET /r/<code>: what a friend sees who was sent a referral link. */
async function showInvitation(c: AppContext, needs: AppNeeds): Promise<Response> {
	const { settings, locale, say } = await receive(c, needs)
	const code = await findInvitation(needs, c.req.param('code') ?? '')
	const shop = settings.shopName
	if (code === undefined) return await showUnknown(c, needs, { title: 'join.unknown', hint: 'join.unknown_hint' })
	const program = await findProgramAt(needs.store.db, needs.store.now())
	const points = program?.rules.referral.friend.onJoin ?? 0
	const title = say('join.invited', { shop })
	const offer = points > 0 ? say('join.points', { points }) : say('join.lead')
	const head = previewTags(needs, `/r/${code}`, { title, text: offer, shop })
	const main = html`<div class="card invitation"><h1>${title}</h1><p${points > 0 ? html` class="offer"` : ''}>${offer}</p>${points > 0 ? html`<p class="mut">${say('join.lead')}</p>` : ''}
${renderLinks(say, chatLinks(needs.channels, `r_${code}`), 'join')}</div>`
	return await c.html(renderPage({ locale, title, head, main }))
}

/** GET /j/<source>: what somebody sees who scans a poster; the source goes along into the chat. */
async function showSource(c: AppContext, needs: AppNeeds): Promise<Response> {
	const { settings, locale, say } = await receive(c, needs)
	const source = readSource(c.req.param('source'))
	const title = say('join.title', { shop: settings.shopName })
	const path = source === undefined ? '' : `/j/${source}`
	const head = previewTags(needs, path, { title, text: say('join.lead'), shop: settings.shopName })
	const links = chatLinks(needs.channels, source === undefined ? undefined : `j_${source}`)
	const main = html`<div class="card invitation"><h1>${title}</h1><p>${say('join.lead')}</p>${renderLinks(say, links, 'join')}</div>`
	return await c.html(renderPage({ locale, title, head, main }))
}

/** GET /a/<code>: what an imported customer sees who opens her one-time link. Looking at it uses nothing up. */
async function showActivation(c: AppContext, needs: AppNeeds): Promise<Response> {
	const { settings, locale, say } = await receive(c, needs)
	const { store } = needs
	const code = c.req.param('code') ?? ''
	const link = /^[\w-]{8,62}$/.test(code)
		? await findLink(store.db, store.keys.hash('token', code), ACTIVATION)
		: undefined
	const good = link && link.used_at === null && (link.expires_at === null || link.expires_at > store.now())
	if (!good) return await showUnknown(c, needs, { title: 'claim.unknown', hint: 'claim.unknown_hint' })
	const title = say('claim.title', { shop: settings.shopName })
	const head = previewTags(needs, '', { title, text: say('claim.lead'), shop: settings.shopName })
	const main = html`<div class="card invitation"><h1>${title}</h1><p>${say('claim.lead')}</p>
${renderLinks(say, chatLinks(needs.channels, `a_${code}`), 'claim')}</div>`
	return await c.html(renderPage({ locale, title, head, main }))
}

type Unknown = { title: 'join.unknown' | 'claim.unknown'; hint: 'join.unknown_hint' | 'claim.unknown_hint' }

/** A link that means nothing still offers to join. */
async function showUnknown(c: AppContext, needs: AppNeeds, unknown: Unknown): Promise<Response> {
	const { settings, locale, say } = await receive(c, needs)
	const shop = settings.shopName
	const title = say(unknown.title)
	const head = previewTags(needs, '', { title: say('join.title', { shop }), text: say('join.lead'), shop })
	const main = html`<div class="card invitation"><h1>${title}</h1><p>${say(unknown.hint)}</p>
<h2>${say('join.title', { shop })}</h2>
${renderLinks(say, chatLinks(needs.channels, undefined), 'join')}</div>`
	return await c.html(renderPage({ locale, title, head, main }), 404)
}

/** The pages that links of members and of the merchant lead to. */
export function createJoinPages(needs: AppNeeds): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.get('/r/:code', (c) => showInvitation(c, needs))
	app.get('/a/:code', (c) => showActivation(c, needs))
	app.get('/j/:source', (c) => showSource(c, needs))
	return app
}
