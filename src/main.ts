import { type AddressInfo, isIPv6 } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Config } from './config.ts'
import { understand } from './conversation/understand.ts'
import { createApp } from './http/app.ts'
import { createSetUpLink } from './http/console/set-up-store.ts'
import type { Mount } from './http/context.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { createNewId, secureRandom } from './lib/ids.ts'
import { createLog, type Log } from './lib/log.ts'
import { createStopList, type StopList } from './lib/stop.ts'
import { prepareStore } from './loyalty/prepare-store.ts'
import { openChannels } from './open-channels.ts'
import { openStore } from './store/open.ts'
import type { Store } from './store/transact.ts'
import { openCloudDesk } from './whatsapp-cloud.ts'
import { createShop, type Shop } from './wire.ts'

/** What may be given from outside: tests pass a clock, nobody else does. */
export interface StartOptions {
	/** The shop's time; leases, pace and network waits follow the wall. */
	clock?: Clock
	log?: Log
}

/** The running program. */
export interface Running {
	store: Store
	shop: Shop
	/** Where it answers, for example http://127.0.0.1:3000. */
	url: string
	/** A one-time link for the owner; undefined once the shop is set up. */
	setUpLink: string | undefined
	/** Stops taking, finishes what is under way, closes the store. */
	stop(): Promise<void>
}

/** The address cannot be listened on; its message is one line for the person who starts the program. */
export class ListenError extends Error {}

/** Starts the whole program. Throws StoreError or ListenError, with one readable line, when it cannot. */
export async function start(config: Config, options: StartOptions = {}): Promise<Running> {
	const log = options.log ?? createLog(config.logLevel)
	const stops = createStopList()
	try {
		return await startParts(config, { clock: options.clock ?? systemClock, log, stops })
	} catch (error) {
		await stops.run().catch(() => {})
		throw error
	}
}

interface Given {
	clock: Clock
	log: Log
	stops: StopList
}

async function startParts(config: Config, { clock, log, stops }: Given): Promise<Running> {
	const store = await openStore({ ...config, now: clock })
	stops.add('store', () => store.close())
	await store.transact(prepareStore)
	const newId = createNewId(systemClock)
	const { telegram, whatsappCloud, whatsappWeb, channels } = await openChannels(config, { store, log, stops })
	const shop = createShop({
		store,
		wallClock: systemClock,
		nodeId: newId('req'),
		log,
		channels,
		publicUrl: config.publicUrl,
	})
	const app = createApp({
		store,
		config: { publicUrl: config.publicUrl },
		log,
		random: secureRandom,
		newRequestId: () => newId('req'),
		channels: shop.channels,
		wake: shop.messaging.wake,
		wakeJobs: shop.runner.wake,
		broadcasts: shop.messaging.broadcasts,
		...(telegram ? { telegramWebhook: telegram.webhook } : {}),
		...(whatsappCloud
			? {
					whatsappWebhook: { handshake: whatsappCloud.handshake, receive: whatsappCloud.webhook },
					whatsappCloud: await openCloudDesk(whatsappCloud),
				}
			: {}),
		...(whatsappWeb ? { whatsappWeb } : {}),
		mounts: [await openDemo(log, stops)],
	})
	const server = createAdaptorServer({ fetch: app.fetch })
	const url = await listen(server, config)
	stops.add('http', () => closeServer(server))
	stops.add('shop', shop.stop)
	await shop.start()
	const token = await store.transact(createSetUpLink)
	const setUpLink = token && `${config.publicUrl ?? url}/setup/${token}`
	// the table of words is built at its first use: before the first shopper writes
	setImmediate(() => understand('你好'))
	const on = { telegram: config.telegram?.mode ?? 'off', whatsapp: config.whatsapp.driver }
	log.info({ url, database: store.kind, ...on }, 'suki is running')
	return { store, shop, url, setUpLink, stop: () => stops.run() }
}

/** The demo is built at the first request for it: who has a shop of her own never waits for it. */
async function openDemo(log: Log, stops: StopList): Promise<Mount> {
	const { createLazyDemo } = await import('./demo/lazy.ts')
	const demo = createLazyDemo({ log, wallClock: systemClock })
	stops.add('demo', demo.stop)
	return { path: '/', app: demo.app }
}

function listen(server: ReturnType<typeof createAdaptorServer>, { host, port }: Config): Promise<string> {
	return new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const reason = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message
			reject(new ListenError(`PORT ${port} on HOST ${host} cannot be used: ${reason}`))
		})
		server.listen(port, host, () => {
			const address = server.address() as AddressInfo
			const name = address.address === '0.0.0.0' || address.address === '::' ? '127.0.0.1' : address.address
			resolve(`http://${isIPv6(name) ? `[${name}]` : name}:${address.port}`)
		})
	})
}

/** Answers what is under way, then closes; a connection kept open by nobody's request does not hold it up. */
function closeServer(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
	return new Promise((resolve) => {
		server.close(() => resolve())
		if ('closeIdleConnections' in server) server.closeIdleConnections()
		setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2_000).unref()
	})
}
