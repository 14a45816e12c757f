import { cutSpans, type Span } from './message.ts'

/** White space that is hardly seen: WhatsApp wants its marks away from letters, and Chinese has no blanks. */
const HAIR_SPACE = '\u200a'
const WORD_JOINER = '\u2060'
const TOUCHES = /[\p{L}\p{N}*_~`]/u
const URL = /https?:\/\/[^\s*`]+/g

/**
 * Marks that are meant as themselves, as characters that only look like them: phones of different makers disagree on
 * where a real one counts, and a name must not become markup on any of them.
 */
const LOOKALIKES: Record<string, string> = { '*': '∗', '~': '∼', '`': 'ˋ', _: '＿' }

/** Text of somebody else as text, whatever characters it has; addresses stay what they are. */
export function escapePlain(text: string): string {
	let escaped = ''
	let at = 0
	for (const found of text.matchAll(URL)) {
		escaped += escapeStretch(text.slice(at, found.index)) + found[0]
		at = found.index + found[0].length
	}
	return escaped + escapeStretch(text.slice(at))
}

function escapeStretch(text: string): string {
	return (
		text
			.replace(/[*~`]/g, (mark) => LOOKALIKES[mark] ?? mark)
			// inside a word it is nobody's mark: order_no, first.last_name@shop.example
			.replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, LOOKALIKES['_'] ?? '')
			.replace(/^(?=>)/gm, WORD_JOINER)
	)
}

/** Puts spans into WhatsApp's own marks: *bold*, _italic_, ```code```. */
export function renderSpans(spans: readonly Span[]): string {
	let text = ''
	let marked = false
	const add = (piece: string, isMarked: boolean) => {
		if (piece === '') return
		const apart = (isMarked && TOUCHES.test(text.at(-1) ?? '')) || (marked && TOUCHES.test(firstOf(piece)))
		text += (apart || (isMarked && marked) ? HAIR_SPACE : '') + piece
		marked = isMarked
	}
	for (const span of spans) {
		if (span.code) add(`\`\`\`${span.text.replaceAll('`', LOOKALIKES['`'] ?? '')}\`\`\``, true)
		else if (!span.bold && !span.italic) add(escapePlain(span.text), false)
		else for (const [piece, isMarked] of markLines(span)) add(piece, isMarked)
	}
	return text
}

const firstOf = (text: string) => String.fromCodePoint(text.codePointAt(0) ?? 32)

/** A mark holds within one line and next to something that can be seen. */
function markLines({ text, bold, italic }: Span): [string, boolean][] {
	const open = `${bold ? '*' : ''}${italic ? '_' : ''}`
	const close = `${italic ? '_' : ''}${bold ? '*' : ''}`
	return text.split(/(\n)/).flatMap((line): [string, boolean][] => {
		const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(line) ?? []
		if (core === '') return [[line, false]]
		return [
			[before, false],
			[`${open}${escapePlain(core)}${close}`, true],
			[after, false],
		]
	})
}

/** Spans as text of so many UTF-16 units, marks counted, cut between characters and never inside a code. */
export function fitSpans(spans: Span[], most: number): string {
	for (let room = most; room > 0; ) {
		const text = renderSpans(cutSpans(spans, room))
		if (text.length <= most) return text
		room -= Math.max(1, text.length - most)
	}
	return ''
}

// the marks as WhatsApp's apps read them
const MARKS = /```([^`]+)```|\*([^*\n]+)\*|_([^_\n]+)_/

/** Reads WhatsApp's own marks, as a phone would show them. */
export function parseMarks(
	text: string,
	look: Omit<Span, 'text'> = { bold: false, italic: false, code: false },
): Span[] {
	const found = MARKS.exec(text)
	const plain = (words: string): Span[] => (words === '' ? [] : [{ ...look, text: words }])
	if (!found) return plain(text)
	const [whole, code, bold, italic] = found
	const inside =
		code !== undefined
			? [{ text: code, bold: false, italic: false, code: true }]
			: bold !== undefined
				? parseMarks(bold, { ...look, bold: true })
				: parseMarks(italic ?? '', { ...look, italic: true })
	return [...plain(text.slice(0, found.index)), ...inside, ...parseMarks(text.slice(found.index + whole.length), look)]
}
