import type { Notice } from '../domain/notice.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export interface ActivateInput {
	addressId: number
	/** The part after a_ of the link. */
	code: string
}

export interface Activated {
	memberId: number
	name: string
	usable: number
	pending: number
	tierId: number
	/** Consent to promotions came with the import and holds for this channel. */
	promotions: boolean
	notices: Notice[]
}

export type ActivateRefusal =
	/** Never existed, or its time is over. */
	| Refusal<'link-unknown', undefined>
	| Refusal<'link-used', undefined>
	/** The address has a membership of its own, or the imported one was claimed by somebody. */
	| Refusal<'already-member', undefined>

/** Gives an imported membership to the person who opens its one-time link. */
export async function activateByCode(_work: Work, _input: ActivateInput): Promise<Result<Activated, ActivateRefusal>> {
	throw new Error('not written yet')
}
