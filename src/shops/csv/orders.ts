import { parseLocalDateTime } from '../../domain/calendar.ts'
import { MAX_ORDER_MINOR, parseAmount } from '../../domain/money.ts'
import type { OrderReport } from '../../domain/order.ts'
import { normalizePhone } from '../../domain/phone.ts'
import { sha256 } from '../../lib/keys.ts'
import type { RejectedLine, Table, TableRow } from './table.ts'

/** Which column says what; the file's own names. */
export interface OrderColumns {
	customer: string
	date: string
	amount: string
	orderId?: string | undefined
	phone?: string | undefined
	email?: string | undefined
}

export interface OrderFile {
	source: string
	columns: OrderColumns
	/** The zone of its dates. */
	timeZone: string
	currency: string
	/** Country whose phone numbers may stand without a prefix. */
	country: string
	/** ms UTC; nobody has bought anything after it, a day of wrong clocks aside. */
	now: number
}

export interface OrderRow {
	line: number
	customer: string
	phone: string | undefined
	email: string | undefined
	/** Without the hash of the phone, which needs the store's key. */
	report: OrderReport & { paidAt: number }
}

export interface OrderRows {
	rows: OrderRow[]
	rejected: RejectedLine[]
}

const MAX_ID = 200

const EARLIEST = Date.UTC(1900, 0, 1)
const DAY_MS = 86_400_000

// PostgreSQL stores neither NUL nor half a surrogate pair, and no name or id has a reason for a control character
const isPlain = (text: string) => text.isWellFormed() && !/\p{Cc}/u.test(text)

const dateReasons = {
	'bad-date': 'is not a date (ISO, YYYY/MM/DD or YYYYMMDD)',
	'dst-gap': 'does not exist: the clocks were put forward over it',
}

const amountReasons = {
	'bad-amount': 'is not an amount',
	'too-many-decimals': 'has more decimals than the currency',
	'too-big': 'is too large',
}

/** The columns that are named but absent, in the order they were named. */
export function missingColumns(table: Table, columns: OrderColumns): string[] {
	return Object.values(columns).filter((column) => column !== undefined && !table.columns.includes(column))
}

interface ParsedCells {
	customer: string
	at: number
	amountMinor: number
	phone: string | undefined
	email: string | undefined
}

function refuseName(name: string, column: string): string | undefined {
	if (name === '') return `${column} is empty`
	if (name.length > MAX_ID) return `${column} is longer than ${MAX_ID} characters`
	return isPlain(name) ? undefined : `${column} holds characters that cannot be written`
}

function refuseValues({ at, amountMinor, phone, email }: ParsedCells, file: OrderFile): string | undefined {
	const { columns } = file
	if (at < EARLIEST) return `${columns.date} lies before 1900`
	if (at > file.now + DAY_MS) return `${columns.date} lies in the future`
	if (Math.abs(amountMinor) > MAX_ORDER_MINOR) return `${columns.amount} ${amountReasons['too-big']}`
	if (phone === '') return `${columns.phone} is not a phone number`
	return email === '' ? `${columns.email} is not an e-mail address` : undefined
}

/** What is given and cannot be read is the empty text. */
function parseContact({ cells }: TableRow, { columns, country }: OrderFile): Pick<ParsedCells, 'phone' | 'email'> {
	const phone = columns.phone ? cells[columns.phone] : ''
	const email = columns.email ? cells[columns.email]?.toLowerCase() : ''
	const isEmail = email && email.length <= 254 && /^[^\s@]+@[^\s@]+$/.test(email) && isPlain(email)
	return {
		phone: phone ? (normalizePhone(phone, country) ?? '') : undefined,
		email: email ? (isEmail ? email : '') : undefined,
	}
}

function parseCells(row: TableRow, file: OrderFile): ParsedCells | string {
	const { columns } = file
	const customer = row.cells[columns.customer] ?? ''
	const refused = refuseName(customer, columns.customer)
	if (refused) return refused
	const at = parseLocalDateTime(row.cells[columns.date] ?? '', file.timeZone)
	if (!at.ok) return `${columns.date} ${dateReasons[at.reason]}`
	const amount = parseAmount(row.cells[columns.amount] ?? '', file.currency)
	if (!amount.ok) return `${columns.amount} ${amountReasons[amount.reason]}`
	const parsed = { customer, at: at.value, amountMinor: amount.value, ...parseContact(row, file) }
	return refuseValues(parsed, file) ?? parsed
}

/**
 * Turns the rows of a file into order reports. Without a column of order ids the row's content makes the key: source,
 * customer, time, amount, and which of several equal rows it is; never the file's name, so a copy imports nothing new.
 */
export function readOrders(table: Table, file: OrderFile): OrderRows {
	const rows: OrderRow[] = []
	const rejected = [...table.rejected]
	const seen = new Map<string, number>()
	for (const row of table.rows) {
		const parsed = parseCells(row, file)
		if (typeof parsed === 'string') {
			rejected.push({ line: row.line, reason: parsed })
			continue
		}
		const given = file.columns.orderId ? (row.cells[file.columns.orderId] ?? '') : undefined
		const refusal = given === undefined ? undefined : refuseOrderId(given, seen, file.columns.orderId ?? '')
		if (refusal) {
			rejected.push({ line: row.line, reason: refusal })
			continue
		}
		rows.push(toRow(row.line, parsed, { file, externalId: given ?? contentKey(parsed, file.source, seen) }))
	}
	return { rows, rejected }
}

function refuseOrderId(id: string, seen: Map<string, number>, column: string): string | undefined {
	const refused = refuseName(id, column)
	if (refused) return refused
	if (seen.has(id)) return `${column} ${id} stands twice in the file; one row is one order`
	seen.set(id, 1)
	return undefined
}

function contentKey(row: ParsedCells, source: string, seen: Map<string, number>): string {
	const content = JSON.stringify([source, row.customer, row.at, row.amountMinor])
	const nth = (seen.get(content) ?? 0) + 1
	seen.set(content, nth)
	return sha256(`${content}#${nth}`).slice(0, 32)
}

function toRow(
	line: number,
	row: ParsedCells,
	{ file, externalId }: { file: OrderFile; externalId: string },
): OrderRow {
	const credit = row.amountMinor < 0
	const report = {
		source: file.source,
		externalId,
		customerRef: row.customer,
		placedAt: row.at,
		paidAt: row.at,
		cancelledAt: null,
		currency: file.currency,
		eligibleMinor: credit ? 0 : row.amountMinor,
		totalMinor: credit ? 0 : row.amountMinor,
		refundedEligibleMinor: 0,
		...(credit ? { creditMinor: -row.amountMinor } : {}),
		// an export says nothing of when the shop last changed an order: whatever the shop itself reports is newer
		versionAt: row.at,
	}
	return { line, customer: row.customer, phone: row.phone, email: row.email, report }
}
