/**
 * A stand-in for WhatsApp: the server behind https://web.whatsapp.com/, the merchant's phone, and people who write. The
 * real whatsapp-web.js, in a real browser, reaches it through `browserArgs`. The frames between page and server are
 * made up; what the page offers is what the library reads.
 */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Delivered, Person, type PersonIds } from './person.ts'

export interface EmulatorOptions {
	/** How messages name who wrote: by phone number (`@c.us`) or by the hidden id (`@lid`). */
	addressing?: 'phone' | 'lid'
	/** People whose number WhatsApp tells nobody. */
	hidesPhones?: boolean
	/** Refuses chats with a number that was not looked up before, as the real page does. */
	strictLid?: boolean
	/** From being linked or resumed until the page says that it is in step. */
	syncAfterMs?: number
	/** Reloads the page after pairing. */
	reloadAfterPairing?: boolean
	/** Until the page can be used. */
	bootMs?: number
	/** Modules the page lacks, as after an update of WhatsApp that moved them. */
	missingModules?: string[]
}

interface Stored {
	frame: Record<string, unknown> & { id: string }
	/** A linked page has taken it; until then it is delivered again. */
	received: boolean
}

interface Device {
	socket: WebSocket
	linked: boolean
}

type Frame = { t: string; rid?: number } & Record<string, unknown>

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const wrap = (script: string) => `<script>(() => {${script}})()</script>`
const scripts = `${wrap(read('./page-models.js'))}${wrap(read('./page.js'))}`
const newMessageId = () => `3A${randomBytes(9).toString('hex').toUpperCase()}`
const seconds = () => Math.floor(Date.now() / 1000)
const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

export class WhatsAppEmulator {
	readonly options: EmulatorOptions
	readonly account: PersonIds
	/** Every message that reached the server from the linked device. */
	readonly delivered: Delivered[] = []
	/** Decides the fate of each outgoing message; a throw refuses it. */
	onSend: (message: Delivered) => void | Promise<void> = () => {}
	/** WhatsApp's reach-out lock: only people who wrote first can be written to. */
	timelocked = false
	/** Messages are delivered, but the page is never told so. */
	answersSends = true
	/** The page announces every message a second time. */
	repeats = false
	ref: string | undefined
	readonly #people = new Map<string, Person>()
	readonly #log: Stored[] = []
	readonly #sessions = new Set<string>()
	readonly #codes = new Map<string, string>()
	readonly #media = new Map<string, { type: string; bytes: Buffer }>()
	readonly #devices = new Set<Device>()
	readonly #server: Server
	#listeners: (() => void)[] = []

	private constructor(options: EmulatorOptions, tls: { key: string; cert: string }) {
		this.options = options
		this.account = new Person(this, { phone: '85260000000', name: 'Demo Shop' }).ids
		this.#server = createServer(tls, (request, response) => void this.#answer(request, response))
		new WebSocketServer({ server: this.#server, path: '/link' }).on('connection', (socket) => this.#connect(socket))
	}

	static async start(options: EmulatorOptions = {}): Promise<WhatsAppEmulator> {
		const { private: key, cert } = await generate([{ name: 'commonName', value: 'web.whatsapp.com' }])
		const emulator = new WhatsAppEmulator(options, { key, cert })
		emulator.#server.listen(0, '127.0.0.1')
		await once(emulator.#server, 'listening')
		return emulator
	}

	/** Leads web.whatsapp.com to this server, and every other name nowhere. */
	get browserArgs(): string[] {
		const { port } = this.#server.address() as AddressInfo
		const rules = `MAP web.whatsapp.com 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`
		return [`--host-resolver-rules=${rules}`, '--ignore-certificate-errors']
	}

	async stop(): Promise<void> {
		this.dropConnections()
		this.#server.closeAllConnections()
		await new Promise((resolve) => this.#server.close(resolve))
	}

	/** Resolves when the condition holds; looked at after everything that happens. */
	async until(condition: () => boolean, what: string, timeoutMs = 10_000): Promise<void> {
		const end = Date.now() + timeoutMs
		while (!condition()) {
			const left = end - Date.now()
			if (left <= 0) throw new Error(`${what}: not within ${timeoutMs} ms`)
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left)
				this.#listeners.push(() => {
					clearTimeout(timer)
					resolve()
				})
			})
		}
	}

	changed(): void {
		const woken = this.#listeners
		this.#listeners = []
		for (const wake of woken) wake()
	}

	/** The merchant scans the code with the phone. */
	scan(qr: string): void {
		const parts = qr.split(',')
		if (parts.length !== 5 || parts[0] !== this.ref) throw new Error('this code is not valid any more')
		this.#pair()
	}

	/** The merchant types the eight characters on the phone. */
	enterCode(phone: string, code: string): void {
		if (this.#codes.get(phone) !== code) throw new Error('wrong code')
		this.#pair()
	}

	/** The merchant unlinks the device on the phone; a ban looks the same. */
	unlink(): void {
		this.#sessions.clear()
		this.#tellLinked({ t: 'logout', reason: 'unlinked' })
		for (const device of this.#devices) device.linked = false
	}

	/** Puts linked pages into a state: CONFLICT, TIMEOUT, UNPAIRED … */
	setState(state: string): void {
		this.#tellLinked({ t: 'state', state })
	}

	/** The code on the screen is not renewed any more. */
	expireQr(): void {
		for (const { socket } of this.#devices) socket.send(JSON.stringify({ t: 'idle' }))
	}

	/** Cuts every line; pages dial again. */
	dropConnections(): void {
		for (const { socket } of this.#devices) socket.terminate()
	}

	/** The merchant writes to somebody by hand. */
	typeOnPhone(to: Person, body: string): void {
		this.inject({ from: this.account.pn, to: this.addressOf(to), fromMe: true, body, type: 'chat' })
	}

	person(phone: string, name: string): Person {
		const person = new Person(this, { phone, name })
		this.#people.set(person.ids.pn, person)
		this.#people.set(person.ids.lid, person)
		return person
	}

	/** How messages name this person. */
	addressOf({ ids }: Person): string {
		return this.options.addressing === 'lid' ? ids.lid : ids.pn
	}

	/** Delivers any message: now, and again at the next start of a page until one has taken it. */
	inject(message: Record<string, unknown>): string {
		const id = textOf(message['id']) || newMessageId()
		const frame = { seconds: seconds(), ...message, id }
		this.#log.push({ frame, received: false })
		this.#tellLinked({ t: 'message', ...frame })
		if (this.repeats) this.#tellLinked({ t: 'again', ...frame })
		return id
	}

	ack(id: string, level: number): void {
		const own = this.#log.find(({ frame }) => id.endsWith(`_${frame.id}`))
		if (own) own.frame['ack'] = level
		this.#tellLinked({ t: 'ack', id, ack: level })
	}

	storeMedia(bytes: Buffer, type: string): string {
		const directPath = `/media/${createHash('sha256').update(bytes).digest('hex')}`
		this.#media.set(directPath, { type, bytes })
		return directPath
	}

	/** Messages that WhatsApp handed to a page. */
	get received(): string[] {
		return this.#log.filter(({ frame, received }) => received && !frame['fromMe']).map(({ frame }) => frame.id)
	}

	#tellLinked(frame: Record<string, unknown>): void {
		for (const { socket, linked } of this.#devices) if (linked) socket.send(JSON.stringify(frame))
	}

	#pair(): void {
		const device = [...this.#devices].findLast(({ linked }) => !linked)
		if (!device) throw new Error('no page waits to be linked')
		const session = randomBytes(16).toString('hex')
		this.#sessions.add(session)
		this.ref = undefined
		this.#begin(device, { t: 'paired', session, reload: this.options.reloadAfterPairing ?? false })
	}

	/** What a page gets when it is linked: what it knew, and what came in the meantime. */
	#begin(device: Device, frame: Frame): void {
		device.linked = true
		const { account } = this
		const tell = (one: Record<string, unknown>) => device.socket.send(JSON.stringify(one))
		tell({ t: 'history', messages: this.#log.filter(({ received }) => received).map((one) => one.frame) })
		tell({ ...frame, account, syncAfterMs: this.options.syncAfterMs ?? 100 })
		if (!frame['reload'])
			for (const { frame: message, received } of this.#log) if (!received) tell({ t: 'message', ...message })
		this.changed()
	}

	#connect(socket: WebSocket): void {
		const device = { socket, linked: false }
		this.#devices.add(device)
		socket.on('error', () => {})
		socket.on('close', () => {
			this.#devices.delete(device)
			this.changed()
		})
		socket.on('message', async (raw: Buffer) => {
			const frame = JSON.parse(String(raw)) as Frame
			const reply = await this.#handle(device, frame).catch((error: Error) => ({ error: error.message }))
			const isHeld = frame.t === 'send' && !this.answersSends
			if (frame.rid && !isHeld) socket.send(JSON.stringify({ t: 'reply', rid: frame.rid, ...reply }))
			this.changed()
		})
	}

	async #handle(device: Device, frame: Frame): Promise<Record<string, unknown>> {
		const { socket } = device
		if (frame.t === 'hello') {
			if (this.#sessions.has(textOf(frame['session']))) this.#begin(device, { t: 'resumed' })
			else this.#showCode(socket)
		} else if (frame.t === 'refresh') this.#showCode(socket)
		else if (frame.t === 'code') {
			const code = randomBytes(4).toString('hex').toUpperCase()
			this.#codes.set(textOf(frame['phone']), code)
			return { code }
		} else if (frame.t === 'whois') return { person: this.#whoIs(textOf(frame['id'])) }
		else if (frame.t === 'logout') this.unlink()
		else if (frame.t === 'timelock') return { active: this.timelocked }
		else if (frame.t === 'takeover') socket.send(JSON.stringify({ t: 'state', state: 'CONNECTED' }))
		else if (frame.t === 'received') {
			for (const stored of this.#log) if (stored.frame.id === frame['id']) stored.received = true
		} else if (frame.t === 'send') await this.#take(device, frame)
		else this.#people.get(textOf(frame['chat']))?.seen.push(textOf(frame['state']) || frame.t)
		return {}
	}

	#showCode(socket: WebSocket): void {
		this.ref = `2@${randomBytes(24).toString('base64')}`
		socket.send(JSON.stringify({ t: 'ref', ref: this.ref }))
	}

	#whoIs(id: string): PersonIds | null {
		const person = this.#people.get(id)
		return person && !(this.options.hidesPhones && id.endsWith('@lid')) ? person.ids : null
	}

	async #take({ socket }: Device, { t: _t, rid: _rid, ...rest }: Frame): Promise<void> {
		const message = { ...rest, at: Date.now() } as unknown as Delivered
		const media = message.directPath ? this.#media.get(message.directPath) : undefined
		if (media) message.media = media.bytes
		const person = this.#people.get(message.to)
		if (this.timelocked && !person?.wroteFirst) throw new Error('463')
		await this.onSend(message)
		this.delivered.push(message)
		const own = { from: this.account.pn, to: message.to, fromMe: true, seconds: seconds(), ack: 1 }
		this.#log.push({ frame: { ...rest, ...own, id: message.id.split('_')[2] ?? '' }, received: true })
		if (this.answersSends) socket.send(JSON.stringify({ t: 'ack', id: message.id, ack: 1 }))
		if (!person?.online || person.blocked) return
		if (this.answersSends) this.ack(message.id, 2)
		person.inbox.push(message)
		person.screen.push({ from: 'shop', message })
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', 'https://web.whatsapp.com')
		if (request.method === 'POST' && pathname === '/media') {
			const chunks: Buffer[] = []
			for await (const chunk of request) chunks.push(chunk as Buffer)
			const directPath = this.storeMedia(Buffer.concat(chunks), request.headers['content-type'] ?? '')
			return void response.setHeader('content-type', 'application/json').end(JSON.stringify({ directPath }))
		}
		const media = this.#media.get(pathname)
		if (media) return void response.setHeader('content-type', media.type).end(media.bytes)
		if (pathname !== '/') return void response.writeHead(404).end()
		const { strictLid, missingModules, bootMs } = this.options
		const settings = JSON.stringify({ strictLid, missingModules, bootMs })
		response.setHeader('content-type', 'text/html; charset=utf-8')
		response.end(`<!doctype html><script type="application/json" id="settings">${settings}</script>${scripts}`)
	}
}
