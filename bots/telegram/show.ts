import type { Span } from '../../src/domain/message.ts'
import type { Reply, Shown } from '../../src/messaging/channel.ts'
import { renderReply } from './render.ts'

const TAG = /<(\/?)(b|i|code)>|([^<]+)/g

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

/** Reads the HTML that our renderer writes: b, i and code, and three entities. */
function readHtml(text: string): Span[] {
	const depth: Record<string, number> = { b: 0, i: 0, code: 0 }
	const spans: Span[] = []
	for (const [, closes, tag, words] of text.matchAll(TAG)) {
		if (tag !== undefined) depth[tag] = (depth[tag] ?? 0) + (closes === '/' ? -1 : 1)
		if (words === undefined) continue
		const plain = words.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
		const on = (name: string) => (depth[name] ?? 0) > 0
		spans.push({ text: plain, bold: on('b'), italic: on('i'), code: on('code') })
	}
	return spans
}

/** A message as Telegram shows it. Throws UnrenderableReply like the renderer. */
export function showReply(reply: Reply): Shown {
	const { payload } = renderReply(1, reply)
	const written = ('text' in payload ? payload.text : 'caption' in payload ? payload.caption : '') ?? ''
	const markup = payload.reply_markup
	const inline = markup && 'inline_keyboard' in markup ? markup.inline_keyboard.flat() : []
	const plain = markup && 'keyboard' in markup ? markup.keyboard.flat() : []
	const buttons = [...inline, ...plain].map((button) => (typeof button === 'string' ? button : button.text))
	return { spans: readHtml(written), buttons }
}
