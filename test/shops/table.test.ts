import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRecords } from '../../src/shops/csv/records.ts'
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

	test.each([
		['never closed', 'a,b\n1,2\n"3,4\n5,6\n', 'a quote is never closed'],
		['that ends too early', 'a,b\n1,2\n"3"x,4\n5,6\n', 'text stands behind the end of a quote'],
	])('lists a quote %s where it begins and reads the rows behind it', (_, text, reason) => {
		const table = rowsOf(utf8(text))
		expect(table.rows.map((row) => row.line)).toEqual([2, 4])
		expect(table.rejected).toEqual([{ line: 3, reason }])
	})

	test.each(['\n', '\r\n', '\r'])('numbers a row by the line it begins on (%j)', (end) => {
		const table = rowsOf(utf8(['a,b', '"1', '', 'x",2', '', '3" pipe,4', '5,"6', '7"', '8'].join(end)))
		expect(table.rows).toEqual([
			{ line: 2, cells: { a: '1\n\nx', b: '2' } },
			{ line: 6, cells: { a: '3" pipe', b: '4' } },
			{ line: 7, cells: { a: '5', b: '6\n7' } },
		])
		expect(table.rejected).toMatchObject([{ line: 9 }])
	})

	test('takes line ends of two kinds in one file', () => {
		expect(rowsOf(utf8('a,b\r\n1,2\n3,4\r\n')).rows.map((row) => row.cells['a'])).toEqual(['1', '3'])
	})

	test.each([';', '\t', '|'])('knows the delimiter %j by the header, names in quotes aside', (delimiter) => {
		const table = rowsOf(utf8(`\n"a,b,c,d"${delimiter}e\n1${delimiter}2\n`))
		expect(table.rows).toEqual([{ line: 3, cells: { 'a,b,c,d': '1', e: '2' } }])
	})

	test('reads what another program wrote, and as another program reads it', () => {
		const cell = fc.string({ unit: fc.constantFrom('a', '陳', '"', ',', ';', '\n', ' ', '1', '-', '') })
		const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 })
		fc.assert(
			// with Windows line ends it would leave a bare newline in a cell unquoted
			fc.property(rows, fc.constantFrom('unix', 'unix quoted', 'windows quoted'), (records, manner) => {
				const [record_delimiter, quoted] = manner.split(' ')
				const options = { record_delimiter: record_delimiter ?? '', quoted: quoted !== undefined }
				const text = stringify([['a', 'b'], ...records], options)
				const others = parse(text, { relax_column_count: true, trim: true }) as string[][]
				const expected = others.map((cells) => cells.map((one) => one.trim())).filter((cells) => cells.some(Boolean))
				expect([...readRecords(text)].map(({ cells }) => cells)).toEqual(expected)
			}),
		)
	})

	test('is no slower for having a single column, and bad quotes', () => {
		const begun = performance.now()
		const read = (row: string, times: number) => [...readRecords(`a\n${row.repeat(times)}`)].length
		expect([read('"x"y\n', 100_000), read('1\n', 300_000)]).toEqual([100_001, 300_001])
		// some 100 ms alone; reading on from every bad row to the end would take minutes
		expect(performance.now() - begun).toBeLessThan(10_000)
	})

	test('reads UTF-16 by its mark and Big5 when told', () => {
		expect(rowsOf(Buffer.from('\uFEFFa;b\n陳;2\n', 'utf16le')).rows[0]?.cells).toEqual({ a: '陳', b: '2' })
		expect(rowsOf(Buffer.from([0x61, 0x0a, 0xb3, 0xaf, 0x0a]), 'big5').rows[0]?.cells).toEqual({ a: '陳' })
		// signs that only Hong Kong's Big5 has
		const hongKong = Buffer.from('610a9068fed39df80a9df70a', 'hex')
		for (const name of ['big5', 'Big5-HKSCS', 'cp950'])
			expect(rowsOf(hongKong, name).rows.map(({ cells }) => cells['a'])).toEqual(['邨着啲', '咗'])
	})

	test('a mark says more than the command, and other names of an encoding are known', () => {
		expect(rowsOf(utf8('\uFEFFa\n陳\n'), 'big5').rows[0]?.cells).toEqual({ a: '陳' })
		expect(rowsOf(Buffer.from([0x61, 0x0a, 0xb3, 0xaf, 0x0a]), 'cp950').rows[0]?.cells).toEqual({ a: '陳' })
		expect(rowsOf(Buffer.from([0x61, 0x0a, 0x94, 0x5c, 0x0a]), 'Shift_JIS').rows[0]?.cells).toEqual({ a: '能' })
	})

	test.each([
		[Buffer.from([0x61, 0x0a, 0xb3, 0xaf, 0x0a]), undefined, 'the file is not utf-8'],
		// bytes that stand for nothing: alone, as a pair, and cut off at the end
		[Buffer.from([0x61, 0x0a, 0xff, 0x0a]), 'big5', 'the file is not big5'],
		[Buffer.from([0x61, 0x0a, 0x81, 0x40, 0x0a]), 'big5', 'the file is not big5'],
		[Buffer.from([0x61, 0x0a, 0xb3, 0xaf, 0xb3]), 'big5', 'save it as UTF-8'],
		[Buffer.from([0x61, 0x0a, 0x81, 0x0a]), 'latin1', 'the file is not latin1'],
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
