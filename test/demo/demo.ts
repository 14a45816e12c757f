import { createDemo, type Demo } from '../../src/demo/index.ts'
import { createLog } from '../../src/lib/log.ts'

/** A demo that begins on a Wednesday afternoon, with a wall clock that goes on. */
export function openDemo(at = '2026-06-17T06:30:00Z'): Promise<Demo> {
	return createDemo({ log: createLog('silent'), wallClock: () => Date.now(), nodeId: 'test', now: Date.parse(at) })
}

export interface Answer {
	id: string
	text: string
	kind: string
	choices: { value: string; label: string }[]
	copy?: { label: string; value: string }
	requestContact?: { label: string }
	hasPicture: boolean
	payloads: Record<'telegram' | 'whatsapp-web' | 'whatsapp-cloud', Record<string, unknown>>
}

type State = Record<'member' | 'points' | 'tier' | 'promotions' | 'chat' | 'awaits', unknown>

export interface Said {
	intent: string | null
	ms: number
	messages: Answer[]
	state: { before: State; after: State }
	ledger: { seq: number; kind: string; points: number; at: string }[]
	/** All that was answered, in one text. */
	text: string
	status: number
}

const post = (demo: Demo, path: string, body: unknown) =>
	demo.app.request(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })

/** POST /demo/api/say. */
export async function say(demo: Demo, persona: string, saying: object | string): Promise<Said> {
	const body = typeof saying === 'string' ? { text: saying } : saying
	const response = await post(demo, '/demo/api/say', { persona, channel: 'simulator', ...body })
	const said = (await response.json()) as Said
	return { ...said, status: response.status, text: (said.messages ?? []).map((one) => one.text).join('\n') }
}

export async function moveClock(demo: Demo, body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
	const response = await post(demo, '/demo/api/clock', body)
	return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** Presses the button whose value begins so, on the newest message that has one. */
export async function press(demo: Demo, persona: string, said: Said, value: string): Promise<Said> {
	const choice = said.messages.flatMap((one) => one.choices).find((one) => one.value.startsWith(value))
	if (!choice)
		throw new Error(`no button ${value} among ${said.messages.flatMap((m) => m.choices.map((c) => c.value))}`)
	return await say(demo, persona, { choice: choice.value })
}
