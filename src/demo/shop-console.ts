import { type Context, Hono } from 'hono'
import { showReply as showOnTelegram } from '../../bots/telegram/show.ts'
import { showReply as showOnWhatsApp } from '../../bots/whatsapp-web/show.ts'
import { isOwnPage } from '../http/client.ts'
import { createConsole } from '../http/console/index.ts'
import { openSession } from '../http/console/session.ts'
import type { AppContext, AppEnv, AppNeeds } from '../http/context.ts'
import { createNewId, secureRandom } from '../lib/ids.ts'
import type { Log } from '../lib/log.ts'
import type { BroadcastNeeds } from '../messaging/compose.ts'
import { insertStaff, listStaff } from '../store/staff.ts'
import type { Work } from '../store/transact.ts'
import type { WorldHolder } from './index.ts'
import type { DemoWorld } from './world.ts'

const DAY_MS = 86_400_000

/** A session is made anew before it would end; the time machine is fast. */
const SESSION_MS = 6 * DAY_MS

/** The real console over one world, with a session of the demo's owner that no browser ever sees. */
interface Desk {
	app: Hono<AppEnv>
	token: string
	until: number
}

async function signIn(work: Work): Promise<string> {
	const known = (await listStaff(work.tx)).find((one) => one.role === 'owner')
	const added = { public_id: work.newId('stf'), name: 'Kelly', role: 'owner', created_at: work.now }
	const owner = known ?? (await insertStaff(work.tx, added))
	if (!owner) throw new Error('the demo has no owner')
	return await openSession(work, owner.id, 'demo')
}

/** The phone beside the console has these skins. */
const looks: NonNullable<BroadcastNeeds['looks']> = [
	{ name: 'telegram', show: showOnTelegram },
	{ name: 'whatsapp-web', show: showOnWhatsApp },
]

function needsOf({ store, shop, clock }: DemoWorld, log: Log): AppNeeds {
	const newId = createNewId(clock.now)
	return {
		store,
		config: { publicUrl: undefined },
		log,
		random: secureRandom,
		newRequestId: () => newId('req'),
		channels: shop.channels,
		broadcasts: { ...shop.messaging.broadcasts, looks },
		wake: shop.messaging.wake,
		wakeJobs: shop.runner.wake,
		isDemo: true,
	}
}

function buildConsole(needs: AppNeeds): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.use(async (c, next) => {
		c.set('requestId', needs.newRequestId())
		await next()
	})
	app.route('/', createConsole(needs))
	return app
}

// addresses of the console stand in its markup alone: what people typed has no bare quotation marks
const ADDRESS = /(\s(?:href|action|formaction|src|hx-get|hx-post)=")(?=\/(?:console|login|logout|poster|setup)\b)/g

/** The answer with every address of the console below /demo, and without its cookies; the page around a frame has a head of its own. */
async function moveBelow(answer: Response, isFramed: boolean): Promise<Response> {
	const headers = new Headers(answer.headers)
	headers.delete('set-cookie')
	headers.delete('content-length')
	const location = headers.get('location')
	if (location?.startsWith('/')) headers.set('location', `/demo${location}`)
	const isPage = headers.get('content-type')?.startsWith('text/html') ?? false
	const page = isPage ? (await answer.text()).replace(ADDRESS, '$1/demo') : undefined
	const body = page === undefined ? answer.body : isFramed ? page.replace('<body class="', '$&framed ') : page
	return new Response(body, { status: answer.status, headers })
}

/** The request as a browser on this machine would make it to the console itself, signed in. */
async function moveUp(c: Context, { token, lang }: { token: string; lang: string | undefined }): Promise<Request> {
	const url = new URL(c.req.url)
	const place = url.pathname.slice('/demo'.length) + url.search
	const headers = new Headers({ host: 'localhost', cookie: `suki-session=${token}` })
	for (const name of ['content-type', 'accept-language', 'hx-request', 'user-agent']) {
		const value = c.req.header(name)
		if (value !== undefined) headers.set(name, value)
	}
	if (lang !== undefined) headers.set('accept-language', lang)
	const { method } = c.req
	const body = method === 'GET' || method === 'HEAD' ? {} : { body: await c.req.arrayBuffer() }
	return new Request(`http://localhost${place}`, { method, headers, ...body })
}

const LOCAL = { incoming: { socket: { remoteAddress: '127.0.0.1' } } }

/** The merchant's console over the demo shop, below /demo, signed in by itself. */
export function createShopConsole({ holder, log }: { holder: WorldHolder; log: Log }): Hono<AppEnv> {
	const desks = new WeakMap<DemoWorld, Desk>()
	const open = async (world: DemoWorld): Promise<Desk> => {
		const now = world.clock.now()
		const desk = desks.get(world)
		if (desk && desk.until > now) return desk
		const token = await world.store.transact(signIn)
		const opened = { app: desk?.app ?? buildConsole(needsOf(world, log)), token, until: now + SESSION_MS }
		desks.set(world, opened)
		return opened
	}
	const answer = async (c: AppContext, world: DemoWorld) => {
		const { app, token } = await open(world)
		const inner = await app.fetch(await moveUp(c, { token, lang: world.pageLang }), LOCAL)
		// the session is gone, whatever ended it: the next request opens another
		const isOut = inner.status === 401 || inner.headers.get('location')?.startsWith('/login')
		if (isOut) desks.delete(world)
		if (inner.status === 401) return c.redirect('/demo/console', 303)
		return await moveBelow(inner, c.req.header('sec-fetch-dest') === 'iframe')
	}
	const app = new Hono<AppEnv>()
	// there is nobody else to sign in as
	app.post('/demo/logout', (c) => c.redirect('/demo/console', 303))
	app.get('/demo/login', (c) => c.redirect('/demo/console', 303))
	for (const path of ['/demo/console', '/demo/console/*', '/demo/poster', '/demo/poster/*'])
		app.all(path, async (c) => {
			if (c.req.method !== 'GET' && !isOwnPage(c, undefined)) return c.text('another page sent this form', 403)
			return await holder.use((world) => answer(c, world))
		})
	return app
}
