import { z } from 'zod'
import { GraphError, GraphSilence } from './errors.ts'

/** A call must be answered in this time, or what became of it is in doubt. */
const CALL_MS = 20_000
const MEDIA_MS = 60_000
const MOST_MEDIA_BYTES = 100_000_000
const MOST_PAGES = 50
const NO_SUCH_OBJECT = 33

/** Errors of the time before the first byte of the request: surely nothing was sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
const NEVER_CONNECTED = 'UND_ERR_CONNECT_TIMEOUT'

const errorAnswer = z.object({
	error: z.object({
		code: z.number().catch(0),
		error_subcode: z.number().optional().catch(undefined),
		message: z.string().catch(''),
	}),
})
const sentAnswer = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })
const idAnswer = z.object({ id: z.string().min(1) })
const mediaAnswer = z.object({ url: z.url(), mime_type: z.string().default('application/octet-stream') })
const numberAnswer = z.object({
	display_phone_number: z.string(),
	verified_name: z.string().default(''),
	quality_rating: z.string().default('UNKNOWN'),
})
const templateAnswer = z.looseObject({
	id: z.string(),
	name: z.string(),
	language: z.string(),
	status: z.string(),
	category: z.string(),
	rejected_reason: z.string().optional(),
	components: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
})
const templatesAnswer = z.object({
	data: z.array(templateAnswer),
	paging: z
		.object({ cursors: z.object({ after: z.string().optional() }).optional(), next: z.string().optional() })
		.optional(),
})
const createdAnswer = z.object({
	id: z.string(),
	status: z.string().default('PENDING'),
	category: z.string().default(''),
})

/** A template as the platform keeps it. */
export type KeptTemplate = z.output<typeof templateAnswer>

export interface ShopNumber {
	/** Digits only. */
	number: string
	name: string
	/** GREEN, YELLOW, RED or UNKNOWN. */
	quality: string
}

export interface NewTemplate {
	name: string
	language: string
	category: 'UTILITY' | 'MARKETING'
	components: object[]
}

/** The part of the Graph API that this channel uses. Every call throws GraphError or GraphSilence. */
export interface Graph {
	/** Sends one message; resolves with the platform's id of it. */
	send(payload: object, options?: { marketing?: boolean }): Promise<string>
	/** Keeps bytes at the platform for 30 days; resolves with their id. */
	upload(file: { bytes: Buffer; mime: string; name: string }): Promise<string>
	/** What a person sent. */
	download(mediaId: string): Promise<{ mime: string; bytes: Buffer }>
	/** Two blue ticks, and for some seconds that an answer is being written. */
	markRead(messageId: string, options?: { typing?: boolean }): Promise<void>
	getNumber(): Promise<ShopNumber>
	/** Lets the app receive the webhooks of the account; harmless when it does. */
	subscribe(): Promise<void>
	listTemplates(): Promise<KeptTemplate[]>
	createTemplate(template: NewTemplate): Promise<{ id: string; status: string; category: string }>
}

export interface GraphNeeds {
	apiRoot: string
	token: string
	phoneNumberId: string
	businessAccountId: string
	/** Patience, shorter in tests. */
	callMs?: number
}

/** Connects to the Graph API; nothing is opened before the first call. */
export function createGraph(needs: GraphNeeds): Graph {
	const { apiRoot, phoneNumberId, businessAccountId } = needs
	const call = createCall(needs)
	const post = (path: string, body: object) => call(`${apiRoot}/${path}`, { method: 'POST', json: body })
	const get = (path: string) => call(`${apiRoot}/${path}`, { method: 'GET' })
	return {
		async send(payload, { marketing = false } = {}) {
			const path = `${phoneNumberId}/${marketing ? 'marketing_messages' : 'messages'}`
			return read(sentAnswer, await post(path, payload)).messages[0]?.id ?? ''
		},
		async upload({ bytes, mime, name }) {
			const form = new FormData()
			form.set('messaging_product', 'whatsapp')
			form.set('type', mime)
			form.set('file', new Blob([new Uint8Array(bytes)], { type: mime }), name)
			const answer = await call(`${apiRoot}/${phoneNumberId}/media`, { method: 'POST', form, waitMs: MEDIA_MS })
			return read(idAnswer, answer).id
		},
		async download(mediaId) {
			const { url, mime_type: mime } = read(mediaAnswer, await get(`${encodeURIComponent(mediaId)}`))
			if (!isMediaHost(url, apiRoot)) throw new GraphSilence('the media lies at a strange address', false)
			return { mime, bytes: await call.bytes(url) }
		},
		async markRead(messageId, { typing = false } = {}) {
			await post(`${phoneNumberId}/messages`, {
				messaging_product: 'whatsapp',
				status: 'read',
				message_id: messageId,
				...(typing ? { typing_indicator: { type: 'text' } } : {}),
			})
		},
		async getNumber() {
			const found = await get(`${phoneNumberId}?fields=display_phone_number,verified_name,quality_rating`)
			const answer = read(numberAnswer, found)
			const number = answer.display_phone_number.replace(/\D/g, '')
			return { number, name: answer.verified_name, quality: answer.quality_rating }
		},
		async subscribe() {
			await post(`${businessAccountId}/subscribed_apps`, {})
		},
		async listTemplates() {
			const fields = 'fields=id,name,language,status,category,rejected_reason,components&limit=100'
			const found: KeptTemplate[] = []
			let after = ''
			for (let page = 0; page < MOST_PAGES; page++) {
				const cursor = after && `&after=${encodeURIComponent(after)}`
				const answer = read(templatesAnswer, await get(`${businessAccountId}/message_templates?${fields}${cursor}`))
				found.push(...answer.data)
				after = answer.paging?.next ? (answer.paging.cursors?.after ?? '') : ''
				if (!after) break
			}
			return found
		},
		async createTemplate(template) {
			return read(createdAnswer, await post(`${businessAccountId}/message_templates`, template))
		},
	}
}

/** The token goes to the platform's own hosts only, wherever an answer may point. */
function isMediaHost(url: string, apiRoot: string): boolean {
	const { protocol, hostname, host } = new URL(url)
	const ours = new URL(apiRoot)
	if (host === ours.host) return protocol === ours.protocol
	return protocol === 'https:' && /(^|\.)(fbsbx\.com|facebook\.com|fbcdn\.net|whatsapp\.net)$/.test(hostname)
}

interface Call {
	method: 'GET' | 'POST'
	json?: object
	form?: FormData
	waitMs?: number
}

function createCall({ token, callMs = CALL_MS }: GraphNeeds) {
	const authorization = `Bearer ${token}`
	const reach = async (url: string, { method, json, form, waitMs = callMs }: Call) => {
		try {
			return await fetch(url, {
				method,
				redirect: 'error',
				signal: AbortSignal.timeout(waitMs),
				headers: { authorization, ...(json ? { 'content-type': 'application/json' } : {}) },
				...(json ? { body: JSON.stringify(json) } : form ? { body: form } : {}),
			})
		} catch (error) {
			throw silenceOf(error)
		}
	}
	const call = async (url: string, request: Call): Promise<unknown> => {
		const response = await reach(url, request)
		const text = await response.text().catch((error: unknown) => {
			throw silenceOf(error)
		})
		const answer = readJson(text)
		if (response.ok && answer !== undefined) return answer
		const refused = errorAnswer.safeParse(answer)
		if (refused.success) {
			const { code, error_subcode: subcode, message } = refused.data.error
			// 100 is any wrong parameter; with this subcode it is an id that the token cannot see
			const exact = code === 100 && subcode === NO_SUCH_OBJECT ? NO_SUCH_OBJECT : code
			throw new GraphError({ status: response.status, code: exact, title: message })
		}
		if (response.ok) throw new GraphSilence('no usable answer', false)
		throw new GraphError({ status: response.status, code: 0, title: '' })
	}
	return Object.assign(call, {
		async bytes(url: string): Promise<Buffer> {
			const response = await reach(url, { method: 'GET', waitMs: MEDIA_MS })
			if (!response.ok) throw new GraphError({ status: response.status, code: 0, title: '' })
			if (Number(response.headers.get('content-length') ?? 0) > MOST_MEDIA_BYTES)
				throw new GraphSilence('the media is too large', false)
			return Buffer.from(await response.arrayBuffer())
		},
	})
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

/** An answer of another shape than documented says nothing of what was done. */
function read<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
	const parsed = schema.safeParse(answer)
	if (!parsed.success) throw new GraphSilence('no usable answer', false)
	return parsed.data
}

function silenceOf(error: unknown): GraphSilence {
	if (error instanceof DOMException) return new GraphSilence('timeout', false)
	const cause = error instanceof Error ? error.cause : undefined
	const causes = cause instanceof AggregateError ? cause.errors : [cause]
	const codes = causes.map(codeOf)
	const neverSent = codes.every((code) => NEVER_SENT.has(code) || code === NEVER_CONNECTED)
	return new GraphSilence(codes[0] || 'no usable answer', neverSent)
}

function codeOf(cause: unknown): string {
	return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
}
