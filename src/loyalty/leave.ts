import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export interface Left {
	/** Points and coupons that ended. */
	points: number
	coupons: number
}

export type LeaveRefusal = Refusal<'not-a-member', undefined>

/** Erases who the member was; her ledger and orders stay under a number that names nobody. */
export async function leave(_work: Work, _input: { memberId: number }): Promise<Result<Left, LeaveRefusal>> {
	throw new Error('not written yet')
}
