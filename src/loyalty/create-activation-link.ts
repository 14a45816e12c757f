import type { Work } from '../store/transact.ts'

export interface ActivationLink {
	memberId: number
	/** Goes into links as a_<code>. */
	code: string
	expiresAt: number
}

/** Makes a fresh one-time link for each imported member without an address; older links of theirs end. */
export async function createActivationLinks(
	_work: Work,
	_input: { memberIds: readonly number[]; days?: number },
): Promise<ActivationLink[]> {
	throw new Error('not written yet')
}
