export interface Mark {
	kind: 'bold' | 'italic' | 'strike' | 'code' | 'quote'
	text: string
}

const KINDS: Record<string, Mark['kind']> = { '*': 'bold', _: 'italic', '~': 'strike' }

/**
 * The formatted stretches of a text as WhatsApp shows it. Its apps disagree on where a mark counts, so there are two
 * readings: the strict one wants blanks or punctuation around a stretch, the lenient one takes every pair. What is
 * written well reads the same in both.
 */
export function readMarks(text: string, reading: 'strict' | 'lenient' = 'strict'): Mark[] {
	const marks: Mark[] = []
	const rest = text.replace(/```([\s\S]+?)```|`([^`\n]+)`/g, (_all, block?: string, inline?: string) => {
		marks.push({ kind: 'code', text: block ?? inline ?? '' })
		return '\u0001'
	})
	const plain = rest.replace(/https?:\/\/[^\s*`]+/g, '\u0002')
	for (const line of plain.split('\n')) {
		if (/^> ?/.test(line)) marks.push({ kind: 'quote', text: line.slice(1).trim() })
		readLine(line, reading, marks)
	}
	return marks
}

function readLine(line: string, reading: 'strict' | 'lenient', marks: Mark[]) {
	const before = reading === 'strict' ? '(?<=^|[\\s\\p{P}\\p{S}])' : ''
	const after = reading === 'strict' ? '(?=$|[\\s\\p{P}\\p{S}])' : ''
	for (const [sign, kind] of Object.entries(KINDS)) {
		const escaped = sign === '*' ? '\\*' : sign
		// underscores inside words count nowhere
		const [open, close] = sign === '_' ? ['(?<![A-Za-z0-9])', '(?![A-Za-z0-9])'] : ['', '']
		const stretch = new RegExp(`${before}${open}${escaped}(?=\\S)([^${escaped}]*?\\S)${escaped}${close}${after}`, 'gu')
		for (const [, inner = ''] of line.matchAll(stretch)) {
			marks.push({ kind, text: stripMarks(inner) })
		}
	}
}

/** The text without the signs of its marks, as it is read. */
export function stripMarks(text: string): string {
	return text
		.replace(/```([\s\S]+?)```/g, '$1')
		.replace(/(^|[\s\p{P}\p{S}])([*_~]+)(?=\S)([^\n]*?\S)([*_~]+)(?=$|[\s\p{P}\p{S}])/gu, '$1$3')
		.replace(/\u200a/g, '')
}
