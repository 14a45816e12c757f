import { dayOf } from '../domain/calendar.ts'
import type { Notice } from '../domain/notice.ts'
import { freshProgram } from '../domain/program.ts'
import { done, type Refusal, type Result, refuse } from '../domain/result.ts'
import { seedReward } from '../domain/rewards/index.ts'
import { lockMembers } from '../store/order-imports.ts'
import { hasOrders } from '../store/orders.ts'
import { ensureProgram, findProgramAt, getProgramAt, insertProgram } from '../store/programs.ts'
import { listRewardRows } from '../store/rewards.ts'
import { getSettings, setSettings } from '../store/settings.ts'
import type { Store, Work } from '../store/transact.ts'
import { seedRewards, updateReward } from './create-reward.ts'
import { writeChunk } from './import-orders-chunk.ts'
import { type ChunkInput, type ImportRow, planChunk } from './import-orders-plan.ts'
import { mayUpgrade } from './judge-tier.ts'
import { recomputeNes, renewStoreCycle } from './refresh-nes.ts'
import { setOpeningTier } from './set-opening-tier.ts'

export type { ImportRow }

export interface OrdersImport {
	source: string
	rows: readonly ImportRow[]
	/** A customer with an order, not only credit notes, becomes an imported member. */
	createMembers: boolean
	/** The orders earn points as if they had just been reported; else they are history. */
	earn: boolean
	/** Who imports, kept on what it writes. */
	by: string
}

export interface OrdersImported {
	/** Rows whose order is new or changed, credit notes among them. */
	imported: number
	unchanged: number
	/** Rows among the imported that wait for a person as possible duplicates. */
	held: number
	rejected: { line: number; reason: string }[]
	/** Rows that were taken, but not with everything they say. */
	notes: { line: number; reason: string }[]
}

export interface ImportWatch {
	/** Told inside the transaction of each chunk, so that nobody is told what is rolled back. */
	tell?: (work: Work, notices: Notice[]) => Promise<void>
	progress?: (done: number, total: number) => void
}

export type AdoptRefusal = Refusal<'program-currency', { currency: string }>

/** Rows of one transaction: long enough to be fast, short enough that a running server hardly waits. */
const CHUNK_ROWS = 400
const TIERS_PER_TRANSACTION = 100

/**
 * The order of the whole file decides: a customer's phone is the first that stands beside her, and of two customers with
 * one phone the first has it. The shop's own ids say who is who; a shared phone never makes one customer of two.
 */
function describeCustomers(rows: readonly ImportRow[]): Pick<ChunkInput, 'buyers' | 'phones'> {
	const buyers = new Set<string>()
	const phones = new Map<string, string>()
	const owners = new Map<string, string>()
	for (const { customer, phone, report } of rows) {
		if (!report.creditMinor) buyers.add(customer)
		if (phone === undefined || phones.has(customer)) continue
		if (!owners.has(phone)) owners.set(phone, customer)
		if (owners.get(phone) === customer) phones.set(customer, phone)
	}
	return { buyers, phones }
}

/** Rules somebody has edited stand in another currency than the file's. */
async function findForeignRules(work: Work, currency: string): Promise<string | undefined> {
	const rules = (await findProgramAt(work.tx, work.now))?.rules
	if (!rules || rules.currency === currency) return undefined
	return JSON.stringify(rules) === JSON.stringify(freshProgram(rules.currency)) ? undefined : rules.currency
}

/** The reward of a fresh store is worth ten major units, whatever the currency is. */
async function renewSeededReward(work: Work, currency: string): Promise<void> {
	const [reward, ...others] = await listRewardRows(work.tx)
	if (!reward || others.length > 0) return
	const { terms } = seedReward(currency)
	const renewed = await updateReward(work, { rewardId: reward.id, version: reward.version, change: { terms } })
	if (!renewed.ok) throw new Error(`the reward of a fresh programme was refused: ${renewed.reason}`)
}

/**
 * On a store without orders the zone and currency of the first file become the store's, and with them those of the
 * programme and the reward it began with, as long as nobody has touched the rules. With orders it does nothing.
 */
export async function adoptFirstFile(
	work: Work,
	file: { currency: string; timeZone: string },
): Promise<Result<{ adopted: boolean }, AdoptRefusal>> {
	const { tx, now } = work
	if (await hasOrders(tx)) return done({ adopted: false })
	const foreign = await findForeignRules(work, file.currency)
	if (foreign !== undefined) return refuse('program-currency', { currency: foreign })
	await setSettings(tx, { ...(await getSettings(tx)), ...file })
	const { version, made } = await ensureProgram(tx, { currency: file.currency, at: now })
	if (made) await seedRewards(work)
	if (version.rules.currency === file.currency) return done({ adopted: true })
	await insertProgram(tx, { rules: freshProgram(file.currency), effectiveFrom: now, at: now, by: null })
	await renewSeededReward(work, file.currency)
	return done({ adopted: true })
}

function* chunksOf<T>(items: readonly T[], size: number): Generator<T[]> {
	for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}

function chunkInput(input: OrdersImport, rows: readonly ImportRow[]): Omit<ChunkInput, 'buyers' | 'phones'> {
	const { source, createMembers, earn, by } = input
	return { source, createMembers, earn, by, rows }
}

const nothing = (): OrdersImported => ({ imported: 0, unchanged: 0, held: 0, rejected: [], notes: [] })

function add(total: OrdersImported, part: OrdersImported): void {
	total.imported += part.imported
	total.unchanged += part.unchanged
	total.held += part.held
	total.rejected.push(...part.rejected)
	total.notes.push(...part.notes)
}

/** What an import would do, writing nothing. */
export async function tryImportOrders(store: Store, input: OrdersImport): Promise<OrdersImported> {
	const customers = describeCustomers(input.rows)
	const total = nothing()
	for (const rows of chunksOf(input.rows, CHUNK_ROWS)) {
		const plan = await planChunk(store, { ...chunkInput(input, rows), ...customers })
		total.unchanged += plan.unchanged.length
		total.imported += rows.length - plan.unchanged.length
		total.notes.push(...plan.notes)
	}
	return total
}

/**
 * Imports orders in chunks, each one transaction; killed anywhere and run again, it ends in the same state. Afterwards
 * each member of the file has its opening tier, and the store's NES cycle and all tags are measured anew.
 */
export async function importOrders(
	store: Store,
	input: OrdersImport,
	watch: ImportWatch = {},
): Promise<OrdersImported> {
	const customers = describeCustomers(input.rows)
	const total = nothing()
	const members = new Map<number, boolean>()
	let count = 0
	for (const rows of chunksOf(input.rows, CHUNK_ROWS)) {
		const outcome = await store.transact(async (work) => {
			const written = await writeChunk(work, { ...chunkInput(input, rows), ...customers })
			if (written.notices.length > 0) await watch.tell?.(work, written.notices)
			return written
		})
		add(total, outcome)
		for (const [id, touched] of outcome.members) members.set(id, touched || (members.get(id) ?? false))
		count += rows.length
		watch.progress?.(count, input.rows.length)
	}
	await setOpeningTiers(store, members)
	await renewNes(store)
	return total
}

/** A member whom an earlier run left without her opening tier gets it too. */
async function setOpeningTiers(store: Store, members: ReadonlyMap<number, boolean>): Promise<void> {
	const ids = [...members.keys()].sort((a, b) => a - b)
	for (const chunk of chunksOf(ids, TIERS_PER_TRANSACTION)) {
		await store.transact(async (work) => {
			const { rules } = await getProgramAt(work.tx, work.now)
			const locked = await lockMembers(work.tx, chunk)
			const due = locked
				.filter((member) => members.get(member.id) || member.tier_period === 0)
				// no single order is greater than all of them
				.filter((member) => mayUpgrade(rules, member, member.spend_minor))
			for (const member of due) await setOpeningTier(work, member.id)
		})
	}
}

async function renewNes(store: Store): Promise<void> {
	const today = await store.transact(async (work) => {
		const day = dayOf(work.now, (await getSettings(work.tx)).timeZone)
		await renewStoreCycle(work, day)
		return day
	})
	let afterId: number | null = 0
	while (afterId !== null) {
		const from: number = afterId
		afterId = (await store.transact((work) => recomputeNes(work, { today, afterId: from }))).next
	}
}
