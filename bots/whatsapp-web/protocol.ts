/** What the program and the process with the browser say to each other: plain JSON over the channel of fork(). */

/** A message as the page knows it, the same for new ones and for those found in a chat. */
export interface RawMessage {
	/** WhatsApp's key: direction, chat and id in one. */
	id: string
	fromMe: boolean
	/** The other side: 852…@c.us, 1…@lid, …@g.us, status@broadcast. */
	chat: string
	/** The number behind a hidden id, digits only, where WhatsApp tells it. */
	phone?: string
	type: string
	/** A picture's caption counts as its text. */
	body: string
	/** Seconds UTC. */
	at: number
	/** 0 on its way, 1 at the server, 2 on the phone, 3 read, 4 played, -1 refused. */
	ack?: number
	name?: string
}

export interface WorkerSettings {
	/** Where the session is kept: a folder named session, as LocalAuth wants it. */
	profileDir: string
	browser: { path: string; args: string[]; headless: 'shell' | true }
	limits: WorkerLimits
}

/** How long things may take before there is doubt, all in ms. */
export interface WorkerLimits {
	/** From the start to a code, or to a session that was found. */
	startMs: number
	/** From a session to messages. */
	readyMs: number
	/** One call to the page. */
	callMs: number
	/** Between heartbeats, and how long one may take. */
	beatMs: number
	/** Without a line to WhatsApp. */
	offlineMs: number
	/** For how long it says that it writes before it sends. */
	typingMs: number
}

export interface Media {
	mime: string
	base64: string
	name: string
	asDocument: boolean
}

export interface OutgoingMessage {
	chat: string
	text: string
	media?: Media
	/** Shows for a moment that somebody writes. */
	typing: boolean
	/** A promotion is not sent while WhatsApp bars the device from writing to people first. */
	unlessTimelocked: boolean
}

/** What may be asked of the process; each has its own answer. */
export interface Calls {
	send: { ask: OutgoingMessage; answer: Sent }
	/** Own messages of a chat since an instant (seconds UTC), oldest first. */
	findOwn: { ask: { chat: string; since: number }; answer: RawMessage[] }
	/** Messages of all private chats since an instant (seconds UTC), oldest first. */
	findSince: { ask: { since: number }; answer: RawMessage[] }
	download: { ask: { id: string }; answer: { mime: string; base64: string } | null }
	pairByCode: { ask: { phone: string }; answer: string }
	stop: { ask: Record<string, never>; answer: null }
}

export type CallName = keyof Calls

/** What became of a send, as far as the page says. */
export type Sent =
	| { kind: 'sent'; id: string }
	/** Refused by WhatsApp: the only sign is the ack -1. */
	| { kind: 'refused'; id: string }
	| { kind: 'timelocked' }
	| { kind: 'not-on-whatsapp' }

/** Why the process ended itself; all but the first need a person or patience. */
export type EndReason = 'doubt' | 'logged-out' | 'conflict'

export type Up =
	| { t: 'browser'; pid: number }
	| { t: 'qr' | 'code'; text: string }
	/** Told at every beat, whatever the page does. */
	| { t: 'alive' }
	| { t: 'ready'; number: string }
	| { t: 'online'; online: boolean }
	| { t: 'message'; message: RawMessage }
	| { t: 'ack'; id: string; chat: string; phone?: string; ack: number }
	| { t: 'done'; rid: number; answer?: unknown; error?: { where: 'before' | 'in doubt'; why: string } }
	| { t: 'dying'; reason: EndReason; why: string }

export type Down = { [K in CallName]: { rid: number; call: K; ask: Calls[K]['ask'] } }[CallName]
