import { freshProgram, type ProgramRules, programRules } from '../domain/program.ts'
import { compileOnce } from './compile-once.ts'
import type { Db, Tx } from './db.ts'

/** One published version of the merchant's rules; it never changes afterwards. */
export interface ProgramVersion {
	id: number
	rules: ProgramRules
	/** ms UTC */
	effectiveFrom: number
	publishedAt: number
	publishedBy: string | null
}

interface ProgramRow {
	id: number
	rules: string
	effective_from: number
	published_at: number
	published_by: string | null
}

interface Parsed {
	text: string
	version: ProgramVersion
}

// by database and version id; the text is compared, so that a version rolled back and made anew is never mistaken
const parsed = new WeakMap<object, Map<number, Parsed>>()

function versionFrom(db: Db, row: ProgramRow): ProgramVersion {
	const { adapter } = db.getExecutor()
	let versions = parsed.get(adapter)
	if (!versions) {
		versions = new Map()
		parsed.set(adapter, versions)
	}
	const known = versions.get(row.id)
	if (known?.text === row.rules && known.version.effectiveFrom === row.effective_from) return known.version
	const version: ProgramVersion = {
		id: row.id,
		rules: programRules.parse(JSON.parse(row.rules)),
		effectiveFrom: row.effective_from,
		publishedAt: row.published_at,
		publishedBy: row.published_by,
	}
	versions.set(row.id, { text: row.rules, version })
	return version
}

const startsUntil = compileOnce((db: Db, is: { at: number }) =>
	db.selectFrom('programs').select(['id', 'effective_from']).where('effective_from', '<=', is.at),
)

const programById = compileOnce((db: Db, is: { id: number }) =>
	db.selectFrom('programs').selectAll().where('id', '=', is.id),
)

/** The version in force at an instant; undefined before the first. Parsed once for each version and database. */
export async function findProgramAt(db: Db, at: number): Promise<ProgramVersion | undefined> {
	const starts = await startsUntil(db, { at })
	const latest = starts.reduce<(typeof starts)[number] | undefined>((best, one) => {
		const later = !best || one.effective_from > best.effective_from
		return later || (one.effective_from === best.effective_from && one.id > best.id) ? one : best
	}, undefined)
	return latest && (await getProgram(db, latest.id))
}

/** The version in force at an instant or, before the first, the first; throws in a store without a programme. */
export async function getProgramAt(db: Db, at: number): Promise<ProgramVersion> {
	const found = await findProgramAt(db, at)
	if (found) return found
	const row = await db
		.selectFrom('programs')
		.selectAll()
		.orderBy('effective_from')
		.orderBy('id')
		.limit(1)
		.executeTakeFirst()
	if (!row) throw new Error('this store has no programme yet: ensureProgram makes the first')
	return versionFrom(db, row)
}

export async function getProgram(db: Db, id: number): Promise<ProgramVersion> {
	const [row] = await programById(db, { id })
	if (!row) throw new Error(`no version ${id} of the programme`)
	return versionFrom(db, row)
}

/** Every version ever published, by id: what a check of all orders looks up. */
export async function mapPrograms(db: Db): Promise<Map<number, ProgramVersion>> {
	const rows = await db.selectFrom('programs').selectAll().execute()
	return new Map(rows.map((row) => [row.id, versionFrom(db, row)]))
}

/** Publishes a new version, in force from an instant on. */
export async function insertProgram(
	tx: Tx,
	program: { rules: ProgramRules; effectiveFrom: number; at: number; by: string | null },
): Promise<ProgramVersion> {
	const row = await tx
		.insertInto('programs')
		.values({
			rules: JSON.stringify(programRules.parse(program.rules)),
			effective_from: program.effectiveFrom,
			published_at: program.at,
			published_by: program.by,
		})
		.returningAll()
		.executeTakeFirstOrThrow()
	return versionFrom(tx, row)
}

/** The version in force, a fresh programme being published when the store has none; `made` says so. */
export async function ensureProgram(
	tx: Tx,
	fresh: { currency: string; at: number },
): Promise<{ version: ProgramVersion; made: boolean }> {
	const row = await tx.selectFrom('programs').select('id').limit(1).executeTakeFirst()
	if (row) return { version: await getProgramAt(tx, fresh.at), made: false }
	const rules = freshProgram(fresh.currency)
	return { version: await insertProgram(tx, { rules, effectiveFrom: fresh.at, at: fresh.at, by: null }), made: true }
}

/** The versions that begin last, the latest first; without their rules. */
export async function listPrograms(db: Db, limit: number): Promise<Omit<ProgramVersion, 'rules'>[]> {
	const rows = await db
		.selectFrom('programs')
		.select(['id', 'effective_from', 'published_at', 'published_by'])
		.orderBy('effective_from', 'desc')
		.orderBy('id', 'desc')
		.limit(limit)
		.execute()
	return rows.map((row) => ({
		id: row.id,
		effectiveFrom: row.effective_from,
		publishedAt: row.published_at,
		publishedBy: row.published_by,
	}))
}
