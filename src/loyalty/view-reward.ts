import { parseReward, type Reward, type RewardView, titleOf } from '../domain/rewards/index.ts'
import { listAddresses } from '../store/addresses.ts'
import type { Db } from '../store/db.ts'
import type { Member } from '../store/members.ts'
import type { Reward as RewardRow } from '../store/rewards.ts'
import { getSettings } from '../store/settings.ts'

/** A stored reward as its kind understands it; throws when the row was not written by createReward. */
export function readReward(row: Pick<RewardRow, 'kind' | 'terms'>): Reward {
	const parsed = parseReward(row.kind, JSON.parse(row.terms))
	if (!parsed.ok) throw new Error(`a stored reward is not readable: ${parsed.facts.issues.join(', ')}`)
	return parsed.value
}

/** In which words a member is told of rewards: hers, or the shop's for anybody else. */
export async function viewFor(db: Db, member: Pick<Member, 'id' | 'locale'> | null): Promise<RewardView> {
	const { locale, currency } = await getSettings(db)
	const own = member?.locale ?? (member && (await guessLocale(db, member.id)))
	return { locale: own === 'zh-HK' || own === 'zh-Hant' || own === 'en' ? own : locale, currency }
}

/** While she has not chosen a language: that of the app she wrote from last. */
async function guessLocale(db: Db, memberId: number): Promise<string | null> {
	const addresses = await listAddresses(db, memberId)
	const last = addresses.toSorted((a, b) => (b.last_inbound_at ?? 0) - (a.last_inbound_at ?? 0))[0]
	return last?.locale ?? null
}

/** What a stored reward is called in a member's language. */
export async function rewardTitle(
	db: Db,
	row: Pick<RewardRow, 'kind' | 'terms'>,
	member: Pick<Member, 'id' | 'locale'> | null,
): Promise<string> {
	return titleOf(readReward(row), await viewFor(db, member))
}

export type UsableAt = 'counter' | 'online' | 'both'

/** The column as its type; anything else is a fault in the row. */
export function usableAtOf(text: string): UsableAt {
	if (text === 'counter' || text === 'online' || text === 'both') return text
	throw new Error(`nobody can use a coupon at ${text}`)
}
