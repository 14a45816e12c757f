import { Agent, request } from 'undici'
import type { Sent } from './context.ts'
import type { Act, describeState, Knobs } from './control.ts'
import type { Person, PressResult, Profile } from './person.ts'
import { describeScreen, type Screen } from './screen.ts'

/** The people of an emulator that runs in another process. */
export interface RemoteEmulator {
	readonly root: string
	person(id: number, profile?: Profile): Person
	/** Many acts in one request, in order: for load. */
	acts(acts: Act[]): Promise<void>
	turn(knobs: Knobs): Promise<void>
	state(): Promise<ReturnType<typeof describeState>>
	sent(from?: number): Promise<Sent[]>
	close(): Promise<void>
}

/** Connects to `serve.ts` by the address it printed. */
export function connectEmulator(root: string): RemoteEmulator {
	const agent = new Agent({ connections: 64 })
	async function call<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
		const answer = await request(`${root}/control/${path}`, {
			method,
			dispatcher: agent,
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		})
		const value = JSON.parse(await answer.body.text())
		if (answer.statusCode !== 200) throw new Error(value.error)
		return value
	}
	return {
		root,
		person: (id, profile) => remotePerson(call, id, profile),
		acts: async (acts) => void (await call('POST', 'act', acts)),
		turn: async (knobs) => void (await call('POST', 'knobs', knobs)),
		state: () => call('GET', 'state'),
		sent: (from = 0) => call('GET', `sent?from=${from}`),
		close: () => agent.close(),
	}
}

type Call = <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>
type Watched = { version: number; screen: Screen }

function remotePerson(call: Call, id: number, profile?: Profile): Person {
	const act = (name: Act['act'], ...args: unknown[]) =>
		call<PressResult | null>('POST', 'act', { id, act: name, with: args, ...(profile ? { profile } : {}) })
	const optional = <T>(value: T | undefined) => (value === undefined ? [] : [value])
	return {
		id,
		says: async (text) => void (await act('says', text)),
		presses: async (labelOrData, messageId) => (await act('presses', labelOrData, ...optional(messageId))) ?? {},
		forges: async (data, messageId) => void (await act('forges', data, ...optional(messageId))),
		sharesContact: async (phone, ownerId) => void (await act('sharesContact', phone, ...optional(ownerId))),
		sends: async (media) => void (await act('sends', media)),
		edits: async (messageId, text) => void (await act('edits', messageId, text)),
		blocks: async () => void (await act('blocks')),
		unblocks: async () => void (await act('unblocks')),
		disappears: async () => void (await act('disappears')),
		sees: async () => (await call<Watched>('GET', `screen?id=${id}`)).screen,
		async waitFor(predicate, timeoutMs = 5000) {
			const until = performance.now() + timeoutMs
			let watched = await call<Watched>('GET', `screen?id=${id}`)
			while (!predicate(watched.screen)) {
				const left = Math.ceil(until - performance.now())
				if (left <= 0) throw new Error(describeScreen(id, watched.screen, timeoutMs))
				watched = await call<Watched>('GET', `screen?id=${id}&since=${watched.version}&wait=${Math.min(left, 2000)}`)
			}
			return watched.screen
		},
	}
}
