import type { Channel } from '../../src/messaging/channel.ts'
import type { Heard } from './supervisor.ts'

/** What a person must know of the line; each has its sentence in the console. */
export type Situation =
	| 'off'
	| 'starting'
	| 'pairing'
	| 'up'
	| 'offline'
	| 'conflict'
	| 'logged-out'
	| 'broken'
	| 'no-browser'

type Health = ReturnType<Channel['health']>

/** The state of the line to WhatsApp: what the console shows, and whether messages go out. */
export interface Line {
	hear(heard: Heard): void
	starting(): void
	broken(detail: string): void
	stopped(): void
	health(): Health
	situation(): Situation
	pairing(): { qr?: string; code?: string } | undefined
	state(): { isOpen: true } | { isOpen: false; why: string; waitMs: number }
}

/** As long as a restart takes. */
const SOON_MS = 1_000
/** Until a person has done something. */
const LATER_MS = 10_000

const ENDED = {
	doubt: 'WhatsApp is being started again',
	conflict: 'WhatsApp is open in another window or program: close it there; it is tried again from time to time',
	'logged-out': 'the phone ended the session: link it again',
}

export function createLine(): Line {
	let health: Health = { state: 'off', detail: 'not started' }
	let situation: Situation = 'off'
	let pairing: { qr?: string; code?: string } | undefined
	let number = ''
	let wasLoggedOut = false
	let isStopped = false

	const up = () => {
		situation = 'up'
		health = { state: 'up', detail: `connected as +${number}` }
	}
	const hear = (heard: Heard) => {
		switch (heard.t) {
			case 'qr':
			case 'code': {
				pairing = { ...pairing, [heard.t]: heard.text }
				const detail = 'waits to be linked: scan the code with the phone (WhatsApp → linked devices)'
				situation = wasLoggedOut ? 'logged-out' : 'pairing'
				// a shop that was linked is told that something is wrong
				health = { state: wasLoggedOut ? 'down' : 'starting', detail }
				break
			}
			case 'ready':
				number = heard.number
				pairing = undefined
				wasLoggedOut = false
				up()
				break
			case 'online':
				if (health.state === 'up' && !heard.online) {
					situation = 'offline'
					health = { state: 'starting', detail: 'no line to WhatsApp' }
				} else if (health.detail === 'no line to WhatsApp' && heard.online) up()
				break
			case 'ended':
				pairing = undefined
				wasLoggedOut ||= heard.reason === 'logged-out'
				situation = heard.reason === 'doubt' ? 'starting' : heard.reason
				health = { state: heard.reason === 'doubt' ? 'starting' : 'down', detail: ENDED[heard.reason] }
				// what does not come back by itself for so long needs a person
				if (heard.reason === 'doubt' && heard.waitMs > LATER_MS) {
					situation = 'broken'
					health = { state: 'down', detail: `WhatsApp does not start: ${heard.why}` }
				}
				break
			case 'message':
			case 'ack':
				break
		}
	}
	return {
		hear(heard) {
			if (!isStopped) hear(heard)
		},
		starting() {
			situation = 'starting'
			health = { state: 'starting', detail: 'the browser is being started' }
		},
		broken(detail) {
			situation = 'no-browser'
			health = { state: 'down', detail }
		},
		stopped() {
			isStopped = true
			situation = 'off'
			pairing = undefined
			health = { state: 'off', detail: 'stopped' }
		},
		health: () => health,
		situation: () => situation,
		pairing: () => pairing,
		state() {
			if (health.state === 'up') return { isOpen: true }
			return { isOpen: false, why: health.detail, waitMs: pairing || health.state === 'down' ? LATER_MS : SOON_MS }
		},
	}
}
