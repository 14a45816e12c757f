import { html, raw } from 'hono/html'
import { encodeQR } from 'qr'
import type { Channel } from '../../messaging/channel.ts'
import type { Say } from '../locales/index.ts'
import { type Html, none } from '../page.ts'

/** What a link carries into the chat: r_<code> an invitation, a_<code> an imported membership, j_<source> a poster, s_<token> staff. */
export type Payload = `r_${string}` | `a_${string}` | `j_${string}` | `s_${string}` | undefined

export interface ChatLink {
	channel: 'telegram' | 'whatsapp'
	url: string
}

function telegramLink(handle: string, payload: Payload): string {
	const start = payload === undefined ? '' : `?start=${encodeURIComponent(payload)}`
	return `https://t.me/${encodeURIComponent(handle.replace(/^@/, ''))}${start}`
}

/** WhatsApp has no payload: the words are typed for the person, who may change them. */
function whatsappLink(handle: string, payload: Payload): string {
	const words = payload === undefined ? '入會' : `入會 ${payload.startsWith('r_') ? payload.slice(2) : payload}`
	return `https://wa.me/${handle.replace(/\D/g, '')}?text=${encodeURIComponent(words)}`
}

/** The links of all channels that have a public handle, Telegram first. */
export function chatLinks(channels: readonly Channel[], payload: Payload): ChatLink[] {
	const links: ChatLink[] = []
	for (const channel of channels) {
		const handle = channel.handle()
		if (!handle || channel.health().state === 'off') continue
		if (channel.name === 'telegram') links.unshift({ channel: 'telegram', url: telegramLink(handle, payload) })
		else if (channel.name.startsWith('whatsapp') && !links.some((link) => link.channel === 'whatsapp'))
			links.push({ channel: 'whatsapp', url: whatsappLink(handle, payload) })
	}
	return links
}

const names = { telegram: 'Telegram', whatsapp: 'WhatsApp' }

/** The links as buttons, each with a code to scan; a sentence when there is none. */
export function renderLinks(say: Say, links: readonly ChatLink[], purpose: 'join' | 'claim'): Html {
	if (links.length === 0) return html`<p>${say('join.none')}</p>`
	const buttons = links.map(
		({ channel, url }) => html`<a class="btn" href="${url}" rel="noreferrer">${say(`${purpose}.${channel}`)}</a>`,
	)
	const codes = links.map(
		({
			channel,
			url,
		}) => html`<figure class="qr" role="img" aria-label="${say('join.qr', { channel: names[channel] })}">
${raw(encodeQR(url, 'svg', { border: 3 }))}</figure>`,
	)
	return html`<div class="join">${buttons}</div><h2 class="gap">${say('join.scan')}</h2><div class="row">${codes}</div>${none}`
}
