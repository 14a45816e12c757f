import { html } from 'hono/html'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { insertAudit } from '../../store/audit.ts'
import { deleteSessionsOf } from '../../store/console-sessions.ts'
import { claimLink, deleteLinks, findLink, insertLink } from '../../store/one-time-links.ts'
import { getSettings } from '../../store/settings.ts'
import { findStaff, isLoginTaken, type Staff, setLogin } from '../../store/staff.ts'
import type { Store, Work } from '../../store/transact.ts'
import type { AppContext, AppNeeds } from '../context.ts'
import { pickLocale, type Say, speak } from '../locales/index.ts'
import { type Html, renderMessage, renderPage } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { hashPassword, SALT_BYTES } from './password.ts'
import { openSession, setSessionCookie, strangersToken } from './session.ts'
import { checkSignIn } from './sign-in-rules.ts'

const KIND = 'console'
const TOKEN_BYTES = 24
const DAY_MS = 86_400_000

/**
 * Makes the one-time link by which somebody of the shop chooses how to sign in, good for a day, and answers its token
 * (/invite/<token>); an older one ends.
 */
export async function createConsoleInvite(work: Work, invite: { staff: Staff; by: string }): Promise<string> {
	const { tx, now, keys, random } = work
	const token = Buffer.from(random(TOKEN_BYTES)).toString('base64url')
	const payload = String(invite.staff.id)
	await deleteLinks(tx, KIND, payload)
	await insertLink(tx, {
		token_hash: keys.hash('token', token),
		kind: KIND,
		payload,
		created_at: now,
		expires_at: now + DAY_MS,
		used_at: null,
	})
	const line = { at: now, actor: invite.by, action: 'staff.sign-in-link', subject: invite.staff.public_id }
	await insertAudit(tx, { ...line, origin: 'console' })
	return token
}

/** Whom a link is for, changing nothing; undefined when it is used, too old, or its person works here no more. */
async function findInvited(store: Store, token: string): Promise<Staff | undefined> {
	const link = await findLink(store.db, store.keys.hash('token', token), KIND)
	if (!link || link.used_at !== null || (link.expires_at ?? 0) <= store.now()) return undefined
	const staff = await findStaff(store.db, Number(link.payload))
	return staff?.revoked_at === null ? staff : undefined
}

interface SignIn {
	token: string
	login: string
	/** As hashPassword made it. */
	password: string
}

/** Uses the link up: the person signs in this way from now on, and is signed out everywhere else. */
async function takeInvite(
	work: Work,
	{ token, login, password }: SignIn,
): Promise<Result<Staff, Refusal<'link-bad' | 'login-taken', undefined>>> {
	const { tx, now, keys } = work
	const tokenHash = keys.hash('token', token)
	const known = await findLink(tx, tokenHash, KIND)
	const staff = known && (await findStaff(tx, Number(known.payload)))
	if (!staff || staff.revoked_at !== null) return refuse('link-bad')
	if (await isLoginTaken(tx, login, staff.id)) return refuse('login-taken')
	if (!(await claimLink(tx, { tokenHash, kind: KIND, now }))) return refuse('link-bad')
	await setLogin(tx, staff.id, { login, password })
	await deleteSessionsOf(tx, staff.id)
	await insertAudit(tx, { at: now, actor: staff.public_id, action: 'staff.sign-in-set', origin: 'console' })
	return done(staff)
}

interface Shown {
	staff: Staff
	say: Say
	token: string
	csrf: string
	login: string
	wrong: Wrong
}

function renderForm({ staff, say, token, csrf, login, wrong }: Shown): Html {
	const labels = { login: say('form.login'), password: say('form.password') }
	return html`<h1>${say('invite.title', { name: staff.name })}</h1><p>${say('invite.lead')}</p>${renderWrong(say, wrong, labels)}
<form class="card" method="post" action="/invite/${token}">${renderHidden(csrf)}
${renderField({ name: 'login', label: labels.login, value: login, wrong, hint: say('form.login_rule'), autocomplete: 'username', required: true, maxLength: 40 })}
${renderField({ name: 'password', label: labels.password, value: '', wrong, type: 'password', hint: say('form.password_rule'), autocomplete: 'new-password', required: true, maxLength: 200 })}
<button>${say('login.do')}</button></form>`
}

async function speakTo(c: AppContext, needs: AppNeeds) {
	const settings = await getSettings(needs.store.db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	return { locale, say: speak(locale) }
}

async function refuseLink(c: AppContext, needs: AppNeeds): Promise<Response> {
	const { locale, say } = await speakTo(c, needs)
	return await renderMessage(c, { status: 404, locale, title: say('invite.used'), text: say('invite.used_hint') })
}

/** GET /invite/<token>: looking at it uses nothing up. */
export async function showInvite(c: AppContext, needs: AppNeeds): Promise<Response> {
	const token = c.req.param('token') ?? ''
	const staff = await findInvited(needs.store, token)
	if (!staff) return await refuseLink(c, needs)
	const { locale, say } = await speakTo(c, needs)
	const shown = { staff, say, token, csrf: strangersToken(c, needs), login: staff.login ?? '', wrong: new Map() }
	return await c.html(renderPage({ locale, title: say('login.title'), main: renderForm(shown) }))
}

/** POST /invite/<token>: sets name and password, once, and signs the person in. */
export async function acceptInvite(c: AppContext, needs: AppNeeds, form: Form): Promise<Response> {
	const { store } = needs
	const token = c.req.param('token') ?? ''
	const staff = await findInvited(store, token)
	if (!staff) return await refuseLink(c, needs)
	const { locale, say } = await speakTo(c, needs)
	const login = form.text('login').trim().slice(0, 100)
	const given = form.text('password')
	const wrong = checkSignIn(say, { login, password: given })
	const again = async () => {
		const shown = { staff, say, token, csrf: strangersToken(c, needs), login, wrong }
		return await c.html(renderPage({ locale, title: say('login.title'), main: renderForm(shown) }), 422)
	}
	if (wrong.size > 0) return await again()
	const password = await hashPassword(given, needs.random(SALT_BYTES))
	const result = await store.transact(async (work) => {
		const taken = await takeInvite(work, { token, login: login.toLowerCase(), password })
		return taken.ok ? await openSession(work, taken.value.id, c.req.header('user-agent')) : taken
	})
	if (typeof result === 'string') {
		setSessionCookie(c, needs, result)
		return c.redirect('/console', 303)
	}
	if (result.reason === 'link-bad') return await refuseLink(c, needs)
	wrong.set('login', say('invite.taken'))
	return await again()
}
