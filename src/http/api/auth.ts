import type { MiddlewareHandler } from 'hono'
import { equalSecrets } from '../../lib/keys.ts'
import { type ApiKey, findApiKeyByToken, setApiKeyUsed } from '../../store/api-keys.ts'
import type { Store } from '../../store/transact.ts'
import type { AppEnv } from '../context.ts'
import { problem } from '../problems.ts'
import type { Scope } from './scopes.ts'

/** The last use is noted this often: a write at every request would cost more than the request. */
const NOTE_USE_EVERY_MS = 60_000

const BEARER = /^Bearer +(suki_[\w-]{43})$/i

async function findLiveKey(store: Store, header: string): Promise<ApiKey | undefined> {
	const token = BEARER.exec(header)?.[1]
	if (token === undefined) return undefined
	const hash = store.keys.hash('token', token)
	const key = await findApiKeyByToken(store.db, hash)
	return key && key.revoked_at === null && equalSecrets(key.token_hash, hash) ? key : undefined
}

async function noteUse(store: Store, key: ApiKey): Promise<void> {
	const now = store.now()
	if (key.last_used_at !== null && now - key.last_used_at < NOTE_USE_EVERY_MS) return
	await store.transact(({ tx }) => setApiKeyUsed(tx, key.id, now))
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="suki"' }

/** Lets a request in whose key is alive and has the scope; 401 and 403 otherwise. */
export function requireScope(store: Store, scope: Scope): MiddlewareHandler<AppEnv> {
	return async (c, next) => {
		const header = c.req.header('authorization')
		if (header === undefined) return problem(c, 'key-missing', { headers: CHALLENGE })
		const key = await findLiveKey(store, header)
		if (!key) return problem(c, 'key-unknown', { headers: CHALLENGE })
		await noteUse(store, key)
		if (!key.scopes.split(' ').includes(scope)) return problem(c, 'scope-missing', { facts: { scope } })
		c.set('apiKey', key)
		return next()
	}
}
