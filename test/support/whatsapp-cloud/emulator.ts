import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { parseMultipart } from '../telegram/multipart.ts'
import { readBody } from '../telegram/request.ts'
import { realTime, seededRandom, type Time } from '../telegram/time.ts'
import { checkMessage } from './check.ts'
import { drawFault, type Fault } from './faults.ts'
import { at, isJson, type Json, textAt } from './json.ts'
import { type LimitKnobs, Limits, NO_LIMITS } from './limits.ts'
import { type Human, People } from './people.ts'
import { makePerson, type Person } from './person.ts'
import { errorBody, missing, Refusal, wrong } from './refusal.ts'
import { decideOutcome, type Sent, statusOf } from './statuses.ts'
import { Templates } from './templates.ts'
import { WebhookSender } from './webhook.ts'

export interface EmulatorOptions {
	token: string
	appSecret: string
	verifyToken: string
	phoneNumberId: string
	businessAccountId: string
	/** The shop's number, digits only. */
	number: string
}

const DEFAULTS: EmulatorOptions = {
	token: 'EAAemulatortokenforloopbackonly',
	appSecret: '0123456789abcdef0123456789abcdef',
	verifyToken: 'verify-me-please',
	phoneNumberId: '106540352242922',
	businessAccountId: '419561257915477',
	number: '85260000000',
}

const UPLOADS = new Set(['image/png', 'image/jpeg', 'text/plain', 'application/pdf'])
const MOST_IMAGE_BYTES = 5_242_880

export interface EmulatorKnobs extends Partial<EmulatorOptions> {
	time?: Time
	/** What its clock says; that of `time` when nothing is given. */
	now?: () => number
	seed?: number
	limits?: Partial<LimitKnobs>
}

/** A Graph API server on loopback with the people behind it. start() → use → stop(). */
export class CloudEmulator {
	readonly options: EmulatorOptions
	readonly people = new People()
	readonly templates = new Templates()
	readonly limits: Limits
	readonly webhook: WebhookSender
	/** Every message that was taken, in order. */
	readonly sent: Sent[] = []
	/** Requests whose form the server refuses; a test asserts that there are none. */
	readonly violations: string[] = []
	readonly media = new Map<string, { bytes: Buffer; mime: string }>()
	/** Paths of all requests. */
	readonly requests: string[] = []
	faults: Fault[] = []
	/** Where webhooks go; nowhere while it is not set. */
	webhookUrl: string | undefined
	quality = 'GREEN'
	subscribed = false
	readonly #server: Server
	readonly #time: Time
	readonly now: () => number
	#root = ''

	constructor({ time = realTime(), now, seed = 1, limits, ...options }: EmulatorKnobs = {}) {
		this.options = { ...DEFAULTS, ...options }
		this.#time = time
		this.now = now ?? time.now
		this.limits = new Limits({ ...NO_LIMITS, ...limits }, this.now)
		this.webhook = new WebhookSender({
			url: () => this.webhookUrl,
			appSecret: this.options.appSecret,
			time,
			random: seededRandom(seed),
			envelope: (changes) => ({
				object: 'whatsapp_business_account',
				entry: [{ id: this.options.businessAccountId, changes }],
			}),
		})
		this.#server = createServer((request, response) => void this.#serve(request, response))
	}

	async start(port = 0): Promise<this> {
		this.#server.listen(port, '127.0.0.1')
		await once(this.#server, 'listening')
		const address = this.#server.address()
		if (typeof address !== 'object' || address === null) throw new Error('the emulator has no port')
		this.#root = `http://127.0.0.1:${address.port}`
		return this
	}

	async stop() {
		await this.webhook.stop()
		this.#server.closeAllConnections()
		await new Promise((resolve) => this.#server.close(resolve))
	}

	/** What to give as the API root. */
	get root(): string {
		return `${this.#root}/v25.0`
	}

	/** The same without a version, as other clients want it. */
	get origin(): string {
		return this.#root
	}

	person(phone: string, profile?: Parameters<People['person']>[1]): Person {
		return makePerson(this, this.people.person(phone, profile))
	}

	/** The handshake Meta makes when the merchant saves the address. */
	async verifyWebhook(token = this.options.verifyToken): Promise<boolean> {
		const challenge = String(1_158_201_444)
		const query = new URLSearchParams({
			'hub.mode': 'subscribe',
			'hub.verify_token': token,
			'hub.challenge': challenge,
		})
		const response = await fetch(`${this.webhookUrl}?${query}`)
		return response.ok && (await response.text()) === challenge
	}

	/** A person's message goes into her chat and to the shop; answers its id. */
	write(human: Human, { type, content }: { type: string; content: Json }): string {
		const id = `wamid.${randomBytes(18).toString('base64')}`
		human.lastWroteAt = this.now()
		this.people.keep(human, { id, from: 'person', at: human.lastWroteAt, type, content })
		const from = human.hidesPhone ? {} : { from: human.phone }
		const message = { ...from, from_user_id: human.userId, id, timestamp: this.#seconds(), type, ...content }
		this.#notify(human, 'messages', { contacts: [this.#contact(human)], messages: [message] })
		return id
	}

	prefer(human: Human, value: 'stop' | 'resume') {
		human.stoppedMarketing = value === 'stop'
		const who = { ...(human.hidesPhone ? {} : { wa_id: human.phone }), user_id: human.userId }
		const detail = `User requested to ${value} marketing messages`
		const timestamp = Number(this.#seconds())
		this.#notify(human, 'user_preferences', {
			contacts: [this.#contact(human)],
			user_preferences: [{ ...who, detail, category: 'marketing_messages', value, timestamp }],
		})
	}

	/** The person opens the chat. */
	read(human: Human) {
		for (const sent of this.sent)
			if (sent.human === human && !sent.read && sent.arrived) {
				sent.read = true
				this.tell(sent, 'read')
			}
	}

	tell(sent: Sent, state: string, code?: number) {
		this.#notify(sent.human, 'messages', statusOf(sent, { state, code, seconds: this.#seconds() }))
	}

	keepMedia(file: { bytes: Buffer; mime: string }): string {
		const id = String(1_000_000 + this.media.size)
		this.media.set(id, file)
		return id
	}

	#seconds(): string {
		return String(Math.floor(this.now() / 1000))
	}

	#contact(human: Human): Json {
		const username = human.username === undefined ? {} : { username: human.username }
		const phone = human.hidesPhone ? {} : { wa_id: human.phone }
		return { profile: { name: human.name, ...username }, ...phone, user_id: human.userId }
	}

	#notify(human: Human, field: string, value: Json) {
		const metadata = { display_phone_number: this.options.number, phone_number_id: this.options.phoneNumberId }
		this.webhook.push(human.phone, { field, value: { messaging_product: 'whatsapp', metadata, ...value } })
	}

	async #serve(request: IncomingMessage, response: ServerResponse) {
		const body = (await readBody(request)) ?? Buffer.alloc(0)
		const url = new URL(request.url ?? '/', 'http://emulator')
		this.requests.push(`${request.method} ${url.pathname}`)
		const fault = drawFault(this.faults, url.pathname, body.toString('latin1'))
		if (fault?.kind === 'reset-before') return void response.destroy()
		if (fault?.kind === 'page')
			return void response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.html)
		const answer = fault ? this.#answerFault(fault) : undefined
		const { status, json, bytes } = answer ?? this.#answer(request, url, body)
		if (fault?.kind === 'reset-after') return void response.destroy()
		const write = () => {
			if (bytes) response.writeHead(status, { 'content-type': 'application/octet-stream' }).end(bytes)
			else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
		}
		if (fault?.kind === 'delay') this.#time.after(fault.ms, write)
		else write()
	}

	#answerFault(fault: Fault['does']): Answer | undefined {
		if (fault.kind === 'answer') return { status: 200, json: fault.body }
		if (fault.kind !== 'refuse') return undefined
		const { code, title, status, subcode } = fault
		const refusal = new Refusal(code, title, { status, ...(subcode === undefined ? {} : { subcode }) })
		return { status, json: errorBody(refusal) }
	}

	#answer(request: IncomingMessage, url: URL, body: Buffer): Answer {
		try {
			if (request.headers.authorization !== `Bearer ${this.options.token}`)
				throw new Refusal(190, 'Invalid OAuth access token', { status: 401 })
			return this.#route(request, url, body)
		} catch (error) {
			if (!(error instanceof Refusal)) throw error
			if ([100, 131008, 131009, 131051].includes(error.code)) this.violations.push(error.details)
			return { status: error.status, json: errorBody(error) }
		}
	}

	#route(request: IncomingMessage, url: URL, body: Buffer): Answer {
		const { phoneNumberId, businessAccountId } = this.options
		const path = url.pathname.replace(/^\/v\d+\.\d+\//, '')
		const json = () => readJson(body)
		const ok = (answer: unknown): Answer => ({ status: 200, json: answer })
		switch (`${request.method} ${path}`) {
			case `POST ${phoneNumberId}/messages`:
				return ok(this.#takeMessage(json(), false))
			case `POST ${phoneNumberId}/marketing_messages`:
				return ok(this.#takeMessage(json(), true))
			case `POST ${phoneNumberId}/media`:
				return ok(this.#takeUpload(request.headers['content-type'] ?? '', body))
			case `GET ${phoneNumberId}`:
				return ok(this.#describeNumber())
			case `POST ${businessAccountId}/subscribed_apps`:
				this.subscribed = true
				return ok({ success: true })
			case `GET ${businessAccountId}/message_templates`:
				return ok(this.templates.list(url.searchParams))
			case `POST ${businessAccountId}/message_templates`:
				return ok(this.templates.create(json()))
		}
		return this.#findMedia(request.method, path)
	}

	#findMedia(method: string | undefined, path: string): Answer {
		const file = this.media.get(path.replace(/^(\/)?content\//, ''))
		if (method !== 'GET' || !file)
			throw new Refusal(100, `Unsupported ${method?.toLowerCase()} request. Object does not exist`, { subcode: 33 })
		if (path.includes('content/')) return { status: 200, bytes: file.bytes }
		const url = `${this.#root}/content/${path}`
		return { status: 200, json: { id: path, url, mime_type: file.mime, messaging_product: 'whatsapp' } }
	}

	#describeNumber() {
		const { number, phoneNumberId } = this.options
		const shown = `+${number.slice(0, 3)} ${number.slice(3, 7)} ${number.slice(7)}`
		return {
			id: phoneNumberId,
			display_phone_number: shown,
			verified_name: 'Sunday Bakery',
			quality_rating: this.quality,
		}
	}

	#takeUpload(contentType: string, body: Buffer) {
		const form = parseMultipart(contentType, body)
		const file = form?.files.get('file')
		if (!form || !file || form.fields['messaging_product'] !== 'whatsapp') throw missing('file and messaging_product')
		const mime = String(form.fields['type'] ?? '')
		if (!UPLOADS.has(mime)) throw new Refusal(131053, 'Media upload error', { details: `unsupported type ${mime}` })
		if (mime.startsWith('image/') && file.bytes.length > MOST_IMAGE_BYTES)
			throw new Refusal(131053, 'Media upload error', { details: 'the image is too large' })
		return { id: this.keepMedia({ bytes: file.bytes, mime }) }
	}

	#takeMessage(payload: Json, marketing: boolean) {
		if (payload['status'] === 'read') return this.#takeRead(payload)
		checkMessage(payload, (id) => this.media.has(id))
		const filled = payload['type'] === 'template' ? this.templates.fill(at(payload, 'template')) : undefined
		if (marketing && filled?.template.category !== 'MARKETING') throw wrong('only marketing templates')
		const to = textAt(payload, 'to')
		const recipient = textAt(payload, 'recipient')
		const known = this.people.find(to, recipient)
		this.limits.take(known ?? { phone: to ?? recipient ?? '' })
		const id = `wamid.${randomBytes(18).toString('base64')}`
		const human = known ?? this.people.stranger(to ?? recipient ?? '')
		const content = filled ? { ...payload, shown: filled.text } : payload
		const sent: Sent = {
			id,
			human,
			at: this.now(),
			type: String(payload['type']),
			content,
			category: filled?.template.category ?? 'SERVICE',
			byPhone: to !== undefined,
			endpoint: marketing ? 'marketing_messages' : 'messages',
			arrived: false,
			read: false,
		}
		this.sent.push(sent)
		human.typingSince = undefined
		decideOutcome(this, sent)
		const contact = to === undefined ? { input: recipient, user_id: human.userId } : { input: to, wa_id: human.phone }
		const state = filled ? { message_status: 'accepted' } : {}
		return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id, ...state }] }
	}

	#takeRead(payload: Json) {
		const id = textAt(payload, 'message_id')
		const human = this.people.all().find((one) => one.messages.some((message) => message.id === id))
		if (!human || id === undefined) throw wrong('message_id')
		human.read.add(id)
		if (textAt(at(payload, 'typing_indicator'), 'type') === 'text') human.typingSince = this.now()
		this.people.changed(human)
		return { success: true }
	}
}

interface Answer {
	status: number
	json?: unknown
	bytes?: Buffer
}

function readJson(body: Buffer): Json {
	try {
		const value: unknown = JSON.parse(body.toString('utf8'))
		if (isJson(value)) return value
	} catch {}
	throw new Refusal(100, 'Invalid parameter', { details: 'the body is not an object' })
}
