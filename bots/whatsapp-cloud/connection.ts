import type { Clock } from '../../src/lib/clock.ts'
import type { Log } from '../../src/lib/log.ts'
import { systemSleep } from '../../src/lib/sleep.ts'
import type { Channel } from '../../src/messaging/channel.ts'
import { explainTrouble, GraphError, troubleOf } from './errors.ts'
import type { Graph, ShopNumber } from './graph.ts'

export type Health = ReturnType<Channel['health']>

/** How long to wait after a failure: doubled each time, from the first to the longest. */
export interface Pauses {
	firstMs: number
	longestMs: number
	/** How often it is asked whether everything still is as it was. */
	watchMs: number
}

export const PAUSES: Pauses = { firstMs: 1000, longestMs: 60_000, watchMs: 300_000 }

/** The state of the line to WhatsApp: what the console shows, and what the platform said of the account. */
export interface Connection {
	readonly stopped: boolean
	/** The shop's number, once it is known. */
	number(): string | undefined
	health(): Health
	/** Asks for the shop's number until it is known, then from time to time, until stop(). */
	run(onContact: () => void): Promise<void>
	/** A send was answered well: the account works. */
	works(): void
	/** A send was refused; counts only where the whole account is meant. */
	refused(error: unknown): void
	/** A message failed later, with this code. */
	failed(code: number): void
	stop(): void
}

export function createConnection(deps: { graph: Graph; now: Clock; log: Log; pauses: Pauses }): Connection {
	const { graph, now, log, pauses } = deps
	const stopping = new AbortController()
	const { signal } = stopping
	let shop: ShopNumber | undefined
	let line: Health = { state: 'off', detail: 'not started' }
	/** What the account may not do for the moment, although it can be reached. */
	let trouble: { sentence: string; until: number } | undefined
	let failures = 0

	const setLine = (health: Health) => {
		if (health.state === 'down' && line.detail !== health.detail) log.warn({ channel: 'whatsapp-cloud' }, health.detail)
		line = health
	}
	const setTrouble = (found: { sentence: string; waitMs: number } | undefined) => {
		if (!found) return
		if (trouble?.sentence !== found.sentence) log.warn({ channel: 'whatsapp-cloud' }, found.sentence)
		trouble = { sentence: found.sentence, until: now() + found.waitMs }
	}

	const ask = async (): Promise<number> => {
		try {
			const isFirst = shop === undefined
			shop = await graph.getNumber()
			if (isFirst) await subscribe()
			failures = 0
			setLine({ state: 'up', detail: describe(shop) })
			return pauses.watchMs
		} catch (error) {
			if (!signal.aborted) setLine({ state: 'down', detail: explainTrouble(error) })
			return Math.min(pauses.longestMs, pauses.firstMs * 2 ** Math.min(failures++, 20))
		}
	}

	/** Without it nothing comes in; a token that may not do it may belong to an account that has it already. */
	const subscribe = async () => {
		try {
			await graph.subscribe()
		} catch (error) {
			log.warn({ channel: 'whatsapp-cloud', reason: explainTrouble(error) }, 'the webhooks were not subscribed')
		}
	}

	return {
		get stopped() {
			return signal.aborted
		},
		number: () => shop?.number,
		health() {
			if (line.state !== 'up') return line
			return trouble && now() < trouble.until ? { state: 'down', detail: trouble.sentence } : line
		},
		async run(onContact) {
			if (line.state === 'off') line = { state: 'starting', detail: 'asking WhatsApp for the number' }
			while (!signal.aborted) {
				const waitMs = await ask()
				onContact()
				await systemSleep(waitMs, signal)
			}
		},
		works() {
			trouble = undefined
		},
		refused: (error) => setTrouble(error instanceof GraphError ? troubleOf(error) : undefined),
		failed: (code) => setTrouble(troubleOf({ code })),
		stop() {
			stopping.abort()
			line = { state: 'off', detail: 'stopped' }
		},
	}
}

function describe({ number, name, quality }: ShopNumber): string {
	const grade = quality === 'RED' ? '; its quality is low: people block or report it' : ''
	return `connected as +${number}${name ? ` (${name})` : ''}${grade}`
}
