import type Database from 'better-sqlite3'
import { FIRST_CHAT, orderId } from './templates.ts'

type StoredRow = Record<string, number | string | null>

interface Copy {
	/** The template's id and the copy's. */
	from: number
	to: number
	row: StoredRow
}

const MEMBERS_PER_COMMIT = 10_000
const SYMBOLS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

/** Eight symbols, a different eight for every number: an odd factor turns 40 bits into one another. */
function codeOf(n: number): string {
	let bits = BigInt.asUintN(40, BigInt(n) * 0x9e3779b97fn)
	let code = ''
	for (let at = 0; at < 8; at++, bits >>= 5n) code += SYMBOLS[Number(bits & 31n)]
	return code
}

/** Like a UUIDv7 made once a millisecond. */
function publicIdOf(n: number): string {
	const time = (1_700_000_000_000 + n).toString(16).padStart(12, '0')
	return `mem_${time}7abc8${(n * 2_654_435_761).toString(16).padStart(15, '0')}`
}

const renameOrder = (text: unknown, { from, to }: Copy) =>
	typeof text === 'string'
		? text.replaceAll(orderId(from, 0), orderId(to, 0)).replaceAll(orderId(from, 1), orderId(to, 1))
		: null

const copyOfMember = { member_id: ({ to }: Copy) => to }
const copyOfOrder = { external_id: (copy: Copy) => renameOrder(copy.row['external_id'], copy) }

/** Per table whose member a row is of, and the columns a copy has of its own. */
const tables: Record<string, { owner: string; own: Record<string, (copy: Copy) => number | string | null> }> = {
	members: {
		owner: 'id',
		own: {
			id: ({ to }) => to,
			public_id: ({ to }) => publicIdOf(to),
			referral_code: ({ to }) => codeOf(to),
			name: ({ to }) => `Member ${to}`,
			random_bucket: ({ to }) => (to * 7_919) % 10_000,
		},
	},
	addresses: {
		owner: 'member_id',
		own: {
			...copyOfMember,
			id: ({ to }) => to,
			address: ({ to }) => String(FIRST_CHAT + to),
			name: ({ to }) => `Member ${to}`,
		},
	},
	consents: { owner: 'member_id', own: { ...copyOfMember, id: () => null, address_id: ({ to }) => to } },
	orders: { owner: 'member_id', own: { ...copyOfMember, ...copyOfOrder } },
	entries: { owner: 'member_id', own: { ...copyOfMember, cause: (copy) => renameOrder(copy.row['cause'], copy) } },
	allocations: { owner: 'member_id', own: copyOfMember },
	tier_periods: { owner: 'member_id', own: { ...copyOfMember, ...copyOfOrder } },
}

function prepareTable(db: Database.Database, name: string, templates: number) {
	const { owner, own } = tables[name] as (typeof tables)[string]
	const columns = db.prepare(`select name from pragma_table_info('${name}')`).pluck().all() as string[]
	const insert = db.prepare(
		`insert into ${name} (${columns.map((column) => `"${column}"`).join()}) values (${columns.map(() => '?').join()})`,
	)
	const rows = Map.groupBy(db.prepare(`select * from ${name}`).all() as StoredRow[], (row) => Number(row[owner]))
	return (to: number) => {
		const from = ((to - 1) % templates) + 1
		for (const row of rows.get(from) ?? []) {
			const copy = { from, to, row }
			insert.run(columns.map((column) => (own[column] ? own[column](copy) : row[column])))
		}
	}
}

/** Adds members until there are so many, each with everything one of the templates has, in bulk. */
export function copyTemplates(
	db: Database.Database,
	{ templates, members }: { templates: number; members: number },
): void {
	const copiers = Object.keys(tables).map((name) => prepareTable(db, name, templates))
	const copySome = db.transaction((from: number, until: number) => {
		for (let to = from; to < until; to++) for (const copy of copiers) copy(to)
	})
	// every row names one that was written just before it
	db.pragma('foreign_keys = off')
	for (let from = templates + 1; from <= members; from += MEMBERS_PER_COMMIT)
		copySome(from, Math.min(from + MEMBERS_PER_COMMIT, members + 1))
	db.pragma('foreign_keys = on')
}
