import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { memberNumber } from '../../domain/member-number.ts'
import type { ChannelName } from '../../messaging/channel.ts'
import { type Address, findAddressById } from '../../store/addresses.ts'
import { listWaitingChats, type WaitingChat } from '../../store/sessions.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import { answerChat, handBack } from './answer-chat.ts'
import { renderTranscript, showMedia, showTranscript } from './chat-transcript.ts'
import { type Form, renderField, renderHidden, renderWrong, type Wrong } from './form.ts'
import { renderConsole } from './layout.ts'
import { actOnce, actOnceUnless, newNonce } from './once.ts'
import { isAtLeast } from './roles.ts'
import type { ConsoleRoute, Visit } from './visit.ts'

const MAX_CHATS = 100
const MAX_REPLY = 2000

function personOf(visit: Visit, chat: { name: string | null; memberId: number | null }): string {
	const name = chat.name ?? ''
	const number = chat.memberId === null ? visit.say('chats.stranger') : memberNumber(chat.memberId)
	return name === '' ? number : `${name} · ${number}`
}

function renderRow(visit: Visit, chat: WaitingChat): Html {
	const { say, locale, settings } = visit
	const state = say(`chats.${chat.mode}`)
	return html`<tr><th scope="row"><a href="/console/chats/${chat.addressId}">${personOf(visit, chat)}</a></th>
<td>${say(`channel.${chat.channel as ChannelName}`)}</td>
<td>${formatMoment(locale, chat.since, settings.timeZone)}</td>
<td><span class="pill ${chat.mode === 'human' ? 'good' : 'warn'}">${state}</span></td></tr>`
}

async function showChats(visit: Visit): Promise<Response> {
	const { c, needs, say } = visit
	const chats = await listWaitingChats(needs.store.db, MAX_CHATS)
	const table = html`<table class="stack"><thead><tr><th scope="col">${say('chats.person')}</th><th scope="col">${say('home.channels')}</th>
<th scope="col">${say('chats.since')}</th><th scope="col">${say('chats.state')}</th></tr></thead>
<tbody>${chats.map((chat) => renderRow(visit, chat))}</tbody></table>`
	const main = html`<section class="card">${chats.length > 0 ? table : html`<p>${say('chats.none')}</p>`}</section>`
	const note = c.req.query('done') === 'handed-back' ? say('chats.handed_back') : undefined
	return await c.html(renderConsole(visit, { title: say('chats.title'), menu: '/console/chats', main, note }))
}

function renderReply(visit: Visit, address: Address, written: { text: string; wrong: Wrong }): Html {
	const { say, csrf, needs } = visit
	const action = `/console/chats/${address.id}`
	return html`${renderWrong(say, written.wrong, { text: say('chats.reply') })}
<form method="post" action="${action}">${renderHidden(csrf, newNonce(needs))}
${renderField({ name: 'text', label: say('chats.reply'), value: written.text, wrong: written.wrong, rows: 4, maxLength: MAX_REPLY, required: true })}
<button>${say('chats.send')}</button></form>
<form method="post" action="${action}/hand-back">${renderHidden(csrf, newNonce(needs))}<p><button class="quiet">${say('chats.back_to_bot')}</button></p></form>`
}

async function findChat(visit: Visit): Promise<Address | undefined> {
	const id = visit.c.req.param('id') ?? ''
	return /^\d{1,15}$/.test(id) ? await findAddressById(visit.needs.store.db, Number(id)) : undefined
}

async function renderChat(visit: Visit, address: Address, written: { text: string; wrong: Wrong }): Promise<Html> {
	const { c, say, staff } = visit
	const { part } = await renderTranscript(visit, address)
	const gone = address.reachable === 0
	// what was written meanwhile is shown, so that it can be copied
	const mayReply = isAtLeast(staff.role, 'staff') && (!gone || written.text !== '')
	const main = html`${part}
${mayReply ? html`<section class="card">${renderReply(visit, address, written)}</section>` : none}`
	const name = personOf(visit, { name: address.name, memberId: address.member_id })
	const note = c.req.query('done') === 'sent' ? say('chats.sent') : undefined
	return renderConsole(visit, { title: say('chats.with', { name }), menu: '/console/chats', main, note, live: true })
}

/** A page or a part of one about a chat; a page that says so where there is no such chat. */
const ofChat =
	(show: (visit: Visit, address: Address) => Promise<Response>) =>
	async (visit: Visit): Promise<Response> => {
		const address = await findChat(visit)
		return address ? await show(visit, address) : await answerMissing(visit.c)
	}

async function showChat(visit: Visit, address: Address): Promise<Response> {
	return await visit.c.html(await renderChat(visit, address, { text: '', wrong: new Map() }))
}

async function takeReply(visit: Visit, form: Form): Promise<Response> {
	const { c, say, staff } = visit
	const address = await findChat(visit)
	if (!address) return await answerMissing(c)
	const text = form.text('text').trim()
	const wrong: Wrong = new Map()
	if (text === '') wrong.set('text', say('form.required'))
	else if (text.length > MAX_REPLY) wrong.set('text', say('form.too_long', { max: MAX_REPLY }))
	if (wrong.size > 0) return await c.html(await renderChat(visit, address, { text, wrong }), 422)
	const answer = await actOnceUnless(visit, form, async (work) => {
		const result = await answerChat(work, { addressId: address.id, text, staff })
		return result.ok ? `/console/chats/${address.id}?done=sent` : new Map([['text', say('chats.gone')]])
	})
	if (!(answer instanceof Map)) return answer
	const now = (await findChat(visit)) ?? address
	return await c.html(await renderChat(visit, now, { text, wrong: answer }), 422)
}

async function takeHandBack(visit: Visit, form: Form): Promise<Response> {
	const address = await findChat(visit)
	if (!address) return await answerMissing(visit.c)
	const response = await actOnce(visit, form, async (work) => {
		await handBack(work, address.id)
		return '/console/chats?done=handed-back'
	})
	visit.needs.wake?.()
	return response
}

export const chatRoutes: readonly ConsoleRoute[] = [
	{ method: 'get', path: '/console/chats', role: 'readonly', handle: showChats },
	{ method: 'get', path: '/console/chats/:id', role: 'readonly', handle: ofChat(showChat) },
	{ method: 'get', path: '/console/chats/:id/transcript', role: 'readonly', handle: ofChat(showTranscript) },
	{ method: 'get', path: '/console/chats/:id/media/:message', role: 'readonly', handle: ofChat(showMedia) },
	{ method: 'post', path: '/console/chats/:id', role: 'staff', handle: takeReply },
	{ method: 'post', path: '/console/chats/:id/hand-back', role: 'staff', handle: takeHandBack },
]
