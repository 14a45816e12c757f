import { createApiKey } from '../../src/http/api/create-api-key.ts'
import { type Scope, scopeNames } from '../../src/http/api/scopes.ts'
import { createApp } from '../../src/http/app.ts'
import type { AppNeeds } from '../../src/http/context.ts'
import { secureRandom } from '../../src/lib/ids.ts'
import { createLog } from '../../src/lib/log.ts'
import type { DatabaseKind } from '../../src/store/db.ts'
import { openShop, type rulesWith } from './shop.ts'

/** A request as a browser on this machine makes it; `from` is the other end of the connection. */
export interface Sent {
	headers?: Record<string, string>
	body?: string
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
	let requests = 0
	let woken = 0
	const app = createApp({
		store: shop.store,
		config: { publicUrl: undefined },
		log: createLog('silent'),
		random: secureRandom,
		newRequestId: () => `req_${++requests}`,
		channels: [],
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
	return { ...shop, app, send, api, newKey, woken: () => woken }
}
