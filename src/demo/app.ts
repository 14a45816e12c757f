import { Hono } from 'hono'
import type { Clock } from '../lib/clock.ts'
import { createDemoApi } from './api.ts'
import type { WorldHolder } from './index.ts'
import { createPhone } from './phone.ts'

/** Everything under /demo. */
export function createDemoApp(needs: { holder: WorldHolder; wallClock: Clock }): Hono {
	const app = new Hono()
	app.route('/', createPhone(needs))
	app.route('/', createDemoApi(needs))
	return app
}
