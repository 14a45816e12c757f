import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { createTelegram, type TelegramDeps, telegramConfig, WEBHOOK_PATH } from '../../../bots/telegram/index.ts'
import type { ChannelEvent, Inbound, Reply } from '../../../src/messaging/channel.ts'
import { type EmulatorOptions, TelegramEmulator } from '../../support/telegram/emulator.ts'
import { readBody } from '../../support/telegram/request.ts'

export const SECRET = 'a-secret_of-the-webhook'

/** Plain service reply of these words. */
export function reply(text: string, more: Partial<Reply> = {}): Reply {
	return { text, kind: 'service', locale: 'en', ...more }
}

export interface Harness {
	emulator: TelegramEmulator
	channel: ReturnType<typeof createTelegram>
	/** Every event that was stored, in order. */
	events: ChannelEvent[]
	payloads: string[]
	/** Resolves with the first event that satisfies the predicate. */
	event(predicate: (event: ChannelEvent) => boolean): Promise<ChannelEvent>
	/** The same for messages by their text or choice. */
	inbound(words: string): Promise<Inbound>
	/** What storing does; replaced by tests that let it fail or wait. */
	store: (events: ChannelEvent[]) => Promise<void>
	close(): Promise<void>
}

export interface HarnessOptions {
	mode?: 'polling' | 'webhook'
	emulator?: EmulatorOptions
	deps?: Partial<TelegramDeps>
	/** Leaves start() to the test. */
	idle?: boolean
}

/** The real channel, through the real grammY, against an emulator of its own. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
	const mode = options.mode ?? 'polling'
	const emulator = await new TelegramEmulator(options.emulator).start()
	let waiting: (() => void)[] = []
	const { server, publicUrl } = await mountWebhook((body, secret) => harness.channel.webhook(body, secret))
	const config = telegramConfig.parse({
		token: emulator.token,
		mode,
		webhookSecret: SECRET,
		apiRoot: emulator.root,
		publicUrl,
	})
	const channel = createTelegram(config, {
		clock: () => Date.now(),
		log: pino({ level: 'silent' }),
		pauses: { firstMs: 20, longestMs: 100 },
		...options.deps,
	})
	const harness: Harness = {
		emulator,
		channel,
		events: [],
		payloads: [],
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
	if (!options.idle) await channel.start(receive)
	return harness

	async function receive(batch: { event: ChannelEvent; payload: string }[]) {
		await harness.store(batch.map(({ event }) => event))
		for (const { event, payload } of batch) {
			harness.events.push(event)
			harness.payloads.push(payload)
		}
		const woken = waiting
		waiting = []
		for (const wake of woken) wake()
	}
}

/** Mounts the webhook the way the HTTP layer does. */
async function mountWebhook(handle: ReturnType<typeof createTelegram>['webhook']) {
	const server = createServer(async (request, response) => {
		const header = request.headers['x-telegram-bot-api-secret-token']
		const body = String(await readBody(request))
		const answer =
			request.url === WEBHOOK_PATH
				? await handle(body, typeof header === 'string' ? header : undefined)
				: { status: 404, headers: {} }
		response.writeHead(answer.status, answer.headers).end()
	})
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	return { server, publicUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
