import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { describeFault } from '../lib/fault.ts'
import { isStoreFailure } from '../store/transact.ts'
import { createApi } from './api/index.ts'
import { renderReference } from './api/reference.ts'
import { createAssets } from './assets.ts'
import { limitBody } from './body-limit.ts'
import { keepOwnersDemo } from './console/demo-door.ts'
import { createConsole } from './console/index.ts'
import type { AppContext, AppEnv, AppNeeds } from './context.ts'
import { API_PATHS, apiHeaders, pageHeaders } from './headers.ts'
import { createHealth } from './health.ts'
import { pickLocale, speak } from './locales/index.ts'
import { answerMissing } from './missing.ts'
import { renderMessage } from './page.ts'
import { problem } from './problems.ts'
import { createJoinPages } from './public/join.ts'
import { createStartPage } from './public/start.ts'
import { createTelegramWebhook } from './webhooks/telegram.ts'
import { createWhatsAppWebhook } from './webhooks/whatsapp-cloud.ts'

/** Whether the caller is a program: it gets problems, people get pages. */
function isForPrograms(c: AppContext): boolean {
	return /^\/(api|webhooks|livez|readyz|openapi)/.test(c.req.path)
}

/** Seconds after which a database that was away is worth another try. */
const RETRY = { 'retry-after': '5' }

const localeOf = (c: AppContext) => pickLocale(c.req.header('accept-language'), 'zh-HK')

async function answerNotFound(c: AppContext): Promise<Response> {
	return isForPrograms(c) ? problem(c, 'not-found') : await answerMissing(c)
}

async function answerWrongMethod(c: AppContext, allowed: string[]): Promise<Response> {
	const allow = allowed.join(', ')
	if (isForPrograms(c)) return problem(c, 'method-not-allowed', { facts: { allowed }, headers: { allow } })
	const locale = localeOf(c)
	const say = speak(locale)
	const message = { status: 405, locale, title: say('page.missing'), text: say('page.missing_hint') } as const
	const response = await renderMessage(c, message)
	response.headers.set('allow', allow)
	return response
}

async function answerTooLarge(c: AppContext): Promise<Response> {
	if (isForPrograms(c)) return problem(c, 'too-large')
	const locale = localeOf(c)
	const say = speak(locale)
	return await renderMessage(c, { status: 413, locale, title: say('page.error'), text: say('page.too_large') })
}

/** What the framework throws for bad requests is the caller's fault, everything else is ours. */
async function answerError(needs: AppNeeds, error: Error, c: AppContext): Promise<Response> {
	const isCallers = error instanceof HTTPException && error.status < 500
	if (isCallers && isForPrograms(c)) return problem(c, error.status === 415 ? 'wrong-media-type' : 'malformed-json')
	const locale = localeOf(c)
	const say = speak(locale)
	if (isCallers)
		return await renderMessage(c, { status: 400, locale, title: say('page.stale'), text: say('page.stale_hint') })
	const id = c.get('requestId')
	needs.log.error({ request: id, path: c.req.routePath, fault: describeFault(error) }, 'a request broke')
	const isAway = isStoreFailure(error)
	if (isForPrograms(c)) return isAway ? problem(c, 'store-away', { headers: RETRY }) : problem(c, 'fault')
	const status = isAway ? 503 : 500
	return await renderMessage(c, { status, locale, title: say('page.error'), text: say('page.fault', { id }) })
}

function addApi(app: Hono<AppEnv>, needs: AppNeeds): void {
	const { api, describe } = createApi(needs)
	app.route('/', api)
	app.get('/openapi.json', (c) => c.json(describe()))
	app.get('/api/reference', (c) => c.html(renderReference(describe())))
}

/** The whole server as one function from request to response, made of parts that take what they need. */
export function createApp(needs: AppNeeds): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.use(async (c, next) => {
		c.set('requestId', needs.newRequestId())
		await next()
	})
	const https = needs.config.publicUrl?.startsWith('https:') ?? false
	app.use(pageHeaders({ https }))
	app.use(`${API_PATHS}*`, apiHeaders({ https }))
	app.use(methodNotAllowed({ app, onMethodNotAllowed: answerWrongMethod }))
	app.use(limitBody(answerTooLarge))
	app.onError((error, c) => answerError(needs, error, c))
	app.notFound(answerNotFound)

	app.route('/', createHealth(needs))
	addApi(app, needs)
	if (needs.telegramWebhook) app.route('/', createTelegramWebhook(needs.telegramWebhook))
	if (needs.whatsappWebhook) app.route('/', createWhatsAppWebhook(needs.whatsappWebhook))
	app.route('/', createAssets())
	app.route('/', createStartPage(needs))
	app.route('/', createJoinPages(needs))
	app.route('/', createConsole(needs))
	app.use('/demo/*', keepOwnersDemo(needs))
	for (const mount of needs.mounts ?? []) app.route(mount.path, mount.app)
	return app
}
