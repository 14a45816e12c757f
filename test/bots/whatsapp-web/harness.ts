import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { inject } from 'vitest'
import { createWhatsAppWeb, type WhatsAppWebDeps, whatsappWebConfig } from '../../../bots/whatsapp-web/index.ts'
import type { ChannelEvent, Inbound, Reply } from '../../../src/messaging/channel.ts'
import { type EmulatorOptions, WhatsAppEmulator } from '../../support/whatsapp-web/emulator.ts'

/** Plain service reply of these words. */
export function reply(text: string, more: Partial<Reply> = {}): Reply {
	return { text, kind: 'service', locale: 'en', ...more }
}

export interface Harness {
	emulator: WhatsAppEmulator
	channel: ReturnType<typeof createWhatsAppWeb>
	events: ChannelEvent[]
	dataDir: string
	/** What an ordinary start took on this machine at this moment, ms: the yardstick for coming back. */
	startedInMs: number
	/** Starts the channel (again), as a start of the program does. */
	start(): Promise<void>
	/** Waits for the code and scans it with the phone. */
	scan(): Promise<void>
	ready(): Promise<void>
	until(condition: () => boolean, what: string, timeoutMs?: number): Promise<void>
	/** The first stored message with this text. */
	inbound(text: string): Promise<Inbound>
	close(): Promise<void>
}

export interface HarnessOptions {
	emulator?: EmulatorOptions
	deps?: Partial<WhatsAppWebDeps>
	/** Leaves start() to the test. */
	idle?: boolean
}

/** The real channel with the real library in a real browser, against an emulated WhatsApp of its own. */
export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
	const emulator = await WhatsAppEmulator.start(options.emulator)
	const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'suki-web-'))
	const browser = inject('chromium')
	Object.assign(process.env, browser.env)
	const create = () =>
		createWhatsAppWeb(
			whatsappWebConfig.parse({ dataDir, browserPath: browser.path, browserArgs: emulator.browserArgs }),
			{
				clock: () => Date.now(),
				log: pino({ level: process.env['SUKI_TEST_LOG'] ?? 'silent' }),
				...options.deps,
				limits: { readyMs: 30_000, callMs: 3_000, beatMs: 1_000, typingMs: 0, ...options.deps?.limits },
			},
		)
	const harness: Harness = {
		emulator,
		channel: create(),
		events: [],
		dataDir,
		startedInMs: 0,
		async start() {
			if (harness.channel.health().state !== 'off') await harness.channel.stop()
			harness.channel = create()
			await harness.channel.start(async (batch) => {
				const known = new Set(harness.events.map((event) => event.messageId))
				for (const { event } of batch) if (!known.has(event.messageId)) harness.events.push(event)
			})
		},
		async until(condition, what, timeoutMs = 45_000) {
			for (const end = Date.now() + timeoutMs; !condition(); ) {
				if (Date.now() > end)
					throw new Error(`${what}: not within ${timeoutMs} ms (${harness.channel.health().detail})`)
				await new Promise((resolve) => setTimeout(resolve, 20))
			}
		},
		async scan() {
			await harness.until(() => harness.channel.pairing()?.qr !== undefined, 'a code')
			emulator.scan(harness.channel.pairing()?.qr ?? '')
		},
		ready: () => harness.until(() => harness.channel.health().state === 'up', 'ready'),
		async inbound(text) {
			const fits = (event: ChannelEvent) => event.kind === 'message' && event.text === text
			await harness.until(() => harness.events.some(fits), `a message "${text}"`)
			return harness.events.find(fits) as Inbound
		},
		async close() {
			await harness.channel.stop()
			await emulator.stop()
			fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
		},
	}
	if (!options.idle) {
		const began = performance.now()
		await harness.start()
		await harness.scan()
		await harness.ready()
		harness.startedInMs = performance.now() - began
	}
	return harness
}
