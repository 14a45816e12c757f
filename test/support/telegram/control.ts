import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TelegramEmulator } from './emulator.ts'
import type { Fault } from './faults.ts'
import type { FloodKnobs } from './flood.ts'
import { isRecord } from './params.ts'
import type { Person, Profile } from './person.ts'
import { readBody } from './request.ts'
import { screenOf } from './screen.ts'
import type { DeliveryKnobs } from './updates.ts'

/** What a person can be made to do from another process. */
export const ACTS = [
	'says',
	'presses',
	'forges',
	'sharesContact',
	'sends',
	'edits',
	'blocks',
	'unblocks',
	'disappears',
] as const satisfies readonly (keyof Person)[]

export interface Act {
	id: number
	profile?: Profile
	act: (typeof ACTS)[number]
	with: unknown[]
}

export interface Knobs {
	faults?: Fault[]
	flood?: Partial<FloodKnobs>
	delivery?: Partial<DeliveryKnobs>
	latencyMs?: number
}

/** Answers /control/…, so that another process can move the people and read what they see. */
export function controlRoutes(emulator: () => TelegramEmulator) {
	return (request: IncomingMessage, response: ServerResponse, url: URL): boolean => {
		if (!url.pathname.startsWith('/control/')) return false
		const route = `${request.method} ${url.pathname.slice('/control/'.length)}`
		void answer(emulator(), route, { request, url })
			.then((result) => send(response, 200, result ?? null))
			.catch((error) => send(response, 400, { error: error instanceof Error ? error.message : String(error) }))
		return true
	}
}

async function answer(emulator: TelegramEmulator, route: string, at: { request: IncomingMessage; url: URL }) {
	switch (route) {
		case 'POST act':
			return runActs(emulator, await readJson(at.request))
		case 'POST knobs':
			return turnKnobs(emulator, await readJson(at.request))
		case 'GET screen':
			return watchScreen(emulator, at.url.searchParams)
		case 'GET sent':
			return emulator.sent.slice(Number(at.url.searchParams.get('from') ?? 0))
		case 'GET state':
			return describeState(emulator)
		default:
			throw new Error(`there is no control route ${route}`)
	}
}

export function describeState(emulator: TelegramEmulator) {
	const { updates, webhook, presses, flood } = emulator.context
	return {
		requests: emulator.requests,
		calls: Object.fromEntries(emulator.calls),
		sent: emulator.sent.length,
		pending: updates.alive().length,
		spinning: presses.size,
		refusedForFlood: flood.refused,
		webhook: webhook ? { url: webhook.url, ...webhook.sender.stats } : null,
		lintedBy: emulator.lintedBy,
		violations: emulator.violations,
	}
}

async function runActs(emulator: TelegramEmulator, body: unknown) {
	const results: unknown[] = []
	for (const act of Array.isArray(body) ? body : [body]) {
		if (!isAct(act)) throw new Error('an act is {id, profile?, act, with}')
		const person = emulator.person(act.id, act.profile)
		const method: (...args: never[]) => Promise<unknown> = person[act.act]
		results.push((await Reflect.apply(method, person, act.with)) ?? null)
	}
	return Array.isArray(body) ? results : results[0]
}

function isAct(value: unknown): value is Act {
	return (
		isRecord(value) &&
		typeof value['id'] === 'number' &&
		ACTS.some((act) => act === value['act']) &&
		Array.isArray(value['with'])
	)
}

function turnKnobs(emulator: TelegramEmulator, body: unknown) {
	if (!isRecord(body)) throw new Error('knobs are an object')
	const knobs: Knobs = body
	if (knobs.faults) emulator.faults = knobs.faults
	if (knobs.flood) Object.assign(emulator.context.flood.knobs, knobs.flood)
	if (knobs.delivery) Object.assign(emulator.context.updates.knobs, knobs.delivery)
	if (knobs.latencyMs !== undefined) emulator.latencyMs = knobs.latencyMs
}

/** The screen with its version; with `since`, only once it differs from that version or the wait is over. */
async function watchScreen(emulator: TelegramEmulator, query: URLSearchParams) {
	const human = emulator.context.chats.person(Number(query.get('id')))
	const waitMs = Number(query.get('wait') ?? 0)
	if (String(human.version) === query.get('since') && waitMs > 0)
		await new Promise<void>((resolve) => {
			const end = () => {
				clearTimeout(timer)
				forget()
				resolve()
			}
			const timer = setTimeout(end, waitMs)
			const forget = emulator.context.chats.onChange(human.user.id, end)
		})
	return { version: human.version, screen: screenOf(emulator.context, human) }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
	return JSON.parse(String(await readBody(request)))
}

function send(response: ServerResponse, status: number, value: unknown) {
	if (response.destroyed) return
	response.writeHead(status, { 'content-type': 'application/json' })
	response.end(JSON.stringify(value))
}
