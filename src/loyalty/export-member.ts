import type { Keyring } from '../lib/keys.ts'
import type { Db } from '../store/db.ts'

/** Everything kept of a member, ready for JSON.stringify; instants are RFC 3339, days ISO dates, money minor units. */
export type MemberExport = Record<string, unknown>

/** Collects everything that is kept of a member. */
export async function exportMember(
	_look: { db: Db; keys: Keyring; now: number },
	_memberId: number,
): Promise<MemberExport> {
	throw new Error('not written yet')
}
