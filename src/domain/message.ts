/**
 * The light markup of everything the bot says: *bold*, _italic_, `code`, and a backslash before a character that is
 * meant as itself. Each channel turns the spans into its own form.
 */

export interface Span {
	text: string
	bold: boolean
	italic: boolean
	code: boolean
}

interface Piece {
	text: string
	code: boolean
	/** A star or underscore that may begin or end a stretch, until it has found its partner. */
	mark?: { kind: 'bold' | 'italic'; opens: boolean; closes: boolean }
}

const graphemes = new Intl.Segmenter('zh-HK', { granularity: 'grapheme' })
const ELLIPSIS = '…'
const URL_AT = /https?:\/\/(?:\\[\s\S]|[^\s<>"*`\\])+/y
const WORD = /[A-Za-z0-9]/

/**
 * Reads the markup. What has no partner is an ordinary character; underscores inside words and web addresses are
 * ordinary too, so that order_no and https://a.hk/b_c_d stay what they are.
 */
export function parseMarkup(source: string): Span[] {
	const pieces = splitPieces(source)
	const step = pairMarks(pieces)
	const depth = { bold: 0, italic: 0 }
	const spans: Span[] = []
	for (const [index, piece] of pieces.entries()) {
		const change = step.get(index)
		if (change !== undefined && piece.mark) depth[piece.mark.kind] += change
		else addSpan(spans, { text: piece.text, code: piece.code, bold: depth.bold > 0, italic: depth.italic > 0 })
	}
	return spans
}

/** Finds the marks that have a partner: +1 where a stretch begins, -1 where it ends. */
function pairMarks(pieces: Piece[]): Map<number, 1 | -1> {
	const step = new Map<number, 1 | -1>()
	const openings: { index: number; kind: 'bold' | 'italic' }[] = []
	for (const [index, { mark }] of pieces.entries()) {
		if (!mark) continue
		const place = mark.closes ? openings.findLastIndex((opening) => opening.kind === mark.kind) : -1
		const partner = openings[place]
		if (partner && index > partner.index + 1) {
			// what was opened inside and never closed is an ordinary character
			openings.length = place
			step.set(partner.index, 1).set(index, -1)
		} else if (mark.opens && !partner) openings.push({ index, kind: mark.kind })
	}
	return step
}

function splitPieces(source: string): Piece[] {
	const pieces: Piece[] = []
	let plain = ''
	let noMoreCode = false
	const add = (piece: Piece) => {
		if (plain) pieces.push({ text: plain, code: false })
		plain = ''
		if (piece.text) pieces.push(piece)
	}
	for (let at = 0; at < source.length; ) {
		const char = source[at] ?? ''
		URL_AT.lastIndex = at
		const url = char === 'h' ? URL_AT.exec(source)?.[0] : undefined
		const codeEnd: number | undefined = char === '`' && !noMoreCode ? endOfCode(source, at + 1) : undefined
		if (url) {
			plain += stripEscapes(url)
			at += url.length
		} else if (char === '\\' && at + 1 < source.length) {
			plain += source[at + 1]
			at += 2
		} else if (codeEnd !== undefined && codeEnd > at + 1) {
			add({ text: stripEscapes(source.slice(at + 1, codeEnd)), code: true })
			at = codeEnd + 1
		} else {
			noMoreCode ||= char === '`' && codeEnd === undefined
			if (char === '*' || char === '_') add({ text: char, code: false, mark: readMark(source, at) })
			else plain += char
			at++
		}
	}
	add({ text: '', code: false })
	return pieces
}

function readMark(source: string, at: number): NonNullable<Piece['mark']> {
	const before = source[at - 1] ?? ' '
	const after = source[at + 1] ?? ' '
	const word = source[at] === '_'
	return {
		kind: word ? 'italic' : 'bold',
		opens: !/\s/.test(after) && !(word && WORD.test(before)),
		closes: !/\s/.test(before) && !(word && WORD.test(after)),
	}
}

function endOfCode(source: string, from: number): number | undefined {
	for (let at = from; at < source.length; at++) {
		if (source[at] === '\\') at++
		else if (source[at] === '`') return at
	}
	return undefined
}

const stripEscapes = (text: string) => text.replace(/\\([\s\S])/g, '$1')

function addSpan(spans: Span[], span: Span) {
	const last = spans.at(-1)
	if (last && last.bold === span.bold && last.italic === span.italic && last.code === span.code && !span.code)
		last.text += span.text
	else spans.push(span)
}

/** Cuts a text to so many UTF-16 units, between what a reader takes for characters, with … for what is missing. */
export function cutText(text: string, most: number): string {
	if (text.length <= most) return text
	const room = most - ELLIPSIS.length
	if (room < 0) return ''
	// segmenting is slow, so only what can fit is looked at; the last piece may be half a character
	let kept = ''
	for (const { segment, index } of graphemes.segment(text.slice(0, room + 64))) {
		if (index + segment.length > room) break
		kept += segment
	}
	// one character longer than all the room: cut it where no surrogate pair breaks
	return (kept || text.slice(0, room).replace(/[\ud800-\udbff]$/, '')) + ELLIPSIS
}

/** Cuts spans to so many UTF-16 units of text; a code is kept whole or left out. */
export function cutSpans(spans: Span[], most: number): Span[] {
	const total = spans.reduce((sum, span) => sum + span.text.length, 0)
	if (total <= most) return spans
	const kept: Span[] = []
	let room = most
	for (const span of spans) {
		// the ellipsis must still fit behind what is kept whole
		if (span.text.length < room) {
			kept.push(span)
			room -= span.text.length
			continue
		}
		const rest = span.code && kept.length > 0 ? ELLIPSIS : cutText(span.text, Math.min(room, span.text.length - 1))
		kept.push({ ...span, text: rest || ELLIPSIS, code: span.code && kept.length === 0 })
		break
	}
	return kept
}
