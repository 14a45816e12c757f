import { sql } from 'kysely'
import { breathe } from '../lib/breathe.ts'
import type { Db } from './db.ts'
import type { Member } from './members.ts'

export interface MemberFilter {
	/** Part of a name, or a whole tag. */
	text?: string
	tierId?: number
	/** As members.nes holds it. */
	nes?: number
	reach?: 'reachable' | 'unreachable' | 'consenting' | 'not-consenting'
}

export type ListedMember = Pick<
	Member,
	'id' | 'public_id' | 'name' | 'status' | 'tier_id' | 'nes' | 'usable' | 'last_order_on'
>

export interface MemberPage {
	members: ListedMember[]
	/** Where the next page begins; null at the end. A page may be short though there are more to look through. */
	nextBeforeId: number | null
}

/** One statement looks through so many ids: some milliseconds, whatever is searched. */
const WINDOW = 20_000
const WINDOWS_A_PAGE = 10

const escaped = (text: string) => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

function selectMembers(db: Db, { text, tierId, nes, reach }: MemberFilter) {
	return db
		.selectFrom('members')
		.select(['id', 'public_id', 'name', 'status', 'tier_id', 'nes', 'usable', 'last_order_on'])
		.where('status', 'in', ['active', 'imported'])
		.$if(tierId !== undefined, (query) => query.where('tier_id', '=', tierId ?? 0))
		.$if(nes !== undefined, (query) => query.where('nes', '=', nes ?? 0))
		.$if(reach !== undefined, (query) =>
			query.where((eb) => {
				const found = eb.exists(
					eb
						.selectFrom('addresses')
						.select('addresses.id')
						.whereRef('addresses.member_id', '=', 'members.id')
						.where('reachable', '=', 1)
						.$if(reach === 'consenting' || reach === 'not-consenting', (one) => one.where('promotions', '=', 1)),
				)
				return reach === 'unreachable' || reach === 'not-consenting' ? eb.not(found) : found
			}),
		)
		.$if(text !== undefined, (query) =>
			query.where((eb) =>
				eb.or([
					sql<boolean>`${eb.fn<string>('lower', ['name'])} like ${`%${escaped(text ?? '')}%`} escape '\\'`,
					eb.exists(
						eb
							.selectFrom('member_tags')
							.select('tag')
							.whereRef('member_id', '=', 'members.id')
							.where('tag', '=', text ?? ''),
					),
				]),
			),
		)
}

async function findNewest(db: Db): Promise<number> {
	const row = await db
		.selectFrom('members')
		.select((eb) => eb.fn.max('id').as('newest'))
		.executeTakeFirst()
	return row?.newest ?? 0
}

/** Members the newest first, without those who left; long searches pause for others and end early, to be gone on with. */
export async function listMembers(
	db: Db,
	filter: MemberFilter,
	page: { limit: number; beforeId?: number },
): Promise<MemberPage> {
	const members: ListedMember[] = []
	let before = page.beforeId ?? (await findNewest(db)) + 1
	for (let n = 0; n < WINDOWS_A_PAGE && before > 1; n++) {
		const from = before - WINDOW
		const found = await selectMembers(db, filter)
			.where('id', '<', before)
			.where('id', '>=', from)
			.orderBy('id', 'desc')
			.limit(page.limit + 1 - members.length)
			.execute()
		members.push(...found)
		if (members.length > page.limit) {
			const shown = members.slice(0, page.limit)
			return { members: shown, nextBeforeId: shown.at(-1)?.id ?? null }
		}
		before = from
		await breathe()
	}
	return { members, nextBeforeId: before > 1 ? before : null }
}
