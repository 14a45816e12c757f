import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import {
	createWhatsAppCloud,
	WEBHOOK_PATH,
	type WhatsAppCloudDeps,
	whatsappCloudConfig,
} from '../../../bots/whatsapp-cloud/index.ts'
import type { ChannelEvent, Inbound, Reply } from '../../../src/messaging/channel.ts'
import { readBody } from '../../support/telegram/request.ts'
import { CloudEmulator, type EmulatorKnobs } from '../../support/whatsapp-cloud/emulator.ts'

/** Plain service reply of these words. */
export function reply(text: string, more: Partial<Reply> = {}): Reply {
	return { text, kind: 'service', locale: 'en', ...more }
}

export function configOf(emulator: CloudEmulator, more: object = {}) {
	const { token, appSecret, verifyToken, phoneNumberId, businessAccountId } = emulator.options
	const keys = { token, appSecret, verifyToken, phoneNumberId, businessAccountId }
	return whatsappCloudConfig.parse({ ...keys, apiRoot: emulator.root, ...more })
}

export interface Harness {
	emulator: CloudEmulator
	channel: ReturnType<typeof createWhatsAppCloud>
	/** Every event that was stored, in order. */
	events: ChannelEvent[]
	/** Resolves with the first event that satisfies the predicate. */
	event(predicate: (event: ChannelEvent) => boolean): Promise<ChannelEvent>
	/** The same for messages by their text or choice. */
	inbound(words: string): Promise<Inbound>
	/** What storing does; replaced by tests that let it fail or wait. */
	store: (events: ChannelEvent[]) => Promise<void>
	close(): Promise<void>
}

export interface HarnessOptions {
	emulator?: EmulatorKnobs
	config?: object
	deps?: Partial<WhatsAppCloudDeps>
	/** Leaves start() to the test. */
	idle?: boolean
}

/** The real channel against an emulator of its own. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
	const emulator = await new CloudEmulator(options.emulator).start()
	const channel = createWhatsAppCloud(configOf(emulator, options.config), {
		clock: () => Date.now(),
		log: pino({ level: 'silent' }),
		pauses: { firstMs: 20, longestMs: 100, watchMs: 50 },
		...options.deps,
	})
	const server = await mountWebhook(channel)
	emulator.webhookUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${WEBHOOK_PATH}`
	let waiting: (() => void)[] = []
	const harness: Harness = {
		emulator,
		channel,
		events: [],
		store: async () => {},
		async event(predicate) {
			for (;;) {
				const found = harness.events.find(predicate)
				if (found) return found
				await new Promise<void>((resolve) => waiting.push(resolve))
			}
		},
		async inbound(words) {
			const fits = (event: ChannelEvent) => event.kind === 'message' && (event.text === words || event.choice === words)
			return (await harness.event(fits)) as Inbound
		},
		async close() {
			await channel.stop()
			await emulator.stop()
			server.closeAllConnections()
			server.close()
		},
	}
	if (!options.idle)
		await channel.start(async (batch) => {
			await harness.store(batch.map(({ event }) => event))
			harness.events.push(...batch.map(({ event }) => event))
			const woken = waiting
			waiting = []
			for (const wake of woken) wake()
		})
	return harness
}

/** Mounts the webhook the way the HTTP layer does. */
export async function mountWebhook(channel: Pick<ReturnType<typeof createWhatsAppCloud>, 'webhook' | 'handshake'>) {
	const server = createServer(async (request, response) => {
		const url = new URL(request.url ?? '/', 'http://shop')
		const query = (name: string) => url.searchParams.get(`hub.${name}`) ?? undefined
		const signature = request.headers['x-hub-signature-256']
		const body = (await readBody(request)) ?? Buffer.alloc(0)
		const answer =
			request.method === 'GET'
				? channel.handshake({ mode: query('mode'), verifyToken: query('verify_token'), challenge: query('challenge') })
				: await channel.webhook(body, typeof signature === 'string' ? signature : undefined)
		response.writeHead(answer.status, answer.headers).end(answer.body)
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return server
}
