import type { Refusal, Result } from '../domain/result.ts'
import type { Work } from '../store/transact.ts'

/** What the member wants to be called: one line, at most 40 characters. */
export async function setName(
	_work: Work,
	_input: { memberId: number; name: string },
): Promise<Result<{ name: string }, Refusal<'name-empty', undefined>>> {
	throw new Error('not written yet')
}
