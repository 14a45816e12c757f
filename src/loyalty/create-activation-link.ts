import { listAddresses } from '../store/addresses.ts'
import { findMember } from '../store/members.ts'
import { deleteLinks, insertLink } from '../store/one-time-links.ts'
import type { Work } from '../store/transact.ts'

export interface ActivationLink {
	memberId: number
	/** Goes into links as a_<code>. */
	code: string
	/** ms UTC. */
	expiresAt: number
}

export const ACTIVATION = 'activate'

const DEFAULT_DAYS = 90
const DAY_MS = 86_400_000

/** 128 bits: nobody finds one by trying, and a_ with it fits a start payload of 64 characters. */
const CODE_BYTES = 16

/** Makes a fresh one-time link for each imported member without an address; older links of theirs end. */
export async function createActivationLinks(
	work: Work,
	input: { memberIds: readonly number[]; days?: number },
): Promise<ActivationLink[]> {
	const { tx, now, keys, random } = work
	const expiresAt = now + (input.days ?? DEFAULT_DAYS) * DAY_MS
	const links: ActivationLink[] = []
	for (const memberId of input.memberIds) {
		const member = await findMember(tx, memberId)
		if (member?.status !== 'imported' || (await listAddresses(tx, memberId)).length > 0) continue
		const code = Buffer.from(random(CODE_BYTES)).toString('base64url')
		await deleteLinks(tx, ACTIVATION, String(memberId))
		await insertLink(tx, {
			token_hash: keys.hash('token', code),
			kind: ACTIVATION,
			payload: String(memberId),
			created_at: now,
			expires_at: expiresAt,
		})
		links.push({ memberId, code, expiresAt })
	}
	return links
}
