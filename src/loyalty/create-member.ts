import { createReferralCode } from '../domain/codes.ts'
import { insertMember, insertMembers, listTakenCodes, type Member } from '../store/members.ts'
import type { NewRow } from '../store/schema.ts'
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
	const [code = ''] = await drawReferralCodes(work, 1)
	return await insertMember(work.tx, rowOf(work, member, code))
}

/** Makes the rows of some hundred members at most by one statement; answers them in the order given. */
export async function createMembers(work: Work, members: readonly NewMember[]): Promise<Member[]> {
	const codes = await drawReferralCodes(work, members.length)
	return await insertMembers(
		work.tx,
		members.map((member, i) => rowOf(work, member, codes[i] ?? '')),
	)
}

function rowOf({ now, random, newId }: Work, member: NewMember, code: string): NewRow<'members'> {
	return {
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
		referral_code: code,
		random_bucket: Buffer.from(random(6)).readUIntBE(0, 6) % BUCKETS,
	}
}

// 34 milliard codes: a second draw is rare, but a failed insert would end the whole work on PostgreSQL
async function drawReferralCodes({ tx, random }: Work, count: number): Promise<string[]> {
	const drawn = new Set<string>()
	while (drawn.size < count) {
		while (drawn.size < count) drawn.add(createReferralCode(random))
		for (const taken of await listTakenCodes(tx, [...drawn])) drawn.delete(taken)
	}
	return [...drawn]
}
