import { createReferralCode } from '../domain/codes.ts'
import { findMemberByReferralCode, insertMember, type Member } from '../store/members.ts'
import type { Work } from '../store/transact.ts'
import { tidyName } from './set-name.ts'

/** imported: known to the shop, no address yet; left and merged ones are members no more. */
export type MemberStatus = 'active' | 'imported' | 'left' | 'merged'

export interface NewMember {
	status: 'active' | 'imported'
	name?: string | undefined
	locale?: string | null | undefined
	email?: string | null | undefined
	/** `source:customer`, the shop's own id. */
	externalRef?: string | null | undefined
	/** Day of joining; an imported member has none until she writes in. */
	joinedOn?: number | null | undefined
	joinSource?: string | null | undefined
}

const BUCKETS = 10_000

/** Makes the row of a member with its ids, its referral code and its place in the draw of holdouts. */
export async function createMember(work: Work, member: NewMember): Promise<Member> {
	const { tx, now, random, newId } = work
	return await insertMember(tx, {
		public_id: newId('mem'),
		status: member.status,
		name: tidyName(member.name ?? ''),
		locale: member.locale ?? null,
		email: member.email ?? null,
		external_ref: member.externalRef ?? null,
		created_at: now,
		joined_at: member.status === 'active' ? now : null,
		joined_on: member.joinedOn ?? null,
		join_source: member.joinSource ?? null,
		referral_code: await drawReferralCode(work),
		random_bucket: Buffer.from(random(6)).readUIntBE(0, 6) % BUCKETS,
	})
}

async function drawReferralCode({ tx, random }: Work): Promise<string> {
	for (;;) {
		const code = createReferralCode(random)
		// 34 milliard codes: a second draw is rare, but a failed insert would end the whole work on PostgreSQL
		if (!(await findMemberByReferralCode(tx, code))) return code
	}
}
