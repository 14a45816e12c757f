import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export interface PoolImported {
	accepted: number
	/** Lines are counted from 1. */
	duplicate: { line: number; code: string }[]
	bad: { line: number; code: string; reason: 'empty' | 'too-long' | 'not-printable' }[]
	/** Codes that can still be issued. */
	available: number
}

/** Adds the shop's own codes to the pool of a reward, trimmed and unique whatever their case. */
export async function importPool(
	_work: Work,
	_input: { rewardId: number; codes: readonly string[] },
): Promise<Result<PoolImported, Refusal<'reward-unknown', undefined> | Refusal<'not-a-pool', undefined>>> {
	throw new Error('not written yet')
}
