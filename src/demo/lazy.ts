import { Hono } from 'hono'
import type { Clock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Demo } from './index.ts'

/** The demo behind its paths, built at the first request: who has a shop of her own never waits for it. */
export function createLazyDemo(needs: { log: Log; wallClock: Clock }): { app: Hono; stop(): Promise<void> } {
	let opening: Promise<Demo> | undefined
	const open = () => {
		opening ??= import('./index.ts').then(({ createDemo }) => createDemo(needs))
		return opening
	}
	const app = new Hono()
	app.all('/demo', async (c) => (await open()).app.fetch(c.req.raw, c.env))
	app.all('/demo/*', async (c) => (await open()).app.fetch(c.req.raw, c.env))
	return {
		app,
		async stop() {
			await (await opening)?.stop()
		},
	}
}
