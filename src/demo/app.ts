import { Hono } from 'hono'
import type { AppEnv } from '../http/context.ts'
import { answerMissing } from '../http/missing.ts'
import type { Log } from '../lib/log.ts'
import { createDemoApi, refuseAddress } from './api.ts'
import { createDesk } from './desk.ts'
import type { WorldHolder } from './index.ts'
import { createPhone } from './phone.ts'
import { createShopConsole } from './shop-console.ts'

/** Everything under /demo. */
export function createDemoApp(needs: { holder: WorldHolder; log: Log }): Hono {
	const app = new Hono()
	app.route('/', createDesk(needs))
	app.route('/', createPhone(needs))
	app.route('/', createDemoApi(needs))
	app.route('/', createShopConsole(needs))
	app.route('/', new Hono<AppEnv>().all('/demo/api/*', refuseAddress).all('/demo/*', answerMissing))
	return app
}
