import { html } from 'hono/html'
import { formatMoment } from '../../conversation/locales/format.ts'
import { pictureMime } from '../../domain/picture.ts'
import type { ChannelName, FetchedMedia } from '../../messaging/channel.ts'
import type { Address } from '../../store/addresses.ts'
import { type ChatMessage, findChatMessage, listChatMessages } from '../../store/chat-messages.ts'
import { findSession } from '../../store/sessions.ts'
import { answerMissing } from '../missing.ts'
import { type Html, none } from '../page.ts'
import type { Visit } from './visit.ts'

const MAX_SHOWN = 200
const KEPT_SECONDS = 3_600

const mediaWords = { photo: 'chats.photo', voice: 'chats.voice', file: 'chats.file' } as const

/** What was sent besides words, in one word; empty for a plain text. */
export function describeMedia(visit: Visit, media: string | null): string {
	if (media === null) return ''
	return visit.say(mediaWords[media as keyof typeof mediaWords] ?? 'chats.other')
}

function canFetch({ needs }: Visit, channel: string): boolean {
	return needs.channels.some((one) => one.name === channel && one.fetchMedia)
}

function renderMedia(visit: Visit, address: Address, message: ChatMessage): Html {
	const { id, media, media_id } = message
	if (media === null) return none
	const label = describeMedia(visit, media)
	const place = `/console/chats/${address.id}/media/${id}`
	const shown = media_id !== null && canFetch(visit, address.channel)
	if (shown && media === 'photo')
		return html`<a class="sent" href="${place}"><img src="${place}" alt="${label}" loading="lazy"></a>`
	const player = html`<audio class="sent" controls preload="none" src="${place}" aria-label="${label}"></audio>`
	return html`<span class="sent">${label}</span>${shown && media === 'voice' ? player : none}`
}

function renderMessage(visit: Visit, address: Address, message: ChatMessage): Html {
	const { say, locale, settings } = visit
	const own = message.direction === 'out'
	const who = own ? say('chats.us') : say('chats.them')
	return html`<li id="said-${message.id}" class="bubble ${own ? 'own' : ''}" dir="auto">${renderMedia(visit, address, message)}${message.text}<span class="meta">${who} · ${formatMoment(locale, message.at, settings.timeZone)}</span></li>`
}

/** What was said, and who has the chat. It asks for itself again, and is answered only when something is new. */
export async function renderTranscript(visit: Visit, address: Address): Promise<{ seen: string; part: Html }> {
	const { needs, say } = visit
	const messages = await listChatMessages(needs.store.db, address.id, MAX_SHOWN)
	const mode = (await findSession(needs.store.db, address.id))?.mode ?? 'bot'
	const gone = address.reachable === 0
	const seen = `${messages.at(-1)?.id ?? 0}.${mode}${gone ? '.gone' : ''}`
	const state = mode === 'human' ? say('chats.human') : mode === 'waiting' ? say('chats.waiting') : say('chats.closed')
	const part = html`<div id="chat" hx-get="/console/chats/${address.id}/transcript?seen=${seen}" hx-trigger="every 3s" hx-swap="outerMorph">
<p><span class="pill">${say(`channel.${address.channel as ChannelName}`)}</span> <span class="pill" role="status">${state}</span></p>
<section class="card"><h2>${say('chats.transcript')}</h2><ul class="wall" aria-live="polite">${messages.map((one) => renderMessage(visit, address, one))}</ul></section>
${gone ? html`<p class="card alarm">${say('chats.gone')}</p>` : none}</div>`
	return { seen, part }
}

/** The transcript alone, or nothing while the page has all of it. */
export async function showTranscript(visit: Visit, address: Address): Promise<Response> {
	const { seen, part } = await renderTranscript(visit, address)
	return visit.c.req.query('seen') === seen ? visit.c.body(null, 204) : await visit.c.html(part)
}

async function fetchFrom(visit: Visit, address: Address, mediaId: string): Promise<FetchedMedia | undefined> {
	const { needs } = visit
	const channel = needs.channels.find(({ name }) => name === address.channel)
	try {
		return await channel?.fetchMedia?.(mediaId)
	} catch (error) {
		needs.log.warn({ channel: address.channel, err: String(error) }, 'what a person sent could not be fetched')
		return undefined
	}
}

/** A picture by what its bytes are; sound by what the platform says. Nothing else a stranger sends is ever a page. */
function safeMime(kind: string | null, { mime, bytes }: FetchedMedia): string | undefined {
	if (kind === 'photo') return pictureMime(bytes)
	return kind === 'voice' && /^audio\/[\w.+-]{1,60}(;|$)/.test(mime) ? mime.split(';', 1)[0] : undefined
}

/** The picture or the voice message itself, fetched from the platform for whoever may read the chat. */
export async function showMedia(visit: Visit, address: Address): Promise<Response> {
	const { c, needs } = visit
	const id = c.req.param('message') ?? ''
	const message = /^\d{1,15}$/.test(id) ? await findChatMessage(needs.store.db, address.id, Number(id)) : undefined
	const media = message?.media_id ? await fetchFrom(visit, address, message.media_id) : undefined
	const mime = message && media && safeMime(message.media, media)
	if (!media || !mime) return await answerMissing(c)
	c.header('cache-control', `private, max-age=${KEPT_SECONDS}`)
	c.header('content-type', mime)
	return c.body(new Uint8Array(media.bytes))
}
