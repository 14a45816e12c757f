import type { Row } from './row.ts'

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

function show(value: number | undefined, suffix = ''): string {
	return value === undefined ? '–' : `${number.format(value)}${suffix}`
}

// a Chinese character takes two columns, and there is none in what is printed here
function pad(cells: readonly string[], widths: readonly number[]): string {
	return cells.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')
}

const HEAD = ['members', 'what', 'unit', 'raw', 'suki', 'ratio', 'wall', 'goal', '']

function cellsOf(row: Row): string[] {
	const verdict = row.goal === undefined ? '' : row.goal.met ? 'met' : 'MISSED'
	return [
		number.format(row.members),
		row.what,
		row.unit,
		show(row.raw),
		show(row.product),
		show(row.ratio, '×'),
		show(row.wallRatio, '×'),
		row.goal?.text ?? '–',
		verdict,
	]
}

/** The rows as a table of text, notes below. */
export function renderTable(rows: readonly Row[]): string {
	const cells = [HEAD, ...rows.map(cellsOf)]
	const widths = HEAD.map((_, at) => Math.max(...cells.map((line) => (line[at] ?? '').length)))
	const lines = cells.map((line) => pad(line, widths).trimEnd())
	const notes = rows.flatMap((row) => (row.note ? [`  ${number.format(row.members)} · ${row.what}: ${row.note}`] : []))
	return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n')
}
