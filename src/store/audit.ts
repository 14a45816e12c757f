import type { Db, Tx } from './db.ts'
import type { Row } from './schema.ts'

/** Who did what to what; before and after are short facts, never a phone or a message text. */
export interface AuditLine {
	at: number
	/** stf_…, key_…, or the name of a program such as cli. */
	actor: string
	action: string
	subject?: string | null
	before?: unknown
	after?: unknown
	/** Where it came from: console, api, cli, chat. */
	origin?: string | null
}

const toText = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

export async function insertAudit(tx: Tx, line: AuditLine): Promise<void> {
	const { at, actor, action, subject = null, before, after, origin = null } = line
	await tx
		.insertInto('audit')
		.values({ at, actor, action, subject, before: toText(before), after: toText(after), origin })
		.execute()
}

/** The newest lines; `beforeId` is the last one already shown. */
export async function listAudit(db: Db, page: { limit: number; beforeId?: number }): Promise<Row<'audit'>[]> {
	const { beforeId } = page
	return await db
		.selectFrom('audit')
		.selectAll()
		.$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? 0))
		.orderBy('id', 'desc')
		.limit(page.limit)
		.execute()
}

/** What somebody did of one kind since an instant, as the facts noted after it. */
export async function listActsSince(db: Db, act: { actor: string; action: string; since: number }): Promise<unknown[]> {
	const rows = await db
		.selectFrom('audit')
		.select('after')
		.where('actor', '=', act.actor)
		.where('action', '=', act.action)
		.where('at', '>=', act.since)
		.execute()
	return rows.map(({ after }) => (after === null ? null : JSON.parse(after)))
}
