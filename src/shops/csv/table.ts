import { type CsvError, parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { done, type Refusal, type Result, refuse } from '../../domain/result.ts'

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

function encodingOf(bytes: Uint8Array, asked: string | undefined): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
	return asked ?? 'utf-8'
}

/** Decodes the whole file before anything is done with it: one invalid byte refuses it, so nothing is half-read. */
export function decodeText(
	bytes: Uint8Array,
	asked?: string,
): Result<string, Refusal<'unknown-encoding' | 'invalid-bytes', { encoding: string }>> {
	const encoding = encodingOf(bytes, asked)
	let decoder: TextDecoder
	try {
		decoder = new TextDecoder(encoding, { fatal: true })
	} catch {
		return refuse('unknown-encoding', { encoding })
	}
	try {
		return done(decoder.decode(bytes))
	} catch {
		return refuse('invalid-bytes', { encoding })
	}
}

interface RawRow {
	line: number
	cells: string[]
}

function parseCsv(text: string): { rows: RawRow[]; rejected: RejectedLine[] } {
	const rejected: RejectedLine[] = []
	const note = (error: CsvError | undefined) => {
		const line = typeof error?.['lines'] === 'number' ? error['lines'] : 0
		rejected.push({ line, reason: 'a quote is never closed, or stands in the middle of a cell' })
		return undefined
	}
	const records = parse(text, {
		bom: true,
		info: true,
		relax_column_count: true,
		skip_empty_lines: true,
		skip_records_with_error: true,
		trim: true,
		delimiter: delimiterOf(text),
		on_skip: note,
	}) as unknown as { info: { lines: number }; record: string[] }[]
	return { rows: records.map(({ info, record }) => ({ line: info.lines, cells: record })), rejected }
}

/** Excel writes semicolons or tabs in some countries: the header tells. */
function delimiterOf(text: string): string {
	const header = text.slice(0, text.search(/[\r\n]|$/))
	const count = (delimiter: string) => header.split(delimiter).length
	return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

function fromRows(header: string[], rows: RawRow[], rejected: RejectedLine[]): Result<Table, TableRefusal> {
	const columns = header.map((column) => column.trim())
	if (columns.every((column) => column === '')) return refuse('no-header')
	const twice = columns.find((column, index) => column !== '' && columns.indexOf(column) !== index)
	if (twice !== undefined) return refuse('duplicate-column', { column: twice })
	const table: Table = { columns: columns.filter(Boolean), rows: [], rejected: [...rejected] }
	for (const { line, cells } of rows) {
		if (cells.every((cell) => cell === '')) continue
		if (cells.length !== columns.length)
			table.rejected.push({ line, reason: `has ${cells.length} cells, the header has ${columns.length}` })
		else table.rows.push({ line, cells: Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ''])) })
	}
	return done(table)
}

/** Reads a CSV: UTF-8, or UTF-16 with a byte order mark, else the encoding that is asked for (for example big5). */
export function readCsv(bytes: Uint8Array, encoding?: string): Result<Table, TableRefusal> {
	const text = decodeText(bytes, encoding)
	if (!text.ok) return text
	const { rows, rejected } = parseCsv(text.value)
	const [header, ...rest] = rows
	if (!header) return refuse('no-header')
	return fromRows(header.cells, rest, rejected)
}

function cellText(cell: unknown): string {
	if (cell === null || cell === undefined) return ''
	if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/, '')
	return String(cell).trim()
}

/** Reads the first sheet of an .xlsx file; cells of dates become YYYY-MM-DD. */
export async function readWorkbook(bytes: Uint8Array): Promise<Result<Table, TableRefusal>> {
	let sheet: unknown[][]
	try {
		sheet = (await readSheet(Buffer.from(bytes))) as unknown[][]
	} catch {
		return refuse('not-a-workbook')
	}
	const [header, ...rest] = sheet.map((cells, index) => ({ line: index + 1, cells: cells.map(cellText) }))
	if (!header) return refuse('no-header')
	const width = header.cells.length
	// a sheet has no ragged lines: cells that were never filled are simply absent
	const padded = rest.map(({ line, cells }) => ({
		line,
		cells: Array.from({ length: width }, (_, i) => cells[i] ?? ''),
	}))
	return fromRows(header.cells, padded, [])
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
			`the file is not ${facts.encoding}: nothing was imported; say what it is with --encoding, for example --encoding big5`,
		'no-header': () => 'the file has no header line with the names of the columns',
		'duplicate-column': (facts: { column: string }) => `the column ${facts.column} stands twice in the header`,
		'not-a-workbook': () => 'the file begins like an .xlsx workbook, but cannot be read as one',
	}
	return (sentences[refusal.reason] as (facts: unknown) => string)(refusal.facts)
}
