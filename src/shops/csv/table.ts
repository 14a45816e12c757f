import iconv from 'iconv-lite'
import { readSheet } from 'read-excel-file/node'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'
import { type CsvRecord, readRecords } from './records.ts'

/** One line of the file with its cells by column name; `line` counts from 1, the header included. */
export interface TableRow {
	line: number
	cells: Record<string, string>
}

export interface Table {
	columns: string[]
	rows: TableRow[]
	/** Lines that are no rows: too many or too few cells, a quote that is never closed. */
	rejected: RejectedLine[]
}

export interface RejectedLine {
	line: number
	reason: string
}

export type TableRefusal =
	| Refusal<'unknown-encoding', { encoding: string }>
	| Refusal<'invalid-bytes', { encoding: string }>
	| Refusal<'no-header', undefined>
	| Refusal<'duplicate-column', { column: string }>
	| Refusal<'not-a-workbook', undefined>

// names that other programs give to encodings which the standard calls otherwise
const ALIASES: Readonly<Record<string, string>> = {
	cp932: 'shift_jis',
	cp936: 'gbk',
	cp949: 'euc-kr',
	cp950: 'big5',
	'big5-hkscs': 'big5',
	big5hkscs: 'big5',
}

const MARKS: readonly [mark: readonly number[], encoding: string][] = [
	[[0xef, 0xbb, 0xbf], 'utf-8'],
	[[0xff, 0xfe], 'utf-16le'],
	[[0xfe, 0xff], 'utf-16be'],
]

/** A byte order mark says more than whoever types the command. */
function encodingOf(bytes: Uint8Array, asked: string | undefined): string {
	const marked = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))
	return marked?.[1] ?? asked ?? 'utf-8'
}

// The decoders of East Asian encodings turn bytes that stand for nothing into these instead of refusing them.
const NOTHING = /[\u0080-\u009f\ue000-\uf8ff]/

/** Big5 with the signs of Hong Kong (邨, 着, 啲), which Node.js has no table for; throws for bytes that stand for nothing. */
function decodeBig5(bytes: Uint8Array): string {
	const text = iconv.decode(bytes, 'big5')
	if (text.includes('\ufffd')) throw new TypeError('not Big5')
	return text
}

/** Decodes the whole file before anything is done with it: one invalid byte refuses it, so nothing is half-read. */
export function decodeText(
	bytes: Uint8Array,
	asked?: string,
): Result<string, Refusal<'unknown-encoding' | 'invalid-bytes', { encoding: string }>> {
	const encoding = encodingOf(bytes, asked)
	const name = ALIASES[encoding.toLowerCase()] ?? encoding
	let decoder: TextDecoder
	try {
		decoder = new TextDecoder(name, { fatal: true })
	} catch {
		return refuse('unknown-encoding', { encoding })
	}
	try {
		const text = decoder.encoding === 'big5' ? decodeBig5(bytes) : decoder.decode(bytes)
		const isLegacy = !decoder.encoding.startsWith('utf-')
		return isLegacy && NOTHING.test(text) ? refuse('invalid-bytes', { encoding }) : done(text)
	} catch {
		return refuse('invalid-bytes', { encoding })
	}
}

function fromRecords(records: Iterator<CsvRecord>): Result<Table, TableRefusal> {
	const header: CsvRecord | undefined = records.next().value
	const columns = header?.cells ?? []
	if (columns.every((column) => column === '')) return refuse('no-header')
	const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
	if (twice !== undefined) return refuse('duplicate-column', { column: twice })
	const table: Table = { columns: columns.filter(Boolean), rows: [], rejected: [] }
	for (let next = records.next(); !next.done; next = records.next()) {
		const { line, cells, fault } = next.value
		if (fault !== undefined) table.rejected.push({ line, reason: fault })
		else if (cells.length !== columns.length)
			table.rejected.push({ line, reason: `has ${cells.length} cells, the header has ${columns.length}` })
		else table.rows.push({ line, cells: Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])) })
	}
	return done(table)
}

/** Reads a CSV: UTF-8, or UTF-16 with a byte order mark, else the encoding that is asked for (for example big5). */
export function readCsv(bytes: Uint8Array, encoding?: string): Result<Table, TableRefusal> {
	const text = decodeText(bytes, encoding)
	if (!text.ok) return text
	return fromRecords(readRecords(text.value))
}

function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return ''
	// a cell of a sheet has the time on the wall and no zone
	if (cell instanceof Date) return cell.toISOString().replace(/(T00:00:00\.000)?Z$/, '')
	// more digits than Excel shows are the dust of its arithmetic: 59.97 is kept as 59.970000000000006
	return typeof cell === 'number' ? String(Number(cell.toPrecision(15))) : String(cell).trim()
}

/** Reads the first sheet of an .xlsx file; cells of dates become ISO dates, with the time where there is one. */
export async function readWorkbook(bytes: Uint8Array): Promise<Result<Table, TableRefusal>> {
	let sheet: unknown[][]
	try {
		sheet = (await readSheet(Buffer.from(bytes))) as unknown[][]
	} catch {
		return refuse('not-a-workbook')
	}
	// a sheet has no ragged lines: cells that were never filled are simply absent
	const width = sheet[0]?.length ?? 0
	const records = sheet
		.map((cells, index) => ({ line: index + 1, cells: Array.from({ length: width }, (_, i) => cellText(cells[i])) }))
		.filter(({ line, cells }) => line === 1 || cells.some((cell) => cell !== ''))
	return fromRecords(records.values())
}

/** The first bytes of the archive that an .xlsx is; a CSV may well begin with the letters PK. */
const ZIP = [0x50, 0x4b, 0x03, 0x04]

/** Reads a file by what it is. */
export async function readTable(bytes: Uint8Array, encoding?: string): Promise<Result<Table, TableRefusal>> {
	if (ZIP.every((byte, i) => bytes[i] === byte)) return readWorkbook(bytes)
	return readCsv(bytes, encoding)
}

/** Why a file cannot be read, in one line. */
export function explainTableRefusal(refusal: TableRefusal): string {
	const sentences = {
		'unknown-encoding': (facts: { encoding: string }) => `the encoding ${facts.encoding} is not known`,
		'invalid-bytes': (facts: { encoding: string }) =>
			`the file is not ${facts.encoding}: nothing was imported; say what it is with --encoding, for example --encoding big5, or save it as UTF-8`,
		'no-header': () => 'the file has no header line with the names of the columns',
		'duplicate-column': (facts: { column: string }) => `the column ${facts.column} stands twice in the header`,
		'not-a-workbook': () => 'the file begins like an .xlsx workbook, but cannot be read as one',
	}
	return (sentences[refusal.reason] as (facts: unknown) => string)(refusal.facts)
}
