import type { OrdersImported } from '../loyalty/import-orders.ts'
import type { OrderFile, OrderRow, OrderRows } from '../shops/csv/orders.ts'
import type { Table } from '../shops/csv/table.ts'
import type { Store } from '../store/transact.ts'
import { type AddCommand, CommandFault, createProgress, groupOf, type Io, print, withStore } from './io.ts'
import { currencyOption, readInput, sourceOption, zoneOption } from './options.ts'

interface Options {
	source: string
	customer: string
	date: string
	amount: string
	orderId?: string
	phone?: string
	email?: string
	timeZone?: string
	currency?: string
	encoding?: string
	createMembers?: boolean
	earn?: boolean
	dryRun?: boolean
	json?: boolean
}

interface Answer {
	rows: number
	imported: number
	unchanged: number
	/** Credit notes among the rows that were read. */
	creditNotes: number
	rejected: { line: number; reason: string }[]
	/** Possible duplicates among the imported that wait for a person. */
	held?: number
	notes?: { line: number; reason: string }[]
}

const SHOWN = 20

function list(rows: readonly { line: number; reason: string }[], word: string): string[] {
	const more = rows.length > SHOWN ? [`… and ${rows.length - SHOWN} more`] : []
	return [...rows.slice(0, SHOWN).map(({ line, reason }) => `line ${line} ${word}: ${reason}`), ...more]
}

function write(answer: Answer, dryRun: boolean | undefined): string {
	const { rows, imported, unchanged, creditNotes, rejected, held, notes = [] } = answer
	const would = dryRun ? ' (dry run: nothing was written)' : ''
	return [
		`${rows} rows: ${imported} imported, ${unchanged} unchanged, ${rejected.length} rejected${would}`,
		...(creditNotes > 0
			? [`${creditNotes} of them ${creditNotes === 1 ? 'is a credit note' : 'are credit notes'}`]
			: []),
		...(held ? [`${held} may have come from another source too: decide in the console`] : []),
		...list(rejected, 'rejected'),
		...list(notes, 'taken'),
	].join('\n')
}

async function readFile(file: string, options: Options): Promise<Table> {
	const { explainTableRefusal, readTable } = await import('../shops/csv/table.ts')
	const table = await readTable(await readInput(file), options.encoding)
	if (!table.ok) throw new CommandFault(explainTableRefusal(table))
	return table.value
}

/** What the file is read by: its own zone and currency, else the store's. */
async function describeFile(store: Store, options: Options): Promise<{ file: OrderFile; foreign: string | undefined }> {
	const { hasOrders } = await import('../store/orders.ts')
	const { getSettings } = await import('../store/settings.ts')
	const { timeZone, currency, country } = await getSettings(store.db)
	const { source, customer, date, amount, orderId, phone, email } = options
	const file = {
		source,
		columns: { customer, date, amount, orderId, phone, email },
		timeZone: options.timeZone ?? timeZone,
		currency: options.currency ?? currency,
		country,
		now: store.now(),
	}
	const isForeign = file.currency !== currency && (await hasOrders(store.db))
	return { file, foreign: isForeign ? currency : undefined }
}

async function readRows(table: Table, file: OrderFile, foreign: string | undefined): Promise<OrderRows> {
	const { missingColumns, readOrders } = await import('../shops/csv/orders.ts')
	const missing = missingColumns(table, file.columns)
	if (missing.length > 0)
		throw new CommandFault(`the file has no column ${missing.join(', ')}; it has ${table.columns.join(', ')}`)
	if (foreign === undefined) return readOrders(table, file)
	const reason = `is in ${file.currency}, the orders of this store are in ${foreign}`
	return { rows: [], rejected: [...table.rejected, ...table.rows.map(({ line }) => ({ line, reason }))] }
}

async function writeRows(io: Io, store: Store, take: { options: Options; file: OrderFile; rows: OrderRow[] }) {
	const { adoptFirstFile, importOrders, tryImportOrders } = await import('../loyalty/import-orders.ts')
	const { tellNotices } = await import('../conversation/notices.ts')
	const { options, file, rows } = take
	const { source, createMembers = false, earn = false } = options
	const input = { source, rows, createMembers, earn, by: 'import' }
	if (options.dryRun) return await tryImportOrders(store, input)
	const adopted = await store.transact((work) => adoptFirstFile(work, file))
	if (!adopted.ok) throw new CommandFault(`--currency: the rules of this shop are in ${adopted.facts.currency}`)
	const progress = createProgress(io)
	try {
		return await importOrders(store, input, { tell: tellNotices, progress: progress.show })
	} finally {
		progress.end()
	}
}

function answerOf(table: Table, read: OrderRows, done: OrdersImported): Answer {
	const rejected = [...read.rejected, ...done.rejected].sort((a, b) => a.line - b.line)
	return {
		rows: table.rows.length + table.rejected.length,
		imported: done.imported,
		unchanged: done.unchanged,
		creditNotes: read.rows.filter((row) => row.report.creditMinor).length,
		rejected,
		...(done.held > 0 ? { held: done.held } : {}),
		...(done.notes.length > 0 ? { notes: done.notes } : {}),
	}
}

export const addImportOrders: AddCommand = (program, run) => {
	groupOf(program, 'import', 'take over what another system knows')
		.command('orders')
		.description('import past orders from a CSV or .xlsx file; exit 2 when rows were rejected')
		.argument('<file>')
		.requiredOption('--source <name>', 'where the orders come from, for example pos', sourceOption)
		.requiredOption('--customer <column>', 'column of the customer’s id')
		.requiredOption('--date <column>', 'column of the date or date and time')
		.requiredOption('--amount <column>', 'column of the amount in major units; a negative one is a credit note')
		.option('--order-id <column>', 'column of the order’s id; without it the row’s content tells orders apart')
		.option('--phone <column>', 'column of the phone, by which a joiner finds herself')
		.option('--email <column>', 'column of the e-mail address')
		.option('--time-zone <zone>', 'zone of the dates; on a store without orders also the store’s', zoneOption)
		.option('--currency <code>', 'currency of the amounts; on a store without orders also the store’s', currencyOption)
		.option('--encoding <name>', 'for example big5; default UTF-8, or UTF-16 with its mark')
		.option('--create-members', 'make an imported member of each customer who bought')
		.option('--earn', 'give points for the orders, as if they came now')
		.option('--dry-run', 'only say what would happen')
		.option('--json', 'print JSON')
		.action((path: string, options: Options) =>
			run(async (io) => {
				const table = await readFile(path, options)
				const answer = await withStore(io, async (store) => {
					const { file, foreign } = await describeFile(store, options)
					const read = await readRows(table, file, foreign)
					return answerOf(table, read, await writeRows(io, store, { options, file, rows: read.rows }))
				})
				print(io, options.json, { value: answer, sentences: () => write(answer, options.dryRun) })
				return answer.rejected.length > 0 ? 2 : 0
			}),
		)
}
