import { describe, expect, test } from 'vitest'
import { explainTableRefusal, readCsv, readTable } from '../../src/shops/csv/table.ts'

const utf8 = (text: string) => Buffer.from(text, 'utf8')
const rowsOf = (bytes: Uint8Array, encoding?: string) => {
	const result = readCsv(bytes, encoding)
	if (!result.ok) throw new Error(explainTableRefusal(result))
	return result.value
}

describe('a file of rows', () => {
	test('gives each cell by its column and counts lines from the header', () => {
		const table = rowsOf(utf8('\uFEFFid, name\n1,"Chan, ""Amy"""\n\n2,李\n'))
		expect(table.columns).toEqual(['id', 'name'])
		expect(table.rows).toEqual([
			{ line: 2, cells: { id: '1', name: 'Chan, "Amy"' } },
			{ line: 4, cells: { id: '2', name: '李' } },
		])
	})

	test('lists a line with too many cells and goes on', () => {
		const table = rowsOf(utf8('a,b\n1,2,3\n4,5\n'))
		expect(table.rejected).toEqual([{ line: 2, reason: 'has 3 cells, the header has 2' }])
		expect(table.rows).toHaveLength(1)
	})

	test('lists a quote that is never closed', () => {
		const table = rowsOf(utf8('a,b\n1,2\n"3,4\n5,6\n'))
		expect(table.rows.map((row) => row.line)).toEqual([2])
		expect(table.rejected).toHaveLength(1)
	})

	test('reads UTF-16 by its mark and Big5 when told', () => {
		expect(rowsOf(Buffer.from('\uFEFFa;b\n陳;2\n', 'utf16le')).rows[0]?.cells).toEqual({ a: '陳', b: '2' })
		expect(rowsOf(Buffer.from([0x61, 0x0a, 0xb3, 0xaf, 0x0a]), 'big5').rows[0]?.cells).toEqual({ a: '陳' })
	})

	test.each([
		[Buffer.from([0x61, 0x0a, 0xb3, 0xaf, 0x0a]), undefined, 'the file is not utf-8'],
		[utf8('a\n1\n'), 'klingon', 'the encoding klingon is not known'],
		[utf8(''), undefined, 'no header line'],
		[utf8('a,a\n1,2\n'), undefined, 'the column a stands twice'],
	])('refuses the whole file (%#)', (bytes, encoding, sentence) => {
		const result = readCsv(bytes, encoding)
		expect(result.ok ? '' : explainTableRefusal(result)).toContain(sentence)
	})

	test('refuses what only begins like a workbook', async () => {
		const result = await readTable(utf8('PK\u0003\u0004 but no archive'))
		expect(result.ok ? '' : result.reason).toBe('not-a-workbook')
		const csv = await readTable(utf8('PK,amount\n1,2\n'))
		expect(csv.ok && csv.value.columns).toEqual(['PK', 'amount'])
	})
})
