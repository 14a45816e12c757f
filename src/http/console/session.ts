import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import {
	deleteSession,
	findSignedIn,
	insertSession,
	type SignedIn,
	setSessionSeen,
} from '../../store/console-sessions.ts'
import type { Work } from '../../store/transact.ts'
import type { AppContext, AppNeeds } from '../context.ts'

const DAY_MS = 86_400_000
const LASTS_MS = 30 * DAY_MS
const IDLE_MS = 7 * DAY_MS
const NOTE_SEEN_EVERY_MS = 5 * 60_000
const TOKEN_BYTES = 32
const MAX_AGENT = 200

const isHttps = (needs: AppNeeds) => needs.config.publicUrl?.startsWith('https:') ?? false

// a browser lets nobody but this very host set a cookie whose name begins with __Host-
const nameOf = (needs: AppNeeds, what: 'session' | 'form') => (isHttps(needs) ? `__Host-suki-${what}` : `suki-${what}`)

const optionsOf = (needs: AppNeeds) => ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: isHttps(needs) }) as const

/** Opens a session in the transaction that let the person in, and answers the token for its cookie. */
export async function openSession(work: Work, staffId: number, agent: string | undefined): Promise<string> {
	const token = Buffer.from(work.random(TOKEN_BYTES)).toString('base64url')
	await insertSession(work.tx, {
		token_hash: work.keys.hash('token', token),
		staff_id: staffId,
		created_at: work.now,
		seen_at: work.now,
		expires_at: work.now + LASTS_MS,
		agent: agent?.slice(0, MAX_AGENT).toWellFormed() ?? null,
	})
	return token
}

export function setSessionCookie(c: AppContext, needs: AppNeeds, token: string): void {
	setCookie(c, nameOf(needs, 'session'), token, { ...optionsOf(needs), maxAge: LASTS_MS / 1000 })
}

/** Who is signed in by the cookie of a request. */
export async function readSession(c: AppContext, needs: AppNeeds): Promise<SignedIn | undefined> {
	const { store } = needs
	const token = getCookie(c, nameOf(needs, 'session'))
	if (token === undefined) return undefined
	const now = store.now()
	const tokenHash = store.keys.hash('token', token)
	const signedIn = await findSignedIn(store.db, { tokenHash, now, idleSince: now - IDLE_MS })
	if (signedIn && now - signedIn.seenAt > NOTE_SEEN_EVERY_MS)
		await store.transact(({ tx }) => setSessionSeen(tx, tokenHash, now))
	return signedIn
}

export async function closeSession(c: AppContext, needs: AppNeeds, signedIn: SignedIn): Promise<void> {
	await needs.store.transact(({ tx }) => deleteSession(tx, signedIn.tokenHash))
	deleteCookie(c, nameOf(needs, 'session'), optionsOf(needs))
}

/** What a form must bring along: known only to pages of ours, another one for each session. */
export function formToken(needs: AppNeeds, signedIn: Pick<SignedIn, 'tokenHash'>): string {
	return needs.store.keys.hash('nonce', `form ${signedIn.tokenHash}`)
}

/** The same before anybody signed in: bound to a cookie that the page with the form sets. */
export function strangersToken(c: AppContext, needs: AppNeeds): string {
	const name = nameOf(needs, 'form')
	let cookie = getCookie(c, name)
	if (cookie === undefined || !/^[\w-]{22}$/.test(cookie)) {
		cookie = Buffer.from(needs.random(16)).toString('base64url')
		setCookie(c, name, cookie, optionsOf(needs))
	}
	return needs.store.keys.hash('nonce', `form ${cookie}`)
}
