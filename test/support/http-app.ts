import { promotionFacts, promotionFrame } from '../../src/conversation/promotion-words.ts'
import { createApiKey } from '../../src/http/api/create-api-key.ts'
import { type Scope, scopeNames } from '../../src/http/api/scopes.ts'
import { createApp } from '../../src/http/app.ts'
import { createSetUpLink } from '../../src/http/console/set-up-store.ts'
import type { AppNeeds } from '../../src/http/context.ts'
import { secureRandom } from '../../src/lib/ids.ts'
import { createLog } from '../../src/lib/log.ts'
import type { DatabaseKind } from '../../src/store/db.ts'
import { openShop, type rulesWith } from './shop.ts'
import { createTestChannel } from './test-channel.ts'

/** A request as a browser on this machine makes it; `from` is the other end of the connection. */
export interface Sent {
	headers?: Record<string, string>
	body?: string | FormData
	from?: string
}

export interface Answer {
	status: number
	headers: Headers
	text: string
	/** The body as JSON. */
	json: <T = Record<string, unknown>>() => T
}

export type HttpShop = Awaited<ReturnType<typeof openApp>>

/** A shop with its whole server, asked without a network. */
export async function openApp(
	kind: DatabaseKind,
	options: { needs?: Partial<AppNeeds>; rules?: ReturnType<typeof rulesWith> } = {},
) {
	const shop = await openShop(kind, options.rules ? { rules: options.rules } : {})
	const telegram = createTestChannel('telegram')
	await telegram.start(async () => {})
	let requests = 0
	let woken = 0
	const app = createApp({
		store: shop.store,
		config: { publicUrl: undefined },
		log: createLog('silent'),
		random: secureRandom,
		newRequestId: () => `req_${++requests}`,
		channels: [telegram],
		broadcasts: { sentences: promotionFrame, factsOf: promotionFacts, channels: [telegram] },
		wake: () => {
			woken++
		},
		...options.needs,
	})
	const send = async (method: string, path: string, sent: Sent = {}): Promise<Answer> => {
		const { headers = {}, body, from = '127.0.0.1' } = sent
		const init = { method, headers: { host: 'localhost', ...headers }, ...(body === undefined ? {} : { body }) }
		const response = await app.request(path, init, { incoming: { socket: { remoteAddress: from } } })
		const text = await response.text()
		return { status: response.status, headers: response.headers, text, json: <T>() => JSON.parse(text) as T }
	}
	const newKey = (scopes: readonly Scope[] = scopeNames) =>
		shop.store.transact((work) => createApiKey(work, { name: 'test', scopes, by: 'test' }))
	let key: Promise<string> | undefined
	/** Calls the API; with a body it is a POST, `key` null sends none. */
	const api = async (
		path: string,
		call: { body?: unknown; key?: string | null; headers?: Record<string, string> } = {},
	) => {
		if (call.key === undefined) key ??= newKey()
		const token = call.key === undefined ? await key : call.key
		const headers = {
			...(token === null ? {} : { authorization: `Bearer ${token}` }),
			...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
			...call.headers,
		}
		if (call.body === undefined) return await send('GET', `/api/v1${path}`, { headers })
		const body = typeof call.body === 'string' ? call.body : JSON.stringify(call.body)
		return await send('POST', `/api/v1${path}`, { headers, body })
	}
	return { ...shop, app, send, api, newKey, telegram, woken: () => woken, browse: () => openBrowser(send), newSetUp }

	async function newSetUp(): Promise<string> {
		const token = await shop.store.transact(createSetUpLink)
		if (token === undefined) throw new Error('the shop has an owner already')
		return `/setup/${token}`
	}
}

type Send = (method: string, path: string, sent?: Sent) => Promise<Answer>

export type Visitor = ReturnType<typeof openBrowser>

export const owner = {
	shopName: '星期日烘焙',
	locale: 'en',
	currency: 'HKD',
	timeZone: 'Asia/Hong_Kong',
	ownerName: 'Kelly Wong',
	login: 'kelly',
	password: 'correct horse battery',
}

/** A browser without script: keeps cookies, follows redirects, and sends the forms it was shown with what is in them. */
function openBrowser(send: Send) {
	const cookies = new Map<string, string>()
	let shown: Answer | undefined
	let place = '/'
	const keepCookies = (answer: Answer) => {
		for (const line of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
			if (/max-age=0/i.test(line)) cookies.delete(name)
			else cookies.set(name, value)
		}
	}
	const ask = async (method: string, path: string, sent: Sent = {}): Promise<Answer> => {
		const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
		const headers = { 'accept-language': 'en', ...(cookie === '' ? {} : { cookie }), ...sent.headers }
		const answer = await send(method, path, { ...sent, headers })
		keepCookies(answer)
		const next = answer.headers.get('location')
		if (answer.status === 303 && next) return await ask('GET', next, sent.from === undefined ? {} : { from: sent.from })
		shown = answer
		place = path
		return answer
	}
	return {
		cookies,
		/** Where it is after redirects. */
		place: () => place,
		get: (path: string, sent?: Sent) => ask('GET', path, sent),
		/** Fills in and sends the form of the page shown that leads to `action`, with its hidden fields; files as the body. */
		submit: (action: string, fields: Record<string, string | string[]> = {}, sent: Sent = {}) => {
			const form = readForms(shown?.text ?? '').find((one) => one.action === action)
			if (!form) throw new Error(`the page has no form for ${action}`)
			const body = new URLSearchParams(form.fields)
			for (const [name, value] of Object.entries(fields)) {
				body.delete(name)
				for (const one of [value].flat()) body.append(name, one)
			}
			if (sent.body instanceof FormData) {
				for (const [name, value] of body) sent.body.append(name, value)
				return ask('POST', action, sent)
			}
			const headers = { 'content-type': 'application/x-www-form-urlencoded', ...sent.headers }
			return ask('POST', action, { ...sent, headers, body: body.toString() })
		},
	}
}

const unescapeHtml = (text: string) =>
	text.replace(
		/&(quot|#39|lt|gt|amp);/g,
		(_, name: string) => ({ quot: '"', '#39': "'", lt: '<', gt: '>', amp: '&' })[name] ?? '',
	)

/** The forms of a page with the values their fields have. */
export function readForms(page: string): { action: string; fields: [string, string][] }[] {
	return [...page.matchAll(/<form[^>]* action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
		([, action = '', inside = '']) => {
			const inputs = [...inside.matchAll(/<input[^>]*>/g)].flatMap(([tag]): [string, string][] => {
				const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
				const isOff = /^(checkbox|radio)$/.test(attribute('type') ?? '') && !/ checked/.test(tag)
				return isOff ? [] : [[attribute('name') ?? '', unescapeHtml(attribute('value') ?? '')]]
			})
			const areas = [...inside.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g)]
			const selects = [...inside.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)]
			return {
				action: unescapeHtml(action),
				fields: [
					...inputs,
					...areas.map(([, name = '', value = '']): [string, string] => [name, unescapeHtml(value)]),
					...selects.map(([, name = '', options = '']): [string, string] => [
						name,
						/<option value="([^"]*)" selected/.exec(options)?.[1] ?? /<option value="([^"]*)"/.exec(options)?.[1] ?? '',
					]),
				],
			}
		},
	)
}
