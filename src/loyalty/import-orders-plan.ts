import { canonicalJson, type OrderReport } from '../domain/order.ts'
import { type Keyring, sha256 } from '../lib/keys.ts'
import type { Db } from '../store/db.ts'
import { findLivingMember, type Member } from '../store/members.ts'
import {
	findKnownOrders,
	findMembersByRefs,
	findPhoneOwners,
	type KnownOrder,
	listBuyersElsewhere,
} from '../store/order-imports.ts'
import { findSource } from '../store/sources.ts'
import { findKnownOrder } from './report-order.ts'

/** One row of a file that was read without complaint. */
export interface ImportRow {
	line: number
	/** The shop's own id of the customer. */
	customer: string
	/** E.164 */
	phone: string | undefined
	email: string | undefined
	report: OrderReport & { paidAt: number }
}

export interface ChunkInput {
	source: string
	rows: readonly ImportRow[]
	createMembers: boolean
	earn: boolean
	by: string
	/** Customers of the whole file with more than credit notes. */
	buyers: ReadonlySet<string>
	/** The phone of each customer of the whole file. */
	phones: ReadonlyMap<string, string>
}

export interface Remark {
	line: number
	reason: string
}

export interface PlannedRow extends ImportRow {
	hash: string
	stored: KnownOrder | undefined
}

export interface ChunkPlan {
	/** Stored by one statement for all. */
	fresh: PlannedRow[]
	/** Through the order report, each with everything that follows. */
	reported: PlannedRow[]
	/** Stored as nobody's, while the customer is a member by now. */
	adopted: PlannedRow[]
	unchanged: PlannedRow[]
	notes: Remark[]
	/** Customers who are members already. */
	members: Map<string, Member>
	/** Those of them who have orders of another source too. */
	elsewhere: Set<number>
}

// Before every hexadecimal digit: at the same instant whatever the shop itself reports counts as newer, and a stored
// state that begins with it came from an import, so that only a later import of the same file may correct it.
const IMPORT_MARK = '!'

/** Whether the newest state of an order is one that an import wrote. */
export function cameFromImport(stored: KnownOrder | undefined): boolean {
	return stored?.report_hash.startsWith(IMPORT_MARK) ?? false
}

/** What a row says of its order, the phone and address aside: equal rows of two imports are the same state. */
function hashOf({ customer, report }: ImportRow): string {
	const { placedAt, currency, eligibleMinor, totalMinor, creditMinor } = report
	const content = { customer, placedAt, currency, eligibleMinor, totalMinor, creditMinor }
	return `${IMPORT_MARK}${sha256(canonicalJson(content)).slice(0, 40)}`
}

/** Members by customer: by the shop's id of the customer, else by the phone the file gives. */
async function findCustomers(db: Db, keys: Keyring, input: ChunkInput): Promise<Map<string, Member>> {
	const customers = [...new Set(input.rows.map((row) => row.customer))]
	const byRef = await findMembersByRefs(
		db,
		customers.map((customer) => `${input.source}:${customer}`),
	)
	const hashes = new Map<string, string>()
	for (const customer of customers) {
		const phone = input.phones.get(customer)
		if (phone !== undefined && !byRef.has(`${input.source}:${customer}`))
			hashes.set(customer, keys.hash('phone', phone))
	}
	const owners = await findPhoneOwners(db, [...new Set(hashes.values())])
	const found = new Map<string, Member>()
	for (const customer of customers) {
		const named = byRef.get(`${input.source}:${customer}`)
		const id = named?.id ?? owners.get(hashes.get(customer) ?? '')
		if (id === undefined) continue
		const living = named && named.merged_into === null ? named : await findLivingMember(db, id)
		if (living && living.left_at === null) found.set(customer, living)
	}
	return found
}

function noteOtherPhones({ rows, phones, createMembers }: ChunkInput): Remark[] {
	if (!createMembers) return []
	return rows
		.filter(({ customer, phone }) => phone !== undefined && phone !== phones.get(customer))
		.map(({ line, customer }) => ({
			line,
			reason: phones.has(customer)
				? 'another phone of this customer stands above; the first one was kept'
				: 'this phone stands above for another customer, who keeps it',
		}))
}

/** Sorts the rows by what must be done with them; reads only. */
export async function planChunk({ db, keys }: { db: Db; keys: Keyring }, input: ChunkInput): Promise<ChunkPlan> {
	const source = await findSource(db, input.source)
	const ids = input.rows.map((row) => row.report.externalId)
	const known = source ? await findKnownOrders(db, source.id, ids) : new Map<string, KnownOrder>()
	const members = await findCustomers(db, keys, input)
	const plan: ChunkPlan = {
		fresh: [],
		reported: [],
		adopted: [],
		unchanged: [],
		notes: noteOtherPhones(input),
		members,
		elsewhere: await listBuyersElsewhere(
			db,
			source?.id ?? 0,
			[...members.values()].map((member) => member.id),
		),
	}
	for (const row of input.rows) {
		const planned = { ...row, hash: hashOf(row), stored: known.get(row.report.externalId) }
		const place = await placeOf(db, input, { planned, plan })
		plan[place].push(planned)
	}
	return plan
}

type Place = 'fresh' | 'reported' | 'adopted' | 'unchanged'

async function placeOf(
	db: Db,
	input: ChunkInput,
	{ planned, plan }: { planned: PlannedRow; plan: ChunkPlan },
): Promise<Place> {
	const { stored, customer, hash } = planned
	const willBeMember = plan.members.has(customer) || (input.createMembers && input.buyers.has(customer))
	// only what another source may have reported too needs to be compared with a member's other orders
	if (!stored) return input.earn || plan.elsewhere.has(plan.members.get(customer)?.id ?? 0) ? 'reported' : 'fresh'
	if (stored.report_hash === hash) return stored.member_id === null && willBeMember ? 'adopted' : 'unchanged'
	if (cameFromImport(stored)) return 'reported'
	return (await findKnownOrder(db, planned.report)) ? 'unchanged' : 'reported'
}
