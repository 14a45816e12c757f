import { Agent, request } from 'undici'
import type { Time } from './time.ts'
import type { Pending, Updates } from './updates.ts'

export interface WebhookTarget {
	url: string
	secret: string | undefined
	maxConnections: number
}

interface WebhookDeps {
	target: WebhookTarget
	updates: Updates
	time: Time
	random: () => number
	onReply: (method: string, params: Record<string, unknown>) => void
}

interface Queue {
	waiting: Pending[]
	busy: boolean
	delaySeconds: number
	failures: number
}

const ANSWER_TIME_MS = 60_000
const LONGEST_DELAY_SECONDS = 60
const LONGEST_RETRY_AFTER_SECONDS = 3600

/** Pushes updates to the bot's address: one at a time per queue, again with growing pauses until it says 2xx. */
export class WebhookSender {
	readonly stats = { delivered: 0, failed: 0, replies: 0, ignoredReplies: 0, expired: 0 }
	lastError: { at: number; text: string } | undefined
	readonly #queues = new Map<string, Queue>()
	readonly #ready: Queue[] = []
	#connections = 0
	#stopped = false
	readonly #agent: Agent
	readonly #deps: WebhookDeps

	constructor(deps: WebhookDeps) {
		this.#deps = deps
		this.#agent = new Agent({ connections: deps.target.maxConnections, headersTimeout: ANSWER_TIME_MS })
		deps.updates.listen((pending) => this.#add(pending))
	}

	async stop() {
		this.#stopped = true
		await this.#agent.destroy()
	}

	#add(pending: Pending) {
		let queue = this.#queues.get(pending.queue)
		if (!queue) {
			queue = { waiting: [], busy: false, delaySeconds: 1, failures: 0 }
			this.#queues.set(pending.queue, queue)
		}
		queue.waiting.push(pending)
		if (!queue.busy) this.#makeReady(queue)
	}

	#makeReady(queue: Queue) {
		queue.busy = queue.waiting.length > 0
		if (!queue.busy) return
		this.#ready.push(queue)
		this.#work()
	}

	#work() {
		while (!this.#stopped && this.#connections < this.#deps.target.maxConnections) {
			const queue = this.#ready.shift()
			if (!queue) return
			this.#connections++
			void this.#deliver(queue).finally(() => {
				this.#connections--
				this.#work()
			})
		}
	}

	async #deliver(queue: Queue) {
		const pending = queue.waiting[0]
		if (!pending) return
		if (pending.expiresAt <= this.#deps.time.now()) {
			this.stats.expired++
			return this.#next(queue, pending)
		}
		const failure = await this.#post(pending)
		if (this.#stopped) return
		if (failure === undefined) {
			this.stats.delivered++
			if (this.#deps.updates.shouldRepeat()) await this.#post(pending)
			return this.#next(queue, pending)
		}
		this.stats.failed++
		this.lastError = { at: this.#deps.time.now(), text: failure.text }
		this.#deps.time.after(this.#pauseSeconds(queue, failure.retryAfter) * 1000, () => {
			this.#ready.push(queue)
			this.#work()
		})
	}

	#next(queue: Queue, pending: Pending) {
		queue.waiting.shift()
		queue.delaySeconds = 1
		queue.failures = 0
		this.#deps.updates.forget(pending)
		this.#makeReady(queue)
	}

	/** At once after the first failure, then 2, 4, 8 … seconds up to one or two minutes; Retry-After is obeyed. */
	#pauseSeconds(queue: Queue, retryAfter: number): number {
		queue.failures++
		if (retryAfter > 0) return Math.min(retryAfter, LONGEST_RETRY_AFTER_SECONDS)
		if (queue.failures === 1) return 0
		const most = LONGEST_DELAY_SECONDS * (1 + this.#deps.random())
		queue.delaySeconds = Math.min(most, queue.delaySeconds * 2)
		return queue.delaySeconds
	}

	async #post(pending: Pending): Promise<{ text: string; retryAfter: number } | undefined> {
		const { target } = this.#deps
		try {
			const answer = await request(target.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json',
					...(target.secret ? { 'X-Telegram-Bot-Api-Secret-Token': target.secret } : {}),
				},
				body: JSON.stringify(pending.update),
				dispatcher: this.#agent,
			})
			const body = await answer.body.text()
			if (answer.statusCode >= 200 && answer.statusCode <= 299) {
				this.#readReply(String(answer.headers['content-type'] ?? ''), body)
				return undefined
			}
			const retryAfter = Number(answer.headers['retry-after'] ?? 0) || 0
			return { text: `Wrong response from the webhook: ${answer.statusCode}`, retryAfter }
		} catch (error) {
			return {
				text: error instanceof Error ? `Connection failed: ${error.message}` : 'Connection failed',
				retryAfter: 0,
			}
		}
	}

	/** The answer to a webhook may carry one method call, whose result nobody ever sees. */
	#readReply(contentType: string, body: string) {
		if (!body || !contentType.includes('json')) return
		let reply: unknown
		try {
			reply = JSON.parse(body)
		} catch {
			this.stats.ignoredReplies++
			return
		}
		const named = typeof reply === 'object' && reply !== null && 'method' in reply ? { ...reply } : undefined
		if (!named || typeof named.method !== 'string') return
		const { method, ...params } = named
		if (/^(get|setwebhook|deletewebhook|close|logout)/i.test(method)) {
			this.stats.ignoredReplies++
			return
		}
		this.stats.replies++
		this.#deps.onReply(method, params)
	}
}
