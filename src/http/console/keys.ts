import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { type ApiKey, claimApiKeyRevoked, listApiKeys } from '../../store/api-keys.ts'
import { listStaff } from '../../store/staff.ts'
import { createApiKey } from '../api/create-api-key.ts'
import { isScope, scopeNames } from '../api/scopes.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnce, newNonce, tryOnce } from './once.ts'
import { noteAct, publicIdOf, renderAction, renderTable } from './parts.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const MAX_NAME = 60
const PLACE = '/console/keys'

function renderKey(visit: Visit, key: ApiKey, makers: ReadonlyMap<string, string>): Html {
	const { say, locale, settings } = visit
	const at = (instant: number | null) => (instant === null ? '–' : formatMoment(locale, instant, settings.timeZone))
	const revoke = { label: say('keys.revoke'), look: 'bad', of: key.name }
	return html`<tr><th scope="row" dir="auto">${key.name}</th><td>…${key.hint}</td>
<td>${key.scopes.split(' ').map((scope) => html`<code>${scope}</code> `)}</td>
<td>${at(key.created_at)} · ${makers.get(key.created_by ?? '') ?? key.created_by ?? ''}</td><td>${at(key.last_used_at)}</td>
<td>${key.revoked_at === null ? renderAction(visit, `${PLACE}/${key.public_id}/revoke`, revoke) : html`<span class="pill">${say('keys.revoked')}</span>`}</td></tr>`
}

interface Shown {
	name: string
	scopes: readonly string[]
	wrong: Wrong
	/** A key that was just made: it is shown here and never again. */
	token?: string
}

function renderForm(visit: Visit, { name, scopes, wrong }: Shown): Html {
	const { say, csrf, needs } = visit
	const boxes = scopeNames.map(
		(scope) =>
			html`<label><input type="checkbox" name="scope" value="${scope}" ${scopes.includes(scope) ? 'checked' : ''}> ${say(`scope.${scope}`)}</label>`,
	)
	const labels = { name: say('keys.name'), scope: say('keys.scopes') }
	return html`${renderWrong(say, wrong, labels)}<form class="card" method="post" action="${PLACE}"><h2>${say('keys.new')}</h2>${renderHidden(csrf, newNonce(needs))}
${renderField({ name: 'name', label: labels.name, value: name, wrong, hint: say('keys.name_hint'), required: true, maxLength: MAX_NAME })}
<fieldset id="scope"><legend>${labels.scope}</legend><div class="picks">${boxes}</div>${wrong.has('scope') ? html`<p class="wrong">${wrong.get('scope')}</p>` : none}</fieldset>
<button>${say('keys.do')}</button></form>`
}

async function renderKeys(visit: Visit, shown: Shown): Promise<Html> {
	const { c, needs, say } = visit
	const { db } = needs.store
	const makers = new Map((await listStaff(db)).map((person) => [person.public_id, person.name]))
	const keys = (await listApiKeys(db)).reverse()
	const rows = keys.map((key) => renderKey(visit, key, makers))
	const heads = [
		say('keys.name'),
		say('keys.end'),
		say('keys.scopes'),
		say('cast.created'),
		say('keys.last_use'),
		say('member.action'),
	]
	const made = shown.token
		? html`<section class="card note" role="status"><p>${say('keys.once')}</p><div class="field"><label for="token">${say('keys.token')}</label><input id="token" value="${shown.token}" readonly></div></section>`
		: none
	const main = html`${made}<section class="card">${rows.length > 0 ? renderTable(heads, rows) : html`<p>${say('keys.none')}</p>`}
<p><a href="/api/reference">${say('keys.reference')}</a></p></section>${renderForm(visit, shown)}`
	const note = c.req.query('done') === 'revoked' ? say('keys.done_revoked') : undefined
	return renderConsole(visit, { title: say('keys.title'), menu: '/console/settings', main, note })
}

const empty: Shown = { name: '', scopes: [], wrong: new Map() }

async function showKeys(visit: Visit): Promise<Response> {
	return await visit.c.html(await renderKeys(visit, empty))
}

async function create(visit: Visit, form: Form): Promise<Response> {
	const { c, say, staff } = visit
	const name = form.text('name').trim()
	const scopes = form.list('scope').filter(isScope)
	const wrong: Wrong = new Map()
	if (name === '') wrong.set('name', say('form.required'))
	else if (name.length > MAX_NAME) wrong.set('name', say('form.too_long', { max: MAX_NAME }))
	if (scopes.length === 0) wrong.set('scope', say('keys.no_scope'))
	if (wrong.size > 0) return await c.html(await renderKeys(visit, { name, scopes, wrong }), 422)
	const outcome = await tryOnce(visit, form, async (work) => ({
		place: PLACE,
		value: await createApiKey(work, { name, scopes, by: staff.publicId }),
	}))
	if (outcome.state !== 'done') return c.redirect(PLACE, 303)
	return await c.html(await renderKeys(visit, { ...empty, token: outcome.value }))
}

async function revoke(visit: Visit, form: Form): Promise<Response> {
	const id = publicIdOf(visit, 'key')
	const known = (await listApiKeys(visit.needs.store.db)).some((key) => key.public_id === id)
	if (!known) return await answerMissing(visit.c)
	return await actOnce(visit, form, async (work) => {
		if (await claimApiKeyRevoked(work.tx, id, work.now))
			await noteAct(visit, work, { action: 'api-key.revoke', subject: id })
		return `${PLACE}?done=revoked`
	})
}

export const keyRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: PLACE, role: 'owner', handle: showKeys },
	{ method: 'post', path: PLACE, role: 'owner', handle: create },
	{ method: 'post', path: `${PLACE}/:id/revoke`, role: 'owner', handle: revoke },
]
