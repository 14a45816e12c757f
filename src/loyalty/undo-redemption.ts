import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export interface UndoInput {
	memberId: number
	redemptionId: number
}

export interface Undone {
	redemptionId: number
	title: string
	/** Points given back. */
	points: number
	usable: number
	debt: number
	/** It was undone before. */
	again: boolean
}

export type UndoRefusal =
	/** Not hers, or never made. */
	| Refusal<'unknown', undefined>
	| Refusal<'too-late', { minutes: number }>
	| Refusal<'presented', undefined>
	| Refusal<'used', { usedAt: number; place: string }>
	/** A shop's own code cannot be called back by the member. */
	| Refusal<'shop-code', undefined>
	/** The coupon has expired or is void for another reason. */
	| Refusal<'coupon-ended', undefined>

/** Gives the points of a fresh redemption back into the lots they came from and makes its coupon void. */
export async function undoRedemption(_work: Work, _input: UndoInput): Promise<Result<Undone, UndoRefusal>> {
	throw new Error('not written yet')
}
