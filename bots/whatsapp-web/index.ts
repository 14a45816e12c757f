import fs from 'node:fs'
import path from 'node:path'
import { type PromotionLimits, safeLimits } from '../../src/domain/promotion-limits.ts'
import { secureRandom } from '../../src/lib/ids.ts'
import type { Log } from '../../src/lib/log.ts'
import type { Abilities, Channel, ReceiveEvents } from '../../src/messaging/channel.ts'
import { type Book, openBook } from './book.ts'
import { findBrowser, launchOptions, NoBrowserError } from './browser.ts'
import { countPromotions, type Figures, judge, noteRefusal, resume } from './budget.ts'
import type { WhatsAppWebConfig } from './config.ts'
import { createHearing } from './hearing.ts'
import { createIntake, type Intake, type Manners } from './intake.ts'
import { createLine, type Situation } from './line.ts'
import { createOutgoing } from './outgoing.ts'
import type { WorkerLimits } from './protocol.ts'
import { LIMIT } from './render.ts'
import { showReply } from './show.ts'
import { createSupervisor, type Heard, PAUSES, type Pauses, type Supervisor } from './supervisor.ts'

export { NoBrowserError } from './browser.ts'
export { type WhatsAppWebConfig, whatsappWebConfig } from './config.ts'
export type { Manners } from './intake.ts'

const LIMITS: WorkerLimits = {
	startMs: 60_000,
	readyMs: 60_000,
	callMs: 30_000,
	beatMs: 10_000,
	offlineMs: 300_000,
	typingMs: 600,
}

export interface WhatsAppWebDeps {
	/** Real time in ms UTC. */
	clock: () => number
	log: Log
	/** Who is answered; everybody where nothing is said. */
	manners?: Manners
	/** Read at every promotion, so that a changed setting counts at once. */
	promotionLimits?: () => PromotionLimits
	/** Shows the code where the program was started. */
	showInTerminal?: (text: string) => void
	/** Patience, shorter in tests. */
	limits?: Partial<WorkerLimits>
	pauses?: Partial<Pauses>
}

export interface WhatsAppWebChannel extends Channel {
	/** What a person must know of the line. */
	situation(): Situation
	/** What links the number, while it waits to be linked: a code to scan, or characters to type on the phone. */
	pairing(): { qr?: string; code?: string } | undefined
	/** Asks for the characters to type on the phone with this number, digits only. Throws when it is not the moment. */
	pairByCode(phone: string): Promise<string>
	/** Tries again at once, also after another program took the session. */
	reconnect(): void
	/** For the console: today's use, and why promotions are stopped. */
	promotionFigures(): Figures & { stopped?: string }
	/** The merchant lets promotions go on after a stop. */
	resumePromotions(): void
	/** The processes, for tests that end them. */
	pids(): ReturnType<Supervisor['pids']>
}

/** Promotions besides only as the shop's limits say. */
export const ABILITIES: Abilities = {
	choices: 'numbers',
	maxChoices: 20,
	maxText: LIMIT.text,
	linkInText: true,
	coldStart: false,
	unaskedHours: 24,
	bulkPerSecond: 1 / 8,
	chatPerSecond: 1,
	statuses: true,
}

/** Finds the browser; throws NoBrowserError where there is none. */
async function openSupervisor(
	config: WhatsAppWebConfig,
	deps: WhatsAppWebDeps,
	onHeard: (heard: Heard) => void,
): Promise<Supervisor> {
	const cacheDir = path.join(config.dataDir, 'chromium')
	const browser = await findBrowser({ given: config.browserPath, cacheDir })
	return createSupervisor({
		settings: {
			profileDir: path.resolve(config.dataDir, 'session'),
			browser: launchOptions(browser, config.browserArgs),
			limits: { ...LIMITS, ...deps.limits },
		},
		env: browser.env,
		dataDir: config.dataDir,
		now: deps.clock,
		log: deps.log,
		pauses: { ...PAUSES, ...deps.pauses },
		onHeard,
	})
}

/** Builds the channel; nothing is started or written before start(). */
export function createWhatsAppWeb(config: WhatsAppWebConfig, deps: WhatsAppWebDeps): WhatsAppWebChannel {
	const { clock: now, log } = deps
	const limits = deps.promotionLimits ?? (() => safeLimits)
	const manners = deps.manners ?? { isWanted: () => true, isOptOut: () => false }
	const line = createLine()
	let opened: Book | undefined
	let supervisor: Supervisor | undefined
	let intake: Intake | undefined

	const book = () => {
		if (!opened) {
			fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
			opened = openBook(config.dataDir)
		}
		return opened
	}

	const hear = createHearing({ deps, book, line, supervisor: () => supervisor, intake: () => intake })
	const outgoing = createOutgoing({
		book,
		supervisor: () => supervisor,
		line: line.state,
		limits,
		now,
		chance: () => Buffer.from(secureRandom(4)).readUInt32BE() / 2 ** 32,
		onOwned: (id) => intake?.owned(id),
	})

	const start = async (receive: ReceiveEvents) => {
		line.starting()
		const onRefused = (id: string) =>
			book().setPromotions(noteRefusal(book().promotions(), limits(), { id, at: now() }))
		intake = createIntake({ book: book(), manners, receive, now, log, onRefused })
		supervisor = await openSupervisor(config, deps, hear)
		supervisor.start()
	}

	return {
		name: 'whatsapp-web',
		get abilities() {
			return { ...ABILITIES, promotions: limits().accepted }
		},
		handle: () => opened?.number,
		show: showReply,
		health: line.health,
		situation: line.situation,
		pairing: line.pairing,
		send: outgoing.send,
		promotions() {
			const verdict = judge(limits(), book().promotions(), now())
			if (verdict.kind === 'closed') return { closed: verdict.reason }
			return { from: verdict.kind === 'wait' ? verdict.until : 0 }
		},
		async start(receive) {
			try {
				await start(receive)
			} catch (error) {
				// the shop goes on in its other channels, and the console says what is missing
				if (!(error instanceof NoBrowserError)) throw error
				line.broken(error.message)
				log.error({ channel: 'whatsapp-web' }, error.message)
			}
		},
		async stop() {
			line.stopped()
			await supervisor?.stop()
			await intake?.stop()
		},
		async pairByCode(phone) {
			if (!supervisor || !line.pairing()) throw new Error('WhatsApp does not wait to be linked')
			return supervisor.call('pairByCode', { phone })
		},
		reconnect: () => supervisor?.hurry(),
		async fetchMedia(messageId) {
			const found = await supervisor?.call('download', { id: messageId })
			return found ? { mime: found.mime, bytes: Buffer.from(found.base64, 'base64') } : undefined
		},
		promotionFigures() {
			const record = book().promotions()
			const { stopped } = record
			return { ...countPromotions(limits(), record, now()), ...(stopped ? { stopped: stopped.reason } : {}) }
		},
		resumePromotions: () => book().setPromotions(resume(book().promotions())),
		pids: () => supervisor?.pids() ?? { worker: undefined, browser: undefined },
	}
}
