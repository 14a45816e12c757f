import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

export type SetBirthdayRefusal =
	| Refusal<'not-a-date', undefined>
	| Refusal<'already-set', { month: number; day: number }>

/** Sets the day of birth, once; 29 February is a date. */
export async function setBirthday(
	_work: Work,
	_input: { memberId: number; month: number; day: number },
): Promise<Result<{ month: number; day: number }, SetBirthdayRefusal>> {
	throw new Error('not written yet')
}
