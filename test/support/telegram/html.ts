import { Refused } from './answer.ts'

/** One formatted stretch, in UTF-16 units like the Bot API counts. */
export interface Entity {
	type: 'bold' | 'italic' | 'underline' | 'strikethrough' | 'code' | 'pre' | 'spoiler' | 'blockquote' | 'text_link'
	offset: number
	length: number
	url?: string
}

const TAGS: Record<string, Entity['type']> = {
	b: 'bold',
	strong: 'bold',
	i: 'italic',
	em: 'italic',
	u: 'underline',
	ins: 'underline',
	s: 'strikethrough',
	strike: 'strikethrough',
	del: 'strikethrough',
	code: 'code',
	pre: 'pre',
	'tg-spoiler': 'spoiler',
	blockquote: 'blockquote',
	a: 'text_link',
}
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }

function refuseEntities(problem: string): never {
	throw new Refused(400, `can't parse entities: ${problem}`)
}

/** Reads text in parse mode HTML and refuses, in the server's words, what the server refuses. */
export function parseHtml(source: string): { text: string; entities: Entity[] } {
	const open: { tag: string; at: number; url?: string }[] = []
	const entities: Entity[] = []
	let text = ''
	let at = 0
	const offset = () => Buffer.byteLength(source.slice(0, at))
	while (at < source.length) {
		const char = source[at]
		if (char === '&') {
			const decoded = decodeEntity(source, at)
			text += decoded.text
			at += decoded.length
		} else if (char !== '<') {
			text += char
			at++
		} else if (source[at + 1] === '/') {
			const end = /^<\/([^>\s]*)\s*(>?)/.exec(source.slice(at))
			const begun = open.pop()
			if (!begun) refuseEntities(`Unexpected end tag at byte offset ${offset()}`)
			if (!end?.[2]) refuseEntities(`Unclosed end tag at byte offset ${offset()}`)
			const name = (end[1] ?? '').toLowerCase()
			if (name && name !== begun.tag)
				refuseEntities(`Unmatched end tag at byte offset ${offset()}, expected "</${begun.tag}>", found "</${name}>"`)
			const type = TAGS[begun.tag]
			if (type && text.length > begun.at)
				entities.push({
					type,
					offset: begun.at,
					length: text.length - begun.at,
					...(begun.url ? { url: begun.url } : {}),
				})
			at += end[0].length
		} else {
			const start = readStartTag(source.slice(at), offset())
			open.push({ tag: start.tag, at: text.length, ...(start.url ? { url: start.url } : {}) })
			at += start.length
		}
	}
	const unclosed = open.pop()
	if (unclosed) refuseEntities(`Can't find end tag corresponding to start tag "${unclosed.tag}"`)
	entities.sort((a, b) => a.offset - b.offset || b.length - a.length)
	return { text, entities }
}

/** Reads <tag name="value" …>; the url is kept, other attributes only have to be well written. */
function readStartTag(source: string, offset: number) {
	const head = /^<([^\s>]*)(?=[\s>])/.exec(source)
	if (!head) refuseEntities(`Unclosed start tag at byte offset ${offset}`)
	const tag = (head[1] ?? '').toLowerCase()
	if (!TAGS[tag]) refuseEntities(`Unsupported start tag "${tag}" at byte offset ${offset}`)
	const where = `the tag "${tag}" at byte offset ${offset}`
	let at = head[0].length
	let url: string | undefined
	const skip = (pattern: RegExp) => {
		const found = pattern.exec(source.slice(at))?.[0] ?? ''
		at += found.length
		return found
	}
	for (;;) {
		skip(/^\s+/)
		if (source[at] === '>') return { tag, length: at + 1, url }
		if (at >= source.length) refuseEntities(`Unclosed start tag "${tag}" at byte offset ${offset}`)
		const name = skip(/^[^\s=]+/)
		if (!name) refuseEntities(`Empty attribute name in ${where}`)
		skip(/^\s+/)
		if (!skip(/^=/)) refuseEntities(`Expected equal sign in declaration of an attribute of ${where}`)
		skip(/^\s+/)
		if (at >= source.length) refuseEntities(`Unclosed start tag "${tag}" at byte offset ${offset}`)
		const quoted = /^["']/.test(source.slice(at))
		const begin = offset + Buffer.byteLength(source.slice(0, at))
		const value = skip(quoted ? /^(?:"[^"]*"|'[^']*')/ : /^[A-Za-z0-9.-]+/)
		if (quoted && !value) refuseEntities(`Unclosed start tag at byte offset ${offset}`)
		if (!quoted && !/[\s>]/.test(source[at] ?? ''))
			refuseEntities(`Unexpected end of name token at byte offset ${begin}`)
		if (name === 'href') url = quoted ? value.slice(1, -1) : value
	}
}

/** Only four names and numbers are decoded; any other ampersand stays what it is. */
function decodeEntity(source: string, at: number): { text: string; length: number } {
	const found = /^&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?/i.exec(source.slice(at, at + 12))
	if (!found) return { text: '&', length: 1 }
	if (found[3]) return { text: NAMED[found[3]] ?? '&', length: found[0].length }
	const code = found[1] ? Number.parseInt(found[1], 16) : Number(found[2])
	if (code === 0 || code > 0x10ffff) return { text: '&', length: 1 }
	if (code >= 0xd800 && code <= 0xdfff)
		refuseEntities(
			'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
		)
	return { text: String.fromCodePoint(code), length: found[0].length }
}
