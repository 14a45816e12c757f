import { Hono } from 'hono'
import { html } from 'hono/html'
import { equalSecrets } from '../../lib/keys.ts'
import { getSettings } from '../../store/settings.ts'
import { setStaffLocale } from '../../store/staff.ts'
import { MAX_BODY_BYTES } from '../body-limit.ts'
import { isOwnPage, isSafeConnection } from '../client.ts'
import type { AppContext, AppEnv, AppNeeds } from '../context.ts'
import { isPageLocale, pickLocale, speak } from '../locales/index.ts'
import { renderMessage, renderPage } from '../page.ts'
import { posterRoutes } from '../public/poster.ts'
import { auditRoutes } from './audit.ts'
import { castRoutes } from './broadcast.ts'
import { pictureRoutes } from './broadcast-picture.ts'
import { broadcastRoutes } from './broadcasts.ts'
import { chatRoutes } from './chats.ts'
import { acceptInvite, showInvite } from './console-invite.ts'
import { type Form, readForm } from './form.ts'
import { homeRoutes } from './home.ts'
import { keepForm, renderAgain } from './kept-form.ts'
import { keyRoutes } from './keys.ts'
import { askToLogIn, showLogin, takeLogin } from './login.ts'
import { memberRoutes } from './member.ts'
import { memberActRoutes } from './member-acts.ts'
import { adjustRoutes } from './member-adjust.ts'
import { memberListRoutes } from './members.ts'
import { programRoutes } from './program.ts'
import { reviewRoutes } from './reviews.ts'
import { rewardFormRoutes } from './reward.ts'
import { poolRoutes } from './reward-pool.ts'
import { rewardRoutes } from './rewards.ts'
import { isAtLeast } from './roles.ts'
import { closeSession, formToken, readSession, strangersToken } from './session.ts'
import { settingsRoutes } from './settings.ts'
import { showSetUp, takeSetUp } from './setup.ts'
import { shopRoutes } from './shop.ts'
import { staffRoutes } from './staff.ts'
import { unknownRoutes } from './unknown.ts'
import type { ConsoleRoute, Visit } from './visit.ts'
import { whatsappRoutes } from './whatsapp.ts'

const DEFAULT_PORT = '3000'

/** Said instead of any page with a password over a connection that others can read. */
async function showWays(c: AppContext, needs: AppNeeds): Promise<Response> {
	const settings = await getSettings(needs.store.db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	const say = speak(locale)
	const port = new URL(c.req.url).port || DEFAULT_PORT
	const main = html`<div class="card"><h1>${say('ways.title')}</h1><p>${say('ways.lead')}</p>
<ol><li>${say('ways.local', { url: `http://127.0.0.1:${port}` })}</li><li>${say('ways.tunnel', { port })}</li><li>${say('ways.domain')}</li></ol></div>`
	return await c.html(renderPage({ locale, title: say('ways.title'), main }), 403)
}

async function refuseForm(c: AppContext): Promise<Response> {
	const locale = pickLocale(c.req.header('accept-language'), 'zh-HK')
	const say = speak(locale)
	return await renderMessage(c, { status: 403, locale, title: say('page.stale'), text: say('page.stale_hint') })
}

const changeLanguage: ConsoleRoute = {
	method: 'post',
	path: '/console/language',
	role: 'readonly',
	handle: async ({ c, needs, staff }, form) => {
		const locale = form.text('locale')
		if (isPageLocale(locale)) await needs.store.transact(({ tx }) => setStaffLocale(tx, staff.staffId, locale))
		return c.redirect('/console', 303)
	},
}

const logOut: ConsoleRoute = {
	method: 'post',
	path: '/logout',
	role: 'readonly',
	handle: async ({ c, needs, staff }) => {
		await closeSession(c, needs, staff)
		return c.redirect('/login?done=signed-out', 303)
	},
}

/** Every page and action of the console with the role it takes; there is no other way to add one. */
export const consoleRoutes: readonly ConsoleRoute[] = [
	...homeRoutes,
	...memberListRoutes,
	...memberRoutes,
	...adjustRoutes,
	...memberActRoutes,
	...broadcastRoutes,
	...castRoutes,
	...pictureRoutes,
	...rewardRoutes,
	...rewardFormRoutes,
	...poolRoutes,
	...chatRoutes,
	...unknownRoutes,
	...settingsRoutes,
	...reviewRoutes,
	...shopRoutes,
	...whatsappRoutes,
	...programRoutes,
	...staffRoutes,
	...keyRoutes,
	...auditRoutes,
	...posterRoutes,
	changeLanguage,
	logOut,
]

async function receive(c: AppContext, needs: AppNeeds): Promise<Visit | undefined> {
	const staff = await readSession(c, needs)
	if (!staff) return undefined
	const settings = await getSettings(needs.store.db)
	const locale = isPageLocale(staff.locale)
		? staff.locale
		: pickLocale(c.req.header('accept-language'), settings.locale)
	return { c, needs, settings, locale, say: speak(locale), staff, csrf: formToken(needs, staff) }
}

function isOwnForm(c: AppContext, needs: AppNeeds, form: Form, token: string): boolean {
	return isOwnPage(c, needs.config.publicUrl) && equalSecrets(form.text('_form'), token)
}

/** Nobody is signed in, or not any more: what was typed is kept until somebody is. */
async function answerStranger(c: AppContext, needs: AppNeeds, route: ConsoleRoute): Promise<Response> {
	// a part of a page: it stays as it is, and the next page or form asks to log in
	if (c.req.header('hx-request') === 'true') {
		if (route.method === 'get') c.header('hx-refresh', 'true')
		return c.body(null, route.method === 'get' ? 200 : 204)
	}
	// what is that large is a file, which no page can bring along
	const isSmall = Number(c.req.header('content-length') ?? 0) <= MAX_BODY_BYTES
	const isKept = route.method === 'post' && isSmall && isOwnPage(c, needs.config.publicUrl)
	const kept = isKept ? keepForm(c, await readForm(c)) : undefined
	return kept ? await askToLogIn(c, needs, kept) : c.redirect('/login', 303)
}

/** The form of another session, such as one from before logging in again: sent once more by a press, or not at all. */
async function refuseVisitorsForm(visit: Visit, form: Form): Promise<Response> {
	const { c, needs, say, csrf } = visit
	// only where the browser says that the page was ours
	const isOurs = c.req.header('origin') !== undefined && isOwnPage(c, needs.config.publicUrl)
	const kept = isOurs ? keepForm(c, form) : undefined
	return kept ? await c.html(renderAgain(visit, { kept, csrf, title: say('page.stale') }), 403) : await refuseForm(c)
}

async function answer(c: AppContext, needs: AppNeeds, route: ConsoleRoute): Promise<Response> {
	const visit = await receive(c, needs)
	if (!visit) return await answerStranger(c, needs, route)
	const form = route.method === 'post' ? await readForm(c) : undefined
	if (form && !isOwnForm(c, needs, form, visit.csrf)) return await refuseVisitorsForm(visit, form)
	if (!isAtLeast(visit.staff.role, route.role)) {
		const { say, locale } = visit
		const message = { status: 403, locale, title: say('page.forbidden'), text: say('page.forbidden_hint') } as const
		return await renderMessage(c, message)
	}
	return route.method === 'get' ? await route.handle(visit) : await route.handle(visit, form as Form)
}

type StrangersPost = (c: AppContext, needs: AppNeeds, form: Form) => Promise<Response>

/** A form of somebody who is not signed in yet. */
function takeStrangersForm(needs: AppNeeds, take: StrangersPost) {
	return async (c: AppContext) => {
		const form = await readForm(c)
		return isOwnForm(c, needs, form, strangersToken(c, needs)) ? await take(c, needs, form) : await refuseForm(c)
	}
}

/** The merchant's pages: set-up, signing in, and everything behind it. */
export function createConsole(needs: AppNeeds): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	const safely = (handle: (c: AppContext) => Promise<Response>) => (c: AppContext) =>
		isSafeConnection(c, needs.config.publicUrl) ? handle(c) : showWays(c, needs)
	app.get(
		'/setup/:token',
		safely((c) => showSetUp(c, needs)),
	)
	app.post('/setup/:token', safely(takeStrangersForm(needs, takeSetUp)))
	app.get(
		'/login',
		safely((c) => showLogin(c, needs)),
	)
	app.post('/login', safely(takeStrangersForm(needs, takeLogin)))
	app.get(
		'/invite/:token',
		safely((c) => showInvite(c, needs)),
	)
	app.post('/invite/:token', safely(takeStrangersForm(needs, acceptInvite)))
	for (const route of consoleRoutes)
		app.on(
			route.method.toUpperCase(),
			route.path,
			safely((c) => answer(c, needs, route)),
		)
	return app
}
