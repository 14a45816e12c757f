/** One record of a CSV; line is where it begins, counted from 1. A record that cannot be read has a fault and no cells. */
export interface CsvRecord {
	line: number
	cells: string[]
	fault?: string
}

const DELIMITERS = [',', ';', '\t', '|']
const HEADER_ENOUGH = 65_536
const QUOTE = 34
const NEWLINE = 10

/** Excel writes semicolons or tabs in some countries: the header tells, what stands in quotes aside. */
function delimiterOf(text: string): string {
	const start = text
		.trimStart()
		.slice(0, HEADER_ENOUGH)
		.replaceAll(/"[^"]*"/g, '')
	const header = start.slice(0, start.search(/\n|$/))
	const count = (delimiter: string) => header.split(delimiter).length
	return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

function countNewlines(text: string): number {
	let count = 0
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1
	return count
}

/** Where the quote ends that opens before `from`; -1 when it never does. Two quotes in it stand for one. */
function closeQuote(text: string, from: number): number {
	for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
		if (text.charCodeAt(at + 1) !== QUOTE) return at
	return -1
}

/** Reads cell by cell; one bad record costs that record alone, however its quotes stand. */
class Reader {
	readonly #text: string
	readonly #delimiter: number
	#at = 0
	#line = 1

	constructor(text: string) {
		this.#text = text
		this.#delimiter = delimiterOf(text).charCodeAt(0)
	}

	/** The next record, undefined at the end. */
	next(): CsvRecord | undefined {
		if (this.#at >= this.#text.length) return undefined
		const record: CsvRecord = { line: this.#line, cells: [] }
		for (;;) {
			const fault = this.#readCell(record.cells)
			if (fault !== undefined) {
				this.#skipLine()
				return { line: record.line, cells: [], fault }
			}
			const end = this.#text.charCodeAt(this.#at)
			this.#at += 1
			if (end === this.#delimiter) continue
			this.#line += 1
			return record
		}
	}

	/** Reads up to the delimiter, the newline or the end; answers what is wrong. */
	#readCell(cells: string[]): string | undefined {
		const from = this.#skipBlanks(this.#at)
		if (this.#text.charCodeAt(from) !== QUOTE) {
			let end = from
			while (end < this.#text.length && !this.#isEnd(end)) end += 1
			cells.push(this.#text.slice(this.#at, end).trim())
			this.#at = end
			return undefined
		}
		const close = closeQuote(this.#text, from + 1)
		this.#at = from
		if (close < 0) return 'a quote is never closed'
		const content = this.#text.slice(from + 1, close)
		this.#line += countNewlines(content)
		this.#at = this.#skipBlanks(close + 1)
		if (this.#at < this.#text.length && !this.#isEnd(this.#at)) return 'text stands behind the end of a quote'
		cells.push(content.replaceAll('""', '"').trim())
		return undefined
	}

	#isEnd(at: number): boolean {
		const code = this.#text.charCodeAt(at)
		return code === this.#delimiter || code === NEWLINE
	}

	#skipBlanks(from: number): number {
		let at = from
		while (!this.#isEnd(at) && /\s/.test(this.#text.charAt(at))) at += 1
		return at
	}

	#skipLine(): void {
		const end = this.#text.indexOf('\n', this.#at)
		this.#at = end < 0 ? this.#text.length : end + 1
		this.#line += 1
	}
}

/** The records of a CSV with any of the usual delimiters and line ends, even mixed; blank lines are none. */
export function* readRecords(text: string): Generator<CsvRecord> {
	const reader = new Reader(text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text)
	for (let record = reader.next(); record; record = reader.next())
		if (record.fault !== undefined || record.cells.some((cell) => cell !== '')) yield record
}
