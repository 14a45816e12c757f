import { Hono } from 'hono'
import { getSettings } from '../store/settings.ts'
import type { AppEnv, AppNeeds } from './context.ts'

/**
 * GET /livez: the process answers. GET /readyz: the database answers too; the state of each channel is shown but never
 * makes the program unready, for a restart would not bring a platform back.
 */
export function createHealth(needs: AppNeeds): Hono<AppEnv> {
	const app = new Hono<AppEnv>()
	app.get('/livez', (c) => c.json({ live: true }))
	app.get('/readyz', async (c) => {
		const channels = Object.fromEntries(needs.channels.map((channel) => [channel.name, channel.health().state]))
		const ready = await getSettings(needs.store.db).then(
			() => true,
			() => false,
		)
		return c.json({ ready, channels }, ready ? 200 : 503)
	})
	return app
}
