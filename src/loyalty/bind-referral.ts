import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export type TouchRefusal =
	| Refusal<'code-unknown', undefined>
	| Refusal<'own-code', undefined>
	| Refusal<'already-member', undefined>

/** Remembers the first referral code an address came with, for 30 days. */
export async function touchReferral(
	_work: Work,
	_input: { addressId: number; code: string },
): Promise<Result<{ /** Masked. */ referrer: string; first: boolean; friendPoints: number }, TouchRefusal>> {
	throw new Error('not written yet')
}
