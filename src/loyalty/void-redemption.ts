import type { Notice } from '../domain/notice.ts'
import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'
import type { Undone } from './undo-redemption.ts'

export interface VoidInput {
	redemptionId: number
	/** Who of the shop. */
	by: string
	reason: string
}

export type VoidRefusal =
	| Refusal<'unknown', undefined>
	| Refusal<'used', { usedAt: number; place: string }>
	| Refusal<'coupon-ended', undefined>

/** The shop takes a redemption back, at any time before the coupon is used. */
export async function voidRedemption(
	_work: Work,
	_input: VoidInput,
): Promise<Result<Undone & { notices: Notice[] }, VoidRefusal>> {
	throw new Error('not written yet')
}
