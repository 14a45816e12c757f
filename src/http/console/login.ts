import { html } from 'hono/html'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { askDoor, forgiveTries, type Guesser, noteWrongTry } from '../../loyalty/guess-guard.ts'
import { insertAudit } from '../../store/audit.ts'
import { getSettings } from '../../store/settings.ts'
import { findStaffByLogin } from '../../store/staff.ts'
import { clientAddress } from '../client.ts'
import type { AppContext, AppNeeds } from '../context.ts'
import { pickLocale, type Say, speak } from '../locales/index.ts'
import { type Html, none, renderPage } from '../page.ts'
import { type Form, renderField, renderHidden } from './form.ts'
import { type KeptForm, readKept, renderAgain, renderKept } from './kept-form.ts'
import { checkPassword } from './password.ts'
import { formToken, openSession, setSessionCookie, strangersToken } from './session.ts'

const MINUTE_MS = 60_000

type LoginRefusal = Refusal<'wrong'> | Refusal<'locked', { waitMs: number }>

/** Lets a person in by name and password, and answers the token of a new session. Wrong tries are counted by name and by place. */
async function logIn(
	needs: AppNeeds,
	given: { login: string; password: string; place: string; agent: string | undefined },
): Promise<Result<string, LoginRefusal>> {
	const { store } = needs
	const login = given.login.trim().toLowerCase().slice(0, 100)
	const keyOf = (text: string) => store.keys.hash('input', text)
	const guessers: Guesser[] = [
		{ scope: 'login-name', key: keyOf(login) },
		{ scope: 'login-place', key: keyOf(given.place) },
	]
	// counted before the password is looked at, so that many tries at once are not all free
	const waitMs = await store.transact(async ({ tx, now }) => {
		const waits: number[] = []
		for (const guesser of guessers) waits.push(await askDoor(tx, guesser, now))
		const longest = Math.max(...waits)
		if (longest === 0) for (const guesser of guessers) await noteWrongTry(tx, guesser, now)
		return longest
	})
	if (waitMs > 0) return refuse('locked', { waitMs })
	const staff = await findStaffByLogin(store.db, login)
	if (!(await checkPassword(given.password, staff?.password)) || !staff) return refuse('wrong')
	return await store.transact(async (work) => {
		for (const guesser of guessers) await forgiveTries(work.tx, guesser)
		await insertAudit(work.tx, { at: work.now, actor: staff.public_id, action: 'staff.log-in', origin: 'console' })
		return done(await openSession(work, staff.id, given.agent))
	})
}

function renderForm(
	say: Say,
	csrf: string,
	shown: { login: string; message: string | undefined; alarm: boolean; kept?: Html },
): Html {
	const { login, message, alarm, kept = none } = shown
	const note =
		message === undefined
			? none
			: html`<p class="card ${alarm ? 'alarm' : 'note'}" role="${alarm ? 'alert' : 'status'}">${message}</p>`
	return html`<h1>${say('login.title')}</h1>${note}
<form class="card" method="post" action="/login">${renderHidden(csrf)}${kept}
${renderField({ name: 'login', label: say('form.login'), value: login, autocomplete: 'username', required: true, maxLength: 40 })}
${renderField({ name: 'password', label: say('form.password'), value: '', type: 'password', autocomplete: 'current-password', required: true })}
<button>${say('login.do')}</button></form>`
}

async function speakTo(c: AppContext, needs: AppNeeds) {
	const settings = await getSettings(needs.store.db)
	const locale = pickLocale(c.req.header('accept-language'), settings.locale)
	return { locale, say: speak(locale) }
}

/** GET /login. */
export async function showLogin(c: AppContext, needs: AppNeeds): Promise<Response> {
	const { locale, say } = await speakTo(c, needs)
	const message = c.req.query('done') === 'signed-out' ? say('login.signed_out') : undefined
	const main = renderForm(say, strangersToken(c, needs), { login: '', message, alarm: false })
	return await c.html(renderPage({ locale, title: say('login.title'), main }))
}

/** Answers a form that came after its session had ended: log in, and go on with what was typed. */
export async function askToLogIn(c: AppContext, needs: AppNeeds, kept: KeptForm): Promise<Response> {
	const { locale, say } = await speakTo(c, needs)
	const shown = { login: '', message: say('login.ended'), alarm: true, kept: renderKept(needs, kept) }
	const main = renderForm(say, strangersToken(c, needs), shown)
	return await c.html(renderPage({ locale, title: say('login.title'), main }), 401)
}

/** POST /login. */
export async function takeLogin(c: AppContext, needs: AppNeeds, form: Form): Promise<Response> {
	const login = form.text('login')
	const kept = readKept(needs, form)
	const { locale, say } = await speakTo(c, needs)
	const result = await logIn(needs, {
		login,
		password: form.text('password').slice(0, 1000),
		place: clientAddress(c),
		agent: c.req.header('user-agent'),
	})
	if (result.ok) {
		setSessionCookie(c, needs, result.value)
		if (!kept) return c.redirect('/console', 303)
		const csrf = formToken(needs, { tokenHash: needs.store.keys.hash('token', result.value) })
		return await c.html(renderAgain({ say, locale }, { kept, csrf, title: say('page.kept_title') }))
	}
	const locked = result.reason === 'locked'
	if (locked) c.header('retry-after', String(Math.ceil(result.facts.waitMs / 1000)))
	const message = locked
		? say('login.locked', { minutes: Math.ceil(result.facts.waitMs / MINUTE_MS) })
		: say('login.wrong')
	const shown = { login, message, alarm: true, ...(kept ? { kept: renderKept(needs, kept) } : {}) }
	const main = renderForm(say, strangersToken(c, needs), shown)
	return await c.html(renderPage({ locale, title: say('login.title'), main }), locked ? 429 : 422)
}
