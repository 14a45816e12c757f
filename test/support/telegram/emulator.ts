import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { UserFromGetMe } from '@grammyjs/types'
import { type Answer, refuse } from './answer.ts'
import { Chats } from './chats.ts'
import type { Context } from './context.ts'
import { drawFault, type Fault } from './faults.ts'
import { Flood, type FloodKnobs, NO_FLOOD_LIMIT } from './flood.ts'
import { type Lint, loadLint } from './lint.ts'
import { closeWebhook } from './methods/hook.ts'
import { runMethod } from './methods/index.ts'
import { integer, type Params } from './params.ts'
import { makePerson, type Person, type Profile as PersonProfile } from './person.ts'
import { Profile } from './profile.ts'
import { readBody, readParams } from './request.ts'
import { realTime, seededRandom, type Time } from './time.ts'
import { Updates } from './updates.ts'

export interface EmulatorOptions {
	token?: string
	username?: string
	seed?: number
	time?: Time
	flood?: Partial<FloodKnobs>
	/** Every answer takes this long. */
	latencyMs?: number
	/** Requests are checked against the machine-readable Bot API where it is at hand. */
	lint?: boolean
}

export interface Violation {
	method: string
	problems: string[]
}

type Extra = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean

/** A Telegram Bot API server on loopback with people in it. start() → use → stop(). */
export class TelegramEmulator {
	readonly token: string
	readonly context: Context
	/** Requests that break the published schema; a test asserts that there are none. */
	readonly violations: Violation[] = []
	/** Says whether requests are checked, and against what. */
	readonly lintedBy: string
	faults: Fault[] = []
	requests = 0
	/** How often each method was called, by its name in lower case. */
	readonly calls = new Map<string, number>()
	latencyMs: number
	readonly #lint: Lint | undefined
	readonly #server: Server
	#extra: Extra | undefined
	#root = ''

	constructor(options: EmulatorOptions = {}) {
		this.token = options.token ?? '123456:emulator-token-for-loopback-only'
		this.latencyMs = options.latencyMs ?? 0
		const time = options.time ?? realTime()
		const random = seededRandom(options.seed ?? 1)
		const bot = describeBot(this.token, options.username ?? 'suki_test_bot')
		this.context = {
			bot,
			time,
			random,
			chats: new Chats(bot, time),
			updates: new Updates(time, random),
			profile: new Profile(),
			flood: new Flood({ ...NO_FLOOD_LIMIT, ...options.flood }, time),
			sent: [],
			presses: new Map(),
			webhook: undefined,
			callUnseen: (method, values) => this.#callUnseen(method, values),
		}
		const checker = options.lint === false ? undefined : loadLint()
		this.#lint = checker?.lint
		this.lintedBy = checker?.version ?? 'nothing: the machine-readable Bot API is not at hand'
		this.#server = createServer((request, response) => void this.#serve(request, response))
		this.#server.keepAliveTimeout = 600_000
	}

	async start(port = 0, extra?: Extra): Promise<this> {
		this.#extra = extra
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject)
			this.#server.listen(port, '127.0.0.1', resolve)
		})
		const address = this.#server.address()
		if (typeof address !== 'object' || address === null) throw new Error('the emulator has no port')
		this.#root = `http://127.0.0.1:${address.port}`
		return this
	}

	async stop() {
		closeWebhook(this.context)
		this.context.updates.interrupt('the end of the emulator')
		this.#server.closeAllConnections()
		await new Promise((resolve) => this.#server.close(resolve))
	}

	/** What to give as the API root. */
	get root(): string {
		return this.#root
	}

	person(id: number, profile?: PersonProfile): Person {
		return makePerson(this.context, id, profile)
	}

	get sent() {
		return this.context.sent
	}

	/** Cuts every connection that is open now, as a restarted proxy does. */
	cutConnections() {
		this.#server.closeAllConnections()
	}

	async #serve(request: IncomingMessage, response: ServerResponse) {
		const url = new URL(request.url ?? '/', 'http://emulator')
		if (this.#extra?.(request, response, url)) return
		const body = await readBody(request).catch(() => undefined)
		if (body === undefined)
			return write(response, { ok: false, error_code: 413, description: 'Request Entity Too Large' })
		if (url.pathname.startsWith('/file/')) return this.#download(url, response)
		const named = /^\/bot([^/]+)\/(?:test\/)?(\w+)$/.exec(url.pathname)
		if (!named?.[1] || !named[2]) return write(response, { ok: false, error_code: 404, description: 'Not Found' })
		if (decodeURIComponent(named[1]) !== this.token)
			return write(response, { ok: false, error_code: 401, description: 'Unauthorized' })
		const params = readParams(url.searchParams, request.headers['content-type'] ?? '', body)
		if (!params) return write(response, refuse(400, "can't parse JSON object"))
		await this.#call({ method: named[2], params }, response)
	}

	async #call({ method: name, params }: { method: string; params: Params }, response: ServerResponse) {
		const method = name.toLowerCase()
		this.requests++
		this.calls.set(method, (this.calls.get(method) ?? 0) + 1)
		this.#check(name, params)
		const chatId = integer(params, 'chat_id')
		const target = { method, ...(chatId === undefined ? {} : { chatId }) }
		const fault = drawFault(this.faults, target, this.context.random)
		if (fault?.kind === 'reset-before') return void response.destroy()
		if (fault?.kind === 'page') {
			response.writeHead(fault.code, { 'content-type': 'text/html' })
			return void response.end(fault.html)
		}
		if (fault?.kind === 'refuse') {
			const after = fault.retryAfter === undefined ? {} : { parameters: { retry_after: fault.retryAfter } }
			return write(response, { ok: false, error_code: fault.code, description: fault.description, ...after })
		}
		const answer = await runMethod(this.context, {
			method,
			params,
			onClose: (gone) => response.once('close', gone),
		})
		if (fault?.kind === 'reset-after') return void response.destroy()
		const waitMs = (fault?.kind === 'delay' ? fault.ms : 0) + (method === 'getupdates' ? 0 : this.latencyMs)
		if (waitMs > 0) this.context.time.after(waitMs, () => write(response, answer))
		else write(response, answer)
	}

	#check(method: string, params: Params) {
		if (!this.#lint) return
		const files = Object.fromEntries([...params.files.keys()].map((name) => [name, '(a file)']))
		const named = Object.values(params.values).some(
			(value) => typeof value === 'string' && value.startsWith('attach://'),
		)
		const problems = this.#lint(method, named ? params.values : { ...files, ...params.values })
		if (problems.length) this.violations.push({ method, problems })
	}

	#callUnseen(name: string, values: Record<string, unknown>) {
		const params: Params = { values, files: new Map() }
		this.#check(name, params)
		void runMethod(this.context, { method: name.toLowerCase(), params, onClose: () => {} })
	}

	#download(url: URL, response: ServerResponse) {
		const prefix = `/file/bot${this.token}/`
		const path = decodeURIComponent(url.pathname)
		const file = [...this.context.chats.files.values()].find((one) => prefix + one.path === path)
		if (!file) return write(response, { ok: false, error_code: 404, description: 'Not Found' })
		response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length })
		response.end(file.bytes)
	}
}

function describeBot(token: string, username: string): UserFromGetMe {
	return {
		id: Number(token.split(':')[0]) || 1,
		is_bot: true,
		first_name: 'Suki',
		username,
		can_join_groups: true,
		can_read_all_group_messages: false,
		supports_inline_queries: false,
		can_connect_to_business: false,
		has_main_web_app: false,
		has_topics_enabled: false,
		allows_users_to_create_topics: false,
		can_manage_bots: false,
		supports_join_request_queries: false,
	}
}

function write(response: ServerResponse, answer: Answer) {
	if (response.destroyed) return
	const body = JSON.stringify(answer)
	response.writeHead(answer.ok ? 200 : answer.error_code, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(body),
	})
	response.end(body)
}
