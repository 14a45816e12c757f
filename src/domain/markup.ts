/** A run of text in one style of our light markup: *bold*, _italic_, `code`; a backslash escapes the next character. */
export interface Span {
	style: 'plain' | 'bold' | 'italic' | 'code'
	text: string
}

const styles = { '*': 'bold', _: 'italic', '`': 'code' } as const

function isMark(character: string): character is keyof typeof styles {
	return character in styles
}

/** Where the run that begins at `from` is closed, or −1; inside code only a backtick counts. */
function findClose(text: string, from: number, mark: string): number {
	for (let i = from; i < text.length; i++) {
		if (text[i] === '\\' && mark !== '`') i += 1
		else if (text[i] === mark) return i
		else if (text[i] === '\n' && mark !== '`') return -1
	}
	return -1
}

const dropEscapes = (text: string) => text.replace(/\\([\s\S])/g, '$1')

/** Splits a text of our markup into runs; a mark that is never closed on its line is plain text. Styles do not nest. */
export function parseMarkup(text: string): Span[] {
	const spans: Span[] = []
	let plain = ''
	const flush = () => {
		if (plain !== '') spans.push({ style: 'plain', text: plain })
		plain = ''
	}
	for (let i = 0; i < text.length; i++) {
		const character = text[i] ?? ''
		if (character === '\\' && i + 1 < text.length) {
			plain += text[i + 1]
			i += 1
			continue
		}
		const close = isMark(character) ? findClose(text, i + 1, character) : -1
		if (!isMark(character) || close <= i + 1) {
			plain += character
			continue
		}
		flush()
		const inner = text.slice(i + 1, close)
		spans.push({ style: styles[character], text: dropEscapes(inner) })
		i = close
	}
	flush()
	return spans
}
