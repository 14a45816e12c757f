import { html } from 'hono/html'
import { addStaff, createStaffInvite, revokeStaff, worksInChat } from '../../conversation/staff-invite.ts'
import { findStaffByPublicId, hasOtherOwner, listStaff, type Staff, setStaffRole } from '../../store/staff.ts'
import type { Work } from '../../store/transact.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { chatLinks } from '../public/links.ts'
import { createConsoleInvite } from './console-invite.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnce, newNonce, type Outcome, tryOnce } from './once.ts'
import { noteAct, publicIdOf, renderAction, renderTable } from './parts.ts'
import { isRole, type Role, roles } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const MAX_NAME = 60

const PLACE = '/console/staff'

const act = ({ staff }: Visit) => ({ by: staff.publicId, origin: 'console' })

const roleOptions = ({ say }: Visit) => roles.map((role) => ({ value: role as string, label: say(`role.${role}`) }))

function renderPerson(visit: Visit, person: Staff): Html {
	const { say, csrf, needs, staff } = visit
	const place = `${PLACE}/${person.public_id}`
	const state = [
		person.login !== null && html`<span class="pill good">${say('staff.signs_in')}</span> `,
		person.address_id !== null && html`<span class="pill good">${say('staff.in_chat')}</span> `,
	].filter((pill) => pill !== false)
	if (person.revoked_at !== null)
		return html`<tr><th scope="row" dir="auto">${person.name}</th><td>${say(`role.${person.role as Role}`)}</td><td><span class="pill">${say('staff.revoked')}</span></td><td></td></tr>`
	if (person.id === staff.staffId)
		return html`<tr><th scope="row" dir="auto">${person.name}</th><td>${say(`role.${person.role as Role}`)}</td><td>${state}</td><td>${say('staff.you')}</td></tr>`
	const options = roleOptions(visit).map(
		({ value, label }) => html`<option value="${value}" ${value === person.role ? 'selected' : ''}>${label}</option>`,
	)
	const id = `role-${person.public_id}`
	const change = say('staff.change_role', { name: person.name })
	const revoke = { label: say('staff.revoke'), look: 'bad', of: person.name }
	const links = { label: say('staff.new_links'), of: person.name }
	return html`<tr><th scope="row" dir="auto">${person.name}</th>
<td><form class="row tight" method="post" action="${place}/role">${renderHidden(csrf, newNonce(needs))}<label class="hidden" for="${id}">${change}</label><select id="${id}" name="role">${options}</select><button class="quiet" aria-label="${say('page.change')}: ${person.name}">${say('page.change')}</button></form></td>
<td>${state}</td><td><div class="row tight">${renderAction(visit, `${place}/links`, links)}${renderAction(visit, `${place}/revoke`, revoke)}</div></td></tr>`
}

interface Shown {
	typed?: { name: string; role: string }
	wrong?: Wrong
	note?: string | undefined
}

async function renderStaff(visit: Visit, shown: Shown = {}): Promise<Html> {
	const { needs, say, csrf } = visit
	const { typed = { name: '', role: 'staff' }, wrong = new Map(), note } = shown
	const people = await listStaff(needs.store.db)
	const heads = [say('members.name'), say('staff.role'), say('cast.state'), say('member.action')]
	const rows = people.map((person) => renderPerson(visit, person))
	const labels = { name: say('members.name'), role: say('staff.role') }
	const main = html`<section class="card">${renderTable(heads, rows)}<p class="hint">${say('staff.revoke_hint')}</p></section>
${renderWrong(say, wrong, labels)}<form class="card" method="post" action="${PLACE}"><h2>${say('staff.invite')}</h2>${renderHidden(csrf, newNonce(needs))}
${renderField({ name: 'name', label: labels.name, value: typed.name, wrong, required: true, maxLength: MAX_NAME })}
${renderField({ name: 'role', label: labels.role, value: typed.role, wrong, options: roleOptions(visit), hint: say('staff.role_hint') })}
<button>${say('staff.invite_do')}</button></form>`
	return renderConsole(visit, { title: say('staff.title'), menu: '/console/settings', main, note })
}

const notes = { revoked: 'staff.done_revoked', changed: 'cast.saved', refused: 'staff.cannot' } as const

async function showStaff(visit: Visit): Promise<Response> {
	const done = visit.c.req.query('done') ?? ''
	const note = Object.hasOwn(notes, done) ? visit.say(notes[done as keyof typeof notes]) : undefined
	return await visit.c.html(await renderStaff(visit, { note }))
}

interface Links {
	person: Staff
	console: string
	chat: string | undefined
}

/** Both links of a person: for the console, and for the chat where her role works there. */
async function makeLinks(visit: Visit, work: Work, person: Staff): Promise<Links> {
	const { c, needs, staff } = visit
	const token = await createConsoleInvite(work, { staff: person, by: staff.publicId })
	const origin = needs.config.publicUrl ?? new URL(c.req.url).origin
	const invited = worksInChat(person.role)
		? await createStaffInvite(work, { staffId: person.id, ...act(visit) })
		: undefined
	const chats = invited?.ok ? chatLinks(needs.channels, `s_${invited.value}`) : []
	const chat = chats.find((link) => link.channel === 'telegram')?.url
	return { person, console: `${origin}/invite/${token}`, chat }
}

function renderLink(id: string, label: string, url: string): Html {
	return html`<div class="field"><label for="${id}">${label}</label><input id="${id}" value="${url}" readonly></div>`
}

/** The links, on this page only: they are kept nowhere. */
async function answerLinks(visit: Visit, outcome: Outcome<Links>): Promise<Response> {
	const { c, say } = visit
	if (outcome.state !== 'done') return c.redirect(PLACE, 303)
	const { person, console: sign, chat } = outcome.value
	const main = html`<section class="card"><p>${say('staff.links_lead')}</p>${renderLink('console-link', say('staff.console_link'), sign)}
${chat === undefined ? none : renderLink('chat-link', say('staff.chat_link'), chat)}
<p><a class="btn quiet" href="${PLACE}">${say('page.back')}</a></p></section>`
	const title = say('staff.links_of', { name: person.name })
	return await c.html(renderConsole(visit, { title, menu: '/console/settings', main }))
}

async function invite(visit: Visit, form: Form): Promise<Response> {
	const { c, say } = visit
	const typed = { name: form.text('name').trim(), role: form.text('role') }
	const wrong: Wrong = new Map()
	if (typed.name === '') wrong.set('name', say('form.required'))
	else if (typed.name.length > MAX_NAME) wrong.set('name', say('form.too_long', { max: MAX_NAME }))
	const { role } = typed
	if (!isRole(role)) wrong.set('role', say('form.pick'))
	if (wrong.size > 0 || !isRole(role)) return await c.html(await renderStaff(visit, { typed, wrong }), 422)
	const outcome = await tryOnce(visit, form, async (work) => {
		const person = await addStaff(work, { name: typed.name, role, locale: null, ...act(visit) })
		return { place: PLACE, value: await makeLinks(visit, work, person) }
	})
	return await answerLinks(visit, outcome)
}

/** The person of an address who works here, and is not the one who asks. */
async function findOther(visit: Visit): Promise<Staff | undefined> {
	const person = await findStaffByPublicId(visit.needs.store.db, publicIdOf(visit, 'stf'))
	return person?.revoked_at === null && person.id !== visit.staff.staffId ? person : undefined
}

async function newLinks(visit: Visit, form: Form): Promise<Response> {
	const person = await findOther(visit)
	if (!person) return await answerMissing(visit.c)
	const outcome = await tryOnce(visit, form, async (work) => ({
		place: PLACE,
		value: await makeLinks(visit, work, person),
	}))
	return await answerLinks(visit, outcome)
}

async function changeRole(visit: Visit, form: Form): Promise<Response> {
	const person = await findOther(visit)
	const role = form.text('role')
	if (!person) return await answerMissing(visit.c)
	if (!isRole(role)) return visit.c.redirect(`${PLACE}?done=refused`, 303)
	return await actOnce(visit, form, async (work) => {
		if (person.role === 'owner' && !(await hasOtherOwner(work.tx, person.id))) return `${PLACE}?done=refused`
		await setStaffRole(work.tx, person.id, role)
		const change = { subject: person.public_id, before: { role: person.role }, after: { role } }
		await noteAct(visit, work, { action: 'staff.role', ...change })
		return `${PLACE}?done=changed`
	})
}

async function revoke(visit: Visit, form: Form): Promise<Response> {
	const person = await findOther(visit)
	if (!person) return await answerMissing(visit.c)
	return await actOnce(visit, form, async (work) => {
		const result = await revokeStaff(work, { publicId: person.public_id, ...act(visit) })
		return `${PLACE}?done=${result.ok ? 'revoked' : 'refused'}`
	})
}

export const staffRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: PLACE, role: 'owner', handle: showStaff },
	{ method: 'post', path: PLACE, role: 'owner', handle: invite },
	{ method: 'post', path: `${PLACE}/:id/links`, role: 'owner', handle: newLinks },
	{ method: 'post', path: `${PLACE}/:id/role`, role: 'owner', handle: changeRole },
	{ method: 'post', path: `${PLACE}/:id/revoke`, role: 'owner', handle: revoke },
]
